/**
 * Handwritten-like digits from a seed, so that the page works where MNIST cannot be had. Pen strokes through a style's
 * control points, bent as hands bend them, drawn with a round pen; sized and centred as MNIST is (an ink box of about
 * 20 pixels, centred by mass), which is what lets a network trained on one read the other.
 *
 * The same bits everywhere: elementary functions come from core/math.
 */
import { throwIfAborted } from '../core/errors';
import { cos, exp, sin } from '../core/math';
import { letEventsIn } from '../core/pause';
import { seeded } from '../core/random';
import type { Random } from '../core/random';
import { DIGIT_CLASSES, DIGIT_SHAPE } from './dataset';
import type { Dataset, Split } from './dataset';
import { DIGIT_STYLES } from './synthetic-styles';

interface Point {
  x: number;
  y: number;
}

/** Consecutive points of one stroke, pen down. */
type Stroke = Point[];

const SIZE = DIGIT_SHAPE.width;
/** Samples between two control points. */
const SAMPLES = 6;
/** Larger side of an average digit's centre line plus its pen, in pixels. */
const INK_BOX = 18.9;
/** Mean slant of each digit, as people write it. */
const SLANT = [0.2, 0.22, 0.18, 0.13, 0.15, 0.2, 0.05, 0.1, 0.18, 0.08];

interface ControlPoint extends Point {
  readonly corner: boolean;
}

/** Every style's strokes, parsed once. */
const STYLES: readonly (readonly (readonly ControlPoint[])[])[][] = DIGIT_STYLES.map(styles =>
  styles.map(style =>
    style.split(';').map(stroke =>
      stroke
        .trim()
        .split(' ')
        .map(text => {
          const [x = NaN, y = NaN] = text.replace('!', '').split(',').map(Number);
          return { x, y, corner: text.endsWith('!') };
        }),
    ),
  ),
);

/** A bell of variance 1 without a logarithm: the sum of two uniforms on [−1, 1], scaled. */
function bell(random: Random): number {
  return (random.between(-1, 1) + random.between(-1, 1)) * Math.sqrt(1.5);
}

/** Catmull–Rom through `points`, ends doubled. */
function curve(points: readonly Point[]): Stroke {
  const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))]!;
  const out: Stroke = [at(0)];
  for (let i = 0; i + 1 < points.length; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const along = (a: number, b: number, c: number, d: number, t: number) =>
      0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))));
    for (let s = 1; s <= SAMPLES; s++) {
      const t = s / SAMPLES;
      out.push({ x: along(p0.x, p1.x, p2.x, p3.x, t), y: along(p0.y, p1.y, p2.y, p3.y, t) });
    }
  }
  return out;
}

/** A stroke's points jittered (more at its ends), then curves between its corners. */
function drawStroke(control: readonly ControlPoint[], jitter: number, random: Random): Stroke {
  const moved = control.map((point, i) => {
    const reach = jitter * (i === 0 || i === control.length - 1 ? 1.5 : 1);
    return { x: point.x + reach * bell(random), y: point.y + reach * bell(random) };
  });
  const stroke: Stroke = [];
  let from = 0;
  control.forEach((point, i) => {
    if (i > from && (point.corner || i === control.length - 1)) {
      stroke.push(...curve(moved.slice(from, i + 1)).slice(stroke.length === 0 ? 0 : 1));
      from = i;
    }
  });
  return stroke;
}

function box(strokes: readonly Stroke[]): { left: number; top: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const { x, y } of stroke) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Waist, taper and two slow waves an axis, then aspect, rotation and slant: all in place. */
function bend(strokes: readonly Stroke[], digit: number, wildness: number, random: Random): void {
  const { left, top, width, height } = box(strokes);
  const waist = 50 * 0.12 * wildness * bell(random);
  const taper = 0.15 * wildness * bell(random);
  const wave = () => ({
    amplitude: 2 * wildness * bell(random),
    frequency: random.between(0.03, 0.08),
    phase: random.between(0, 2 * Math.PI),
  });
  const waves = { x: [wave(), wave()], y: [wave(), wave()] };
  const aspect = 0.83 * exp(0.16 * bell(random));
  const angle = 0.07 * bell(random);
  const slant = SLANT[digit]! + 0.25 * bell(random);
  const [c, s] = [cos(angle), sin(angle)];

  for (const stroke of strokes) {
    for (const point of stroke) {
      let x = point.x - left - width / 2;
      let y = point.y - top - height / 2;
      y += waist * (1 - (y / 50) ** 2);
      x *= 1 + (taper * y) / 50;
      const [x0, y0] = [x, y];
      for (const { amplitude, frequency, phase } of waves.x) x += amplitude * sin(frequency * y0 + phase);
      for (const { amplitude, frequency, phase } of waves.y) y += amplitude * sin(frequency * x0 + phase);
      x *= aspect;
      [x, y] = [c * x - s * y, s * x + c * y];
      point.x = x - slant * y;
      point.y = y;
    }
  }
}

