/** The page of `npm run reproduce`: the site's own workers, doing a run of experiments for the command line. */
import { fillTemplate } from '../../src/core/sentence';
import type { ExperimentId } from '../../src/experiments/all';
import type { Preset } from '../../src/experiments/experiment';
import { resultsToJson } from '../../src/experiments/results';
import { combineRun, runKey } from '../../src/experiments/run';
import { runOnPool } from '../../src/jobs/experiment-run';
import type { RunProgress } from '../../src/jobs/experiment-run';
import { WorkerPool } from '../../src/jobs/pool';
import type { BackendChoice, EngineInfo } from '../../src/jobs/protocol';
import { outcomeOf, storeCell } from './stored-cell';
import type { StoredCell } from './stored-cell';

export interface RunRequest {
  readonly only: readonly ExperimentId[];
  readonly preset: Preset;
  readonly backend: BackendChoice;
  readonly seed: number;
  /** null: as many as there are cores. */
  readonly workers: number | null;
}

/** What the computation runs on, told before it begins. */
export interface Place extends EngineInfo {
  readonly dataset: string;
  readonly source: string;
  readonly workers: number;
}

declare global {
  interface Window {
    /** Runs to the end, and gives results.json. */
    reproduce(request: RunRequest): Promise<string>;
    /** Given by the command line. */
    tellPlace(place: Place): Promise<void>;
    tellProgress(progress: RunProgress): Promise<void>;
    /** The cells that an earlier run finished under this key. */
    earlierCells(key: string): Promise<readonly StoredCell[]>;
    keepCell(cell: StoredCell): Promise<void>;
  }
}

/** Milliseconds between reports. */
const QUIET = 500;

window.reproduce = async ({ only, preset, backend, seed, workers }) => {
  const settings = { seed, preset };
  const limit = workers ?? navigator.hardwareConcurrency;
  const pool = new WorkerPool(
    () => new Worker(new URL('../../src/jobs/worker.ts', import.meta.url), { type: 'module' }),
    { limit, onLost: ({ reason }) => console.error(reason) },
  );
  try {
    const engine = await pool.run('open-engine', { choice: backend });
    if (engine.reason !== null) {
      throw new Error(fillTemplate(engine.reason.template, engine.reason.values));
    }
    const dataset = await pool.run('load-dataset', { preference: 'auto', baseUrl: document.baseURI });
    await window.tellPlace({ ...engine, dataset: dataset.name, source: dataset.source, workers: pool.size });
    const key = runKey(settings, {
      dataset: dataset.name,
      backend: engine.backend,
      adapter: engine.adapter,
      tuning: engine.tuning?.name ?? null,
    });
    const earlier = await window.earlierCells(key);
    const keeping: Promise<void>[] = [];
    let told = 0;
    const outcomes = await runOnPool(pool, {
      ids: only,
      settings,
      finished: new Map(earlier.map(cell => [cell.id, outcomeOf(cell)])),
      onProgress: progress => {
        const now = performance.now();
        if (now - told < QUIET) return;
        told = now;
        void window.tellProgress(progress);
      },
      onFinished: ({ id }, outcome) => keeping.push(window.keepCell(storeCell(id, key, outcome))),
    });
    await Promise.all(keeping);
    return resultsToJson(
      combineRun(only, settings, outcomes, {
        dataset: dataset.name,
        backend: engine.backend,
        adapter: engine.adapter,
        date: new Date().toISOString(),
      }),
    );
  } finally {
    pool.close();
  }
};
