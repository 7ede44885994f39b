/**
 * From a drawing to an image as MNIST has it (LeCun, Cortes, Burges): the ink's bounding box is scaled, keeping its proportions,
 * to fit 20 × 20, then placed in 28 × 28 by its centre of mass.
 */
export const DIGIT_EDGE = 28;
const BOX = 20;
/**
 * Where MNIST puts the centre of mass: the middle of pixel 14 counted from 0, half a pixel right of and below the image's own
 * middle. With it, the set's own digits come back unchanged.
 */
const MIDDLE = DIGIT_EDGE / 2 + 0.5;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function inkBox(ink: ArrayLike<number>, edge: number): Box | null {
  let left = edge;
  let top = edge;
  let right = -1;
  let bottom = -1;
  for (let y = 0; y < edge; y += 1) {
    for (let x = 0; x < edge; x += 1) {
      if ((ink[y * edge + x] ?? 0) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Mean of `ink` over the rectangle [x0, x1) × [y0, y1), cells weighted by how much of them lies inside. */
function areaMean(
  ink: ArrayLike<number>,
  edge: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): number {
  let sum = 0;
  for (let y = Math.floor(y0); y < Math.min(edge, Math.ceil(y1)); y += 1) {
    const rows = Math.min(y + 1, y1) - Math.max(y, y0);
    for (let x = Math.floor(x0); x < Math.min(edge, Math.ceil(x1)); x += 1) {
      sum += rows * (Math.min(x + 1, x1) - Math.max(x, x0)) * (ink[y * edge + x] ?? 0);
    }
  }
  return sum / ((x1 - x0) * (y1 - y0));
}

/**
 * @param ink `edge`² grey levels 0 … 255, row by row, 0 where nothing was drawn.
 * @returns 784 grey levels of the caller's own; null when nothing was drawn.
 */
export function toDigit(ink: ArrayLike<number>, edge: number): Uint8Array | null {
  const box = inkBox(ink, edge);
  if (!box) return null;
  const scale = BOX / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));

  const small = new Float64Array(width * height);
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const level = areaMean(
        ink,
        edge,
        box.left + (x * box.width) / width,
        box.top + (y * box.height) / height,
        box.left + ((x + 1) * box.width) / width,
        box.top + ((y + 1) * box.height) / height,
      );
      small[y * width + x] = level;
      mass += level;
      massX += level * (x + 0.5);
      massY += level * (y + 0.5);
    }
  }

  // The shift that brings the centre of mass nearest to the middle, whole pixels, never pushing ink over the edge.
  const offset = (centre: number, length: number) =>
    Math.min(DIGIT_EDGE - length, Math.max(0, Math.round(MIDDLE - centre)));
  const left = offset(massX / mass, width);
  const top = offset(massY / mass, height);
  const digit = new Uint8Array(DIGIT_EDGE * DIGIT_EDGE);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      digit[(top + y) * DIGIT_EDGE + left + x] = Math.round(small[y * width + x] ?? 0);
    }
  }
  return digit;
}

/**
 * A stroke from one point to another with a round pen, its rim softened over one cell; keeps the darker of old and new.
 * Coordinates and radius in cells; `ink` is written.
 */
export function drawStroke(
  ink: Uint8Array,
  edge: number,
  from: readonly [number, number],
  to: readonly [number, number],
  radius: number,
): void {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const lengthSquared = dx * dx + dy * dy;
  const reach = radius + 1;
  const y0 = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const y1 = Math.min(edge - 1, Math.ceil(Math.max(from[1], to[1]) + reach));
  const x0 = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const x1 = Math.min(edge - 1, Math.ceil(Math.max(from[0], to[0]) + reach));
  for (let y = y0; y <= y1; y += 1) {
    for (let x = x0; x <= x1; x += 1) {
      const px = x + 0.5 - from[0];
      const py = y + 0.5 - from[1];
      const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const level = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - distance)));
      const index = y * edge + x;
      if (level > (ink[index] ?? 0)) ink[index] = level;
    }
  }
}
