/** Every word that an experiment shows, on the runs recorded with the page, has a German entry, and no entry is left over. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import type { ExperimentId } from '../../experiments/all';
import { parseResults } from '../../experiments/results';
import type { Results } from '../../experiments/results';
import { words } from '../../texts/de/experiments';
import { wordsTemplate } from '../../texts/say';

const RUNS = ['quick', 'paper'].map(preset =>
  parseResults(readFileSync(new URL(`../../../public/reproduced/${preset}.json`, import.meta.url), 'utf8')),
);

function wordsOf(run: Results, id: ExperimentId): string[] {
  const experiment = experimentOf(id);
  const result = run.experiments[id];
  return [true, false].flatMap(besidePaper => [
    experiment.title,
    experiment.section,
    experiment.about,
    ...experiment
      .tables(result, besidePaper)
      .flatMap(({ title, columns, rows }) => [
        title,
        ...columns.flatMap(({ key, label }) => [
          label,
          ...rows.map(row => row[key]).filter(value => typeof value === 'string'),
        ]),
      ]),
    ...experiment
      .pictures(result, besidePaper)
      .flatMap(({ title, x, y, categories = [], series }) => [
        title,
        x.label,
        y.label,
        ...categories,
        ...series.map(({ label }) => label),
      ]),
  ]);
}

/** Names of the paper's own, formulas and hashes are the same in every language. */
const UNIVERSAL = /^(?:\{a\}|ε|ε = \{a\}|t|c|wm[₁₂12]|wm1-proof|[0-9a-f]{64})$/;

describe('the experiments’ words in German', () => {
  const shown = new Set(RUNS.flatMap(run => EXPERIMENT_IDS.flatMap(id => wordsOf(run, id))));
  const keys = new Set(
    [...shown].map(text => (Object.hasOwn(words, text) ? text : wordsTemplate(text).template)),
  );

  it('are all there, and none is left over', () => {
    const needed = [...keys].filter(key => !UNIVERSAL.test(key));
    expect(needed.toSorted()).toEqual(Object.keys(words).toSorted());
  });

  it('keep every number', () => {
    for (const [key, text] of Object.entries(words)) {
      const holes = (of: string) => [...of.matchAll(/\{\w\}/g)].map(([hole]) => hole).toSorted();
      expect({ key, holes: holes(text) }).toEqual({ key, holes: holes(key) });
    }
  });
});
