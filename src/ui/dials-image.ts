/** The watermark's digits on their dials (section 2.5), as a PNG file: target, band, path and reading of each. */
import { isTrue, place } from './dial';
import { Sheet } from './sheet';

export interface DialsImage {
  readonly title: string;
  /** What is said of all. */
  readonly sentence: string;
  readonly targets: readonly number[];
  readonly readings: readonly number[] | null;
  readonly history: readonly (readonly number[])[];
  readonly tone: 'wm1' | 'wm2';
}

const COLUMN = 40;
const DIAL = 30;
const MARGIN = 20;
const AXIS = 18;
const TOP = 62;
const HEIGHT = 220;
/** Fewest dials that the words above them have room over. */
const LEAST = 13;

/** @throws where the browser cannot make the picture. */
export function dialsPng(element: Element, image: DialsImage): Promise<Uint8Array> {
  const { title, sentence, targets, readings, history, tone } = image;
  const width = 2 * MARGIN + AXIS + COLUMN * Math.max(LEAST, targets.length);
  const sheet = new Sheet(element, width, TOP + HEIGHT + 40);
  const y = (reading: number) => TOP + HEIGHT * place(reading);
  const colour = `var(--${tone})`;
  sheet.write(title, MARGIN, 26, { weight: 650 });
  sheet.write(sentence, MARGIN, 46, { colour: 'var(--ink-soft)' });
  for (const digit of [0, 3, 6, 9])
    sheet.write(String(digit), MARGIN, y(digit) + 4, { colour: 'var(--ink-soft)' });
  targets.forEach((target, k) => {
    const left = MARGIN + AXIS + COLUMN * k;
    const reading = readings?.[k];
    const inside = isTrue(reading, target);
    sheet.fill(left, TOP, DIAL, HEIGHT, 'var(--sunken)');
    sheet.fill(left, y(target + 0.5), DIAL, y(target - 0.5) - y(target + 0.5), `var(--${tone}-soft)`);
    if (history.length > 1) {
      sheet.line(
        history.map(
          (each, i) => [left + (DIAL / 2) * (i / (history.length - 1)), y(each[k] ?? target)] as const,
        ),
        colour,
      );
    }
    if (reading !== undefined) sheet.dot(left + DIAL / 2, y(reading), 4.5, colour, inside);
    sheet.write(String(target), left + DIAL / 2, TOP + HEIGHT + 22, {
      align: 'center',
      weight: inside ? 650 : 400,
      colour: inside ? 'var(--ink)' : 'var(--out)',
    });
  });
  return sheet.png();
}
