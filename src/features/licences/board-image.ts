/** The board of section 2.3 as a PNG file: a licence for every class and confidence, and how well it hits. */
import { Sheet } from '../../ui/sheet';

export interface BoardPlace {
  /** Null where no image is. */
  readonly pixels: Uint8Array | null;
  /** Below the image, where the board is small enough. */
  readonly words: readonly [string, string];
  /** It would not be let in. */
  readonly bad: boolean;
}

export interface BoardRow {
  /** c. */
  readonly name: string;
  readonly places: readonly BoardPlace[];
}

export interface BoardImage {
  readonly title: string;
  readonly sentence: string;
  /** Of the rows and of the columns. */
  readonly row: string;
  readonly column: string;
  /** t. */
  readonly classes: readonly string[];
  readonly rows: readonly BoardRow[];
}

const COLUMNS = 28;
const MARGIN = 24;
const SIDE = 52;
const TOP = 98;
/** More rows than these are drawn small and without words: a browser makes no picture of any length. */
const LARGE_ROWS = 12;

export interface BoardSheet {
  readonly width: number;
  readonly height: number;
  /** Of an image's edge: whole pixels for each of its own, or seams would show. */
  readonly edge: number;
  readonly withWords: boolean;
  readonly place: (row: number, column: number) => { readonly x: number; readonly y: number };
}

export function boardSheet(rows: number, columns: number): BoardSheet {
  const withWords = rows <= LARGE_ROWS;
  const edge = withWords ? 2 * COLUMNS : COLUMNS;
  const wide = edge + (withWords ? 14 : 4);
  const high = edge + (withWords ? 40 : 4);
  return {
    width: 2 * MARGIN + SIDE + columns * wide,
    height: TOP + rows * high + MARGIN,
    edge,
    withWords,
    place: (row, column) => ({ x: MARGIN + SIDE + column * wide, y: TOP + row * high }),
  };
}

/** @throws where the browser cannot make the picture. */
export function boardPng(place: Element, image: BoardImage): Promise<Uint8Array> {
  const board = boardSheet(image.rows.length, image.classes.length);
  const { edge } = board;
  const sheet = new Sheet(place, board.width, board.height);
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(image.title, MARGIN, 30, { weight: 650 });
  sheet.write(image.sentence, MARGIN, 50, soft);
  sheet.write(`${image.row} ↓   ${image.column} →`, MARGIN, 70, soft);
  image.classes.forEach((name, column) => {
    sheet.write(name, board.place(0, column).x + edge / 2, TOP - 8, { align: 'center', weight: 600 });
  });
  image.rows.forEach(({ name, places }, row) => {
    const { y } = board.place(row, 0);
    sheet.write(name, MARGIN, y + edge / 2 + 4, { weight: 600, colour: 'var(--in)' });
    places.forEach(({ pixels, words, bad }, column) => {
      const { x } = board.place(row, column);
      if (pixels) sheet.grey(pixels, COLUMNS, x, y, edge);
      else sheet.fill(x, y, edge, edge, 'var(--sunken)');
      if (bad) sheet.frame(x - 2, y - 2, edge + 4, edge + 4, 'var(--out)', 2);
      if (!board.withWords) return;
      words.forEach((line, n) => {
        sheet.write(line, x + edge / 2, y + edge + 14 * (n + 1), {
          align: 'center',
          size: 11,
          colour: n === 0 ? 'var(--ink)' : bad ? 'var(--out)' : 'var(--ink-soft)',
        });
      });
    });
  });
  return sheet.png();
}
