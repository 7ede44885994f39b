/** Networks whose layers follow one another and are convolutions with pooling or dense. */
import { AppError } from '../core/errors';
import type { Layout, ShapedConvPool, ShapedDense } from './network';

/** The layers of `layout`. @throws AppError `bad-input` naming a layer of another kind. */
export function chainOf({ layers }: Layout): (ShapedConvPool | ShapedDense)[] {
  return layers.map(shaped => {
    if (shaped.kind !== 'conv-pool' && shaped.kind !== 'dense') {
      throw new AppError('bad-input', `Layer "${shaped.layer.name}" (${shaped.kind}) cannot run here.`);
    }
    return shaped;
  });
}
