/**
 * What is shown of an experiment at a time: its pictures and tables by their places in `pictures` and `tables`, those that are one
 * thing together, the most telling first. Each view has the screen to itself; `views.test.ts` holds every picture and
 * every table to exactly one.
 */
import type { ExperimentId } from '../../experiments/all';
import type { Messages } from '../../texts/messages';

export interface ResultView {
  readonly name: keyof Messages['paper']['views'];
  readonly pictures?: readonly number[];
  readonly tables?: readonly number[];
  /** Tables of few words stand left of the pictures, not below them. */
  readonly beside?: boolean;
}

const LIBRARY: readonly ResultView[] = [{ name: 'users', pictures: [0], tables: [0, 1], beside: true }];

export const VIEWS: Readonly<Record<ExperimentId, readonly ResultView[]>> = {
  figure2: [{ name: 'accuracy', pictures: [0], tables: [0] }],
  table1: [
    { name: 'classes', pictures: [0] },
    { name: 'pairs', tables: [0] },
  ],
  table2: [
    { name: 'accuracy', pictures: [0], tables: [0] },
    { name: 'models', tables: [1] },
  ],
  table3: [
    { name: 'digits', pictures: [1], tables: [0] },
    { name: 'error', pictures: [0] },
    { name: 'rates', tables: [1] },
  ],
  table4: [
    { name: 'accuracy', pictures: [0] },
    { name: 'digits', pictures: [1] },
    { name: 'rates', tables: [0] },
  ],
  library200: LIBRARY,
  library2000: LIBRARY,
  strangers: [
    { name: 'epsilon', pictures: [0] },
    { name: 'tolerance', pictures: [1] },
    { name: 'rules', tables: [0] },
    { name: 'distances', tables: [1] },
    { name: 'anyClass', tables: [2] },
    { name: 'ownClass', tables: [3] },
    { name: 'tolerances', tables: [4] },
  ],
  wear: [
    { name: 'survivors', pictures: [0] },
    { name: 'strengths', tables: [0] },
  ],
  removal: [
    { name: 'digits', pictures: [0] },
    { name: 'attacks', tables: [0] },
  ],
  forgery: [
    { name: 'matches', pictures: [0], tables: [0, 2] },
    { name: 'chances', tables: [1] },
  ],
  capacity: [
    { name: 'accuracy', pictures: [0] },
    { name: 'errors', pictures: [1] },
    { name: 'lengths', tables: [0] },
  ],
  cost: [
    { name: 'multiplications', pictures: [0] },
    { name: 'numbers', tables: [0] },
    { name: 'seconds', tables: [1] },
  ],
};