/** Scales to the ink box and puts the length-weighted centroid into the image's middle: in place. */
function place(strokes: readonly Stroke[], thickness: number): void {
  const { width, height } = box(strokes);
  const scale = (INK_BOX - thickness) / Math.max(width, height, 1);
  let [mass, cx, cy] = [0, 0, 0];
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [a, b] = [stroke[i]!, stroke[i + 1]!];
      const length = Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2);
      mass += length;
      cx += (length * (a.x + b.x)) / 2;
      cy += (length * (a.y + b.y)) / 2;
    }
  }
  for (const stroke of strokes) {
    for (const point of stroke) {
      point.x = SIZE / 2 + scale * (point.x - cx / mass);
      point.y = SIZE / 2 + scale * (point.y - cy / mass);
    }
  }
}

/** The row or column a coordinate lies in, within the image. */
function toPixel(coordinate: number): number {
  return Math.max(0, Math.min(SIZE - 1, Math.floor(coordinate)));
}

/** Draws with a round pen whose radius swings along the stroke; writes SIZE × SIZE bytes at `out`. */
function ink(strokes: readonly Stroke[], thickness: number, out: Uint8Array, random: Random): void {
  const soft = 0.7 * random.between(0.7, 1.3);
  const frequency = random.between(0.1, 0.4);
  const phase = random.between(0, 2 * Math.PI);
  const swing = 0.12 * thickness * bell(random);
  const nearest = new Float64Array(SIZE * SIZE).fill(Infinity);
  let travelled = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const a = stroke[i]!;
      const b = stroke[i + 1]!;
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const squared = dx * dx + dy * dy;
      const radius = Math.max(0.5, thickness / 2 + swing * sin(frequency * travelled + phase));
      travelled += Math.sqrt(squared);
      // Farther away the pen leaves nothing.
      const reach = radius + soft;
      const top = toPixel(Math.min(a.y, b.y) - reach);
      const bottom = toPixel(Math.max(a.y, b.y) + reach);
      const left = toPixel(Math.min(a.x, b.x) - reach);
      const right = toPixel(Math.max(a.x, b.x) + reach);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const px = column + 0.5 - a.x;
          const py = row + 0.5 - a.y;
          const t = squared > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / squared)) : 0;
          const distance = Math.sqrt((px - t * dx) ** 2 + (py - t * dy) ** 2) - radius;
          const at = row * SIZE + column;
          if (distance < nearest[at]!) nearest[at] = distance;
        }
      }
    }
  }
  for (let i = 0; i < nearest.length; i++) {
    const value = Math.max(0, Math.min(1, 0.5 - nearest[i]! / (2 * soft)));
    out[i] = Math.round(Math.min(1, 1.3 * value) * 255);
  }
}

function drawDigit(digit: number, out: Uint8Array, random: Random): void {
  const styles = STYLES[digit]!;
  const style = styles[random.integer(styles.length)]!;
  const wildness = 0.4 + 1.4 * random.uniform() ** 2;
  const strokes = style.map(control => drawStroke(control, 3.5 * wildness, random));
  bend(strokes, digit, wildness, random);
  const thickness = Math.max(1.2, 2.2 * exp(0.32 * bell(random)));
  place(strokes, thickness);
  ink(strokes, thickness, out, random);
}

/** How many digits are drawn between two looks at what else is waiting: some 30 ms. */
const DIGITS_A_TURN = 500;

/** Draws a split, pausing now and then. */
function* draw(count: number, seed: number): Generator<void, Split> {
  const random = seeded(seed, 'synthetic digits');
  const labels = random.shuffle(Uint8Array.from({ length: count }, (_, n) => n % DIGIT_CLASSES));
  const pixels = SIZE * SIZE;
  const images = new Uint8Array(count * pixels);
  for (let n = 0; n < count; n++) {
    if (n % DIGITS_A_TURN === 0) yield;
    drawDigit(labels[n]!, images.subarray(n * pixels, (n + 1) * pixels), random);
  }
  return { images, labels, count };
}

/** `count` digits of `seed`, every class as often as any other (±1), in random order. */
export function syntheticDigits(count: number, seed: number): Split {
  const drawing = draw(count, seed);
  let step = drawing.next();
  while (!step.done) step = drawing.next();
  return step.value;
}

/** The same, letting messages in while it draws. @throws AppError `cancelled` on abort. */
async function drawPatiently(count: number, seed: number, signal: AbortSignal | undefined): Promise<Split> {
  const drawing = draw(count, seed);
  let step = drawing.next();
  while (!step.done) {
    await letEventsIn();
    throwIfAborted(signal);
    step = drawing.next();
  }
  return step.value;
}

/** As many as MNIST has, always the same; some four seconds of drawing. @throws AppError `cancelled` on abort. */
export async function syntheticDataset(signal?: AbortSignal): Promise<Dataset> {
  return {
    name: 'synthetic',
    source: 'built in',
    shape: DIGIT_SHAPE,
    classes: DIGIT_CLASSES,
    train: await drawPatiently(60_000, 1, signal),
    test: await drawPatiently(10_000, 2, signal),
  };
}
