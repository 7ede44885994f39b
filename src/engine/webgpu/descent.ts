/**
 * Carlini & Wagner's descent on the input (`Descent` in `../engine`), all of it on the device: an iteration is one round of
 * dispatches, and nothing comes back before `read`. Many images are several independent parts.
 */
import { artanh, tanh } from '../../core/math';
import { AppError } from '../../core/errors';
import { cosineRate, type Descent, type DescentOptions, type DescentResult } from '../engine';
import type { DeviceMemory } from './buffers';
import { isLong, type Commands } from './commands';
import { KEPT } from './descent-kernels';
import type { BoundKernel } from './kernel';
import type { NetworkKernels } from './network-kernels';
import { imagesAtOnce, Pass } from './pass';
import { uploadSchedule } from './schedule';
import { Submissions } from './submissions';

/** Keeps δ finite for black and white pixels. */
const CLIP = 0.9999;

/** Images of one part, at most. */
const PART = 512;

class Part {
  private readonly pass: Pass;
  private readonly original: GPUBuffer;
  private readonly delta: GPUBuffer;
  private readonly firstMoment: GPUBuffer;
  private readonly secondMoment: GPUBuffer;
  private readonly best: GPUBuffer;
  private readonly bestSquare: GPUBuffer;
  private readonly verdict: GPUBuffer;
  private readonly state: GPUBuffer;
  private readonly buffers: readonly GPUBuffer[];
  private readonly iterate: BoundKernel;
  private readonly update: BoundKernel;
  private head: BoundKernel | null = null;

  constructor(
    private readonly memory: DeviceMemory,
    private readonly kernels: NetworkKernels,
    parameters: GPUBuffer,
    private readonly options: DescentOptions,
    schedule: GPUBuffer,
    private readonly from: number,
    readonly count: number,
  ) {
    const { pixels } = kernels.layout;
    const { images, start, state, head } = options;
    const rows = (values: Float32Array, width: number): Float32Array =>
      values.subarray(from * width, (from + count) * width);
    const delta = rows(start ?? images, pixels).map(s => artanh((2 * s - 1) * CLIP));
    this.pass = new Pass(memory, kernels, parameters, count, 'input');
    this.pass.setCount(count);
    this.original = memory.upload(rows(images, pixels), 'original images');
    this.delta = memory.upload(delta, 'delta');
    this.firstMoment = memory.allocate(delta.length, 'first moment of the descent');
    this.secondMoment = memory.allocate(delta.length, 'second moment of the descent');
    this.best = memory.upload(
      delta.map(d => 0.5 * (tanh(d) + 1)),
      'best images',
    );
    this.bestSquare = memory.upload(new Float32Array(count).fill(3.4e38), 'best distortions');
    this.verdict = memory.allocate(count, 'verdicts');
    this.state = memory.upload(rows(state, head.stateSize), 'state of the head');
    this.buffers = [
      this.original,
      this.delta,
      this.firstMoment,
      this.secondMoment,
      this.best,
      this.bestSquare,
      this.verdict,
      this.state,
    ];
    this.iterate = this.pass.bind(kernels.iterate, { delta: this.delta });
    this.update = this.pass.bind(
      kernels.update,
      {
        original: this.original,
        input_gradient: this.pass.imageGradient,
        verdict: this.verdict,
        delta: this.delta,
        first_moment: this.firstMoment,
        second_moment: this.secondMoment,
        best: this.best,
      },
      schedule,
    );
  }

  async prepare(): Promise<void> {
    if (this.head) return;
    const kernel = await this.kernels.head(this.options.head);
    this.head = this.pass.bind(kernel, {
      original: this.original,
      all_logits: this.pass.logits,
      all_states: this.state,
      logit_gradient: this.pass.logitGradient,
      best_square: this.bestSquare,
      verdict: this.verdict,
    });
  }

  step(commands: Commands, iteration: number): void {
    const values = this.count * this.kernels.layout.pixels;
    this.iterate.run(commands, values);
    this.pass.forward(commands);
    this.head?.run(commands, this.count);
    this.pass.backward(commands);
    this.update.run(commands, values, iteration);
  }

