/** Every experiment, in the order they are shown, and the kinds of artifact that their cells may need. */
import type { Cell, Experiment, Maker, RunSettings } from './experiment';
import { capacity } from './capacity';
import { cost } from './cost';
import { figure2 } from './figure2';
import { forgery } from './forgery';
import { licencesCell, LICENCES_MAKER } from './licences';
import { modelCell, MODEL_MAKER } from './models';
import { library200, library2000 } from './library';
import { removal } from './removal';
import { strangers } from './strangers';
import { table1 } from './table1';
import { table2 } from './table2';
import { table3 } from './table3';
import { table4 } from './table4';
import { wear } from './wear';

export const EXPERIMENTS = {
  figure2,
  table1,
  table2,
  table3,
  table4,
  library200,
  library2000,
  strangers,
  wear,
  removal,
  forgery,
  capacity,
  cost,
} as const;

export type ExperimentId = keyof typeof EXPERIMENTS;
export const EXPERIMENT_IDS = Object.keys(EXPERIMENTS) as ExperimentId[];

export type ResultOf<E> = E extends Experiment<infer Result> ? Result : never;

/** An experiment as plain as its registry can say: for code that goes through all of them. */
export function experimentOf(id: ExperimentId): Experiment {
  return EXPERIMENTS[id];
}

/** What several cells share is made by a cell of its own, known by its id alone. */
export const ARTIFACTS: Readonly<
  Record<string, { readonly maker: Maker; readonly cell: (name: string, settings: RunSettings) => Cell }>
> = {
  model: { maker: MODEL_MAKER, cell: modelCell },
  licences: { maker: LICENCES_MAKER, cell: licencesCell },
};
