/**
 * How gradients flow back through the graph of layers. What several layers read gets the sum of what they send back, in one
 * fixed order: the last reader writes, those before it add. A ReLU's mask is carried by whoever sends something back through
 * it, since a sum of masked gradients is the masked sum.
 */
import type { Layout, ShapedLayer } from '../network';
import { reads, type KernelBuffer } from './kernel';

/** How a layer sends the gradient back to one of its sources. */
export interface SendBack {
  /** Whether x, what it read, stands behind a ReLU whose mask the gradient must carry. */
  readonly masked: boolean;
  /** Whether another layer has written there before. */
  readonly accumulate: boolean;
}

/** WGSL that sends `value` back to place `at`. */
export function sendBack({ masked, accumulate }: SendBack, at: string, value: string): string {
  const sent = masked ? `select(0.0, ${value}, x[${at}] > 0.0)` : value;
  return `input_gradient[${at}] ${accumulate ? '+=' : '='} ${sent};`;
}

/** What `sendBack` reads. */
export function maskBuffers({ masked }: SendBack): KernelBuffer[] {
  return masked ? [reads('x')] : [];
}

/** Batch normalizations undo their own ReLU. */
function leavesMask(shaped: ShapedLayer | undefined): boolean {
  if (!shaped) return false;
  return shaped.kind === 'conv-pool' || (shaped.kind === 'dense' && shaped.layer.activation === 'relu');
}

export interface Flow {
  /** By each of the layer's sources. */
  readonly sends: readonly SendBack[];
  /**
   * The layer whose gradient is this one's own too, since nothing but a sum reads it: that gradient needs no place and no
   * kernel of its own. null for all others.
   */
  readonly sameAs: number | null;
}

/** One for each layer, in order. */
export function flowsOf({ layers }: Layout): Flow[] {
  const readersOf = layers.map((_, l) =>
    layers.flatMap(({ sources }, reader) => sources.filter(place => place === l).map(() => reader)),
  );
  const written = new Set<number>();
  const flows: Flow[] = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    const readers = readersOf[l]!;
    const only = readers.length === 1 ? readers[0]! : null;
    const bySum = only !== null && layers[only]!.kind === 'sum' && !leavesMask(layers[l]);
    const sends = layers[l]!.sources.map(place => {
      const accumulate = written.has(place);
      written.add(place);
      return { masked: leavesMask(layers[place]), accumulate };
    });
    flows[l] = { sends, sameAs: bySum ? only : null };
  }
  return flows;
}
