/**
 * A run of experiments on a pool of workers: a cell starts as soon as what it needs is done and a worker is free, the one
 * first that most other work waits for. What comes out does not depend on that (`experiments/run.ts`).
 */
import { AppError, isAppError } from '../core/errors';
import type { ExperimentId } from '../experiments/all';
import type { Cell, Outcome, Outcomes, RunSettings } from '../experiments/experiment';
import { planRun } from '../experiments/run';
import type { Again } from './batch';
import type { WorkerPool } from './pool';
import { secondsLeft, stopwatch } from './time-left';

export interface RunOfExperiments {
  readonly ids: readonly ExperimentId[];
  readonly settings: RunSettings;
  /** Cells finished before, under the same `runKey`; they aren't run again. */
  readonly finished: Outcomes;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Told of each cell as it is done, so that it can be kept. */
  readonly onFinished?: ((cell: Cell, outcome: Outcome) => void) | undefined;
  /** A worker or a device was lost, and the cell that it had under way is begun again. */
  readonly onAgain?: ((again: Again) => void) | undefined;
}

export interface RunProgress {
  /** Ids of the cells under way. */
  readonly running: readonly string[];
  readonly finished: number;
  readonly total: number;
  /** 0 … 1 of the run's work, by what its cells were expected to take. */
  readonly fraction: number;
  readonly secondsLeft: number;
}

/** No cell counts for nothing. */
const LEAST_SECONDS = 0.1;

/** Seconds of the longest chain of cells that begins with each: a cell's own, and those of what waits for it. */
export function chainSeconds(cells: readonly Cell[]): Map<string, number> {
  const longest = new Map<string, number>();
  // Whatever a cell needs comes before it.
  for (const cell of cells.toReversed()) {
    const after = cells.filter(({ needs }) => needs.includes(cell.id)).map(({ id }) => longest.get(id) ?? 0);
    longest.set(cell.id, Math.max(LEAST_SECONDS, cell.seconds) + Math.max(0, ...after));
  }
  return longest;
}

/**
 * The outcomes of all cells of the run.
 * @throws AppError of the first cell that fails, the others stopped; `cancelled` when the signal aborts. What was finished
 *   until then was handed to `onFinished`.
 */
export async function runOnPool(
  pool: Pick<WorkerPool, 'map' | 'size'>,
  { ids, settings, finished, signal, onProgress, onFinished, onAgain }: RunOfExperiments,
): Promise<Outcomes> {
  const cells = planRun(ids, settings);
  const outcomes = new Map(cells.flatMap(({ id }) => (finished.has(id) ? [[id, finished.get(id)!]] : [])));
  const order = chainSeconds(cells);
  const waiting = cells
    .filter(({ id }) => !outcomes.has(id))
    .toSorted((a, b) => order.get(b.id)! - order.get(a.id)!);
  const running = new Map<string, number>();
  const secondsOf = (cell: Cell) => Math.max(LEAST_SECONDS, cell.seconds);
  const work = waiting.reduce((sum, cell) => sum + secondsOf(cell), 0);
  let done = 0;
  const elapsed = stopwatch();
  const report = () => {
    const under = cells.reduce((sum, cell) => sum + (running.get(cell.id) ?? 0) * secondsOf(cell), 0);
    const fraction = work === 0 ? 1 : (done + under) / work;
    onProgress?.({
      running: [...running.keys()],
      finished: outcomes.size,
      total: cells.length,
      fraction,
      secondsLeft: secondsLeft(elapsed(), fraction),
    });
  };

  const stop = new AbortController();
  const abort = () => stop.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  let failure: AppError | null = null;

  const perform = async (cell: Cell): Promise<void> => {
    running.set(cell.id, 0);
    try {
      const input = { cell, settings, outcomes: cell.needs.map(id => [id, outcomes.get(id)!] as const) };
      const [outcome] = await pool.map('cell', [input], {
        signal: stop.signal,
        training: true,
        onAgain,
        onProgress: (_piece, { fraction }) => {
          running.set(cell.id, fraction);
          report();
        },
      });
      outcomes.set(cell.id, outcome!);
      done += secondsOf(cell);
      onFinished?.(cell, outcome!);
    } catch (error) {
      failure ??= isAppError(error) ? error : new AppError('internal', String(error));
      stop.abort();
    } finally {
      running.delete(cell.id);
      report();
    }
  };

  try {
    const performing = new Set<Promise<void>>();
    while ((waiting.length > 0 || performing.size > 0) && !failure && !stop.signal.aborted) {
      while (performing.size < pool.size) {
        const next = waiting.findIndex(({ needs }) => needs.every(id => outcomes.has(id)));
        if (next < 0) break;
        const [cell] = waiting.splice(next, 1);
        const performance = perform(cell!).finally(() => performing.delete(performance));
        performing.add(performance);
      }
      await Promise.race(performing);
    }
    await Promise.all(performing);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  if (failure) throw failure as AppError;
  if (stop.signal.aborted) throw new AppError('cancelled', 'The run was cancelled.');
  return outcomes;
}
