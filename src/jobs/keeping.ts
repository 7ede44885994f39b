/** When a job that trains hands out a checkpoint: a crash costs at most five seconds of work, or one epoch. */
import { stopwatch } from './time-left';

/** Seconds of work that a crash may cost. */
const MOST = 5;

/** An evaluation that takes longer is not waited for: what was trained is kept before it, and once more with its outcome. */
const SHORT = 1;

export class Keeping {
  private readonly elapsed = stopwatch();
  private last = 0;
  private asked = 0;
  /** Seconds that the latest evaluation took. */
  private evaluation = Infinity;

  /** Asked after each chunk of steps: whether another as long would be too much to lose. */
  isDue(): boolean {
    const now = this.elapsed();
    const chunk = now - this.asked;
    this.asked = now;
    return now - this.last + chunk > MOST;
  }

  kept(): void {
    this.last = this.elapsed();
  }

  get isBeforeMeasuring(): boolean {
    return this.evaluation > SHORT;
  }

  async whileMeasuring<T>(measure: () => Promise<T>): Promise<T> {
    const started = this.elapsed();
    const measured = await measure();
    this.asked = this.elapsed();
    this.evaluation = this.asked - started;
    return measured;
  }
}
