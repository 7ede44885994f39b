/** What `npm run bench --` understands. */
import { parseArgs } from 'node:util';
import { BACKENDS, FIGURES } from './rows';
import type { Backend, Figure } from './rows';

export interface BenchOptions {
  readonly backends: readonly Backend[];
  readonly figures: readonly Figure[];
  /** Where the JSON goes; null for nowhere. */
  readonly json: string | null;
  /** 3,000 fingerprints on two workers beside the 300 on one. */
  readonly full: boolean;
  /** The peer on wasm: all that tfjs's kernels can give, or only what is missing added. */
  readonly stock: 'best' | 'plain';
}

export const USAGE = `npm run bench [-- --backend ${BACKENDS.join('|')} --only ${FIGURES.join(',')} --json FILE --stock best|plain --full]`;

/** One of `allowed`, or an error that names what it was. */
function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(each => each === value);
  if (!found)
    throw new Error(`--${option} is "${value}"; it must be one of ${allowed.join(', ')}.\n${USAGE}`);
  return found;
}

/** @throws Error naming the option or value that is not understood. */
export function parseBenchArguments(args: readonly string[]): BenchOptions {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`, { cause });
  }
  const only = values.only?.split(',').map(name => name.trim());
  if (values.json === '') throw new Error(`--json needs the name of a file.\n${USAGE}`);
  return {
    backends: values.backend === undefined ? BACKENDS : [oneOf('backend', values.backend, BACKENDS)],
    figures: only ? [...new Set(only.map(name => oneOf('only', name, FIGURES)))] : FIGURES,
    json: values.json ?? null,
    full: values.full ?? false,
    stock: oneOf('stock', values.stock ?? 'best', ['best', 'plain']),
  };
}

function read(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      backend: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'string' },
      stock: { type: 'string' },
      full: { type: 'boolean' },
    },
  }).values;
}
