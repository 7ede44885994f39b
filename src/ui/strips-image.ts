/** The watermark's digits as they die (section 3.5), as a PNG file: a group of bars for each column, one bar a digit. */
import type { DigitStripRow } from './DigitStrips';
import { linesOf, Sheet } from './sheet';
import { toneColour } from './tone';

export interface StripsImage {
  readonly title: string;
  /** What a bar is. */
  readonly caption: string;
  /** What the columns' names are of. */
  readonly axis: string;
  readonly columns: readonly string[];
  readonly rows: readonly DigitStripRow[];
}

const MARGIN = 24;
const GUTTER = 96;
const TOP = 62;
/** Of a digit that reads true and of one that does not. */
const FULL = 32;
const STUMP = 7;
const ROW = 66;
const GAP = 1;
/** Between two groups. */
const BETWEEN = 18;
const LINE = 18;
/** Widest bar, and what a group may take: bars of long watermarks are thinner. */
const BAR = 4;
const GROUP = 96;
/** Least width of a group: its count stands below it. */
const LEAST = 44;
/** Room for title and caption where there are few columns. */
const LEAST_WIDTH = 440;
/** Of a letter on average, to break lines by. */
const LETTER = 6.4;

export interface StripsSheet {
  readonly width: number;
  /** Of a bar. */
  readonly bar: number;
  /** Of a group of bars. */
  readonly group: number;
  /** The left end of column `index`. */
  readonly left: (index: number) => number;
  /** The bars' base line in row `index`. */
  readonly base: (index: number) => number;
}

/** Columns of groups of at most `digits` bars, whole pixels everywhere. */
export function stripsSheet(columns: number, digits: number): StripsSheet {
  const bar = Math.max(1, Math.min(BAR, Math.floor(GROUP / Math.max(1, digits)) - GAP));
  const group = Math.max(LEAST, digits * (bar + GAP) - GAP);
  return {
    width: Math.max(LEAST_WIDTH, 2 * MARGIN + GUTTER + columns * (group + BETWEEN) - BETWEEN),
    bar,
    group,
    left: index => MARGIN + GUTTER + index * (group + BETWEEN),
    base: index => TOP + FULL + index * ROW,
  };
}

/** @throws where the browser cannot make the picture. */
export function stripsPng(place: Element, image: StripsImage): Promise<Uint8Array> {
  const { title, caption, axis, columns, rows } = image;
  const digits = Math.max(0, ...rows.flatMap(({ groups }) => groups.map(each => each?.length ?? 0)));
  const { width, bar, group, left, base } = stripsSheet(columns.length, digits);
  const lines = linesOf(caption, Math.floor((width - 2 * MARGIN) / LETTER));
  const foot = base(rows.length - 1) + 44;
  const sheet = new Sheet(place, width, foot + LINE * (lines.length + 1) + 24);
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(title, MARGIN, 30, { weight: 650 });
  rows.forEach((row, r) => {
    const colour = toneColour(row.tone);
    const y = base(r);
    sheet.write(row.label, MARGIN, y - 14, { weight: 600, colour });
    if (row.detail !== undefined) sheet.write(row.detail, MARGIN, y + 1, { size: 11, ...soft });
    row.groups.forEach((alive, c) => {
      if (!alive) return;
      alive.forEach((reads, k) => {
        const x = left(c) + k * (bar + GAP);
        if (reads) sheet.fill(x, y - FULL, bar, FULL, colour);
        else sheet.fill(x, y - STUMP, bar, STUMP, colour, 0.3);
      });
      const count = alive.filter(Boolean).length;
      sheet.write(`${count}/${alive.length}`, left(c) + group / 2, y + 15, {
        align: 'center',
        size: 11,
        colour: count === alive.length ? 'var(--ink-soft)' : 'var(--out)',
      });
    });
    columns.forEach((_, c) => sheet.fill(left(c), y, group, 1, 'var(--line-strong)'));
  });
  columns.forEach((name, c) => {
    sheet.write(name, left(c) + group / 2, foot, { align: 'center', weight: 600 });
  });
  sheet.write(axis, left(0), foot + LINE, soft);
  lines.forEach((line, n) => sheet.write(line, MARGIN, foot + LINE * (n + 2) + 4, soft));
  return sheet.png();
}
