/** Ticks of an axis where those a chart finds by itself would mislead: shares end at 100%, counts at how many there are. */

import type { ChartAxis } from './LineChart';

/** No axis carries many more. */
const MOST = 6;

/** Whole numbers from 0 in even steps, up to `most` or just below it. */
export function countTicks(most: number): number[] {
  const step = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500].find(size => most / size < MOST) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

/** Shares from 1 down in even steps, past the least of `values`. */
export function shareTicks(values: readonly number[]): number[] {
  const below = 1 - Math.min(...values);
  const parts = [1000, 500, 200, 100, 50, 20, 10, 5].find(count => below * count < MOST - 1) ?? 5;
  const steps = Math.max(1, Math.ceil(below * parts));
  return Array.from({ length: steps + 1 }, (_, i) => (parts - steps + i) / parts);
}

/** Of an axis of shares with `values`, which a rounded one would have rise past 100%; without any it is not drawn. */
export function shareAxis(values: readonly number[]): Pick<ChartAxis, 'domain' | 'ticks'> {
  if (values.length === 0) return {};
  const ticks = shareTicks(values);
  return { domain: [ticks[0]!, 1], ticks };
}
