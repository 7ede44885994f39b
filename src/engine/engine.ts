/**
 * What every backend can do with a network. Three implement it: `reference/` (float64 loops: slow and obviously
 * right), `wasm/` (SIMD: the same bits everywhere) and `webgpu/` (WGSL: fastest where there is a GPU). Code above the
 * engine never asks which one runs.
 *
 * Images are [N, height, width, channels], row-major, values in [0, 1] as float32, or bytes 0…255 standing for
 * byte/255. Parameters, gradients and moments are flat float32 arrays in the layout of `network.ts`. Every array handed
 * in is copied or read before the returned promise settles, and every array handed out belongs to the caller.
 */
import { cos } from '../core/math';
import type { Layout, Network } from './network';

export type BackendName = 'reference' | 'wasm' | 'webgpu';

export interface Engine {
  readonly backend: BackendName;
  /** What the numbers ran on, for people: "WebAssembly SIMD", or the GPU adapter's own description. */
  readonly adapter: string;
  /** Resolves, with the reason, when the device behind this engine is gone. Never resolves on wasm and reference. */
  readonly lost: Promise<string>;
  /** Prepares `network`: memory, pipelines. Parameters start at zero. */
  prepare(network: Network): Promise<PreparedNetwork>;
  /** Frees the device. Networks prepared on it must be disposed of before. */
  dispose(): void;
}

/**
 * A term added to the training loss that touches a few parameters, each on its own:
 * L = L₀ + Σ_i term(θ[indices[i]], constants[i]). The watermark's regularizer, Eq. (4), is one.
 */
export interface ParameterTerm {
  /** Positions in the flat parameter array, distinct. */
  readonly indices: Uint32Array;
  /** `constantsPerIndex` numbers for each index, row-major. */
  readonly constants: Float32Array;
  readonly constantsPerIndex: number;
  /** The term's value at one weight; `constants` is that index's row. */
  value(weight: number, constants: ArrayLike<number>): number;
  /** Its derivative by that weight. */
  derivative(weight: number, constants: ArrayLike<number>): number;
  /** WGSL of the derivative, defining `fn term_derivative(weight: f32, constants: array<f32, C>) -> f32`, C = constantsPerIndex. */
  readonly wgsl: string;
}

export interface TrainingSteps {
  readonly dataset: DatasetHandle;
  /** Which images each step sees: steps × batchSize indices into the dataset. */
  readonly order: Uint32Array;
  readonly batchSize: number;
  /** η of each step; its length is the number of steps. */
  readonly learningRates: Float32Array;
  /** AdamW (Loshchilov & Hutter 2019): θ ← θ − η·(m̂/(√v̂ + ε) + decay·θ). Decay is applied to kernels alone. */
  readonly weightDecay: number;
  readonly term?: ParameterTerm | undefined;
}

/** β₁, β₂ and ε of Adam, for every training everywhere (Kingma & Ba 2015). */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

export interface OptimizerState {
  /** Steps taken so far: the exponent of Adam's bias correction. */
  readonly step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** A dataset kept by a prepared network, so that batches are gathered where they are used. */
export interface DatasetHandle {
  readonly count: number;
  dispose(): void;
}

/** Softmax cross-entropy, mean over the batch, and its gradient by every parameter (the `term` included). */
export interface LossAndGradient {
  readonly loss: number;
  readonly gradient: Float32Array;
}

export interface PreparedNetwork {
  readonly layout: Layout;

  putParameters(parameters: Float32Array): void;
  readParameters(): Promise<Float32Array>;
  /** Restores Adam's state; `null` forgets it (zero moments, step 0). */
  putOptimizer(state: OptimizerState | null): void;
  readOptimizer(): Promise<OptimizerState>;

  /** @param images N × pixels bytes, @param labels N classes. Copied. */
  putDataset(images: Uint8Array, labels: Uint8Array): DatasetHandle;

