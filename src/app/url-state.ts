/**
 * What of the page's state a link carries: section, lesson, language, presentation, seed, the training's settings, ε, the gate's
 * rule, backend, dataset, workers, tuning. A URL passes no form, so every value is checked here: what is out of range is brought
 * into it, what makes no sense is left out, and either is said.
 */
import { decimalSum } from '../core/math';
import { EPSILON_RANGE } from '../method/registry/allocation';
import { LANGUAGES } from '../texts/languages';
import type { Language } from '../texts/languages';
import {
  BACKENDS,
  DATASETS,
  GATE_RULES,
  LESSONS,
  MAP_RANGE,
  MOST_DIGITS,
  PRESETS,
  RUN_NAMES,
  SCHEDULES,
  SECTION_NAMES,
  SEED_RANGE,
  TRAINING_RANGES,
  TUNINGS,
  WATERMARKS,
  WHAT_IF_RUNS,
  WORKERS_RANGE,
} from './link-values';
import type { SectionName } from './link-values';

export interface UrlState {
  readonly section: SectionName;
  /** What starts as the link is opened; null: nothing. */
  readonly run: (typeof RUN_NAMES)[number] | null;
  /** The size of an experiment that starts so; null: quick. */
  readonly preset: (typeof PRESETS)[number] | null;
  /** A training for a class, with all that its figures depend on; null: the visitor's own settings. */
  readonly lesson: (typeof LESSONS)[number] | null;
  /** Null: the visitor's own. */
  readonly lang: Language | null;
  /** Large and without clutter, for a projector. */
  readonly present: boolean;
  /** Null: what the last visit had. */
  readonly seed: number | null;
  readonly watermark: (typeof WATERMARKS)[number] | null;
  /** Own digits, as they are typed: `2026`. */
  readonly digits: string | null;
  readonly lambda: number | null;
  /** Weights of the digits 0 and 9, as `0.1..0.45`. */
  readonly range: readonly [number, number] | null;
  readonly epochs: number | null;
  readonly batch: number | null;
  /** η. */
  readonly rate: number | null;
  readonly schedule: (typeof SCHEDULES)[number] | null;
  readonly decay: number | null;
  readonly epsilon: number | null;
  readonly rule: (typeof GATE_RULES)[number] | null;
  readonly backend: (typeof BACKENDS)[number];
  readonly dataset: (typeof DATASETS)[number];
  /** The most workers of the wasm engine. Null: as many as the computer has cores, up to eight. */
  readonly workers: number | null;
  /** How WebGPU's kernels are cut. Null: as measured on the adapter. */
  readonly tuning: (typeof TUNINGS)[number] | null;
}

/** In the order in which a link names them. */
export const DEFAULT_URL_STATE: UrlState = {
  section: 'gate',
  run: null,
  preset: null,
  lesson: null,
  lang: null,
  present: false,
  seed: null,
  watermark: null,
  digits: null,
  lambda: null,
  range: null,
  epochs: null,
  batch: null,
  rate: null,
  schedule: null,
  decay: null,
  epsilon: null,
  rule: null,
  backend: 'auto',
  dataset: 'auto',
  workers: null,
  tuning: null,
};

/** A value that could not be taken as it was: a message of `texts/<language>/shell.ts`, `link`, and what stands in it. */
export interface LinkTrouble {
  readonly key: 'twice' | 'notOneOf' | 'notNumber' | 'notDigits' | 'notRange' | 'clamped' | 'clampedRange';
  readonly values: {
    readonly name: string;
    /** As the link says it, cut short. */
    readonly text: string;
    /** What it can be. */
    readonly allowed: string;
    readonly min: string;
    readonly max: string;
    readonly whole: 'true' | 'false';
    /** What is used instead. */
    readonly used: string;
  };
}

/**
 * Reads `?section=train&seed=7&watermark=wm2&epochs=3&epsilon=0.001&backend=wasm&dataset=synthetic&workers=2&tuning=gpu`.
 * @returns the state, always whole and valid, and each value that could not be taken as it was.
 */
