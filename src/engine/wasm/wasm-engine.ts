/**
 * The WebAssembly backend: no GPU needed, and the same bits on every computer. Its parameters, gradients and moments lie in
 * the border's own layout, so that nothing is converted there; the kernels' copies of the weights are made anew after each
 * step (`pass.ts`), which costs 1% of it.
 *
 * Everything runs to its end within one call: whoever must stay responsive asks for fewer steps at a time.
 */
import { AppError } from '../../core/errors';
import {
  type DatasetHandle,
  type Descent,
  type DescentOptions,
  type Engine,
  type LossAndGradient,
  type OptimizerState,
  type ParameterTerm,
  type PreparedNetwork,
  type TrainingSteps,
} from '../engine';
import {
  expectDescent,
  expectImages,
  expectInside,
  expectLabels,
  expectLength,
  expectRange,
} from '../expectations';
import { layOut, type Layout, type Network } from '../network';
import { Border, type StoredDataset } from './border';
import { WasmDescent } from './descent';
import { instantiateKernels, type KernelModule } from './kernels';
import type { Pointer } from './memory';
import { Pass } from './pass';
import { Plan } from './plan';
import { Training } from './training';

interface Dataset extends DatasetHandle, StoredDataset {}

class WasmNetwork implements PreparedNetwork {
  readonly layout: Layout;
  private readonly plan: Plan;
  private readonly pass: Pass;
  private readonly border: Border;
  private readonly datasets = new Map<DatasetHandle, Dataset>();
  private readonly descents = new Set<Descent>();
  private readonly training: Training;
  private disposed = false;

  constructor(
    network: Network,
    private readonly module: KernelModule,
  ) {
    this.layout = layOut(network);
    this.plan = new Plan(this.layout, module);
    this.pass = new Pass(module.memory, this.plan);
    this.border = new Border(module, this.layout, this.pass);
    this.training = new Training(module, this.plan, this.pass);
  }

  putParameters(parameters: Float32Array): void {
    this.expectAlive();
    expectLength('The parameter array', parameters.length, this.layout.parameterCount);
    this.flat(this.plan.parameters).set(parameters);
    this.pass.packParameters();
  }

  async readParameters(): Promise<Float32Array> {
    this.expectAlive();
    return this.flat(this.plan.parameters).slice();
  }

  putOptimizer(state: OptimizerState | null): void {
    this.expectAlive();
    const { firstMoment, secondMoment } = this.plan;
    if (state) {
      expectLength('The first moment', state.firstMoment.length, this.layout.parameterCount);
      expectLength('The second moment', state.secondMoment.length, this.layout.parameterCount);
      this.flat(firstMoment).set(state.firstMoment);
      this.flat(secondMoment).set(state.secondMoment);
    } else {
      this.flat(firstMoment).fill(0);
      this.flat(secondMoment).fill(0);
    }
    this.training.stepsTaken = state?.step ?? 0;
  }

  async readOptimizer(): Promise<OptimizerState> {
    this.expectAlive();
    return {
      step: this.training.stepsTaken,
      firstMoment: this.flat(this.plan.firstMoment).slice(),
      secondMoment: this.flat(this.plan.secondMoment).slice(),
    };
  }

  putDataset(images: Uint8Array, labels: Uint8Array): DatasetHandle {
    this.expectAlive();
    expectLength('The image array', images.length, labels.length * this.layout.pixels);
    expectLabels(labels, this.layout);
    const { memory } = this.module;
    const at = { images: memory.allocate(images.length), labels: memory.allocate(labels.length) };
    memory.bytes(at.images, images.length).set(images);
    memory.bytes(at.labels, labels.length).set(labels);
    const dataset: Dataset = {
      ...at,
      count: labels.length,
      dispose: () => {
        if (!this.datasets.delete(dataset)) return;
        memory.release(at.images);
        memory.release(at.labels);
      },
    };
    this.datasets.set(dataset, dataset);
    return dataset;
  }

  async train(steps: TrainingSteps): Promise<Float32Array> {
    const { order, batchSize, learningRates, weightDecay, term } = steps;
    const dataset = this.find(steps.dataset);
    expectLength('The order of images', order.length, learningRates.length * batchSize);
    expectInside(order, dataset.count);
    const losses = new Float32Array(learningRates.length);
    for (let step = 0; step < losses.length; step++) {
      const from = step * batchSize;
      losses[step] = this.training.accumulate(
        batchSize,
        (n, count) => this.border.gather(dataset, order.subarray(from + n, from + n + count)),
        term,
      );
      this.training.update(learningRates[step]!, weightDecay);
    }
    return losses;
  }

