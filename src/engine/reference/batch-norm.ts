/** z = gamma·(x − mean)/√(variance + ε) + beta, with relu after it or not, and its gradients (Ioffe & Szegedy 2015). */
import type { ShapedBatchNorm } from '../network';

/** What x is normalized with, channel by channel. */
export interface Statistics {
  readonly mean: Float64Array;
  /** Biased: the mean squared distance from the mean. */
  readonly variance: Float64Array;
}

/** Mean and variance of each channel of x, over images, rows and columns. */
export function batchStatistics({ input }: ShapedBatchNorm, x: Float64Array): Statistics {
  const { channels } = input;
  const positions = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  x.forEach((value, i) => (mean[i % channels]! += value / positions));
  x.forEach((value, i) => (variance[i % channels]! += (value - mean[i % channels]!) ** 2 / positions));
  return { mean, variance };
}

/** The moving mean and variance that lie in `parameters`. */
export function movingStatistics(
  { movingMean, movingVariance }: ShapedBatchNorm,
  parameters: Float64Array,
): Statistics {
  return {
    mean: parameters.slice(movingMean.offset, movingMean.offset + movingMean.length),
    variance: parameters.slice(movingVariance.offset, movingVariance.offset + movingVariance.length),
  };
}

/** moving ← momentum·moving + (1 − momentum)·batch's, in `parameters`. */
export function moveStatistics(
  { layer, movingMean, movingVariance }: ShapedBatchNorm,
  { mean, variance }: Statistics,
  parameters: Float64Array,
): void {
  const { momentum } = layer;
  const move = (at: number, value: number): void => {
    parameters[at] = momentum * parameters[at]! + (1 - momentum) * value;
  };
  mean.forEach((value, c) => move(movingMean.offset + c, value));
  variance.forEach((value, c) => move(movingVariance.offset + c, value));
}

/** @param x [count, height, width, channels], @param parameters the network's flat array. Gives z, shaped as x. */
export function batchNormForward(
  { layer, input, gamma, beta }: ShapedBatchNorm,
  x: Float64Array,
  { mean, variance }: Statistics,
  parameters: Float64Array,
): Float64Array {
  return x.map((value, i) => {
    const c = i % input.channels;
    const normalized = (value - mean[c]!) / Math.sqrt(variance[c]! + layer.epsilon);
    const z = parameters[gamma.offset + c]! * normalized + parameters[beta.offset + c]!;
    return layer.activation === 'relu' ? Math.max(0, z) : z;
  });
}

/**
 * Adds ∂L/∂gamma and ∂L/∂beta to `gradient` and gives ∂L/∂x; relu′(0) = 0. With x̂ the normalized x, g the gradient behind
 * the ReLU and ⟨·⟩ the mean over a channel: ∂L/∂x = gamma/√(variance + ε)·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), where the last two terms are
 * there because mean and variance depend on x.
 * @param ofBatch whether `statistics` are those of x itself; else they are constants, and the two terms are not there.
 * @param output what the forward pass gave, @param outputGradient ∂L/∂z; both shaped as x.
 */
export function batchNormBackward(
  { layer, input, gamma, beta }: ShapedBatchNorm,
  x: Float64Array,
  { mean, variance }: Statistics,
  ofBatch: boolean,
  parameters: Float64Array,
  output: Float64Array,
  outputGradient: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const { channels } = input;
  const positions = x.length / channels;
  const deviation = variance.map(v => Math.sqrt(v + layer.epsilon));
  const normalized = x.map((value, i) => (value - mean[i % channels]!) / deviation[i % channels]!);
  const live = outputGradient.map((g, i) => (layer.activation === 'relu' && !(output[i]! > 0) ? 0 : g));
  const sum = new Float64Array(channels);
  const product = new Float64Array(channels);
  live.forEach((g, i) => {
    sum[i % channels]! += g;
    product[i % channels]! += g * normalized[i]!;
  });
  for (let c = 0; c < channels; c++) {
    gradient[beta.offset + c]! += sum[c]!;
    gradient[gamma.offset + c]! += product[c]!;
  }
  return live.map((g, i) => {
    const c = i % channels;
    const through = ofBatch ? (sum[c]! + normalized[i]! * product[c]!) / positions : 0;
    return (parameters[gamma.offset + c]! / deviation[c]!) * (g - through);
  });
}
