/** The compiled kernels of one network, and those that depend on a term or a head, compiled when first met. */
import type { DescentHead } from '../engine';
import type { Layout } from '../network';
import { adamKernel, gradientKernel, parameterThreads, termKernel, type TermCode } from './adam';
import { headKernel, iterateKernel, updateKernel } from './descent-kernels';
import { gatherKernel } from './images';
import { Kernel, type KernelSource } from './kernel';
import type { Dispatch, LayerWork } from './layer-work';
import { lossKernel } from './loss';
import { networkWork } from './network-work';
import { sectionsOf, type Section } from './sections';
import type { Tuning } from './tuning';

/** Kernels of one network compiled so far, and how many there are. */
export interface CompileProgress {
  readonly compiled: number;
  readonly total: number;
}

export class NetworkKernels {
  private readonly late = new Map<string, Promise<Kernel>>();

  private constructor(
    private readonly device: GPUDevice,
    readonly layout: Layout,
    /** By layer; null where a layer has no parameters. */
    readonly sections: readonly (Section | null)[],
    readonly layers: readonly LayerWork[],
    private readonly compiled: ReadonlyMap<KernelSource, Kernel>,
    readonly gather: Kernel,
    readonly loss: Kernel,
    readonly adam: Kernel,
    readonly adamThreads: number,
    readonly iterate: Kernel,
    readonly update: Kernel,
  ) {}

  /**
   * Compiles, all kernels at once. @param onCompiled called after each one, with how many there are.
   * @throws AppError `engine`.
   */
  static async compile(
    device: GPUDevice,
    layout: Layout,
    tuning: Tuning,
    onCompiled: (progress: CompileProgress) => void = () => undefined,
  ): Promise<NetworkKernels> {
    const sections = sectionsOf(layout);
    const layers = networkWork(layout, sections, tuning);
    let [compiled, total] = [0, 0];
    const compile = async (source: KernelSource): Promise<Kernel> => {
      total++;
      const kernel = await Kernel.compile(device, source);
      compiled++;
      onCompiled({ compiled, total });
      return kernel;
    };
    const [kernels, gather, loss, adam, iterate, update] = await Promise.all([
      Promise.all([...sourcesOf(layers)].map(async source => [source, await compile(source)] as const)),
      compile(gatherKernel(layout.pixels)),
      compile(lossKernel(layout.classes)),
      compile(adamKernel(layout, sections, tuning.parameters)),
      compile(iterateKernel(layout.pixels)),
      compile(updateKernel(layout.pixels)),
    ]);
    return new NetworkKernels(
      device,
      layout,
      sections,
      layers,
      new Map(kernels),
      gather,
      loss,
      adam,
      parameterThreads(layout, tuning.parameters),
      iterate,
      update,
    );
  }

  /** The compiled kernel of one of `layers`. */
  of({ source }: Dispatch): Kernel {
    return this.compiled.get(source)!;
  }

  /** The gradient alone, for looking at. */
  gradient(): Promise<Kernel> {
    return this.once(gradientKernel(this.layout, this.sections));
  }

  term(term: TermCode): Promise<Kernel> {
    return this.once(termKernel(this.sections, term));
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

/** Each kernel once, though both modes may run it. */
function sourcesOf(layers: readonly LayerWork[]): Set<KernelSource> {
  const all = layers.flatMap(({ forward, parameterGradient, inputGradient }) => [
    ...forward.training,
    ...forward.inference,
    ...parameterGradient,
    ...inputGradient.training.flat(),
    ...inputGradient.inference.flat(),
  ]);
  return new Set(all.map(({ source }) => source));
}
