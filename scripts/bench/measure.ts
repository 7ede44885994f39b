/**
 * Times contenders in alternation: one sample of each in turn, so that whatever else the computer does meanwhile meets all of
 * them alike. Before that each runs until it is warm, which also says how many runs make a sample of fair length.
 */
import { letEventsIn } from '../../src/core/pause';
import type { Spread } from './rows';
import { spreadOf } from './statistics';

export interface Contender {
  /** What one run covers of the row's figure: 16 for sixteen steps, 1/937 for a step of an epoch. */
  readonly share: number;
  /** Does it `times` times, until the last result has been read. @returns milliseconds. */
  time(times: number): Promise<number>;
  /** Of one whose single run is long: something shorter that warms it as well. A sample is then one run. */
  readonly warm?: () => Promise<unknown>;
}

/** Timed by the clock around it. */
export function contender(
  share: number,
  run: (times: number) => Promise<unknown>,
  warm?: () => Promise<unknown>,
): Contender {
  return {
    share,
    ...(warm && { warm }),
    async time(times) {
      await letEventsIn();
      const start = performance.now();
      await run(times);
      return performance.now() - start;
    },
  };
}

export type Contenders = Readonly<Record<'ours', Contender>> &
  Readonly<Record<'stock' | 'jax', Contender | null>>;

export interface Pace {
  /** At most. */
  readonly samples: number;
  /** The length aimed at, unless a single run is longer or the whole figure shorter. */
  readonly sampleMilliseconds: number;
  /** For how long to run before anything counts; at least one run. */
  readonly warmMilliseconds: number;
  /** Whether the figure is a whole that no sample need exceed (an epoch), not a step that may be repeated. */
  readonly whole: boolean;
}

export interface Measured {
  /** Milliseconds for a share of 1. */
  readonly milliseconds: Spread;
  /** What a sample covered. */
  readonly share: number;
}

export interface Alternation {
  /** Of each contender. */
  readonly samples: number;
  readonly ours: Measured;
  readonly stock: Measured | null;
  readonly jax: Measured | null;
}

const LONG_MILLISECONDS = 10_000;

/** Runs it until it is warm. @returns how many runs a sample takes. */
async function warm(each: Contender, pace: Pace): Promise<number> {
  if (each.warm) {
    await each.warm();
    return 1;
  }
  let spent = 0;
  let runs = 0;
  let latest = Infinity;
  // Twice at least, unless that takes long: the first run compiles, and would tell of too few for a sample.
  do {
    latest = await each.time(1);
    spent += latest;
    runs += 1;
  } while (spent + latest < pace.warmMilliseconds || (runs === 1 && spent < LONG_MILLISECONDS));
  const most = pace.whole ? Math.max(1, Math.round(1 / each.share)) : Infinity;
  return Math.min(most, Math.max(1, Math.round(pace.sampleMilliseconds / latest)));
}

/** No new round of samples begins after this, once there are two: where a peer takes a minute a sample, few must do. */
const PATIENCE_MILLISECONDS = 60_000;

export async function alternate(contenders: Contenders, pace: Pace): Promise<Alternation> {
  const running = (['ours', 'stock', 'jax'] as const).flatMap(name => {
    const one = contenders[name];
    return one ? [{ name, one, times: 0, taken: [] as number[] }] : [];
  });
  for (const each of running) each.times = await warm(each.one, pace);
  const start = performance.now();
  let samples = 0;
  while (samples < pace.samples) {
    if (samples >= 2 && performance.now() - start > PATIENCE_MILLISECONDS) break;
    samples += 1;
    for (const { one, times, taken } of running) {
      taken.push((await one.time(times)) / (times * one.share));
    }
  }
  const of = (name: 'ours' | 'stock' | 'jax'): Measured | null => {
    const found = running.find(each => each.name === name);
    return found ? { milliseconds: spreadOf(found.taken), share: found.times * found.one.share } : null;
  };
  return { samples, ours: of('ours')!, stock: of('stock'), jax: of('jax') };
}
