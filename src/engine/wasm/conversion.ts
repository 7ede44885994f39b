/** What flows from one layer to another, brought into the form that the second wants (`flow.ts`): blocks.c. */
import {
  clearHalo,
  gradientOf,
  valuesOf,
  type Io,
  type Operation,
  type Plane,
  type Workshop,
} from './operation';

/** A plane of rows, as images.c takes it. */
function rowArguments(
  plane: Plane,
  of: 'values' | 'gradient',
  n: number,
): [first: number, image: number, row: number] {
  return [plane[of] + plane.origin + 4 * n * plane.image, plane.image, plane.row];
}

export class Conversion implements Operation {
  constructor(private readonly workshop: Workshop) {}

  forward({ reads, out }: Io, n: number, count: number): void {
    const { module } = this.workshop;
    const x = reads[0]!;
    const { height, width, channels } = x.shape;
    if (out.form === 'blocks') {
      const from = rowArguments(x, 'values', n);
      module.kernels.to_blocks(...from, channels, ...valuesOf(out, n), height, width, 0, count);
      clearHalo(module, out, out.values, n, count);
    } else if (x.form === 'blocks') {
      const to = rowArguments(out, 'values', n);
      module.kernels.from_blocks(...valuesOf(x, n), channels, ...to, height, width, 0, count);
    } else {
      const [from, to] = [rowArguments(x, 'values', n), rowArguments(out, 'values', n)];
      module.kernels.copy_images(...from, ...to, height, width * channels, count);
    }
  }

  backward({ reads, out, adds }: Io, n: number, count: number): void {
    const x = reads[0]!;
    if (!x.gradient) return;
    const { module } = this.workshop;
    const { height, width, channels } = x.shape;
    if (out.form === 'blocks') {
      const to = rowArguments(x, 'gradient', n);
      const accumulate = adds[0] ? 1 : 0;
      module.kernels.from_blocks(...gradientOf(out, n), channels, ...to, height, width, accumulate, count);
    } else if (x.form === 'blocks') {
      const from = rowArguments(out, 'gradient', n);
      const accumulate = adds[0] ? 1 : 0;
      module.kernels.to_blocks(...from, channels, ...gradientOf(x, n), height, width, accumulate, count);
      clearHalo(module, x, x.gradient, n, count);
    } else {
      // Planes of rows have a layer that reads them and comes later: it has left its gradient there.
      const [from, to] = [rowArguments(out, 'gradient', n), rowArguments(x, 'gradient', n)];
      module.kernels.add_images(...from, ...to, height, width * channels, count);
    }
  }
}
