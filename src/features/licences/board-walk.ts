/** How the keyboard walks over the board, and which of its rows are in sight. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The pattern of ARIA's grid: arrows, Home and End in the row, with Ctrl over all, and whole pages. Null: another key. */
export function step(
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  { row, column }: Place,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; readonly page: number },
): Place | null {
  const place = (toRow: number, toColumn: number): Place => ({
    row: Math.max(0, Math.min(rows - 1, toRow)),
    column: Math.max(0, Math.min(columns - 1, toColumn)),
  });
  switch (key) {
    case 'ArrowLeft':
      return place(row, column - 1);
    case 'ArrowRight':
      return place(row, column + 1);
    case 'ArrowUp':
      return place(row - 1, column);
    case 'ArrowDown':
      return place(row + 1, column);
    case 'PageUp':
      return place(row - page, column);
    case 'PageDown':
      return place(row + page, column);
    case 'Home':
      return place(ctrlKey ? 0 : row, 0);
    case 'End':
      return place(ctrlKey ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}

/** Drawn beyond either edge, so that a turn of the wheel finds rows there. */
const BEYOND = 3;
/** A board of no more rows is drawn whole. */
const SMALL = 12;

/**
 * The rows to draw, ascending. The keyboard's is always among them: it may be scrolled out of sight, and what has the focus, or would
 * get it by Tab, must not vanish.
 */
export function rowsInSight(
  count: number,
  { scrolled, shown, row }: { readonly scrolled: number; readonly shown: number; readonly row: number },
  keyboard: number,
): number[] {
  const small = count <= SMALL;
  const from = small ? 0 : Math.max(0, Math.min(count - 1, Math.floor(scrolled / row)) - BEYOND);
  const to = small ? count : Math.min(count, Math.ceil((scrolled + shown) / row) + BEYOND);
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  if (keyboard < from) rows.unshift(keyboard);
  if (keyboard >= to) rows.push(keyboard);
  return rows;
}
