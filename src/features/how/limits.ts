/** What the scheme does not withstand, as figures of a recorded run: picked from its results, never typed in. */
import type { Results } from '../../experiments/results';

type Experiments = Results['experiments'];

/** k of n. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

type Rule = NonNullable<Experiments['strangers']>['rows'][number]['rule'];
type Kind = NonNullable<Experiments['strangers']>['rows'][number]['kind'];

/** How many of a kind are let in under a rule. */
export function letIn({ rows }: NonNullable<Experiments['strangers']>, kind: Kind, rule: Rule): Share {
  const row = rows.find(one => one.kind === kind && one.rule === rule);
  return { count: row?.passed ?? 0, of: row?.trials ?? 0 };
}

export interface WornLicences {
  readonly letIn: Share;
  readonly asOwn: Share;
  readonly byVector: Share;
}

/** How licences fare after a wear of a strength; null where the run has none such. */
export function worn(
  { rows }: NonNullable<Experiments['wear']>,
  wear: string,
  strength: number,
): WornLicences | null {
  const row = rows.find(one => one.wear === wear && one.strength === strength);
  if (!row) return null;
  const { licences: of } = row;
  return {
    letIn: { count: row.letIn, of },
    asOwn: { count: row.recognized, of },
    byVector: { count: row.recognizedByVector, of },
  };
}

type RemovalRow = NonNullable<Experiments['removal']>['rows'][number];

/** What an attack leaves where it leaves the fewest digits, and where the most. */
export function removalExtremes(
  { rows }: NonNullable<Experiments['removal']>,
  attack: RemovalRow['attack'],
): { readonly least: RemovalRow; readonly most: RemovalRow } | null {
  const [first, ...others] = rows.filter(row => row.attack === attack);
  if (!first) return null;
  let [least, most] = [first, first];
  for (const row of others) {
    if (row.matching < least.matching) least = row;
    if (row.matching > most.matching) most = row;
  }
  return { least, most };
}

/** The weakest setting of an attack after which the mark is read no more; null where it never is. */
export function firstFailure(
  { rows }: NonNullable<Experiments['removal']>,
  attack: RemovalRow['attack'],
): RemovalRow | null {
  return rows.find(row => row.attack === attack && !row.verified) ?? null;
}

type TuningRow = NonNullable<Experiments['table3']>['rates'][number];

/** Fine-tuning: at each learning rate the first look at which the mark fails, or the last look where it holds. */
export function tuningEnds({ rates }: NonNullable<Experiments['table3']>): TuningRow[] {
  const learningRates = [...new Set(rates.map(row => row.learningRate))];
  return learningRates.map(rate => {
    const rows = rates.filter(row => row.learningRate === rate);
    return rows.find(row => !row.verified) ?? rows.at(-1)!;
  });
}

type PruningRow = NonNullable<Experiments['table4']>['rows'][number];

/** Pruning: the first rate at which a mark fails, or the last rate where it holds. */
export function pruningEnd(
  { rows }: NonNullable<Experiments['table4']>,
  watermark: PruningRow['watermark'],
): PruningRow | null {
  const own = rows.filter(row => row.watermark === watermark);
  return own.find(row => !row.verified) ?? own.at(-1) ?? null;
}
