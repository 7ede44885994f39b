/** Matrices of counts side by side as a PNG file, in the colours they have on the page: the number in each cell, its share of the row as the cell's shade. */
import { colourOf, pngOf, SCALE } from './chart-image';

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

/** @param place an element of the page: faces and colours are as they are there. @throws where the browser cannot make the picture. */
export function matricesPng(
  place: Element,
  words: MatrixWords,
  matrices: readonly MatrixImage[],
): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('canvas.getContext');
  const size = matrices[0]?.rows.length ?? 0;
  const width = SIDE + size * CELL.width;
  canvas.width = SCALE * (2 * MARGIN + matrices.length * (width + BETWEEN) - BETWEEN);
  canvas.height = SCALE * (2 * MARGIN + LINE + HEAD + size * CELL.height);
  context.scale(SCALE, SCALE);
  const family = getComputedStyle(place).fontFamily;
  const fill = (x: number, y: number, wide: number, high: number, colour: string, share = 1) => {
    context.globalAlpha = share;
    context.fillStyle = colourOf(colour, place);
    context.fillRect(x, y, wide, high);
    context.globalAlpha = 1;
  };
  const write = (text: string, x: number, y: number, weight = 400, colour = 'var(--ink)') => {
    context.font = `${weight} 12px ${family}`;
    context.fillStyle = colourOf(colour, place);
    context.fillText(text, x, y);
  };
  fill(0, 0, canvas.width, canvas.height, 'var(--surface)');
  write(words.title, MARGIN, MARGIN + 12, 650);
  matrices.forEach((matrix, n) => {
    const left = MARGIN + n * (width + BETWEEN);
    const top = MARGIN + LINE + HEAD;
    context.textAlign = 'left';
    write(matrix.title, left, top - 2 * LINE, 600, matrix.colour);
    write(`${words.row} ↓   ${words.column} →`, left, top - LINE - 2, 400, 'var(--ink-soft)');
    context.textAlign = 'center';
    matrix.rows.forEach((row, shown) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      const y = top + shown * CELL.height;
      const middle = y + CELL.height / 2 + 4;
      write(String(shown), left + SIDE / 2, middle, 400, 'var(--ink-soft)');
      row.forEach((count, answered) => {
        const x = left + SIDE + answered * CELL.width;
        if (shown === 0) write(String(answered), x + CELL.width / 2, top - 6, 400, 'var(--ink-soft)');
        fill(x, y, CELL.width - 1, CELL.height - 1, 'var(--sunken)');
        if (all > 0) fill(x, y, CELL.width - 1, CELL.height - 1, matrix.colour, (DEEPEST * count) / all);
        write(String(count), x + CELL.width / 2, middle, shown === answered ? 650 : 400);
      });
    });
  });
  return pngOf(canvas);
}
