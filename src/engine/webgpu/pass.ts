/**
 * The buffers between the layers for batches of up to `capacity` images, and the layers' kernels bound to them, forward and
 * back. What is not needed is not allocated.
 */
import { volume } from '../network';
import type { DeviceMemory } from './buffers';
import type { BoundKernel, Kernel } from './kernel';
import type { NetworkKernels } from './network-kernels';
import { batchWords, groupsOf, partialWords } from './sections';

/** How far back a pass goes: nowhere, to the images, or to the parameters. */
export type Direction = 'forward' | 'input' | 'parameters';

interface BoundLayer {
  readonly forward: BoundKernel;
  readonly inputGradient: BoundKernel | null;
  readonly parameterGradient: BoundKernel | null;
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
  private readonly layers: readonly BoundLayer[];
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
      const gradients = layout.layers.map(({ layer, output }) =>
        allocate(back * volume(output), `gradient by ${layer.name}`),
      );
      this.logits = outputs.at(-1)!;
      this.logitGradient = gradients.at(-1)!;
      this.imageGradient = allocate(
        direction === 'input' ? capacity * layout.pixels : 0,
        'gradient by the images',
      );
      this.labels = allocate(training, 'labels of a batch');
      this.losses = allocate(training, 'losses of a batch');
      this.partials = allocate(training ? partialWords(sections, training) : 0, 'partial sums');

      this.layers = kernels.layers.map((layer, l): BoundLayer => {
        const bindings = {
          x: { buffer: l === 0 ? this.images : outputs[l - 1]! },
          output: { buffer: outputs[l]! },
          output_gradient: { buffer: gradients[l]! },
          input_gradient: { buffer: l === 0 ? this.imageGradient : gradients[l - 1]! },
          argmax: { buffer: allocate(capacity * layer.argmaxWords, 'argmax') },
          partials: { buffer: this.partials },
          parameters: { buffer: parameters },
          batch: { buffer: this.batch },
        };
        const goesOn = direction === 'input' || (direction === 'parameters' && l > 0);
        return {
          forward: layer.forward.bind(bindings),
          inputGradient: goesOn ? layer.inputGradient.bind(bindings) : null,
          parameterGradient: direction === 'parameters' ? layer.parameterGradient.bind(bindings) : null,
        };
      });
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
  forward(encoder: GPUComputePassEncoder): void {
    this.layers.forEach(({ forward }, l) =>
      forward.run(encoder, this.kernels.layers[l]!.forwardThreads(this.count)),
    );
  }

  /** Logit gradient to image gradient or to the partial sums of the parameters' gradients. */
  backward(encoder: GPUComputePassEncoder): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { inputGradient, parameterGradient } = this.layers[l]!;
      const { inputThreads, parameterThreads } = this.kernels.layers[l]!;
      parameterGradient?.run(encoder, parameterThreads(groupsOf(this.kernels.sections[l]!, this.count)));
      inputGradient?.run(encoder, inputThreads(this.count));
    }
  }

  dispose(): void {
    this.memory.release(...this.buffers);
  }
}
