/**
 * Carlini & Wagner's descent on the input (`Descent` in `../engine`): everything in the module except the head, which is
 * called once per image and iteration, on the logits where they lie. Images go block by block through one iteration.
 */
import { AppError } from '../../core/errors';
import { artanh } from '../../core/math';
import { ADAM, cosineRate, type Descent, type DescentOptions, type DescentResult } from '../engine';
import type { Layout } from '../network';
import { AdamSchedule, type AdamArguments } from './adam-schedule';
import type { KernelModule } from './kernels';
import type { Pointer } from './memory';
import type { Pass } from './pass';

/** Keeps δ finite for black and white pixels. */
const CLIP = 0.9999;

export class WasmDescent implements Descent {
  private readonly schedule: AdamSchedule;
  private readonly count: number;
  private readonly state: Float32Array;
  private readonly logits: Float32Array;
  /** Each image's own part of the two above. */
  private readonly rows: readonly { readonly state: Float32Array; readonly logits: Float32Array }[];
  /** What a head writes. */
  private readonly gradient: Float32Array;
  /** ‖x′ − x‖² of the block's images. */
  private readonly squares: Float64Array;
  private readonly kept: Uint8Array;
  private readonly bestSquare: Float64Array;
  /** [count × pixels] each, in linear memory. */
  private readonly original: Pointer;
  private readonly delta: Pointer;
  private readonly firstMoment: Pointer;
  private readonly secondMoment: Pointer;
  private readonly best: Pointer;
  private disposed = false;

  /** @param onDispose called once. */
  constructor(
    private readonly module: KernelModule,
    private readonly layout: Layout,
    private readonly pass: Pass,
    private readonly options: DescentOptions,
    private readonly onDispose: () => void,
  ) {
    const { images, start, beta1, beta2 } = options;
    const { pixels, classes } = layout;
    this.count = images.length / pixels;
    this.schedule = new AdamSchedule(beta1, beta2);
    this.state = options.state.slice();
    this.logits = new Float32Array(this.count * classes);
    const { stateSize } = options.head;
    this.rows = Array.from({ length: this.count }, (_, n) => ({
      state: this.state.subarray(n * stateSize, (n + 1) * stateSize),
      logits: this.logits.subarray(n * classes, (n + 1) * classes),
    }));
    this.gradient = new Float32Array(classes);
    this.squares = new Float64Array(this.count);
    this.kept = new Uint8Array(this.count);
    this.bestSquare = new Float64Array(this.count).fill(Infinity);

    const { memory } = module;
    const allocate = (): Pointer => memory.allocate(4 * images.length);
    this.original = allocate();
    this.delta = allocate();
    this.firstMoment = allocate();
    this.secondMoment = allocate();
    this.best = allocate();
    memory.floats(this.original, images.length).set(images);
    memory.floats(this.delta, images.length).set((start ?? images).map(s => artanh((2 * s - 1) * CLIP)));
    pass.prepare('descent', this.count);
    for (let n = 0; n < this.count; n++) {
      this.iterate(n, 0);
      this.keep(n, 0);
    }
  }

  get iteration(): number {
    return this.schedule.step;
  }

  async run(iterations: number): Promise<void> {
    this.expectAlive();
    const { from, to } = this.options.learningRate;
    const end = Math.min(this.iteration + iterations, this.options.iterations);
    const { capacity } = this.pass.prepare('descent', this.count);
    while (this.iteration < end) {
      const rate = cosineRate(from, to, this.iteration, this.options.iterations);
      const numbers = this.schedule.next(rate);
      for (let n = 0; n < this.count; n += capacity)
        this.step(n, Math.min(capacity, this.count - n), numbers);
    }
  }

  async read(): Promise<DescentResult> {
    this.expectAlive();
    const { pixels } = this.layout;
    const images = this.module.memory.floats(this.best, this.count * pixels).slice();
    const original = this.module.memory.floats(this.original, this.count * pixels);
    const distortion = Float32Array.from({ length: this.count }, (_, n) => {
      let square = 0;
      for (let i = n * pixels; i < (n + 1) * pixels; i++) square += (images[i]! - original[i]!) ** 2;
      return Math.sqrt(square);
    });
    return {
      images,
      kept: this.kept.slice(),
      distortion,
      logits: this.logits.slice(),
      state: this.state.slice(),
    };
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const block of [this.original, this.delta, this.firstMoment, this.secondMoment, this.best]) {
      this.module.memory.release(block);
    }
    this.onDispose();
  }

  private expectAlive(): void {
    if (this.disposed) throw new AppError('internal', 'The descent, or its network, was disposed of.');
  }

  /** One iteration of images n … n + count − 1. */
  private step(n: number, count: number, numbers: AdamArguments): void {
    const { pass, module } = this;
    const { classes } = this.layout;
    const { head } = this.options;
    const { logits: last } = pass.arena;
    for (let i = 0; i < count; i++) this.squares[i] = this.iterate(n + i, i);
    pass.forward(count);

    const values = module.memory.floats(last.values, count * last.image);
    const gradients = module.memory.floats(last.gradient, count * last.image);
    for (let i = 0; i < count; i++) {
      const image = n + i;
      const at = i * last.image;
      const { logits, state } = this.rows[image]!;
      for (let k = 0; k < classes; k++) logits[k] = values[at + k]!;
      this.gradient.fill(0);
      const square = this.squares[i]!;
      const better = head.evaluate(logits, state, this.gradient) && square < this.bestSquare[image]!;
      for (let k = 0; k < classes; k++) gradients[at + k] = this.gradient[k]!;
      if (better) {
        this.bestSquare[image] = square;
        this.kept[image] = 1;
      }
      if (better || this.kept[image] === 0) this.keep(image, i);
    }

    pass.backward(count);
    for (let i = 0; i < count; i++) this.update(n + i, i, numbers);
  }

  /** The byte offset of an image in the packed arrays. */
  private at(image: number): number {
    return 4 * image * this.layout.pixels;
  }

  /** Image's iterate into place i of the first plane; gives ‖x′ − x‖². */
  private iterate(image: number, i: number): number {
    const { height, width, channels } = this.layout.network.input;
    const { first } = this.pass.arena;
    return this.module.kernels.descent_iterate(
      this.delta + this.at(image),
      this.original + this.at(image),
      height,
      width * channels,
      first.values + first.origin + 4 * i * first.image,
      first.row,
    );
  }

  /** Keeps the iterate in place i as image's best. */
  private keep(image: number, i: number): void {
    const { height, width, channels } = this.layout.network.input;
    const { first } = this.pass.arena;
    const from = first.values + first.origin + 4 * i * first.image;
    const row = width * channels;
    this.module.kernels.copy_images(from, 0, first.row, this.best + this.at(image), 0, row, height, row, 1);
  }

  private update(image: number, i: number, numbers: AdamArguments): void {
    const { height, width, channels } = this.layout.network.input;
    const { first } = this.pass.arena;
    this.module.kernels.descent_update(
      this.delta + this.at(image),
      this.original + this.at(image),
      this.firstMoment + this.at(image),
      this.secondMoment + this.at(image),
      height,
      width * channels,
      first.gradient + first.origin + 4 * i * first.image,
      first.row,
      ...numbers,
      ADAM.epsilon,
    );
  }
}
