/** Nothing that an experiment gives is left out of its views, and nothing is shown twice. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import { parseResults } from '../../experiments/results';
import { VIEWS } from './views';

const run = parseResults(
  readFileSync(new URL('../../../public/reproduced/quick.json', import.meta.url), 'utf8'),
);

describe.each(EXPERIMENT_IDS)('the views of %s', id => {
  it.each([true, false])('show each picture and each table once (beside the paper: %s)', besidePaper => {
    const experiment = experimentOf(id);
    const result = run.experiments[id];
    const places = (of: readonly unknown[]) => of.map((_, place) => place);
    const shown = (kind: 'pictures' | 'tables') =>
      VIEWS[id].flatMap(view => view[kind] ?? []).toSorted((a, b) => a - b);
    expect(shown('pictures')).toEqual(places(experiment.pictures(result, besidePaper)));
    expect(shown('tables')).toEqual(places(experiment.tables(result, besidePaper)));
    expect(new Set(VIEWS[id].map(({ name }) => name)).size).toBe(VIEWS[id].length);
  });
});
