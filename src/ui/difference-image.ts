/** An image, what became of it, and their signed difference with gain, side by side as a PNG file. */
import type { GreyPixels } from './DigitImage';
import { linesOf, Sheet } from './sheet';
import { SIGNED_BAR_HEIGHT, signedBar } from './signed-bar';
import { fullStrength, signedMarks } from './signed-marks';

export interface DifferenceImage {
  readonly title: string;
  /** The distances, each with its value. */
  readonly sentence: string;
  /** What the difference's signs mean. */
  readonly caption: string;
  /** Above original, changed and difference. */
  readonly names: readonly [string, string, string];
  /** What the keys measure: grey levels, and their difference. */
  readonly levels: string;
  readonly difference: string;
  /** Below the pixels' numbers. */
  readonly axes: string;
  readonly original: Uint8Array;
  readonly changed: Uint8Array;
  readonly gain: number;
}

const MARGIN = 24;
/** Of a pixel, in pixels of the page: whole, or seams would show. */
const PIXEL = 7;
const SIDE = 24;
const BETWEEN = 28;
const TOP = 92;
const LINE = 18;
/** Numbered pixels: every seventh. */
const STRIDE = 7;
/** Of a letter on average, to break lines by. */
const LETTER = 6.4;

export interface DifferenceSheet {
  readonly width: number;
  readonly height: number;
  /** Of a panel's edge. */
  readonly edge: number;
  /** The left upper corner of panel `n`. */
  readonly panel: (n: number) => { readonly x: number; readonly y: number };
}

/** Three panels of `columns`² pixels in a row, and `lines` of words below; whole pixels everywhere. */
export function differenceSheet(columns: number, lines: number): DifferenceSheet {
  const edge = PIXEL * columns;
  return {
    width: 2 * MARGIN + SIDE + 3 * edge + 2 * BETWEEN,
    height: TOP + edge + 60 + SIGNED_BAR_HEIGHT + LINE * lines + 20,
    edge,
    panel: n => ({ x: MARGIN + SIDE + n * (edge + BETWEEN), y: TOP }),
  };
}

/** @throws where the browser cannot make the picture. */
export function differencePng(place: Element, image: DifferenceImage): Promise<Uint8Array> {
  const { original, changed, gain } = image;
  const columns = Math.round(Math.sqrt(original.length));
  const { width: whole } = differenceSheet(columns, 0);
  const lines = linesOf(image.caption, Math.floor((whole - 2 * MARGIN) / LETTER));
  const { width, height, edge, panel } = differenceSheet(columns, lines.length);
  const sheet = new Sheet(place, width, height);
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(image.title, MARGIN, 30, { weight: 650 });
  sheet.write(image.sentence, MARGIN, 50, soft);

  image.names.forEach((name, n) => {
    const { x, y } = panel(n);
    sheet.write(name, x, y - 10, { weight: 600 });
    for (let pixel = 0; pixel < columns; pixel += STRIDE) {
      const middle = PIXEL * (pixel + 0.5);
      const number = { size: 11, ...soft };
      sheet.write(String(pixel), x + middle, y + edge + 16, { align: 'center', ...number });
      if (n === 0) sheet.write(String(pixel), x - 7, y + middle + 4, { align: 'right', ...number });
    }
  });
  [original, changed].forEach((pixels, n) => {
    const { x, y } = panel(n);
    sheet.grey(pixels, columns, x, y, edge);
  });
  drawMarks(sheet, panel(2), original, changed, gain);
  sheet.frame(panel(2).x - 1, panel(2).y - 1, edge + 2, edge + 2, 'var(--line-strong)');
  sheet.write(image.axes, panel(0).x, TOP + edge + 34, soft);

  const below = TOP + edge + 54;
  greyBar(sheet, panel(0).x, below, 2 * edge + BETWEEN, image.levels);
  signedBar(sheet, panel(2).x, below, edge, {
    negative: 'var(--darker)',
    positive: 'var(--brighter)',
    end: fullStrength(gain),
    measure: image.difference,
  });
  lines.forEach((line, n) => {
    sheet.write(line, MARGIN, below + SIGNED_BAR_HEIGHT + LINE * (n + 1) + 6, soft);
  });
  return sheet.png();
}

/** Squares where it became darker, discs where brighter, as on the page. */
function drawMarks(
  sheet: Sheet,
  at: { readonly x: number; readonly y: number },
  original: GreyPixels,
  changed: GreyPixels,
  gain: number,
): void {
  for (const mark of signedMarks(original, changed, gain)) {
    const [x, y] = [at.x + PIXEL * mark.x, at.y + PIXEL * mark.y];
    if (mark.strength < 0) sheet.fill(x, y, PIXEL, PIXEL, 'var(--darker)', -mark.strength);
    else sheet.disc(x + PIXEL / 2, y + PIXEL / 2, PIXEL / 2, 'var(--brighter)', mark.strength);
  }
}

/** The key to the grey levels, from black at 0 to white at 1. */
function greyBar(sheet: Sheet, x: number, y: number, width: number, measure: string): void {
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(measure, x, y + 11, soft);
  sheet.fill(x, y + 18, width, 10, '#000');
  for (let step = 0; step < width; step += 1) sheet.fill(x + step, y + 18, 1, 10, '#fff', step / (width - 1));
  sheet.frame(x, y + 18, width, 10, 'var(--line)');
  sheet.write('0', x, y + SIGNED_BAR_HEIGHT, soft);
  sheet.write('1', x + width, y + SIGNED_BAR_HEIGHT, { align: 'right', ...soft });
}
