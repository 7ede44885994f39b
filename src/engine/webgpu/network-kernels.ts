/** The compiled kernels of one network, and those that depend on a term or a head, compiled when first met. */
import type { DescentHead } from '../engine';
import { chainOf } from '../chain';
import type { Layout } from '../network';
import { adamKernel, gradientKernel, type TermCode } from './adam';
import { convPoolKernels } from './conv-pool';
import { denseKernels } from './dense';
import { headKernel, iterateKernel, updateKernel } from './descent-kernels';
import { gatherKernel } from './images';
import { Kernel, type KernelSource } from './kernel';
import { lossKernel } from './loss';
import { batchStruct, sectionsOf, type Section } from './sections';

export interface LayerKernels {
  readonly forward: Kernel;
  readonly parameterGradient: Kernel;
  readonly inputGradient: Kernel;
  readonly forwardThreads: (count: number) => number;
  readonly parameterThreads: (groups: number) => number;
  readonly inputThreads: (count: number) => number;
  /** Words of argmax bits an image; 0 for a dense layer. */
  readonly argmaxWords: number;
}

export class NetworkKernels {
  private readonly late = new Map<string, Promise<Kernel>>();

  private constructor(
    private readonly device: GPUDevice,
    readonly layout: Layout,
    readonly sections: readonly Section[],
    readonly layers: readonly LayerKernels[],
    readonly gather: Kernel,
    readonly loss: Kernel,
    readonly iterate: Kernel,
    readonly update: Kernel,
  ) {}

  /** Compiles, all kernels at once. @throws AppError `engine`. */
  static async compile(device: GPUDevice, layout: Layout): Promise<NetworkKernels> {
    const sections = sectionsOf(layout);
    const compile = (source: KernelSource): Promise<Kernel> => Kernel.compile(device, source);
    const [layers, gather, loss, iterate, update] = await Promise.all([
      Promise.all(sections.map((_, l) => compileLayer(device, layout, sections, l))),
      compile(gatherKernel(layout.pixels)),
      compile(lossKernel(layout.classes)),
      compile(iterateKernel(layout.pixels)),
      compile(updateKernel(layout.pixels)),
    ]);
    return new NetworkKernels(device, layout, sections, layers, gather, loss, iterate, update);
  }

  adam(term: TermCode | null): Promise<Kernel> {
    return this.once(adamKernel(this.layout, this.sections, term));
  }

  gradient(term: TermCode | null): Promise<Kernel> {
    return this.once(gradientKernel(this.layout, this.sections, term));
  }

  head(head: Pick<DescentHead, 'wgsl' | 'stateSize'>): Promise<Kernel> {
    return this.once(headKernel(this.layout, head));
  }

  private once(source: KernelSource): Promise<Kernel> {
    const key = source.name + source.declarations + source.body;
    let compiled = this.late.get(key);
    if (!compiled) {
      compiled = Kernel.compile(this.device, source);
      this.late.set(key, compiled);
      // Whoever asked hears of a failure; the next to ask tries again.
      compiled.catch(() => this.late.delete(key));
    }
    return compiled;
  }
}

async function compileLayer(
  device: GPUDevice,
  layout: Layout,
  sections: readonly Section[],
  l: number,
): Promise<LayerKernels> {
  const chain = chainOf(layout);
  const shaped = chain[l]!;
  const section = sections[l]!;
  const batch = batchStruct(sections);
  const before = chain[l - 1]?.layer;
  const masked = before !== undefined && (before.kind === 'conv-pool' || before.activation === 'relu');
  const compile = (...sources: KernelSource[]): Promise<Kernel[]> =>
    Promise.all(sources.map(source => Kernel.compile(device, source)));
  if (shaped.kind === 'conv-pool') {
    const made = convPoolKernels(shaped, section, batch, masked);
    const [forward, parameterGradient, inputGradient] = await compile(
      made.forward,
      made.filterGradient,
      made.inputGradient,
    );
    return {
      forward: forward!,
      parameterGradient: parameterGradient!,
      inputGradient: inputGradient!,
      forwardThreads: made.forwardThreads,
      parameterThreads: made.filterThreads,
      inputThreads: made.inputThreads,
      argmaxWords: made.argmaxWords,
    };
  }
  const made = denseKernels(shaped, section, batch, masked);
  const [forward, parameterGradient, inputGradient] = await compile(
    made.forward,
    made.weightGradient,
    made.inputGradient,
  );
  return {
    forward: forward!,
    parameterGradient: parameterGradient!,
    inputGradient: inputGradient!,
    forwardThreads: made.forwardThreads,
    parameterThreads: made.weightThreads,
    inputThreads: made.inputThreads,
    argmaxWords: 0,
  };
}
