/** Placeholder until the section is built. */
export default function LicencesSection() {
  return null;
}
