/**
 * The engine in plain float64 loops: slow and obviously right. The other backends are tested against it
 * (`../agreement.test.ts`), and it is tested against finite differences and against TensorFlow.js.
 *
 * Parameters and moments come and go as float32 and are kept in float64; nothing is rounded in between.
 */
import { AppError } from '../../core/errors';
import type {
  DatasetHandle,
  Descent,
  DescentOptions,
  Engine,
  LossAndGradient,
  OptimizerState,
  ParameterTerm,
  PreparedNetwork,
  TrainingSteps,
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
import { adamStep, freshAdam, type AdamState } from './adam';
import { startDescent } from './descent';
import { addTermGradient, crossEntropy } from './loss';
import { moveStatistics } from './batch-norm';
import { backward, forward, type ForwardPass } from './network-pass';

interface Dataset extends DatasetHandle {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** How many images go through the layers at once; what lies between the layers is kept for so many. */
const CHUNK = 256;

class ReferenceNetwork implements PreparedNetwork {
  readonly layout: Layout;
  private readonly parameters: Float64Array;
  private adam: AdamState;
  private readonly datasets = new Map<DatasetHandle, Dataset>();

  constructor(network: Network) {
    this.layout = layOut(network);
    this.parameters = new Float64Array(this.layout.parameterCount);
    this.adam = freshAdam(this.layout.parameterCount);
  }

  putParameters(parameters: Float32Array): void {
    expectLength('The parameter array', parameters.length, this.layout.parameterCount);
    this.parameters.set(parameters);
  }

  readParameters(): Promise<Float32Array> {
    return Promise.resolve(Float32Array.from(this.parameters));
  }

  putOptimizer(state: OptimizerState | null): void {
    const adam = freshAdam(this.layout.parameterCount);
    if (state) {
      expectLength('The first moment', state.firstMoment.length, this.layout.parameterCount);
      expectLength('The second moment', state.secondMoment.length, this.layout.parameterCount);
      adam.step = state.step;
      adam.firstMoment.set(state.firstMoment);
      adam.secondMoment.set(state.secondMoment);
    }
    this.adam = adam;
  }

  readOptimizer(): Promise<OptimizerState> {
    return Promise.resolve({
      step: this.adam.step,
      firstMoment: Float32Array.from(this.adam.firstMoment),
      secondMoment: Float32Array.from(this.adam.secondMoment),
    });
  }

  putDataset(images: Uint8Array, labels: Uint8Array): DatasetHandle {
    expectLength('The image array', images.length, labels.length * this.layout.pixels);
    expectLabels(labels, this.layout);
    const dataset: Dataset = {
      count: labels.length,
      images: images.slice(),
      labels: labels.slice(),
      dispose: () => this.datasets.delete(dataset),
    };
    this.datasets.set(dataset, dataset);
    return dataset;
  }

  // Async, so that a wrong argument rejects instead of throwing, as it does on the other backends.
  async train(steps: TrainingSteps): Promise<Float32Array> {
    const { order, batchSize, learningRates, weightDecay, term } = steps;
    const dataset = this.find(steps.dataset);
    expectLength('The order of images', order.length, learningRates.length * batchSize);
    expectInside(order, dataset.count);
    const losses = new Float32Array(learningRates.length);
    for (let step = 0; step < losses.length; step++) {
      const batch = order.subarray(step * batchSize, (step + 1) * batchSize);
      const images = new Float64Array(batchSize * this.layout.pixels);
      batch.forEach((index, n) => {
        images.set(this.imagesOf(dataset, index, index + 1), n * this.layout.pixels);
      });
      const labels = Uint8Array.from(batch, index => dataset.labels[index]!);
      const { loss, gradient, pass } = this.gradientOf(images, labels, term);
      this.layout.layers.forEach((shaped, l) => {
        if (shaped.kind === 'batch-norm')
          moveStatistics(shaped, pass.results[l]!.statistics!, this.parameters);
      });
      adamStep(this.layout, this.parameters, gradient, this.adam, learningRates[step]!, weightDecay);
      losses[step] = loss;
    }
    return losses;
  }

  async predict(images: Float32Array): Promise<Float32Array> {
    const count = expectImages(images, this.layout);
    return this.logitsOf(count, (from, to) =>
      Float64Array.from(images.subarray(from * this.layout.pixels, to * this.layout.pixels)),
    );
  }

  async predictDataset(handle: DatasetHandle, from: number, to: number): Promise<Float32Array> {
    const dataset = this.find(handle);
    expectRange(from, to, dataset.count);
    return this.logitsOf(to - from, (a, b) => this.imagesOf(dataset, from + a, from + b));
  }

  async lossAndGradient(
    images: Float32Array,
    labels: Uint8Array,
    term?: ParameterTerm,
  ): Promise<LossAndGradient> {
    expectLength('The label array', labels.length, expectImages(images, this.layout));
    expectLabels(labels, this.layout);
    const { loss, gradient } = this.gradientOf(Float64Array.from(images), labels, term);
    return { loss, gradient: Float32Array.from(gradient) };
  }

  async inputGradient(images: Float32Array, logitGradient: Float32Array): Promise<Float32Array> {
    const count = expectImages(images, this.layout);
    expectLength('The gradient by the logits', logitGradient.length, count * this.layout.classes);
    const pass = forward(this.layout, this.parameters, Float64Array.from(images), count, 'inference');
    const gradients = backward(this.layout, this.parameters, pass, Float64Array.from(logitGradient), count);
    return Float32Array.from(gradients.images);
  }

  descend(options: DescentOptions): Descent {
    expectDescent(options, this.layout);
    return startDescent(this.layout, this.parameters, options);
  }

  dispose(): void {
    this.datasets.clear();
  }

  private gradientOf(
    images: Float64Array,
    labels: Uint8Array,
    term: ParameterTerm | undefined,
  ): { loss: number; gradient: Float64Array; pass: ForwardPass } {
    const pass = forward(this.layout, this.parameters, images, labels.length, 'training');
    const { loss, logitGradient } = crossEntropy(pass.logits, labels, this.layout.classes);
    const gradient = backward(this.layout, this.parameters, pass, logitGradient, labels.length).parameters;
    if (term) addTermGradient(term, this.parameters, gradient);
    return { loss, gradient, pass };
  }

  private logitsOf(count: number, imagesOf: (from: number, to: number) => Float64Array): Float32Array {
    const { classes } = this.layout;
    const logits = new Float32Array(count * classes);
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(from + CHUNK, count);
      const pass = forward(this.layout, this.parameters, imagesOf(from, to), to - from, 'inference');
      logits.set(pass.logits, from * classes);
    }
    return logits;
  }

  private imagesOf(dataset: Dataset, from: number, to: number): Float64Array {
    const { pixels } = this.layout;
    return Float64Array.from(dataset.images.subarray(from * pixels, to * pixels), byte => byte / 255);
  }

  private find(handle: DatasetHandle): Dataset {
    const dataset = this.datasets.get(handle);
    if (!dataset)
      throw new AppError('internal', 'The dataset was disposed of, or belongs to another network.');
    return dataset;
  }
}

export function createReferenceEngine(): Engine {
  return {
    backend: 'reference',
    adapter: 'float64 loops in JavaScript',
    lost: new Promise<string>(() => {}),
    prepare: async network => new ReferenceNetwork(network),
    dispose() {},
  };
}
