/**
 * Where this tab's training is kept. Each tab has a row of its own, held by a Web Lock for as long as the run lasts, so that two
 * tabs on one origin never overwrite one another's checkpoints, and a run whose tab was closed waits for the next visit.
 * Without Web Locks every tab takes the first row.
 */
import type { KeptTraining } from './kept-rows';
import { TRAINING_ROWS } from './database';
import type { TrainingRowName } from './database';
import type { Persistence } from './persistence';
import { lockName, rowLocks } from './row-lock';
import { LEFT } from './storage-trouble';

/** Milliseconds that a tab waits for a row: a page that is reloaded may not have let go of its own yet. */
const PATIENCE = 1000;

function isRun(found: KeptTraining | typeof LEFT | null): found is KeptTraining {
  return found !== null && found !== LEFT;
}

export class TrainingRow {
  private row: TrainingRowName | null = null;
  private release: () => void = () => undefined;
  /** What is asked of it is done one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly persistence: Persistence) {}

  /**
   * The training that an earlier visit left and no other tab has; its row is this tab's from now on. `elsewhere`: another tab has one.
   * @param isWanted false once this tab has begun a run of its own: the row is left to a later visit.
   */
  restore(isWanted: () => boolean): Promise<{ training: KeptTraining | null; elsewhere: boolean }> {
    return this.inTurn(async () => {
      let elsewhere = false;
      for (const row of TRAINING_ROWS) {
        if (!isWanted()) break;
        if (!isRun(await this.persistence.training(row))) continue;
        if (!(await this.take(row, PATIENCE))) {
          elsewhere = true;
          continue;
        }
        // Another tab may have ended it while this one waited.
        const training = await this.persistence.training(row);
        if (isRun(training) && isWanted()) return { training, elsewhere };
        this.letGo();
      }
      return { training: null, elsewhere };
    });
  }

  /** Keeps a checkpoint of this tab's run. false: every row is another's. */
  keep(training: KeptTraining): Promise<boolean> {
    return this.inTurn(async () => {
      const row = this.row ?? (await this.takeEmpty());
      if (row) await this.persistence.keepTraining(row, training);
      return row !== null;
    });
  }

  /** Ends this tab's run: its row is free again. */
  forget(): Promise<void> {
    return this.inTurn(async () => {
      if (this.row) await this.persistence.keepTraining(this.row, null);
      this.letGo();
    });
  }

  /** Leaves what is in the row to a later visit. */
  leave(): Promise<void> {
    return this.inTurn(() => {
      this.letGo();
      return Promise.resolve();
    });
  }

  private async takeEmpty(): Promise<TrainingRowName | null> {
    for (const row of TRAINING_ROWS) {
      if (!(await this.take(row, 0))) continue;
      if (!(await this.persistence.training(row))) return row;
      this.letGo();
    }
    return null;
  }

  /** Whether the row is this tab's now. */
  private take(row: TrainingRowName, patience: number): Promise<boolean> {
    const locks = rowLocks();
    if (!locks) {
      this.row = row;
      return Promise.resolve(true);
    }
    return new Promise(resolve => {
      const hold = (lock: Lock | null) => {
        resolve(lock !== null);
        if (!lock) return undefined;
        this.row = row;
        return new Promise<void>(release => {
          this.release = release;
        });
      };
      const options = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
      locks.request(lockName(row), options, hold).catch(() => resolve(false));
    });
  }

  private letGo(): void {
    this.row = null;
    this.release();
    this.release = () => undefined;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => undefined);
    return turn;
  }
}
