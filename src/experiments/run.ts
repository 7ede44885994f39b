/**
 * A run of experiments: which cells it takes, how one is run, what they come to. `runExperiments` goes through them one after
 * another; a pool of workers uses the same three parts, and gives the same figures.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { AppError, throwIfAborted } from '../core/errors';
import { ARTIFACTS, EXPERIMENT_IDS, EXPERIMENTS, experimentOf } from './all';
import type { ExperimentId } from './all';
import type { Bench } from './bench';
import type { Cell, Maker, Outcome, Outcomes, RunSettings } from './experiment';
import { EPSILON } from './licences';
import { MODEL_SIZES } from './models';
import type { ModelValue } from './models';
import { RESULTS_VERSION } from './results';
import type { Provenance, Results } from './results';

/**
 * The cells of the experiments `ids`, and of everything that these need, each once; whatever a cell needs comes before it.
 */
export function planRun(ids: readonly ExperimentId[], settings: RunSettings): Cell[] {
  const planned = new Map<string, Cell>();
  const add = (cell: Cell) => {
    if (planned.has(cell.id)) return;
    cell.needs.forEach(need => add(artifactCell(need, settings)));
    planned.set(cell.id, cell);
  };
  ids.forEach(id => experimentOf(id).cells(settings).forEach(add));
  return [...planned.values()];
}

function artifactCell(id: string, settings: RunSettings): Cell {
  const slash = id.indexOf('/');
  const kind = ARTIFACTS[id.slice(0, slash)];
  if (!kind) throw new AppError('internal', `No cell makes "${id}".`);
  return kind.cell(id.slice(slash + 1), settings);
}

function makerOf({ maker, id }: Cell): Maker {
  const found = ARTIFACTS[maker]?.maker ?? (EXPERIMENTS as Readonly<Record<string, Maker>>)[maker];
  if (!found) throw new AppError('internal', `Nothing runs the cell "${id}".`);
  return found;
}

