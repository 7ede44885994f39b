/** Where the numbers of a row of bars stand: the one above a bar, and the one at the axis's end; and how far the axis goes. */

/** Which way the number above a bar may spread without leaving the chart. */
export function valueSide(index: number, count: number): 'start' | 'middle' | 'end' {
  if (index === 0) return 'start';
  return index === count - 1 ? 'end' : 'middle';
}

/** At which end of its line the axis's number stands: in the half where the number above a bar is not, since both may be as high. */
export function axisSide(shown: number | null, count: number): 'start' | 'end' {
  return shown !== null && shown < count / 2 ? 'end' : 'start';
}

/** The axis's end: 1, or 0.5 where all bars are below it and would look alike. */
export function axisEnd(values: readonly number[]): number {
  return values.some(value => value > 0.5) ? 1 : 0.5;
}

/** A bar's number; a dash where the model gave none. */
export function barText(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : '—';
}

/** Whether a model answered, and not with one number. */
export function isWithoutNumbers(values: readonly number[]): boolean {
  return values.length > 0 && !values.some(Number.isFinite);
}
