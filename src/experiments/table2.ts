/**
 * Table 2: what a watermark costs in accuracy: LeNet-5 without wm₁, with it from scratch, and with it by fine-tuning the first;
 * over several seeds, since one seed's drop is mostly chance.
 */
import { z } from 'zod';
import { mean, standardDeviation } from '../core/statistics';
import { defineExperiment, rowsOf, shareSchema } from './experiment';
import { modelId, modelOf } from './models';
import type { Mark } from './models';
import { PAPER_TABLE_2 } from './paper-values';

const variantSchema = z.enum(['unmarked', 'from scratch', 'by fine-tuning']);
type Variant = z.infer<typeof variantSchema>;

const VARIANTS: readonly { readonly variant: Variant; readonly mark: Mark }[] = [
  { variant: 'unmarked', mark: 'none' },
  { variant: 'from scratch', mark: 'wm1' },
  { variant: 'by fine-tuning', mark: 'wm1-tuned' },
];

const modelSchema = z.strictObject({
  variant: variantSchema,
  seed: z.int(),
  epochs: z.int(),
  accuracy: shareSchema,
  /** Accuracy of this seed's unmarked model minus this one's; null for that itself. */
  drop: z.number().nullable(),
  /** V_owner; null where there is no mark. */
  verified: z.boolean().nullable(),
  /** max_k |map(v_k) − d_k|, in digits. */
  largestError: z.number().nullable(),
  weightsSha256: z.string(),
});
type ModelRow = z.infer<typeof modelSchema>;

export const table2Schema = z.strictObject({
  /** Over the seeds: means, their standard deviations, and V_owner of all. */
  rows: rowsOf(
    z.strictObject({
      variant: variantSchema,
      epochs: z.int(),
      accuracy: shareSchema,
      drop: z.number().nullable(),
      verified: z.boolean().nullable(),
      seeds: z.int(),
      accuracySpread: z.number(),
      dropSpread: z.number().nullable(),
    }),
  ),
  models: rowsOf(modelSchema),
});
export type Table2Result = z.infer<typeof table2Schema>;

interface Size {
  readonly seeds: number;
}

const meanTitle = (seeds: number) => `Mean of ${seeds} seed${seeds === 1 ? '' : 's'}`;

export const table2 = defineExperiment<Size, number, ModelRow[], Table2Result>({
  id: 'table2',
  title: 'What the watermark costs',
  section: 'Table 2',
  about:
    'wm₁ embedded in conv2 by training from scratch and by fine-tuning: test accuracy, its drop against the same seed without a mark, and V_owner.',
  sizes: { tiny: { seeds: 1 }, quick: { seeds: 2 }, paper: { seeds: 5 } },
  value: rowsOf(modelSchema),
  schema: table2Schema,

  tasks: ({ seeds }) =>
    Array.from({ length: seeds }, (_, n) => ({
      name: `seed-${n + 1}`,
      needs: VARIANTS.map(({ mark }) => modelId(mark, n + 1)),
      input: n + 1,
      seconds: 0,
    })),

  async run(number, context) {
    const unmarked = modelOf(context, 'none', number).value;
    const value = VARIANTS.map(({ variant, mark }): ModelRow => {
      const model = modelOf(context, mark, number).value;
      return {
        variant,
        seed: model.seed,
        epochs: model.epochs,
        accuracy: model.accuracy,
        drop: mark === 'none' ? null : unmarked.accuracy - model.accuracy,
        verified: model.verified,
        largestError: model.largestError,
        weightsSha256: model.sha256,
      };
    });
    return { value };
  },

  combine(finished) {
    const models = finished.flatMap(({ value }) => value);
    return {
      rows: VARIANTS.map(({ variant }) => {
        const those = models.filter(model => model.variant === variant);
        const accuracies = those.map(({ accuracy }) => accuracy);
        const drops = those.flatMap(({ drop }) => drop ?? []);
        return {
          variant,
          epochs: those[0]!.epochs,
          accuracy: mean(accuracies),
          drop: drops.length > 0 ? mean(drops) : null,
          verified: those[0]!.verified === null ? null : those.every(({ verified }) => verified === true),
          seeds: those.length,
          accuracySpread: standardDeviation(accuracies),
          dropSpread: drops.length > 0 ? standardDeviation(drops) : null,
        };
      }),
      models,
    };
  },

  pictures: ({ models }) => [
    {
      title: 'Accuracy of each seed’s three models',
      x: { label: 'seed', format: 'number' },
      y: { label: 'test accuracy', format: 'percent' },
      series: VARIANTS.map(({ variant, mark }) => ({
        label: variant,
        tone: mark === 'none' ? 'ink' : 'wm1',
        dashed: mark === 'wm1-tuned',
        points: models
          .filter(model => model.variant === variant)
          .map(({ seed, accuracy }) => ({ x: seed, y: accuracy })),
      })),
    },
  ],

  tables: ({ rows, models }, besidePaper) => [
    {
      title: meanTitle(rows[0]?.seeds ?? 0),
      columns: [
        { key: 'variant', label: 'watermark', format: 'text' },
        { key: 'epochs', label: 'epochs', format: 'whole' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'accuracySpread', label: '± (sd)', format: 'percent' },
        { key: 'drop', label: 'drop', format: 'percent' },
        { key: 'dropSpread', label: '± (sd)', format: 'percent' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
        ...(besidePaper
          ? [
              { key: 'paperAccuracy', label: 'paper: accuracy', format: 'percent' } as const,
              { key: 'paperDrop', label: 'paper: drop', format: 'percent' } as const,
            ]
          : []),
      ],
      rows: rows.map(row => {
        const paper = PAPER_TABLE_2.find(({ model }) => model === row.variant);
        return { ...row, paperAccuracy: paper?.accuracy ?? null, paperDrop: paper?.drop ?? null };
      }),
    },
    {
      title: 'Each model',
      columns: [
        { key: 'variant', label: 'watermark', format: 'text' },
        { key: 'seed', label: 'seed', format: 'whole' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'drop', label: 'drop', format: 'percent' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
        { key: 'largestError', label: 'largest error, digits', format: 'decimal' },
        { key: 'weightsSha256', label: 'SHA-256 of the weights', format: 'text' },
      ],
      rows: models,
    },
  ],
});
