/** What `npm run reproduce --` understands. */
import { parseArgs } from 'node:util';
import { EXPERIMENT_IDS } from '../../src/experiments/all';
import type { ExperimentId } from '../../src/experiments/all';
import type { BackendChoice } from '../../src/jobs/protocol';

export interface ReproduceOptions {
  readonly only: readonly ExperimentId[];
  readonly preset: 'quick' | 'paper';
  readonly backend: BackendChoice;
  readonly seed: number;
  /** Where everything goes. */
  readonly out: string;
  /** Goes on from what an interrupted run left in `out`. */
  readonly resume: boolean;
  /** A results.json that every figure and hash must agree with; null compares nothing. */
  readonly compare: string | null;
  /** null: as many as there are cores. */
  readonly workers: number | null;
}

/** The page's own, and that of the runs recorded with it. */
const DEFAULT_SEED = 7;

const PRESETS = ['quick', 'paper'] as const;
const BACKENDS = ['auto', 'webgpu', 'wasm'] as const;

export const USAGE = `npm run reproduce -- [--only ${EXPERIMENT_IDS.slice(0, 2).join(',')},…] [--preset ${PRESETS.join('|')}]
  [--backend ${BACKENDS.join('|')}] [--seed N] [--workers N] [--out DIR] [--resume] [--compare RESULTS.json]
Experiments: ${EXPERIMENT_IDS.join(', ')}.`;

function wrong(message: string, cause?: unknown): Error {
  return new Error(`${message}\n${USAGE}`, { cause });
}

/** One of `allowed`, or an error that names what it was. */
function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(each => each === value);
  if (!found) throw wrong(`--${option} is "${value}"; it must be one of ${allowed.join(', ')}.`);
  return found;
}

function whole(option: string, value: string, least: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > 0xffff_ffff) {
    throw wrong(`--${option} is "${value}"; it must be a whole number from ${least} to 4294967295.`);
  }
  return number;
}

/** @throws Error naming the option or value that is not understood. */
export function parseReproduceArguments(args: readonly string[]): ReproduceOptions {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const { only, preset, backend, seed, workers, out, resume, compare } = values;
  for (const [option, value] of Object.entries({ out, compare })) {
    if (value === '') throw wrong(`--${option} needs a name.`);
  }
  const chosen = only?.split(',').map(id => oneOf('only', id.trim(), EXPERIMENT_IDS));
  return {
    only: EXPERIMENT_IDS.filter(id => chosen?.includes(id) ?? true),
    preset: oneOf('preset', preset ?? 'quick', PRESETS),
    backend: oneOf('backend', backend ?? 'auto', BACKENDS),
    seed: seed === undefined ? DEFAULT_SEED : whole('seed', seed, 0),
    out: out ?? 'reproduced',
    resume: resume ?? false,
    compare: compare ?? null,
    workers: workers === undefined ? null : whole('workers', workers, 1),
  };
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      preset: { type: 'string' },
      backend: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      out: { type: 'string' },
      resume: { type: 'boolean' },
      compare: { type: 'string' },
    },
  }).values;
}
