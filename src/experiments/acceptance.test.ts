import { describe, expect, it } from 'vitest';
import { createRegistry, issueLicence } from '../method/registry/registry';
import { addCounts, EPSILONS, registries, Tally, TOLERANCES } from './acceptance';

/** Class 0 with `confidence`, the rest shared by the others. */
const output = (confidence: number) => [confidence, ...Array.from({ length: 9 }, () => (1 - confidence) / 9)];

const registryAt = registries(epsilon =>
  issueLicence(createRegistry({ classes: 10, confidences: [0.2, 0.3], epsilon }), {
    class: 0,
    confidence: 0.2,
    record: output(0.2),
    issuedAt: '2026-01-01',
  }),
);

describe('a tally', () => {
  it('counts who is let in by each rule, at each ε and tolerance', () => {
    const tally = new Tally('uniform noise');
    tally.add(output(0.2), 0, registryAt); // the licence's own output
    tally.add(output(0.2015), 0.0015, registryAt); // near it
    tally.add(output(0.3), 0.1, registryAt); // a confidence without a licence
    tally.add(output(0.25), 0.05, registryAt); // between both
    const counts = tally.counts(null);
    expect(counts.trials).toBe(4);
    expect(counts.passed).toEqual([3, 2, 1]);
    const at = (epsilon: number) => counts.byEpsilon[EPSILONS.indexOf(epsilon)];
    expect(at(0.001)).toEqual({ paper: 2, withClass: 1 });
    expect(at(0.002)).toEqual({ paper: 3, withClass: 2 });
    expect(counts.byTolerance[TOLERANCES.indexOf(0.001)]).toBe(1);
    expect(counts.byTolerance[TOLERANCES.indexOf(0.003)]).toBe(2);
    expect(counts.recordDistance).toBe(0);
  });

  it('is added to another of its kind', () => {
    const tally = (confidence: number, distance: number) => {
      const one = new Tally('forgery');
      one.add(output(confidence), distance, registryAt);
      return one.counts(1);
    };
    const sum = addCounts(tally(0.2, 0.03), tally(0.3, 0.02));
    expect(sum).toMatchObject({ trials: 2, passed: [2, 1, 1], recordDistance: 0.02, made: 2 });
  });

  it('keeps the largest distance of licences', () => {
    const tally = new Tally('licence');
    tally.add(output(0.2), 1e-6, registryAt);
    tally.add(output(0.2), 3e-6, registryAt);
    tally.add(output(0.2), 2e-6, registryAt);
    expect(tally.counts(3).recordDistance).toBe(3e-6);
  });
});