export function readUrlState(search: string): { state: UrlState; trouble: LinkTrouble[] } {
  const query = new URLSearchParams(search);
  const trouble: LinkTrouble[] = [];

  function complain(
    key: LinkTrouble['key'],
    name: string,
    text: string,
    more: Partial<LinkTrouble['values']> = {},
  ): null {
    const none = { allowed: '', min: '', max: '', whole: 'false', used: '' } as const;
    trouble.push({ key, values: { ...none, ...more, name, text: shown(text) } });
    return null;
  }

  function choice<T extends string>(name: keyof UrlState, allowed: readonly T[]): T | null {
    const text = query.get(name);
    if (text === null) return null;
    const found = allowed.find(value => value === text);
    return found ?? complain('notOneOf', name, text, { allowed: allowed.join(', ') });
  }

  function number(name: keyof UrlState, range: { min: number; max: number }, whole = false): number | null {
    const text = query.get(name);
    if (text === null) return null;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) return complain('notNumber', name, text);
    const used = Math.min(range.max, Math.max(range.min, whole ? Math.round(value) : value));
    if (used !== value) {
      const bounds = { min: String(range.min), max: String(range.max), used: String(used) };
      complain('clamped', name, text, { ...bounds, whole: whole ? 'true' : 'false' });
    }
    // Math.round(-0.2) is −0, which no link says.
    return used + 0;
  }

  function digits(name: keyof UrlState): string | null {
    const text = query.get(name);
    if (text === null) return null;
    const fits = /^\d+$/.test(text) && text.length <= MOST_DIGITS;
    return fits ? text : complain('notDigits', name, text, { max: String(MOST_DIGITS) });
  }

  function weights(name: keyof UrlState): readonly [number, number] | null {
    const text = query.get(name);
    if (text === null) return null;
    const ends = text.split('..').map(end => (end.trim() === '' ? Number.NaN : Number(end)));
    const [from, to] = ends;
    if (ends.length !== 2 || from === undefined || to === undefined || !ends.every(Number.isFinite))
      return complain('notRange', name, text);
    const { min, max, least } = MAP_RANGE;
    // + 0: no −0.
    const low = Math.min(max - least, Math.max(min, from)) + 0;
    const high = Math.min(max, Math.max(decimalSum(low, least), to)) + 0;
    if (low !== from || high !== to) {
      const bounds = { min: String(min), max: String(max), used: rangeText([low, high]) };
      complain('clampedRange', name, text, bounds);
    }
    return [low, high];
  }

  for (const name of Object.keys(DEFAULT_URL_STATE)) {
    const [first, ...others] = query.getAll(name);
    if (first !== undefined && others.some(text => text !== first)) complain('twice', name, first);
  }
  const run = choice('run', RUN_NAMES);
  const lesson = choice('lesson', LESSONS);
  const section = choice('section', SECTION_NAMES);
  return {
    state: {
      section: section ?? sectionFor({ run, lesson }),
      run,
      preset: choice('preset', PRESETS),
      lesson,
      lang: choice('lang', LANGUAGES),
      present: choice('present', ['1', '0']) === '1',
      seed: number('seed', SEED_RANGE, true),
      watermark: choice('watermark', WATERMARKS),
      digits: digits('digits'),
      lambda: number('lambda', TRAINING_RANGES.lambda),
      range: weights('range'),
      epochs: number('epochs', TRAINING_RANGES.epochs, true),
      batch: number('batch', TRAINING_RANGES.batch, true),
      rate: number('rate', TRAINING_RANGES.rate),
      schedule: choice('schedule', SCHEDULES),
      decay: number('decay', TRAINING_RANGES.decay),
      epsilon: number('epsilon', EPSILON_RANGE),
      rule: choice('rule', GATE_RULES),
      backend: choice('backend', BACKENDS) ?? DEFAULT_URL_STATE.backend,
      dataset: choice('dataset', DATASETS) ?? DEFAULT_URL_STATE.dataset,
      workers: number('workers', WORKERS_RANGE, true),
      tuning: choice('tuning', TUNINGS),
    },
    trouble,
  };
}

/** Where a link leads that names no section: to what it starts. */
function sectionFor({ run, lesson }: Pick<UrlState, 'run' | 'lesson'>): SectionName {
  if (run !== null) return WHAT_IF_RUNS.some(name => name === run) ? 'how' : 'paper';
  return lesson === null ? DEFAULT_URL_STATE.section : 'train';
}

/** The shortest query that reads back as `state`, with its `?`; parameters that aren't ours are kept from `previous`. */
export function writeUrlState(state: UrlState, previous = ''): string {
  const query = new URLSearchParams(previous);
  for (const name of Object.keys(DEFAULT_URL_STATE) as (keyof UrlState)[]) {
    const value = state[name];
    if (value === null || value === (name === 'section' ? sectionFor(state) : DEFAULT_URL_STATE[name]))
      query.delete(name);
    else query.set(name, linkText(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function linkText(value: Exclude<UrlState[keyof UrlState], null>): string {
  if (typeof value === 'object') return rangeText(value);
  return value === true ? '1' : String(value);
}

const rangeText = ([low, high]: readonly [number, number]) => `${low}..${high}`;

/** A value from outside, cut short for a message. */
function shown(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
