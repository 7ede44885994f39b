/**
 * Users' fingerprints generation, section 2.3: from clean images to licences of given class and confidence. A licence is
 * accepted only for what its 8-bit pixels do, since these are what the user gets.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { AppError, throwIfAborted } from '../../core/errors';
import { softmax } from '../../core/math';
import { letEventsIn } from '../../core/pause';
import type { DescentHead, DescentOptions, PreparedNetwork } from '../../engine/engine';
import { DEFAULT_SETTINGS } from './generation-options';
import type {
  FingerprintPhase,
  FingerprintRequest,
  FingerprintResult,
  GenerationOptions,
  GenerationSettings,
} from './generation-options';
import { secretStream } from '../secret';
import { literalHead, reachHead, settleHead } from './objective';
import type { Polished } from './polish';
import { fromBytes, missOf, polish, toBytes } from './polish';
import type { Aim } from './target';
import { aimAt, targetOutput } from './target';

/** Some searches will be made again; progress leaves room for a tenth more than is known to be needed. */
const RETRY_RESERVE = 1.1;

/** Looking on takes at most a twentieth of the time, yet a report comes at least this often (ms). */
const WATCHING_SHARE = 1 / 20;
const WATCHING_PAUSE = 250;

/** A request under way. */
interface Work {
  readonly index: number;
  readonly request: FingerprintRequest;
  readonly aim: Aim;
}

/**
 * Makes one fingerprint for each request, in the order of the requests. One that could not be made has `passed: false` and the
 * nearest that was found.
 * @throws AppError `bad-input` for a request that no image can meet; `cancelled` when `signal` aborts.
 */
export async function generateFingerprints(options: GenerationOptions): Promise<FingerprintResult[]> {
  const { prepared, requests, epsilon } = options;
  const { pixels, classes } = prepared.layout;
  const work = requests.map((request, index): Work => {
    if (!Number.isInteger(request.class) || request.class < 0 || request.class >= classes) {
      throw new AppError('bad-input', 'There is no class {class}; classes are 0 … {last}.', {
        values: { class: request.class, last: classes - 1 },
      });
    }
    if (request.image.length !== pixels) {
      throw new AppError(
        'bad-input',
        'Clean image {index} has {values} values; the network takes {pixels}.',
        { values: { index, values: request.image.length, pixels } },
      );
    }
    return { index, request, aim: aimAt(request.confidence, epsilon, classes) };
  });
  return new Generation(options, { ...DEFAULT_SETTINGS, ...options.settings }).run(work);
}

class Generation {
  private readonly prepared: PreparedNetwork;
  private readonly results: FingerprintResult[] = [];
  private readonly confidence: number[];
  private readonly distortion: number[];
  /** Image iterations done, and all that are known to be needed. */
  private done = 0;
  private needed = 0;
  private fraction = 0;
  /** Not before then the images are read again for watching only. */
  private nextLook = 0;

  constructor(
    private readonly options: GenerationOptions,
    private readonly settings: GenerationSettings,
  ) {
    this.prepared = options.prepared;
    this.confidence = options.requests.map(() => 0);
    this.distortion = options.requests.map(() => 0);
  }

  async run(work: readonly Work[]): Promise<FingerprintResult[]> {
    const { batchSize, attempts } = this.settings;
    const literal = this.options.method === 'literal';
    let pending = work;
    for (let attempt = 1; attempt <= (literal ? 1 : attempts) && pending.length > 0; attempt++) {
      this.needed += pending.length * this.iterationsPerImage(literal);
      for (let from = 0; from < pending.length; from += batchSize) {
        const batch = pending.slice(from, from + batchSize);
        const images = literal ? await this.searchLiterally(batch) : await this.search(batch, attempt);
        images.forEach((image, n) => this.judge(batch[n]!, image, attempt));
      }
      pending = pending.filter(({ index }) => !this.results[index]!.passed);
    }
    this.fraction = 1;
    this.report(
      literal ? 'search' : 'polish',
      Math.max(1, ...this.results.map(result => result.attempts)),
      1,
      1,
    );
    return this.results;
  }

  private iterationsPerImage(literal: boolean): number {
    const { reach, settle, literal: search } = this.settings;
    return literal ? search.iterations : reach.iterations + settle.iterations;
  }

