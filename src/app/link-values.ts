/** What the parameters of a link can be: names and ranges. */
import { TUNING_NAMES } from '../engine/webgpu/tuning';
import type { ExperimentId } from '../experiments/all';
import type { WhatIfId } from '../experiments/what-if-questions';
import type { ClassLesson } from '../store/training-run';

export const SECTION_NAMES = ['gate', 'train', 'licences', 'robustness', 'paper', 'how'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

export const BACKENDS = ['auto', 'webgpu', 'wasm'] as const;
export const WATERMARKS = ['wm1', 'wm2', 'custom', 'none'] as const;
export const DATASETS = ['auto', 'synthetic'] as const;

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
export const RUN_NAMES = [...EXPERIMENT_RUNS, ...WHAT_IF_RUNS] as const;
/** Trainings for a class. */
export const LESSONS = ['minute', 'taster'] as const satisfies readonly ClassLesson[];
export const PRESETS = ['quick', 'paper'] as const;

/** Seeds are 32-bit words, as the generator takes them. */
export const SEED_RANGE = { min: 0, max: 4_294_967_295 } as const;
/** Computing workers: more than any browser has use for is a slip of the finger. */
export const WORKERS_RANGE = { min: 1, max: 32 } as const;

export const TUNINGS = TUNING_NAMES;
export const GATE_RULES = ['output-vector', 'paper-with-class', 'paper'] as const;
export const SCHEDULES = ['cosine', 'constant'] as const;

/** What the fields of Train take. */
export const TRAINING_RANGES = {
  epochs: { min: 1, max: 200 },
  batch: { min: 8, max: 512 },
  rate: { min: 0.00001, max: 0.1 },
  decay: { min: 0, max: 1 },
  lambda: { min: 0.0001, max: 1 },
} as const;

/** The weights that the digits 0 and 9 are mapped to, and how far apart they stand at least: as Train's fields have them. */
export const MAP_RANGE = { min: -2, max: 3, least: 0.05 } as const;

/** Digits that conv2's component has room for (section 3.1). */
export const MOST_DIGITS = 150;
