/** Matrices of counts side by side as a PNG file, in the colours they have on the page: the number in each cell, its share of the row as the cell's shade. */
import { Sheet } from './sheet';

export interface MatrixImage {
  readonly title: string;
  /** A custom property, as `var(--in)`. */
  readonly colour: string;
  /** Square: row by row. */
  readonly rows: readonly (readonly number[])[];
}

export interface MatrixWords {
  readonly title: string;
  /** Of the rows and of the columns. */
  readonly row: string;
  readonly column: string;
}

/** In pixels of the page. */
const CELL = { width: 44, height: 30 };
const MARGIN = 16;
const LINE = 20;
const HEAD = 3 * LINE;
const SIDE = 28;
const BETWEEN = 32;
/** How much of its tone a cell has whose row is all in it. */
const DEEPEST = 0.45;

/** @param place an element of the page: faces are as they are there. @throws where the browser cannot make the picture. */
export function matricesPng(
  place: Element,
  words: MatrixWords,
  matrices: readonly MatrixImage[],
): Promise<Uint8Array> {
  const size = matrices[0]?.rows.length ?? 0;
  const width = SIDE + size * CELL.width;
  const sheet = new Sheet(
    place,
    2 * MARGIN + matrices.length * (width + BETWEEN) - BETWEEN,
    2 * MARGIN + LINE + HEAD + size * CELL.height,
  );
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(words.title, MARGIN, MARGIN + 12, { weight: 650 });
  matrices.forEach((matrix, n) => {
    const left = MARGIN + n * (width + BETWEEN);
    const top = MARGIN + LINE + HEAD;
    sheet.write(matrix.title, left, top - 2 * LINE, { weight: 600, colour: matrix.colour });
    sheet.write(`${words.row} ↓   ${words.column} →`, left, top - LINE - 2, soft);
    matrix.rows.forEach((row, shown) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      const y = top + shown * CELL.height;
      const middle = y + CELL.height / 2 + 4;
      sheet.write(String(shown), left + SIDE / 2, middle, { align: 'center', ...soft });
      row.forEach((count, answered) => {
        const x = left + SIDE + answered * CELL.width;
        const centre = x + CELL.width / 2;
        if (shown === 0) sheet.write(String(answered), centre, top - 6, { align: 'center', ...soft });
        sheet.fill(x, y, CELL.width - 1, CELL.height - 1, 'var(--sunken)');
        if (all > 0) {
          sheet.fill(x, y, CELL.width - 1, CELL.height - 1, matrix.colour, (DEEPEST * count) / all);
        }
        sheet.write(String(count), centre, middle, {
          align: 'center',
          weight: shown === answered ? 650 : 400,
        });
      });
    });
  });
  return sheet.png();
}