export interface CellOptions {
  readonly settings: RunSettings;
  readonly bench: Bench;
  /** At least what the cell needs. */
  readonly outcomes: Outcomes;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Runs one cell. Everything that goes in and comes out is plain data, so that it may happen in a worker.
 * @throws AppError `internal` where something it needs is missing; `cancelled` on abort.
 */
export async function runCell(
  cell: Cell,
  { settings, bench, outcomes, signal, onProgress }: CellOptions,
): Promise<Outcome> {
  throwIfAborted(signal);
  const started = performance.now();
  const { value, arrays = {} } = await makerOf(cell).run(cell.input, {
    settings,
    bench,
    outcome<Value>(id: string) {
      const found = outcomes.get(id);
      if (!found || !cell.needs.includes(id)) {
        throw new AppError('internal', `The cell "${cell.id}" reads "${id}", which it was not given.`);
      }
      return found as Outcome<Value>;
    },
    signal,
    onProgress: fraction => onProgress?.(fraction),
  });
  return { value, arrays, seconds: (performance.now() - started) / 1000 };
}

/**
 * Of outcomes that were kept, by id: those that are whole and belong to a run of `settings`. The rest is to be made again.
 */
export function wholeOutcomes(kept: Outcomes, settings: RunSettings): Map<string, Outcome> {
  const whole = new Map<string, Outcome>();
  for (const cell of planRun(EXPERIMENT_IDS, settings)) {
    const outcome = kept.get(cell.id);
    if (outcome && makerOf(cell).isWhole(outcome)) whole.set(cell.id, outcome);
  }
  return whole;
}

/** What a run's figures depend on: cells finished under the same key may be used again, under another never. */
export function runKey(
  { seed, preset }: RunSettings,
  { dataset, backend, adapter, tuning }: KeyPlace,
): string {
  // A GPU's bits are its own; those of WebAssembly are everyone's.
  const device = backend === 'wasm' ? backend : `${backend} ${adapter} ${tuning ?? ''}`;
  const sizes = [MODEL_SIZES[preset], ...EXPERIMENT_IDS.map(id => experimentOf(id).sizes[preset])];
  const digest = bytesToHex(sha256(utf8ToBytes(JSON.stringify(sizes)))).slice(0, 8);
  return `${RESULTS_VERSION}/${dataset}/${device}/${preset} ${digest}/${seed}`;
}

/** What of a place the figures depend on. */
export interface KeyPlace {
  readonly dataset: string;
  readonly backend: string;
  readonly adapter: string;
  /** How a GPU's kernels are cut. */
  readonly tuning: string | null;
}

/** On what a run was made; `date` is an ISO 8601 text. */
export interface RunPlace {
  readonly dataset: Results['dataset'];
  readonly backend: Results['backend'];
  readonly adapter: string;
  readonly date: string;
}

/** The results of the experiments `ids`, all of whose cells are in `outcomes`. */
export function combineRun(
  ids: readonly ExperimentId[],
  settings: RunSettings,
  outcomes: Outcomes,
  { dataset, backend, adapter, date }: RunPlace,
): Results {
  const experiments: Record<string, unknown> = {};
  for (const id of ids) {
    const experiment = experimentOf(id);
    const cells = planRun([id], settings);
    const models = cells
      .filter(({ maker }) => maker === 'model')
      .map(cell => [cell.name, outcomes.get(cell.id)!.value as ModelValue] as const);
    const provenance: Provenance = {
      seed: settings.seed,
      sizes: { models: MODEL_SIZES[settings.preset], experiment: experiment.sizes[settings.preset] },
      dataset,
      backend,
      adapter,
      wallSeconds: cells.reduce((sum, cell) => sum + outcomes.get(cell.id)!.seconds, 0),
      date,
      version: RESULTS_VERSION,
      weightsSha256: Object.fromEntries(models.map(([name, { sha256 }]) => [name, sha256])),
      firstEpochSha256: Object.fromEntries(
        models.map(([name, { firstEpochSha256 }]) => [name, firstEpochSha256]),
      ),
    };
    experiments[id] = { ...(experiment.combine(outcomes, settings) as object), provenance };
  }
  return {
    version: RESULTS_VERSION,
    seed: settings.seed,
    preset: settings.preset,
    backend,
    adapter,
    dataset,
    epsilon: EPSILON,
    experiments: experiments as Results['experiments'],
  };
}

export interface SequenceProgress {
  /** The cell that reports, and how far it is. */
  readonly cell: Cell;
  readonly cellFraction: number;
  /** Cells finished, of how many. */
  readonly finished: number;
  readonly total: number;
  /** 0 … 1 of the run's work, by what its cells were expected to take. */
  readonly fraction: number;
}

export interface RunOptions {
  readonly settings: RunSettings;
  readonly bench: Bench;
  /** Now, for the results. */
  readonly date: string;
  /** Cells finished before, under the same `runKey`; they aren't run again. */
  readonly finished?: Outcomes | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SequenceProgress) => void) | undefined;
  /** Awaited after each cell, so that it can be kept. */
  readonly onFinished?: ((cell: Cell, outcome: Outcome) => Promise<void> | void) | undefined;
}

export interface FinishedRun {
  readonly results: Results;
  readonly outcomes: Outcomes;
}

/**
 * Runs the experiments `ids` one cell after another, on the one bench.
 * @throws AppError `cancelled` on abort; what was finished until then was handed to `onFinished`.
 */
export async function runExperiments(
  ids: readonly ExperimentId[],
  { settings, bench, date, finished, signal, onProgress, onFinished }: RunOptions,
): Promise<FinishedRun> {
  const cells = planRun(ids, settings);
  const outcomes = new Map<string, Outcome>();
  const weight = (cell: Cell) => cell.seconds + 0.1;
  const work = cells.reduce((sum, cell) => sum + weight(cell), 0);
  let done = 0;
  for (const cell of cells) {
    const report = (cellFraction: number) =>
      onProgress?.({
        cell,
        cellFraction,
        finished: outcomes.size,
        total: cells.length,
        fraction: (done + cellFraction * weight(cell)) / work,
      });
    const before = finished?.get(cell.id);
    const outcome =
      before ?? (await runCell(cell, { settings, bench, outcomes, signal, onProgress: report }));
    outcomes.set(cell.id, outcome);
    if (!before) await onFinished?.(cell, outcome);
    report(1);
    done += weight(cell);
  }
  const { backend, adapter } = bench.engine;
  const results = combineRun(ids, settings, outcomes, {
    dataset: bench.dataset.name,
    backend,
    adapter,
    date,
  });
  return { results, outcomes };
}
