/** Hands work to the device a few steps at a time, at most two submissions ahead of it. */
import { submit, type Commands } from './commands';

const AHEAD = 2;

/** Steps of a submission: few enough that a slow device can be stopped soon, enough that a fast one never waits. */
const MOST_STEPS = 16;
const FIRST_STEPS = 4;

/** What one submission takes at most, about. */
const MILLISECONDS = 250;

interface Running {
  readonly done: Promise<unknown>;
  readonly steps: number;
}

export class Submissions {
  private readonly running: Running[] = [];
  private size: number;
  /** When the submission before the oldest under way was done; null when the device may have stood still since. */
  private since: number | null = null;

  /** @param long whether a single step may be too much for one submission (`isLong`), until it was measured. */
  constructor(
    private readonly device: GPUDevice,
    private long: boolean,
  ) {
    this.size = long ? 1 : FIRST_STEPS;
  }

  /** How many steps the next submission should have. */
  get steps(): number {
    return this.size;
  }

  /** Submits the `steps` steps that `record` records, once fewer than two submissions are under way. */
  async add(steps: number, record: (commands: Commands) => void): Promise<void> {
    // Whoever hands over one at a time, or paused, leaves the device without work in between.
    if (this.running.length === 0) this.since = null;
    while (this.running.length >= AHEAD) await this.finishOne();
    submit(this.device, this.long, record);
    this.running.push({ done: this.device.queue.onSubmittedWorkDone(), steps });
  }

  /** One was done while another was under way: the time from the one before it is what it took. */
  private async finishOne(): Promise<void> {
    const { done, steps } = this.running.shift()!;
    await done;
    const now = performance.now();
    if (this.since !== null) {
      const fitting = Math.floor((MILLISECONDS * steps) / (now - this.since));
      this.size = Math.max(1, Math.min(MOST_STEPS, fitting));
      this.long = fitting < 1;
    }
    this.since = now;
  }
}
