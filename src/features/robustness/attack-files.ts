/**
 * What the attacks measured, as files. Field names are English in every language, as in the results of `npm run reproduce`; values are
 * unrounded.
 */
import { csvOf } from '../../core/csv';
import type { FineTuningRow, PruningRow } from '../../jobs/protocol';
import type { Attacks } from '../../store/kept-attacks';
import type { MarkedModel } from './names';

type AttacksById = Readonly<Record<string, Attacks>>;

const alive = (row: PruningRow | FineTuningRow) => row.matches.filter(Boolean).length;
const WHAT = ['accuracy', 'digits_read', 'digits', 'verified', 'weights_sha256'] as const;
const valuesOf = (row: PruningRow | FineTuningRow) => [
  row.accuracy,
  alive(row),
  row.matches.length,
  row.verified,
  row.weightsSha256,
];

export function pruningCsv(models: readonly MarkedModel[], attacks: AttacksById): string {
  return csvOf([
    ['model', 'rate', ...WHAT],
    ...models.flatMap(({ id, name }) =>
      (attacks[id]?.pruning?.rows ?? []).map(row => [name, row.rate, ...valuesOf(row)]),
    ),
  ]);
}

export function pruningJson(models: readonly MarkedModel[], attacks: AttacksById): string {
  return pretty({
    attack: 'pruning',
    models: models.map(({ id, name, key }) => ({
      name,
      layer: key.layer,
      digits: key.digits,
      ...attacks[id]?.pruning,
    })),
  });
}

export function fineTuningCsv(rows: readonly FineTuningRow[]): string {
  return csvOf([['epoch', ...WHAT], ...rows.map(row => [row.epoch, ...valuesOf(row)])]);
}

export function fineTuningJson({ name, key }: MarkedModel, run: Attacks['fineTuning']): string {
  const { unfinished: _, ...measured } = run ?? {};
  return pretty({ attack: 'fine-tuning', model: name, layer: key.layer, digits: key.digits, ...measured });
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
