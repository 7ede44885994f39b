/**
 * A network as steps over planes. Layers over channel blocks (convolution, batch normalization, sums, global pooling) and
 * layers over images with their channels side by side (conv-pool, dense, the input) want what flows between them in different
 * forms; where a layer's output is not in the form its reader wants, a conversion stands between as a step of its own.
 */
import type { ImageShape, Layout, ShapedLayer } from '../network';

/**
 * 'rows': [row][column × channel], with a border of zeros that 'same' padding of a conv-pool wants; one reader at most but for
 * conversions. 'blocks': [channel block][row][column][8] with a halo of zeros; any number of readers.
 */
export type Form = 'rows' | 'blocks';

export interface PlaneShape {
  readonly form: Form;
  readonly shape: ImageShape;
  /** Pixels of zeros around a plane of rows. */
  readonly border: number;
  /** The step that writes it; −1 for the network's input. */
  readonly producer: number;
  /** Whether a gradient by some parameter comes through it. */
  readonly leadsToParameters: boolean;
  /** The steps that read it, one entry for each read. */
  readonly readers: number[];
}

export interface Step {
  /** null for a conversion. */
  readonly shaped: ShapedLayer | null;
  /** Planes by their places in `Flow.planes`. */
  readonly reads: readonly number[];
  readonly writes: number;
  /** For each plane it reads: whether steps before this one on the way back have left a gradient there, to which it adds. */
  readonly adds: boolean[];
}

export interface Flow {
  /** planes[0] takes the network's input. */
  readonly planes: readonly PlaneShape[];
  readonly steps: readonly Step[];
  /** The plane of the logits. */
  readonly logits: number;
}

/** Whether a layer reads, and gives, planes of rows. */
function overRows({ kind }: ShapedLayer): boolean {
  return kind === 'conv-pool' || kind === 'dense';
}

function borderFor({ layer }: ShapedLayer): number {
  return layer.kind === 'conv-pool' && layer.padding === 'same' ? (layer.size - 1) / 2 : 0;
}

export function flowOf({ layers, network }: Layout): Flow {
  const planes: PlaneShape[] = [];
  const steps: Step[] = [];
  /** For each layer, the planes it reads; filled in when what it reads is laid out. */
  const inputs = layers.map(({ sources }) => sources.map(() => 0));

  const plane = (form: Form, shape: ImageShape, border: number, leadsToParameters: boolean): number => {
    planes.push({ form, shape, border, producer: steps.length - 1, leadsToParameters, readers: [] });
    return planes.length - 1;
  };
  const step = (shaped: ShapedLayer | null, reads: readonly number[], writes: number): void => {
    for (const read of reads) planes[read]!.readers.push(steps.length);
    steps.push({ shaped, reads, writes, adds: reads.map(() => false) });
  };

  /** Lays out what layer `source` gives (−1: the input), in every form in which it is read; the plane it is written to. */
  const layOutOutput = (source: number, shape: ImageShape, form: Form, leads: boolean): number => {
    const readers = layers.flatMap((shaped, l) =>
      shaped.sources.flatMap((from, k) => (from === source ? [{ shaped, l, k }] : [])),
    );
    const rowReaders = readers.filter(({ shaped }) => overRows(shaped));
    const blockReaders = readers.filter(({ shaped }) => !overRows(shaped));
    const first = form === 'rows' ? rowReaders.shift() : undefined;
    // A step's own plane is there before the step is: its producer is the next one.
    const written = planes.length;
    planes.push({
      form,
      shape,
      border: first ? borderFor(first.shaped) : 0,
      producer: source < 0 ? -1 : steps.length,
      leadsToParameters: leads,
      readers: [],
    });
    if (source >= 0) step(layers[source]!, inputs[source]!, written);
    if (first) inputs[first.l]![first.k] = written;
    const converted = (to: Form, border: number): number => {
      step(null, [written], planes.length);
      return plane(to, shape, border, leads);
    };
    for (const { shaped, l, k } of rowReaders) inputs[l]![k] = converted('rows', borderFor(shaped));
    if (blockReaders.length > 0) {
      const blocks = form === 'blocks' ? written : converted('blocks', 0);
      for (const { l, k } of blockReaders) inputs[l]![k] = blocks;
    }
    return written;
  };

  layOutOutput(-1, network.input, 'rows', false);
  let logits = 0;
  layers.forEach((shaped, l) => {
    const leads =
      'kernel' in shaped || 'gamma' in shaped || inputs[l]!.some(p => planes[p]!.leadsToParameters);
    logits = layOutOutput(l, shaped.output, overRows(shaped) ? 'rows' : 'blocks', leads);
  });

  const reached = new Set<number>();
  for (const { reads, adds } of steps.toReversed()) {
    reads.forEach((read, k) => {
      adds[k] = reached.has(read);
      reached.add(read);
    });
  }
  return { planes, steps, logits };
}

/** Whether step `index` alone reads a plane. */
export function readsAlone({ planes }: Flow, index: number, plane: number): boolean {
  const { readers } = planes[plane]!;
  return readers.length === 1 && readers[0] === index;
}
