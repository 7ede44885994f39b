/** Placeholder until the section is built. */
export default function RobustnessSection() {
  return null;
}
