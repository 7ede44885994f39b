/**
 * The buffers between the layers for batches of up to `capacity` images, and the layers' kernels bound to them, forward and
 * back. What is not needed is not allocated.
 */
import { volume, type Layout } from '../network';
import type { DeviceMemory } from './buffers';
import type { Commands } from './commands';
import { flowsOf } from './flow';
import type { BoundKernel, Kernel } from './kernel';
import type { Dispatch, Mode } from './layer-work';
import type { NetworkKernels } from './network-kernels';
import { batchWords, groupsOf, partialWords } from './sections';

/** How far back a pass goes: nowhere, to the images, or to the parameters. */
export type Direction = 'forward' | 'input' | 'parameters';

/** Words of what one layer gives, for all images of a pass where nothing ties them together. */
const OUTPUT_WORDS = 2 ** 23;

/** Images of such a pass: `most`, or fewer where a layer gives much. */
export function imagesAtOnce({ layers }: Layout, most: number): number {
  const largest = Math.max(...layers.map(({ output }) => volume(output)));
  return Math.max(1, Math.min(most, Math.floor(OUTPUT_WORDS / largest)));
}

/** A dispatch of a layer, bound to the buffers of a pass. */
interface Bound {
  readonly kernel: BoundKernel;
  /** Threads for `count` images. */
  readonly threads: (count: number) => number;
}

export class Pass {
  /** [capacity × pixels]. */
  readonly images: GPUBuffer;
  /** [capacity × classes]. */
  readonly logits: GPUBuffer;
  /** ∂/∂images and ∂/∂logits of those shapes; 1 word where the direction has none. */
  readonly imageGradient: GPUBuffer;
  readonly logitGradient: GPUBuffer;
  /** Labels and losses, one word an image, and partial sums: of the direction 'parameters'. */
  readonly labels: GPUBuffer;
  readonly losses: GPUBuffer;
  readonly partials: GPUBuffer;
  private readonly batch: GPUBuffer;
  private readonly forwards: readonly Bound[];
  private readonly backwards: readonly Bound[];
  private readonly buffers: GPUBuffer[] = [];
  private count = 0;

  constructor(
    private readonly memory: DeviceMemory,
    private readonly kernels: NetworkKernels,
    parameters: GPUBuffer,
    readonly capacity: number,
    readonly direction: Direction,
  ) {
    const { layout, sections } = kernels;
    const allocate = (words: number, label: string): GPUBuffer => {
      const buffer = memory.allocate(words, label);
      this.buffers.push(buffer);
      return buffer;
    };
    const back = direction === 'forward' ? 0 : capacity;
    const training = direction === 'parameters' ? capacity : 0;
    try {
      this.batch = memory.uniform(new ArrayBuffer(4 * batchWords(sections, 1).length), 'batch');
      this.buffers.push(this.batch);
      this.images = allocate(capacity * layout.pixels, 'batch of images');
      const outputs = layout.layers.map(({ layer, output }) =>
        allocate(capacity * volume(output), `output of ${layer.name}`),
      );
      const gradients: GPUBuffer[] = [];
      const flows = flowsOf(layout);
      for (let l = layout.layers.length - 1; l >= 0; l--) {
        const { layer, output } = layout.layers[l]!;
        const same = flows[l]!.sameAs;
        gradients[l] =
          same === null ? allocate(back * volume(output), `gradient by ${layer.name}`) : gradients[same]!;
      }
      this.logits = outputs.at(-1)!;
      this.logitGradient = gradients.at(-1)!;
      this.imageGradient = allocate(
        direction === 'input' ? capacity * layout.pixels : 0,
        'gradient by the images',
      );
      this.labels = allocate(training, 'labels of a batch');
      this.losses = allocate(training, 'losses of a batch');
      this.partials = allocate(training ? partialWords(sections, training) : 0, 'partial sums');

      const outputOf = (place: number): GPUBuffer => (place < 0 ? this.images : outputs[place]!);
      const gradientOf = (place: number): GPUBuffer => (place < 0 ? this.imageGradient : gradients[place]!);
      const bound = kernels.layers.map((work, l) => {
        const { sources } = layout.layers[l]!;
        const own = Object.entries(work.buffers).map(
          ([name, words]) => [name, { buffer: allocate(words(capacity), name) }] as const,
        );
        const section = sections[l]!;
        const bind = (dispatches: readonly Dispatch[], place = sources[0]!): Bound[] =>
          dispatches.map(dispatch => ({
            kernel: kernels.of(dispatch).bind({
              x: { buffer: outputOf(place) },
              y: { buffer: outputOf(sources.at(-1)!) },
              output: { buffer: outputs[l]! },
              output_gradient: { buffer: gradients[l]! },
              input_gradient: { buffer: gradientOf(place) },
              partials: { buffer: this.partials },
              parameters: { buffer: parameters },
              batch: { buffer: this.batch },
              ...Object.fromEntries(own),
            }),
            threads: count => dispatch.threads(count, section ? groupsOf(section, count) : 0),
          }));
        const mode: Mode = direction === 'parameters' ? 'training' : 'inference';
        const goesBackTo = (place: number): boolean =>
          direction === 'input' || (direction === 'parameters' && place >= 0);
        return {
          forward: bind(work.forward[mode]),
          backward: [
            ...(direction === 'parameters' ? bind(work.parameterGradient) : []),
            ...work.inputGradient[mode].flatMap((dispatches, k) =>
              goesBackTo(sources[k]!) ? bind(dispatches, sources[k]!) : [],
            ),
          ],
        };
      });
      this.forwards = bound.flatMap(({ forward }) => forward);
      this.backwards = bound.toReversed().flatMap(({ backward }) => backward);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** How many images the following submissions see. */
  setCount(count: number): void {
    if (count === this.count) return;
    this.count = count;
    this.memory.write(this.batch, batchWords(this.kernels.sections, count));
  }

  /** Binds a kernel that is not a layer's to this pass's buffers and to `others`. */
  bind(kernel: Kernel, others: Readonly<Record<string, GPUBuffer>>, schedule?: GPUBuffer): BoundKernel {
    const own = {
      x: this.images,
      labels: this.labels,
      losses: this.losses,
      partials: this.partials,
      batch: this.batch,
    };
    const all = Object.entries({ ...own, ...others }).map(([name, buffer]) => [name, { buffer }] as const);
    return kernel.bind(Object.fromEntries(all), schedule);
  }

  /** Images to logits. */
  forward(commands: Commands): void {
    for (const { kernel, threads } of this.forwards) kernel.run(commands, threads(this.count));
  }

  /** Logit gradient to image gradient or to the partial sums of the parameters' gradients. */
  backward(commands: Commands): void {
    for (const { kernel, threads } of this.backwards) kernel.run(commands, threads(this.count));
  }

  dispose(): void {
    this.memory.release(...this.buffers);
  }
}
