/**
 * z = x + y over channel blocks. Planes that nothing else reads cost nothing here: z takes y's place, and x's and y's gradients are
 * z's (`placement.ts`).
 */
import { clearHalo, type Io, type Operation, type Plane, type Workshop } from './operation';

export class Sum implements Operation {
  constructor(private readonly workshop: Workshop) {}

  forward({ reads, out }: Io, n: number, count: number): void {
    const { module } = this.workshop;
    const [x, y] = reads.map(plane => plane.values + 4 * n * plane.image);
    const to = out.values + 4 * n * out.image;
    module.kernels.add_arrays(x!, y!, to, count * out.image);
    clearHalo(module, out, out.values, n, count);
  }

  backward({ reads, out, adds }: Io, n: number, count: number): void {
    reads.forEach((plane, k) => {
      if (plane.gradient && plane.gradient !== out.gradient) this.send(out, plane, adds[k]!, n, count);
    });
  }

  private send(out: Plane, to: Plane, adds: boolean, n: number, count: number): void {
    const { module } = this.workshop;
    const floats = count * out.image;
    const [from, into] = [out, to].map(plane => plane.gradient + 4 * n * plane.image);
    if (adds) module.kernels.add_arrays(into!, from!, into!, floats);
    else module.memory.floats(into!, floats).set(module.memory.floats(from!, floats));
    clearHalo(module, to, to.gradient, n, count);
  }
}
