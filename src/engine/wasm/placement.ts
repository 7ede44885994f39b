/**
 * Where planes lie while a block of images goes forward and back. A plane's room is given to another as soon as nothing will
 * read it any more, so that a prediction takes a few planes' room, and training little more than what the way back needs.
 */
import type { Layout } from '../network';
import { readsAlone, type Flow, type PlaneShape } from './flow';
import type { Plane, Purpose } from './operation';

/** Kernels may read, and write back what was there, this many bytes beyond a buffer's end. */
const SLACK = 256;
const ALIGNMENT = 64;

/** One stretch of memory, from the first moment it is written to the last it is read, both included. */
interface Buffer {
  bytes: number;
  from: number;
  to: number;
  /** Where it lies, once it does. */
  offset: number;
}

export interface Placement {
  /** How many images there is room for. */
  readonly capacity: number;
  readonly bytes: number;
  /** In the order of `Flow.planes`; pointers count from the placement's own start. */
  readonly planes: readonly Plane[];
  /** For each step, where it keeps what it wants to. */
  readonly kept: readonly number[];
  readonly labels: number;
  readonly order: number;
  /** Packed images, or logits, on their way in or out. */
  readonly staging: number;
}

function roundUp(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}

/** A plane's strides: without its places in memory. */
export function geometryOf({ form, shape, border }: PlaneShape): Omit<Plane, 'values' | 'gradient'> {
  const { height, width, channels } = shape;
  if (form === 'rows') {
    const row = (width + 2 * border) * channels;
    const image = roundUp((height + 2 * border) * row, 8);
    return { form, shape, origin: 4 * border * (row + channels), image, row, block: 0, blocks: 0, rows: 0 };
  }
  // Rows and columns for whole tiles of 2 × 2 (convolution-winograd.c), and one more all around.
  const row = 8 * (roundUp(width, 2) + 2);
  const rows = roundUp(height, 2) + 2;
  const blocks = Math.ceil(channels / 8);
  const block = rows * row;
  return { form, shape, origin: 4 * (row + 8), image: blocks * block, row, block, blocks, rows };
}

/** Each buffer at the lowest place where it meets none that is needed at the same time, the largest first. The bytes it takes. */
function place(buffers: readonly Buffer[]): number {
  const placed: Buffer[] = [];
  let end = 0;
  for (const buffer of buffers.toSorted((a, b) => b.bytes - a.bytes)) {
    const beside = placed
      .filter(other => other.from <= buffer.to && other.to >= buffer.from)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of beside) {
      if (other.offset >= offset + buffer.bytes) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    buffer.offset = offset;
    placed.push(buffer);
    end = Math.max(end, offset + buffer.bytes);
  }
  return end;
}

/** @param keptBytes what each step keeps of an image. */
export function placementFor(
  flow: Flow,
  layout: Layout,
  keptBytes: readonly number[],
  purpose: Purpose,
  capacity: number,
): Placement {
  const { planes, steps } = flow;
  const buffers: Buffer[] = [];
  /** Time runs from −1, when the input is written, forward through the steps and back again. */
  const back = (step: number): number => 2 * steps.length - 1 - step;
  const add = (bytes: number, from: number, to: number): Buffer => {
    const buffer = { bytes: roundUp(bytes + SLACK, ALIGNMENT), from, to, offset: 0 };
    buffers.push(buffer);
    return buffer;
  };
  const always = (bytes: number): Buffer => add(bytes, -1, back(-1));

  /** Whether the way back of a step reads what it read on the way forward. */
  const readsAgain = (step: number): boolean => {
    const kind = steps[step]!.shaped?.kind;
    return kind === 'batch-norm'
      ? purpose !== 'prediction'
      : kind === 'convolution' && purpose === 'training';
  };
  const wanted = ({ leadsToParameters }: PlaneShape): boolean =>
    purpose === 'descent' || (purpose === 'training' && leadsToParameters);

  const geometries = planes.map(geometryOf);
  const bytesOf = (p: number): number => 4 * capacity * geometries[p]!.image;
  const values: Buffer[] = [];
  const gradients: (Buffer | null)[] = planes.map(() => null);

  planes.forEach(({ form, producer, readers }, p) => {
    if (form === 'rows') {
      // Its zeros, in the border and beyond the last value, are written once.
      values[p] = always(bytesOf(p));
      return;
    }
    const last = Math.max(producer, ...readers.map(step => (readsAgain(step) ? back(step) : step)));
    const step = steps[producer]!;
    const summed = step.shaped?.kind === 'sum' ? step.reads[1]! : -1;
    if (summed >= 0 && readsAlone(flow, producer, summed)) {
      const shared = values[summed]!;
      shared.to = Math.max(shared.to, last);
      values[p] = shared;
    } else {
      values[p] = add(bytesOf(p), producer, last);
    }
  });
  // From the logits to the input, so that a sum's gradient is there before that of what it summed.
  for (let p = planes.length - 1; p >= 0; p--) {
    const { form, producer, readers } = planes[p]!;
    if (!wanted(planes[p]!)) continue;
    const reader = readers.length === 1 ? steps[readers[0]!]! : null;
    if (form === 'rows') {
      gradients[p] = always(bytesOf(p));
    } else if (reader?.shaped?.kind === 'sum') {
      const shared = gradients[reader.writes]!;
      shared.to = Math.max(shared.to, back(producer));
      gradients[p] = shared;
    } else {
      gradients[p] = add(bytesOf(p), back(Math.max(...readers)), back(producer));
    }
  }
  const kept = keptBytes.map(bytes => always(capacity * bytes));
  const labels = always(capacity);
  const order = always(4 * capacity);
  const staging = always(4 * capacity * Math.max(layout.pixels, layout.classes));

  const bytes = place(buffers);
  return {
    capacity,
    bytes,
    planes: planes.map((_, p) => ({
      ...geometries[p]!,
      values: values[p]!.offset,
      gradient: gradients[p]?.offset ?? -1,
    })),
    kept: kept.map(({ offset }) => offset),
    labels: labels.offset,
    order: order.offset,
    staging: staging.offset,
  };
}