  /** The three phases. A later attempt draws other shares, weighs them more, and starts from a noisier image. */
  private async search(batch: readonly Work[], attempt: number): Promise<Polished[]> {
    const { reach, settle, polishSteps } = this.settings;
    const { pixels, classes } = this.prepared.layout;
    const weight = 3 ** (attempt - 1);
    const images = this.cleanImages(batch);
    const cleanLogits = await this.prepared.predict(images);

    const reachState = new Float32Array(batch.length * (classes + 1));
    const start = images.slice();
    batch.forEach(({ request, aim }, n) => {
      const random = secretStream(
        this.options.secret,
        `fingerprint ${request.class} ${request.confidence} ${imageName(request.image)} attempt ${attempt}`,
      );
      const logits = cleanLogits.subarray(n * classes, (n + 1) * classes);
      reachState.set(targetOutput(logits, request.class, aim.confidence, random), n * (classes + 1));
      reachState[n * (classes + 1) + classes] = reach.alpha * weight;
      const noise = Math.min(0.5, 0.15 * (attempt - 1));
      for (let i = n * pixels; attempt > 1 && i < (n + 1) * pixels; i++) {
        start[i] = (1 - noise) * start[i]! + noise * random.uniform();
      }
    });
    const reached = await this.descend(batch, attempt, 'reach', {
      images,
      start,
      head: reachHead(classes),
      state: reachState,
      iterations: reach.iterations,
      learningRate: reach,
      beta1: 0.9,
      beta2: 0.999,
    });

    const settled = await this.descend(batch, attempt, 'settle', {
      images,
      start: reached,
      head: settleHead,
      state: stateOf(settleHead, batch, ({ request, aim }) => [
        request.class,
        aim.confidence,
        aim.tolerance,
        aim.margin,
        settle.alpha * weight,
      ]),
      iterations: settle.iterations,
      learningRate: settle,
      beta1: 0.9,
      beta2: 0.99, // follows the changing α
    });

    this.report('polish', attempt, 0, polishSteps);
    const targets = batch.map(({ request, aim }) => ({ class: request.class, confidence: aim.confidence }));
    return polish(this.prepared, settled, targets, polishSteps);
  }

  /** Eq. (1)–(3) as printed, then rounded. */
  private async searchLiterally(batch: readonly Work[]): Promise<Polished[]> {
    const { iterations, rate, alpha } = this.settings.literal;
    const found = await this.descend(batch, 1, 'search', {
      images: this.cleanImages(batch),
      head: literalHead,
      state: stateOf(literalHead, batch, ({ request }) => [
        request.class,
        request.confidence,
        this.options.epsilon,
        alpha,
      ]),
      iterations,
      learningRate: { from: rate, to: rate },
      beta1: 0.9,
      beta2: 0.999,
    });
    const targets = batch.map(({ request }) => request);
    return polish(this.prepared, found, targets, 0);
  }

  private cleanImages(batch: readonly Work[]): Float32Array {
    const { pixels } = this.prepared.layout;
    const images = new Float32Array(batch.length * pixels);
    batch.forEach(({ request }, n) => images.set(request.image, n * pixels));
    return images;
  }

  /** Runs one descent to its end, reporting and listening on the way; gives its images. */
  private async descend(
    batch: readonly Work[],
    attempt: number,
    phase: FingerprintPhase,
    options: DescentOptions,
  ): Promise<Float32Array> {
    const { classes } = this.prepared.layout;
    const descent = this.prepared.descend(options);
    try {
      for (;;) {
        const before = descent.iteration;
        await descent.run(this.settings.reportEvery);
        this.done += batch.length * (descent.iteration - before);
        await letEventsIn();
        throwIfAborted(this.options.signal);
        const finished = descent.iteration >= options.iterations;
        // Reading waits for a GPU and empties its queue, and costs next to nothing elsewhere.
        const begun = performance.now();
        if (!finished && (!this.options.onProgress || begun < this.nextLook)) continue;
        const { images, logits, distortion } = await descent.read();
        const now = performance.now();
        // One alone is over in a moment, and whoever asked for it watches its way: every look counts.
        const pause = batch.length === 1 ? 0 : Math.min(WATCHING_PAUSE, (now - begun) / WATCHING_SHARE);
        this.nextLook = now + pause;
        batch.forEach(({ index, request }, n) => {
          this.confidence[index] = softmax(logits.subarray(n * classes, (n + 1) * classes))[request.class]!;
          this.distortion[index] = distortion[n]!;
        });
        this.report(phase, attempt, descent.iteration, options.iterations);
        if (finished) return images;
      }
    } finally {
      descent.dispose();
    }
  }

  private report(phase: FingerprintPhase, attempt: number, iteration: number, iterations: number): void {
    this.fraction = Math.max(this.fraction, this.done / (this.needed * RETRY_RESERVE));
    this.options.onProgress?.({
      phase,
      attempt,
      iteration,
      iterations,
      fraction: this.fraction,
      confidence: [...this.confidence],
      distortion: [...this.distortion],
    });
  }

  /** Decides on the 8-bit pixels, and keeps the result unless an earlier attempt came nearer. */
  private judge({ index, request }: Work, { pixels, probabilities }: Polished, attempts: number): void {
    const miss = missOf(probabilities, request);
    const before = this.results[index];
    if (before && missOf(before.probabilities, request) <= miss) {
      this.results[index] = { ...before, attempts };
      return;
    }
    this.results[index] = {
      class: request.class,
      confidence: request.confidence,
      pixels,
      probabilities: [...probabilities],
      achieved: probabilities[request.class]!,
      passed: miss < this.options.epsilon,
      distortion: distance(fromBytes(pixels), request.image),
      attempts,
    };
    this.confidence[index] = this.results[index].achieved;
    this.distortion[index] = this.results[index].distortion;
  }
}

function stateOf(head: DescentHead, batch: readonly Work[], row: (work: Work) => number[]): Float32Array {
  const state = new Float32Array(batch.length * head.stateSize);
  batch.forEach((work, n) => state.set(row(work), n * head.stateSize));
  return state;
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** Another clean image has other shares, so that a licence issued again never repeats the output vector of the one before. */
function imageName(image: Float32Array): string {
  return bytesToHex(sha256(toBytes(image)));
}
