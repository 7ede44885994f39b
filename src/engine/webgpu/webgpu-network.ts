/** One network on the device: its parameters, Adam's moments, its datasets, and what is run over them. */
import { AppError } from '../../core/errors';
import {
  type DatasetHandle,
  type Descent,
  type DescentOptions,
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
import type { Layout } from '../network';
import type { DeviceMemory } from './buffers';
import { isLong, submit, type Commands } from './commands';
import { WebGpuDescent } from './descent';
import { gatherThreads } from './images';
import type { NetworkKernels } from './network-kernels';
import { imagesAtOnce, Pass, type Direction } from './pass';
import { uploadSchedule } from './schedule';
import { Scratch } from './scratch';
import { bindTerm } from './term';
import { Training, type StoredDataset } from './training';

interface Dataset extends DatasetHandle, StoredDataset {}

/** Images of one pass where nothing ties them together, at most. */
const BLOCK = 256;

export class WebGpuNetwork implements PreparedNetwork {
  readonly layout: Layout;
  private readonly parameters: GPUBuffer;
  private readonly training: Training;
  private readonly datasets = new Map<DatasetHandle, Dataset>();
  private readonly descents = new Set<Descent>();
  private readonly passes = new Map<Direction, Pass>();
  /** Images of one pass where nothing ties them together. */
  private readonly block: number;
  private disposed = false;

  constructor(
    private readonly memory: DeviceMemory,
    private readonly kernels: NetworkKernels,
  ) {
    this.layout = kernels.layout;
    this.block = imagesAtOnce(this.layout, BLOCK);
    const { parameterCount } = this.layout;
    this.parameters = memory.allocate(parameterCount, 'parameters');
    this.training = new Training(memory, kernels, this.parameters);
  }

  putParameters(parameters: Float32Array): void {
    this.expectAlive();
    expectLength('The parameter array', parameters.length, this.layout.parameterCount);
    this.memory.write(this.parameters, parameters);
  }

  async readParameters(): Promise<Float32Array> {
    this.expectAlive();
    const [parameters] = await this.memory.read([this.parameters, this.layout.parameterCount]);
    return new Float32Array(parameters!);
  }

  putOptimizer(state: OptimizerState | null): void {
    this.expectAlive();
    this.training.putOptimizer(state);
  }

  async readOptimizer(): Promise<OptimizerState> {
    this.expectAlive();
    return this.training.readOptimizer();
  }

  putDataset(images: Uint8Array, labels: Uint8Array): DatasetHandle {
    this.expectAlive();
    expectLength('The image array', images.length, labels.length * this.layout.pixels);
    expectLabels(labels, this.layout);
    const words = new Uint32Array(Math.ceil(images.length / 4));
    new Uint8Array(words.buffer).set(images);
    const dataset: Dataset = {
      images: this.memory.upload(words, 'dataset'),
      labels: this.memory.upload(Uint32Array.from(labels), 'labels'),
      count: labels.length,
      dispose: () => {
        if (this.datasets.delete(dataset)) this.memory.release(dataset.images, dataset.labels);
      },
    };
    this.datasets.set(dataset, dataset);
    return dataset;
  }

  async train(steps: TrainingSteps): Promise<Float32Array> {
    const dataset = this.find(steps.dataset);
    expectLength('The order of images', steps.order.length, steps.learningRates.length * steps.batchSize);
    expectInside(steps.order, dataset.count);
    return this.training.run(steps, dataset, () => {
      this.expectAlive();
      return this.passFor('parameters', steps.batchSize);
    });
  }

  async predict(images: Float32Array): Promise<Float32Array> {
    const { pixels } = this.layout;
    return this.logitsOf(this.countOf(images), (pass, from, to) =>
      this.memory.write(pass.images, images.subarray(from * pixels, to * pixels)),
    );
  }

  async predictDataset(handle: DatasetHandle, from: number, to: number): Promise<Float32Array> {
    const dataset = this.find(handle);
    expectRange(from, to, dataset.count);
    const scratch = new Scratch(this.memory);
    try {
      const order = scratch.keep(this.memory.allocate(this.block, 'order of images'));
      const labels = scratch.keep(this.memory.allocate(this.block, 'labels of a batch'));
      const schedule = scratch.keep(uploadSchedule(this.memory, []));
      return await this.logitsOf(to - from, (pass, a, b, commands) => {
        this.memory.write(
          order,
          Uint32Array.from({ length: b - a }, (_, i) => from + a + i),
        );
        pass
          .bind(
            this.kernels.gather,
            { bytes: dataset.images, dataset_labels: dataset.labels, order, labels },
            schedule,
          )
          .run(commands, gatherThreads(this.layout.pixels, b - a));
      });
    } finally {
      scratch.release();
    }
  }

  async lossAndGradient(
    images: Float32Array,
    labels: Uint8Array,
    term?: ParameterTerm,
  ): Promise<LossAndGradient> {
    const count = this.countOf(images);
    expectLength('The label array', labels.length, count);
    expectLabels(labels, this.layout);
    const copy = images.slice();
    const words = Uint32Array.from(labels);
    const scratch = new Scratch(this.memory);
    // Its own: training may go on beside it.
    let pass: Pass | null = null;
    try {
      const { parameterCount } = this.layout;
      const gradient = scratch.keep(this.memory.allocate(parameterCount, 'gradient'));
      const log = scratch.keep(this.memory.allocate(1, 'loss'));
      const addTerm = await bindTerm(term, this.kernels, this.parameters, scratch);
      const kernel = await this.kernels.gradient();
      this.expectAlive();
      pass = new Pass(this.memory, this.kernels, this.parameters, count, 'parameters');
      pass.setCount(count);
      this.memory.write(pass.images, copy);
      this.memory.write(pass.labels, words);
      const loss = pass.bind(this.kernels.loss, {
        logits: pass.logits,
        logit_gradient: pass.logitGradient,
      });
      const sum = pass.bind(kernel, { gradient, loss_log: log });
      const bound = pass;
      submit(this.memory.device, isLong(this.layout, 3 * count), commands => {
        bound.forward(commands);
        loss.run(commands, count);
        bound.backward(commands);
        addTerm?.(bound)(commands);
        sum.run(commands, parameterCount);
      });
      const [value, values] = await this.memory.read([log, 1], [gradient, parameterCount]);
      return { loss: new Float32Array(value!)[0]!, gradient: new Float32Array(values!) };
    } finally {
      pass?.dispose();
      scratch.release();
    }
  }

  async inputGradient(images: Float32Array, logitGradient: Float32Array): Promise<Float32Array> {
    const { pixels, classes } = this.layout;
    const total = this.countOf(images);
    expectLength('The gradient by the logits', logitGradient.length, total * classes);
    const pass = this.passFor('input', this.block);
    return this.collect(total, pixels, (from, to, commands) => {
      pass.setCount(to - from);
      this.memory.write(pass.images, images.subarray(from * pixels, to * pixels));
      this.memory.write(pass.logitGradient, logitGradient.subarray(from * classes, to * classes));
      pass.forward(commands);
      pass.backward(commands);
      return pass.imageGradient;
    });
  }

  descend(options: DescentOptions): Descent {
    this.expectAlive();
    expectDescent(options, this.layout);
    const descent = new WebGpuDescent(this.memory, this.kernels, this.parameters, options, () =>
      this.descents.delete(descent),
    );
    this.descents.add(descent);
    return descent;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const dataset of this.datasets.values()) dataset.dispose();
    for (const descent of this.descents) descent.dispose();
    for (const pass of this.passes.values()) pass.dispose();
    this.training.dispose();
    this.memory.release(this.parameters);
  }

  /** The pass of a direction, made anew when the batch has another size: training holds one batch's buffers at a time. */
  private passFor(direction: Direction, capacity: number): Pass {
    const present = this.passes.get(direction);
    if (present?.capacity === capacity) return present;
    present?.dispose();
    this.passes.delete(direction);
    const pass = new Pass(this.memory, this.kernels, this.parameters, capacity, direction);
    this.passes.set(direction, pass);
    return pass;
  }

  private logitsOf(
    total: number,
    put: (pass: Pass, from: number, to: number, commands: Commands) => void,
  ): Promise<Float32Array> {
    const pass = this.passFor('forward', this.block);
    return this.collect(total, this.layout.classes, (from, to, commands) => {
      pass.setCount(to - from);
      put(pass, from, to, commands);
      pass.forward(commands);
      return pass.logits;
    });
  }

  /** Runs `record` block by block and joins what it leaves, `width` words an image, in the buffer it names. */
  private async collect(
    total: number,
    width: number,
    record: (from: number, to: number, commands: Commands) => GPUBuffer,
  ): Promise<Float32Array> {
    const scratch = new Scratch(this.memory);
    try {
      const joined = scratch.keep(this.memory.allocate(total * width, 'results'));
      for (let from = 0; from < total; from += this.block) {
        const to = Math.min(from + this.block, total);
        let result: GPUBuffer;
        submit(
          this.memory.device,
          isLong(this.layout, to - from),
          commands => (result = record(from, to, commands)),
          encoder => encoder.copyBufferToBuffer(result, 0, joined, 4 * from * width, 4 * (to - from) * width),
        );
      }
      const [values] = await this.memory.read([joined, total * width]);
      return new Float32Array(values!);
    } finally {
      scratch.release();
    }
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
