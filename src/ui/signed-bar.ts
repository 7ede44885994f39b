/** The key to a picture of signed values: what the strongest colours at both ends stand for, and none in the middle. */
import type { Sheet } from './sheet';

export interface SignedBar {
  /** Custom properties, as `var(--darker)`. */
  readonly negative: string;
  readonly positive: string;
  /** Below the colours, as below those of the picture; the sheet itself unless told. */
  readonly ground?: string;
  /** What the right end stands for, without its sign. */
  readonly end: string;
  /** What is measured, and in which unit. */
  readonly measure: string;
}

export const SIGNED_BAR_HEIGHT = 44;
const THICK = 10;

export function signedBar(sheet: Sheet, x: number, y: number, width: number, bar: SignedBar): void {
  const { negative, positive, ground = 'var(--surface)', end, measure } = bar;
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(measure, x, y + 11, soft);
  sheet.fill(x, y + 18, width, THICK, ground);
  for (let step = 0; step < width; step += 1) {
    const strength = (2 * (step + 0.5)) / width - 1;
    sheet.fill(x + step, y + 18, 1, THICK, strength < 0 ? negative : positive, Math.abs(strength));
  }
  sheet.frame(x, y + 18, width, THICK, 'var(--line)');
  sheet.write(`−${end}`, x, y + SIGNED_BAR_HEIGHT, soft);
  sheet.write('0', x + width / 2, y + SIGNED_BAR_HEIGHT, { align: 'center', ...soft });
  sheet.write(`+${end}`, x + width, y + SIGNED_BAR_HEIGHT, { align: 'right', ...soft });
}