  /** Runs the steps; gives each step's mean cross-entropy (L₀, without the term). */
  train(steps: TrainingSteps): Promise<Float32Array>;

  /** Logits [N, classes] of images [N × pixels]. N is free. */
  predict(images: Float32Array): Promise<Float32Array>;
  /** Logits of the dataset's images `from` … `to` − 1. */
  predictDataset(dataset: DatasetHandle, from: number, to: number): Promise<Float32Array>;

  /** One batch's loss and gradient, without a step: for tests and for looking at. Leaves parameters and moments as they are. */
  lossAndGradient(images: Float32Array, labels: Uint8Array, term?: ParameterTerm): Promise<LossAndGradient>;
  /** ∂(Σ_n logits_n · logitGradient_n)/∂images: [N × pixels] from [N × classes]. */
  inputGradient(images: Float32Array, logitGradient: Float32Array): Promise<Float32Array>;

  /** Starts a descent on the input; see `Descent`. */
  descend(options: DescentOptions): Descent;

  dispose(): void;
}

/**
 * What a descent on the input seeks, told one image at a time: the fingerprint's objective is one.
 * `state` is the image's own row of numbers (target, confidence, weight α, …); a head may change it.
 */
export interface DescentHead {
  readonly stateSize: number;
  /**
   * Writes the gradient of the objective by the logits into `gradient` and says whether this iterate is one to keep.
   * Must use `core/math` for anything beyond + − × ÷ √, so that its bits are the same everywhere.
   */
  evaluate(logits: Float32Array, state: Float32Array, gradient: Float32Array): boolean;
  /**
   * The same in WGSL: `fn head_evaluate(logits: ptr<function, array<f32, K>>, state: ptr<function, array<f32, S>>,
   * gradient: ptr<function, array<f32, K>>) -> bool`, with the constants K (classes) and S (stateSize) declared by the engine.
   */
  readonly wgsl: string;
}

/**
 * Minimizes ‖x′ − x‖² + objective(logits(x′)) over δ with x′ = ½(tanh δ + 1) by Adam (Carlini & Wagner 2017),
 * all images at once, each on its own. δ starts at artanh((2·start − 1)·0.9999), so that black and white pixels move.
 */
export interface DescentOptions {
  /** x: [N × pixels]. */
  readonly images: Float32Array;
  /** Where δ starts, as an image; `images` itself when absent. */
  readonly start?: Float32Array | undefined;
  readonly head: DescentHead;
  /** [N × head.stateSize], copied. */
  readonly state: Float32Array;
  /** The whole length of the descent; the rate falls from `from` to `to` along half a cosine over it. */
  readonly iterations: number;
  readonly learningRate: { readonly from: number; readonly to: number };
  readonly beta1: number;
  readonly beta2: number;
}

export interface DescentResult {
  /** For each image the iterate of least distortion that the head kept, or the last iterate if it kept none. [N × pixels] */
  readonly images: Float32Array;
  /** 1 where the head kept an iterate. */
  readonly kept: Uint8Array;
  /** ‖x′ − x‖₂ of `images`. */
  readonly distortion: Float32Array;
  /** Logits of the latest evaluated iterate (not of `images`), for watching. [N × classes] */
  readonly logits: Float32Array;
  /** The head's state now. */
  readonly state: Float32Array;
}

export interface Descent {
  /** Iterations done so far. */
  readonly iteration: number;
  /** Goes on for `iterations` more, or to the end. Nothing is read back in between; a GPU may be at it still when this resolves. */
  run(iterations: number): Promise<void>;
  read(): Promise<DescentResult>;
  dispose(): void;
}

/** η at iteration i of n: to + ½(from − to)(1 + cos(π·i/n)). Shared by every schedule. */
export function cosineRate(from: number, to: number, i: number, n: number): number {
  return to + 0.5 * (from - to) * (1 + cos((Math.PI * i) / n));
}