  async predict(images: Float32Array): Promise<Float32Array> {
    return this.logitsOf(this.countOf(images), (n, count) =>
      this.border.putImages(images.subarray(n * this.layout.pixels, (n + count) * this.layout.pixels), count),
    );
  }

  async predictDataset(handle: DatasetHandle, from: number, to: number): Promise<Float32Array> {
    const dataset = this.find(handle);
    expectRange(from, to, dataset.count);
    return this.logitsOf(to - from, (n, count) =>
      this.border.gather(
        dataset,
        Uint32Array.from({ length: count }, (_, i) => from + n + i),
      ),
    );
  }

  async lossAndGradient(
    images: Float32Array,
    labels: Uint8Array,
    term?: ParameterTerm,
  ): Promise<LossAndGradient> {
    const count = this.countOf(images);
    expectLength('The label array', labels.length, count);
    expectLabels(labels, this.layout);
    const loss = this.training.accumulate(
      count,
      (n, some) => {
        const { pixels } = this.layout;
        this.border.putImages(images.subarray(n * pixels, (n + some) * pixels), some);
        this.border.putLabels(labels.subarray(n, n + some));
      },
      term,
    );
    return { loss, gradient: this.flat(this.plan.gradient).slice() };
  }

  async inputGradient(images: Float32Array, logitGradient: Float32Array): Promise<Float32Array> {
    const { pixels, classes } = this.layout;
    const total = this.countOf(images);
    expectLength('The gradient by the logits', logitGradient.length, total * classes);
    const gradient = new Float32Array(images.length);
    const { capacity } = this.pass.prepare('descent', total);
    for (let n = 0; n < total; n += capacity) {
      const end = Math.min(n + capacity, total);
      const count = end - n;
      this.border.putImages(images.subarray(n * pixels, end * pixels), count);
      this.pass.forward(count);
      this.border.putLogitGradient(logitGradient.subarray(n * classes, end * classes), count);
      this.pass.backward(count);
      this.border.takeInputGradient(gradient.subarray(n * pixels, end * pixels), count);
    }
    return gradient;
  }

  descend(options: DescentOptions): Descent {
    this.expectAlive();
    expectDescent(options, this.layout);
    const descent = new WasmDescent(this.module, this.layout, this.pass, options, () =>
      this.descents.delete(descent),
    );
    this.descents.add(descent);
    return descent;
  }

  dispose(): void {
    if (this.disposed) return;
    for (const dataset of this.datasets.values()) dataset.dispose();
    for (const descent of this.descents) descent.dispose();
    this.plan.dispose();
    this.disposed = true;
  }

  /** A view of one of the plan's flat arrays. */
  private flat(pointer: Pointer): Float32Array<ArrayBuffer> {
    return this.module.memory.floats(pointer, this.layout.parameterCount);
  }

  private logitsOf(total: number, put: (n: number, count: number) => void): Float32Array {
    const { classes } = this.layout;
    const logits = new Float32Array(total * classes);
    const { capacity } = this.pass.prepare('prediction', total);
    for (let n = 0; n < total; n += capacity) {
      const count = Math.min(capacity, total - n);
      put(n, count);
      this.pass.forward(count);
      this.border.takeLogits(logits.subarray(n * classes, (n + count) * classes), count);
    }
    return logits;
  }

  private countOf(images: Float32Array): number {
    this.expectAlive();
    return expectImages(images, this.layout);
  }

  private find(handle: DatasetHandle): Dataset {
    const dataset = this.datasets.get(handle);
    if (!dataset)
      throw new AppError('internal', 'The dataset was disposed of, or belongs to another network.');
    return dataset;
  }

  private expectAlive(): void {
    if (this.disposed) throw new AppError('internal', 'The network was disposed of.');
  }
}

/** The engine on kernels that are already running. */
export function engineOn(module: KernelModule): Engine {
  return {
    backend: 'wasm',
    adapter: 'WebAssembly SIMD',
    lost: new Promise<string>(() => {}),
    prepare: async network => new WasmNetwork(network, module),
    dispose() {},
  };
}

/**
 * @param bytes the compiled module, `build/kernels.wasm`.
 * @throws AppError `engine` when they cannot be started here.
 */
export async function createWasmEngine(bytes: BufferSource): Promise<Engine> {
  return engineOn(await instantiateKernels(bytes));
}
