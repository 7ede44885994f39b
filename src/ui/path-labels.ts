/** Where the words at points of a path stand: beside their point, and never one over another. */

export interface PointLabel {
  readonly text: string;
  /** The point, in pixels of the drawing. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedLabel {
  readonly text: string;
  /** Where the words begin (`start`) or end (`end`), and their base line. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Of a letter in the labels' face, and of a line of them, in pixels; generous, since faces differ. */
const LETTER = 7;
const LINE = 14;
/** From the point to its words. */
const BESIDE = 8;
/** Base lines to try, from the point's height: above it, below it, then farther off. */
const BASE_LINES = [-8, 16, -8 - LINE, 16 + LINE] as const;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly base: number;
}

function boxOf({ text, x, y, anchor }: PlacedLabel): Box {
  const wide = text.length * LETTER;
  return { left: anchor === 'start' ? x : x - wide, right: anchor === 'start' ? x + wide : x, base: y };
}

/**
 * Places the last label first, which says where the path stands, then the others in their order. One for which nothing is
 * free near its point is left out.
 * @param frame of the drawing, in pixels: words turn to the left of their point in its last part, and no base line lies outside.
 */
export function placeLabels(
  labels: readonly PointLabel[],
  frame: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const isFree = (label: PlacedLabel) => {
    const { left, right, base } = boxOf(label);
    if (base < LINE - 4 || base > frame.height || left < 0) return false;
    return placed.map(boxOf).every(other => {
      return right <= other.left || other.right <= left || Math.abs(base - other.base) >= LINE;
    });
  };
  for (const { text, x, y } of [...labels.slice(-1), ...labels.slice(0, -1)]) {
    const anchor: PlacedLabel['anchor'] = x > 0.72 * frame.width ? 'end' : 'start';
    const found = BASE_LINES.map(dy => ({
      text,
      x: x + (anchor === 'end' ? -BESIDE : BESIDE),
      y: y + dy,
      anchor,
    })).find(isFree);
    if (found) placed.push(found);
  }
  return placed;
}