  /** Fills this part's rows of `result`. */
  async read(result: DescentResult): Promise<void> {
    const { pixels, classes } = this.kernels.layout;
    const { stateSize } = this.options.head;
    const { from, count } = this;
    const [best, verdict, logits, state] = await this.memory.read(
      [this.best, count * pixels],
      [this.verdict, count],
      [this.pass.logits, count * classes],
      [this.state, count * stateSize],
    );
    result.images.set(new Float32Array(best!), from * pixels);
    result.logits.set(new Float32Array(logits!), from * classes);
    result.state.set(new Float32Array(state!), from * stateSize);
    result.kept.set(
      new Uint32Array(verdict!).map(word => word & KEPT),
      from,
    );
  }

  dispose(): void {
    this.pass.dispose();
    this.memory.release(...this.buffers);
  }
}

export class WebGpuDescent implements Descent {
  private readonly parts: readonly Part[];
  private readonly schedule: GPUBuffer;
  private readonly original: Float32Array;
  private readonly submissions: Submissions;
  private done = 0;
  private disposed = false;

  /** @param onDispose called once. */
  constructor(
    private readonly memory: DeviceMemory,
    private readonly kernels: NetworkKernels,
    parameters: GPUBuffer,
    private readonly options: DescentOptions,
    private readonly onDispose: () => void,
  ) {
    const { images, iterations, learningRate, beta1, beta2 } = options;
    this.original = images.slice();
    this.submissions = new Submissions(
      memory.device,
      isLong(kernels.layout, 2 * (images.length / kernels.layout.pixels)),
    );
    this.schedule = uploadSchedule(
      memory,
      Array.from({ length: iterations }, (_, i) => ({
        rate: cosineRate(learningRate.from, learningRate.to, i, iterations),
        time: i + 1,
        beta1,
        beta2,
        decay: 0,
      })),
    );
    const count = images.length / kernels.layout.pixels;
    const most = imagesAtOnce(kernels.layout, PART);
    this.parts = Array.from({ length: Math.ceil(count / most) }, (_, p) => {
      const size = Math.min(most, count - p * most);
      return new Part(memory, kernels, parameters, options, this.schedule, p * most, size);
    });
  }

  get iteration(): number {
    return this.done;
  }

  /** Resolves when the last iterations are handed over, not done: the device is to have work while the caller looks around. */
  async run(iterations: number): Promise<void> {
    this.expectAlive();
    await Promise.all(this.parts.map(part => part.prepare()));
    this.expectAlive();
    const end = Math.min(this.done + iterations, this.options.iterations);
    while (this.done < end) {
      const to = Math.min(this.done + this.submissions.steps, end);
      const from = this.done;
      this.done = to;
      await this.submissions.add(to - from, commands => {
        for (let i = from; i < to; i++) for (const part of this.parts) part.step(commands, i);
      });
    }
  }

  async read(): Promise<DescentResult> {
    this.expectAlive();
    const { pixels, classes } = this.kernels.layout;
    const count = this.original.length / pixels;
    const distortion = new Float32Array(count);
    const result: DescentResult = {
      images: new Float32Array(count * pixels),
      kept: new Uint8Array(count),
      distortion,
      logits: new Float32Array(count * classes),
      state: new Float32Array(count * this.options.head.stateSize),
    };
    await Promise.all(this.parts.map(part => part.read(result)));
    for (let n = 0; n < count; n++) {
      let square = 0;
      for (let i = n * pixels; i < (n + 1) * pixels; i++)
        square += (result.images[i]! - this.original[i]!) ** 2;
      distortion[n] = Math.sqrt(square);
    }
    return result;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const part of this.parts) part.dispose();
    this.memory.release(this.schedule);
    this.onDispose();
  }
  private expectAlive(): void {
    if (this.disposed) throw new AppError('internal', 'The descent, or its network, was disposed of.');
  }
}
