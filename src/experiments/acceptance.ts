/**
 * How often a gate lets in: counts under the three rules, over ε and over the record's tolerance, for a kind of stranger or for the
 * licensed themselves.
 */
import { z } from 'zod';
import { authenticate } from '../method/control/gate';
import type { GateRule } from '../method/control/gate';
import type { Registry } from '../method/registry/registry';
import { rowsOf } from './experiment';
import { EPSILON } from './licences';

export const kindSchema = z.enum([
  'licence',
  'test digit',
  'mean of two digits',
  'uniform noise',
  'Gaussian noise',
  'synthetic digit',
  'revoked licence',
  'licence of another model',
  'forgery',
]);
export type Kind = z.infer<typeof kindSchema>;

export const RULES: readonly GateRule[] = ['paper', 'paper-with-class', 'output-vector'];
export const ruleSchema = z.enum(['paper', 'paper-with-class', 'output-vector']);

/** Where the curves are looked at: ε of the first two rules, tolerance of the third. */
export const EPSILONS: readonly number[] = [0.0001, 0.0003, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05];
export const TOLERANCES: readonly number[] = [
  0.00001, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2,
];

export const countsSchema = z.strictObject({
  kind: kindSchema,
  trials: z.int(),
  /** Let in, rule after rule. */
  passed: rowsOf(z.int()),
  /** Let in at each ε of `epsilons`, by the paper's rule and by that with the class. */
  byEpsilon: rowsOf(z.strictObject({ paper: z.int(), withClass: z.int() })),
  /** Let in by the output-vector rule at each of `tolerances`. */
  byTolerance: rowsOf(z.int()),
  /** Smallest max_k |p_k − record_k| to any record in the registry, or of a licence, to its own: its largest. */
  recordDistance: z.number(),
  /** Of forgeries and licences: those that have the class and confidence they were made for. */
  made: z.int().nullable(),
});
export type Counts = z.infer<typeof countsSchema>;

/** What of an image is counted, as its probabilities come in. */
export class Tally {
  private trials = 0;
  private readonly passed = RULES.map(() => 0);
  private readonly byEpsilon = EPSILONS.map(() => ({ paper: 0, withClass: 0 }));
  private readonly byTolerance = TOLERANCES.map(() => 0);

  private distance: number;

  constructor(private readonly kind: Kind) {
    this.distance = kind === 'licence' ? 0 : Infinity;
  }

  /** @param distance of the probabilities to the nearest record, or a licence's to its own. */
  add(probabilities: readonly number[], distance: number, registryAt: (epsilon: number) => Registry): void {
    const at = registryAt(EPSILON);
    this.distance = (this.kind === 'licence' ? Math.max : Math.min)(this.distance, distance);
    this.trials += 1;
    RULES.forEach((rule, n) => {
      if (authenticate(probabilities, at, rule).authorized) this.passed[n]! += 1;
    });
    EPSILONS.forEach((epsilon, n) => {
      const registry = registryAt(epsilon);
      if (authenticate(probabilities, registry, 'paper').authorized) this.byEpsilon[n]!.paper += 1;
      if (authenticate(probabilities, registry, 'paper-with-class').authorized) {
        this.byEpsilon[n]!.withClass += 1;
      }
    });
    TOLERANCES.forEach((tolerance, n) => {
      if (authenticate(probabilities, at, 'output-vector', tolerance).authorized) this.byTolerance[n]! += 1;
    });
  }

  counts(made: number | null): Counts {
    return {
      kind: this.kind,
      trials: this.trials,
      passed: this.passed,
      byEpsilon: this.byEpsilon,
      byTolerance: this.byTolerance,
      recordDistance: this.distance,
      made,
    };
  }
}

/** One registry for each ε, made when it is first asked for. */
export function registries(change: (epsilon: number) => Registry): (epsilon: number) => Registry {
  const made = new Map<number, Registry>();
  return epsilon => {
    const registry = made.get(epsilon) ?? change(epsilon);
    made.set(epsilon, registry);
    return registry;
  };
}

/** The counts of two cells of one kind. */
export function addCounts(one: Counts, other: Counts): Counts {
  return {
    kind: one.kind,
    trials: one.trials + other.trials,
    passed: one.passed.map((passed, n) => passed + other.passed[n]!),
    byEpsilon: one.byEpsilon.map(({ paper, withClass }, n) => ({
      paper: paper + other.byEpsilon[n]!.paper,
      withClass: withClass + other.byEpsilon[n]!.withClass,
    })),
    byTolerance: one.byTolerance.map((passed, n) => passed + other.byTolerance[n]!),
    recordDistance: Math.min(one.recordDistance, other.recordDistance), // of strangers: licences are one cell
    made: one.made === null || other.made === null ? null : one.made + other.made,
  };
}
