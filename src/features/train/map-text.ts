/** The watermark's map as one writes it: d = 25.71h − 2.57. */
import type { WatermarkMap } from '../../method/watermark/map';

export function mapText({ a, b }: WatermarkMap): string {
  const short = (value: number) => String(Number(value.toFixed(2)));
  return `d = ${short(a)}h ${b < 0 ? '−' : '+'} ${short(Math.abs(b))}`;
}
