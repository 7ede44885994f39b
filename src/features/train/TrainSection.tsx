/** Placeholder until the section is built. */
export default function TrainSection() {
  return null;
}
