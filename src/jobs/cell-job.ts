/** One cell of a run of experiments (section 3). */
import type { Outcome } from '../experiments/experiment';
import { runCell } from '../experiments/run';
import type { Lab } from './lab';
import type { CellInput, JobContext } from './protocol';

/** Milliseconds between reports: a cell tells of every few images. */
const QUIET = 100;

export function cellJob(
  lab: Lab,
  { cell, settings, outcomes }: CellInput,
  { signal, report }: JobContext<'cell'>,
): Promise<Outcome> {
  let last = 0;
  return lab.useForExperiments(bench =>
    runCell(cell, {
      settings,
      bench,
      outcomes: new Map(outcomes),
      signal,
      onProgress: fraction => {
        const now = performance.now();
        if (now - last < QUIET) return;
        last = now;
        report({ fraction });
      },
    }),
  );
}
