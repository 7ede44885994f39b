/**
 * What of the page's state a link carries: section, lesson, language, seed, watermark, ε, backend, dataset, workers, tuning. A URL passes no form, so every
 * value is checked here: what is out of range is brought into it, what makes no sense is left out, and either is said.
 */
import type { ExperimentId } from '../experiments/all';
import type { WhatIfId } from '../experiments/what-if-questions';
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { ClassLesson } from '../store/class-lessons';
import { LANGUAGES } from '../texts/languages';
import type { Language } from '../texts/languages';

export const SECTION_NAMES = ['gate', 'train', 'licences', 'robustness', 'paper', 'how'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

export const BACKENDS = ['auto', 'webgpu', 'wasm'] as const;
const WATERMARKS = ['wm1', 'wm2', 'custom', 'none'] as const;
const DATASETS = ['auto', 'synthetic'] as const;

/** What a link can start: an experiment on “The paper”, */
export const EXPERIMENT_RUNS = [
  'figure2',
  'table1',
  'table2',
  'table3',
  'table4',
  'library200',
  'library2000',
  'strangers',
  'wear',
  'removal',
  'forgery',
  'capacity',
  'cost',
] as const satisfies readonly ExperimentId[];
/** or a what-if question on “How it works”. */
export const WHAT_IF_RUNS = [
  'noise',
  'blend',
  'digits',
  'forged',
  'copied',
  'photographed',
  'jpeg',
  'blurred',
  'rotated',
  'pruned',
] as const satisfies readonly WhatIfId[];
const RUN_NAMES = [...EXPERIMENT_RUNS, ...WHAT_IF_RUNS] as const;
/** Trainings for a class. */
export const LESSONS = ['minute', 'taster'] as const satisfies readonly ClassLesson[];
const PRESETS = ['quick', 'paper'] as const;

/** Seeds are 32-bit words, as the generator takes them. */
export const SEED_RANGE = { min: 0, max: 4_294_967_295 } as const;
/** From a tenth of the tightest licence to where two marks 0.1 apart would touch. */
export const EPSILON_RANGE = { min: 0.0001, max: 0.05 } as const;

/** Computing workers: more than any browser has use for is a slip of the finger. */
export const WORKERS_RANGE = { min: 1, max: 32 } as const;

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
  /** Null: what the last visit had. */
  readonly seed: number | null;
  readonly epsilon: number | null;
  readonly watermark: (typeof WATERMARKS)[number] | null;
  readonly backend: (typeof BACKENDS)[number];
  readonly dataset: (typeof DATASETS)[number];
  /** The most workers of the wasm engine. Null: as many as the computer has cores, up to eight. */
  readonly workers: number | null;
  /** How WebGPU's kernels are cut. Null: as measured on the adapter. */
  readonly tuning: (typeof TUNING_NAMES)[number] | null;
}

export const DEFAULT_URL_STATE: UrlState = {
  section: 'gate',
  run: null,
  preset: null,
  lesson: null,
  lang: null,
  seed: null,
  epsilon: null,
  watermark: null,
  backend: 'auto',
  dataset: 'auto',
  workers: null,
  tuning: null,
};

/**
 * Reads `?section=train&seed=7&watermark=wm2&epsilon=0.001&backend=wasm&dataset=synthetic&workers=2&tuning=gpu`.
 * @returns the state, always whole and valid, and a sentence for each value that could not be taken as it was.
 */
export function readUrlState(search: string): { state: UrlState; trouble: string[] } {
  const query = new URLSearchParams(search);
  const trouble: string[] = [];

  function choice<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = query.get(name);
    if (text === null) return null;
    const found = allowed.find(value => value === text);
    if (found !== undefined) return found;
    trouble.push(`The link says ${name}=${shown(text)}; it can be ${allowed.join(', ')}. It was left out.`);
    return null;
  }

  function number(name: string, range: { min: number; max: number }, integer: boolean): number | null {
    const text = query.get(name);
    if (text === null) return null;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) {
      trouble.push(`The link says ${name}=${shown(text)}, which is no number. It was left out.`);
      return null;
    }
    const clamped = Math.min(range.max, Math.max(range.min, integer ? Math.round(value) : value));
    if (clamped !== value) {
      const kind = integer ? 'whole numbers' : 'numbers';
      trouble.push(
        `The link says ${name}=${shown(text)}; ${kind} from ${range.min} to ${range.max} are possible, ${clamped} is used.`,
      );
    }
    return clamped;
  }

  const run = choice('run', RUN_NAMES);
  const lesson = choice('lesson', LESSONS);
  return {
    state: {
      section:
        choice('section', SECTION_NAMES) ??
        (run !== null ? sectionOf(run) : lesson !== null ? 'train' : DEFAULT_URL_STATE.section),
      run,
      preset: choice('preset', PRESETS),
      lesson,
      lang: choice('lang', LANGUAGES),
      seed: number('seed', SEED_RANGE, true),
      epsilon: number('epsilon', EPSILON_RANGE, false),
      watermark: choice('watermark', WATERMARKS),
      backend: choice('backend', BACKENDS) ?? DEFAULT_URL_STATE.backend,
      dataset: choice('dataset', DATASETS) ?? DEFAULT_URL_STATE.dataset,
      workers: number('workers', WORKERS_RANGE, true),
      tuning: choice('tuning', TUNING_NAMES),
    },
    trouble,
  };
}

/** Where what a link starts is shown. */
function sectionOf(run: (typeof RUN_NAMES)[number]): SectionName {
  return WHAT_IF_RUNS.some(name => name === run) ? 'how' : 'paper';
}

/** The shortest query that reads back as `state`, with its `?`; parameters that aren't ours are kept from `previous`. */
export function writeUrlState(state: UrlState, previous = ''): string {
  const query = new URLSearchParams(previous);
  const put = (name: keyof UrlState) => {
    const value = state[name];
    if (value === null || value === DEFAULT_URL_STATE[name]) query.delete(name);
    else query.set(name, String(value));
  };
  put('section');
  // Without it, the section would be the run's own, or the lesson's.
  if (state.run !== null || state.lesson !== null) query.set('section', state.section);
  put('run');
  put('preset');
  put('lesson');
  put('lang');
  put('seed');
  put('watermark');
  put('epsilon');
  put('backend');
  put('dataset');
  put('workers');
  put('tuning');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A value from outside, cut short for a message. */
function shown(text: string): string {
  return `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`;
}
