/**
 * Nominal floating-point operations: two for each multiply-and-add of a convolution or a dense layer as its definition has
 * it. What a kernel saves by pooled gradients, dead units or Winograd still counts, so that equal work has an equal count.
 * Pooling, activations, normalization, loss and optimizer are left out (below 2% here).
 */
import type { Layout, ShapedLayer } from '../../src/engine/network';

/** Multiply-and-adds of one image on the way forward. */
function forwardProducts(shaped: ShapedLayer): number {
  const { input, output } = shaped;
  switch (shaped.kind) {
    case 'conv-pool': {
      // At every place of the convolution, before the pool halves it and drops an odd last row.
      const lost = shaped.layer.padding === 'valid' ? shaped.layer.size - 1 : 0;
      return (input.height - lost) * (input.width - lost) * shaped.kernel.length;
    }
    case 'convolution':
    case 'dense':
      return output.height * output.width * shaped.kernel.length;
    case 'batch-norm':
    case 'sum':
    case 'global-average-pool':
      return 0;
  }
}

/** Of one image's prediction. */
export function predictionOperations({ layers }: Layout): number {
  return 2 * layers.reduce((sum, layer) => sum + forwardProducts(layer), 0);
}

/** Of a training step: forward, every kernel's gradient, and every input's gradient but that of the images. */
export function stepOperations({ layers }: Layout, batchSize: number): number {
  const products = layers.reduce((sum, layer) => {
    const reachesImages = layer.sources.every(source => source < 0);
    return sum + forwardProducts(layer) * (reachesImages ? 2 : 3);
  }, 0);
  return 2 * batchSize * products;
}

/** Of an iteration of a descent on the input: forward, and every input's gradient, the images' too. */
export function descentOperations(layout: Layout, images: number): number {
  return 2 * images * predictionOperations(layout);
}
