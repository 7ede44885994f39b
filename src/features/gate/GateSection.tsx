/** Placeholder until the section is built. */
export default function GateSection() {
  return null;
}
