/** A component of a convolution's kernel with the watermark's secret positions (section 2.5), as a PNG file. */
import { kernelCell, largestMagnitude } from './kernel-layout';
import type { KernelShape } from './kernel-layout';
import { linesOf, Sheet } from './sheet';
import { SIGNED_BAR_HEIGHT, signedBar } from './signed-bar';

export interface KernelImage {
  readonly title: string;
  /** Whose weights. */
  readonly sentence: string;
  /** What frames and signs mean. */
  readonly caption: string;
  /** Above a square, in the squares' order. */
  readonly channels: readonly string[];
  /** Of the rows and of the columns. */
  readonly row: string;
  readonly column: string;
  /** What a cell holds. */
  readonly measure: string;
  /** F·F·I weights, row-major over (F, F, I). */
  readonly values: ArrayLike<number>;
  readonly shape: KernelShape;
  /** Places in `values` that carry a digit. */
  readonly marked: readonly number[];
  /** The frames'. */
  readonly colour: string;
}

const MARGIN = 24;
const CELL = 24;
/** Left of a square, for its rows' numbers; above it, for its name and its columns' numbers. */
const SIDE = 20;
const HEAD = 40;
const BETWEEN = 16;
const TOP = 78;
const LINE = 18;
/** Of a letter on average, to break lines by. */
const LETTER = 6.4;

export interface KernelSheet {
  readonly width: number;
  /** Below the last square. */
  readonly bottom: number;
  /** The left upper corner of a square's cells. */
  readonly square: (across: number, down: number) => { readonly x: number; readonly y: number };
}

/** Squares in rows, whole pixels everywhere. */
export function kernelSheet({ size, channels, columns }: KernelShape): KernelSheet {
  const wide = SIDE + size * CELL + BETWEEN;
  const high = HEAD + size * CELL;
  return {
    width: 2 * MARGIN + Math.min(columns, channels) * wide - BETWEEN,
    bottom: TOP + Math.ceil(channels / columns) * high,
    square: (across, down) => ({ x: MARGIN + SIDE + across * wide, y: TOP + HEAD + down * high }),
  };
}

/** @throws where the browser cannot make the picture. */
export function kernelPng(place: Element, image: KernelImage): Promise<Uint8Array> {
  const { title, sentence, caption, row, column, measure, values, shape, marked, colour } = image;
  const { width, bottom, square } = kernelSheet(shape);
  const lines = linesOf(caption, Math.floor((width - 2 * MARGIN) / LETTER));
  const sheet = new Sheet(place, width, bottom + SIGNED_BAR_HEIGHT + LINE * lines.length + 44);
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(title, MARGIN, 30, { weight: 650 });
  sheet.write(sentence, MARGIN, 50, soft);
  sheet.write(`${row} ↓   ${column} →`, MARGIN, 70, soft);

  image.channels.forEach((name, channel) => {
    const { across, down } = kernelCell(channel, shape);
    const { x, y } = square(across, down);
    sheet.write(name, x, y - 22, { weight: 600 });
    for (let n = 0; n < shape.size; n += 1) {
      const middle = CELL * (n + 0.5);
      sheet.write(String(n + 1), x + middle, y - 5, { align: 'center', size: 11, ...soft });
      sheet.write(String(n + 1), x - 6, y + middle + 4, { align: 'right', size: 11, ...soft });
    }
  });

  const largest = largestMagnitude(values);
  const cornerOf = (index: number) => {
    const { row: down, column: across, ...at } = kernelCell(index, shape);
    const { x, y } = square(at.across, at.down);
    return { x: x + CELL * across, y: y + CELL * down };
  };
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    const strength = largest === 0 ? 0 : Math.abs(value) / largest;
    const { x, y } = cornerOf(i);
    sheet.fill(x, y, CELL - 1, CELL - 1, 'var(--sunken)');
    sheet.fill(x, y, CELL - 1, CELL - 1, value < 0 ? 'var(--negative)' : 'var(--positive)', strength);
    if (value < 0 && strength > 0.12) sheet.fill(x + 7, y + 10, 9, 3, 'var(--surface)');
  }
  for (const index of marked) {
    const { x, y } = cornerOf(index);
    sheet.frame(x - 1, y - 1, CELL + 1, CELL + 1, colour, 4);
  }

  const below = bottom + 20;
  signedBar(sheet, MARGIN, below, width - 2 * MARGIN, {
    negative: 'var(--negative)',
    positive: 'var(--positive)',
    ground: 'var(--sunken)',
    end: largest.toFixed(3),
    measure,
  });
  lines.forEach((line, n) => {
    sheet.write(line, MARGIN, below + SIGNED_BAR_HEIGHT + LINE * (n + 1) + 4, soft);
  });
  return sheet.png();
}
