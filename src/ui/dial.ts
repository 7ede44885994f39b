/** Where readings stand on their dials (section 2.5), and which are true. */

/** What a dial shows: the digits and half a digit at each end. */
const LOW = -0.5;
const HIGH = 9.5;

/** Place of a reading on its dial, 0 at the top; what lies beyond stays at the rim. */
export function place(reading: number): number {
  return 1 - Math.min(1, Math.max(0, (reading - LOW) / (HIGH - LOW)));
}

/** |reading − target| < 0.5: it rounds to the target. */
export function isTrue(reading: number | undefined, target: number): boolean {
  return reading !== undefined && Math.abs(reading - target) < 0.5;
}

export function trueCount(targets: readonly number[], readings: readonly number[] | null): number {
  return targets.filter((target, k) => isTrue(readings?.[k], target)).length;
}
