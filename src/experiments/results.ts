/**
 * `results.json`: what a run of experiments found, with what each figure was measured on. Dates and seconds are told and never
 * compared: everything else must be the same for everyone who runs the same seed and preset on the wasm engine.
 */
import { z } from 'zod';
import { sentence } from '../core/sentence';
import { parseJson } from '../data/json-file';
import { recordOf } from '../data/list-schema';
import { passOn } from '../data/schema-issue';
import { EXPERIMENT_IDS, experimentOf } from './all';
import type { EXPERIMENTS, ExperimentId, ResultOf } from './all';

/** To be raised with every change that makes figures other: cells kept under an older one are then run again. */
export const RESULTS_VERSION = 1;

/** The recorded runs have 130,000 and fewer. */
export const MAX_RESULTS_CHARACTERS = 200_000;
/** A run trains some 20. */
const MOST_MODELS = 100;

const datasetSchema = z.enum(['mnist', 'synthetic']);
const backendSchema = z.enum(['reference', 'wasm', 'webgpu']);

const provenanceSchema = z.strictObject({
  seed: z.int(),
  /** What the preset set: of the models, and of the experiment. */
  sizes: z.unknown(),
  dataset: datasetSchema,
  backend: backendSchema,
  adapter: z.string(),
  /** Seconds of computing, summed over workers, the models and licences that it needs and shares with others among them. */
  wallSeconds: z.number(),
  /** ISO 8601. */
  date: z.string(),
  version: z.literal(RESULTS_VERSION),
  /** Of the weights.bin of each model that it speaks of. */
  weightsSha256: recordOf(z.string(), { most: MOST_MODELS }),
  /** The same after the first epoch of each. */
  firstEpochSha256: recordOf(z.string(), { most: MOST_MODELS }),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** What no figure is, and no chart has an axis for. */
const FIGURES = { least: 1e-100, most: 1e100 } as const;
const NO_FIGURE = sentence('it must be 0 or between 1e-100 and 1e100, positive or negative').template;

/** Where in a result a number stands that is no figure; null: nowhere. */
function noFigure(value: unknown): readonly PropertyKey[] | null {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return size === 0 || (size >= FIGURES.least && size <= FIGURES.most) ? null : [];
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const found = noFigure(part);
    if (found) return [Array.isArray(value) ? Number(key) : key, ...found];
  }
  return null;
}

/** Each experiment's own schema says what else stands in its result. */
function resultSchema(id: ExperimentId) {
  return z.looseObject({ provenance: provenanceSchema }).superRefine((whole, context) => {
    const result = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'provenance'));
    const parsed = experimentOf(id).schema.safeParse(result);
    if (parsed.error) return passOn(parsed.error, [], context);
    const path = noFigure(whole);
    if (path) context.addIssue({ code: 'custom', message: NO_FIGURE, path: [...path] });
  });
}

export type Results = {
  readonly version: typeof RESULTS_VERSION;
  readonly seed: number;
  readonly preset: 'tiny' | 'quick' | 'paper';
  readonly backend: z.infer<typeof backendSchema>;
  readonly adapter: string;
  readonly dataset: z.infer<typeof datasetSchema>;
  /** ε of the paper; where an experiment has another, it says so. */
  readonly epsilon: number;
  readonly experiments: {
    readonly [Id in ExperimentId]?: ResultOf<(typeof EXPERIMENTS)[Id]> & { readonly provenance: Provenance };
  };
};

const resultsSchema = z.strictObject({
  version: z.literal(RESULTS_VERSION),
  seed: z.int(),
  preset: z.enum(['tiny', 'quick', 'paper']),
  backend: backendSchema,
  adapter: z.string(),
  dataset: datasetSchema,
  epsilon: z.number(),
  experiments: z.strictObject(
    Object.fromEntries(EXPERIMENT_IDS.map(id => [id, resultSchema(id).optional()])),
  ),
});

/** The results as JSON, for a file. */
export function resultsToJson(results: Results): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** The results in a JSON text. @throws AppError `bad-input` naming the bad field or the unknown version. */
export function parseResults(json: string): Results {
  return parseJson(json, resultsSchema, {
    what: sentence('results file'),
    version: RESULTS_VERSION,
    limit: MAX_RESULTS_CHARACTERS,
  }) as Results;
}

/** The experiments that `results` holds, in the order they are shown. */
export function experimentsIn(results: Results): ExperimentId[] {
  return EXPERIMENT_IDS.filter(id => results.experiments[id] !== undefined);
}

export interface Difference {
  /** Where in the results: "experiments.table1.rows[3].successes". */
  readonly path: string;
  /** What stands there; undefined where nothing does. */
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Fields that tell of the computer and the day, not of the figures. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['date', 'wallSeconds', 'timings', 'adapter']);

/**
 * Every figure and hash in which two results differ, bit for bit. Experiments that only one of them holds are not compared:
 * part of a run can be checked against the whole.
 */
export function compareResults(ours: Results, theirs: Results): Difference[] {
  const shared = (results: Results) => ({
    ...results,
    experiments: Object.fromEntries(
      experimentsIn(ours)
        .filter(id => theirs.experiments[id] !== undefined)
        .map(id => [id, results.experiments[id]]),
    ),
  });
  const differences: Difference[] = [];
  compare(shared(ours), shared(theirs), '', differences);
  return differences;
}

function compare(ours: unknown, theirs: unknown, path: string, differences: Difference[]): void {
  if (isRecord(ours) && isRecord(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      if (NOT_COMPARED.has(key)) continue;
      compare(ours[key], theirs[key], path === '' ? key : `${path}.${key}`, differences);
    }
  } else if (Array.isArray(ours) && Array.isArray(theirs)) {
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      compare(ours[i], theirs[i], `${path}[${i}]`, differences);
    }
  } else if (!Object.is(ours, theirs)) {
    differences.push({ path, ours, theirs });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
