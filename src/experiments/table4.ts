/**
 * Table 4: the pruning attack on conv2, for wm₁ and wm₂ as the paper has them, and for wm₁ under a map whose weights are
 * larger than 90% of the others, so that pruning takes these first.
 */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { pruneLayer, TABLE_4_RATES } from '../attacks/pruning';
import { readWatermark } from '../method/watermark/verification';
import { defineExperiment, rowsOf, shareSchema } from './experiment';
import { keyOf, LAYOUT, modelId, modelOf, testAccuracy } from './models';
import { PAPER_TABLE_4 } from './paper-values';

const watermarkSchema = z.enum(['wm1', 'wm2', 'wm1-proof']);
type Watermark = z.infer<typeof watermarkSchema>;

const rowSchema = z.strictObject({
  watermark: watermarkSchema,
  /** Share of conv2's weights that were set to 0. */
  rate: z.number(),
  accuracy: shareSchema,
  /** V_owner. */
  verified: z.boolean(),
  /** The digits read; outside 0 … 9 there is none. */
  digits: rowsOf(z.int()),
  /** How many of them are the owner's. */
  matching: z.int(),
});
type Row = z.infer<typeof rowSchema>;

export const table4Schema = z.strictObject({
  rows: rowsOf(rowSchema),
  /** The lowest rate at which V_owner fails; null where it never does. */
  firstFailure: z.strictObject({
    wm1: z.number().nullable(),
    wm2: z.number().nullable(),
    'wm1-proof': z.number().nullable(),
  }),
});
export type Table4Result = z.infer<typeof table4Schema>;

export const table4 = defineExperiment<null, Watermark, Row[], Table4Result>({
  id: 'table4',
  title: 'Pruning attack',
  section: 'Table 4',
  about:
    'The smallest weights of conv2 set to 0, at rates of 0 … 90%: accuracy and V_owner. wm1-proof is wm₁ with its digits at weights of 0.35 … 0.70 instead of 0.10 … 0.45.',
  sizes: { tiny: null, quick: null, paper: null },
  value: rowsOf(rowSchema),
  schema: table4Schema,

  tasks: () =>
    watermarkSchema.options.map(watermark => ({
      name: watermark,
      needs: [modelId(watermark)],
      input: watermark,
      seconds: 3,
    })),

  async run(watermark, context) {
    const model = modelOf(context, watermark);
    const key = keyOf(model);
    const prepared = await context.bench.with(model.parameters);
    const rows: Row[] = [];
    for (const rate of TABLE_4_RATES) {
      throwIfAborted(context.signal);
      const pruned = pruneLayer(LAYOUT, model.parameters, key.layer, rate);
      prepared.putParameters(pruned);
      const { verified, digits, matches } = readWatermark(LAYOUT, pruned, key);
      rows.push({
        watermark,
        rate,
        accuracy: await testAccuracy(context, prepared),
        verified,
        digits: [...digits],
        matching: matches.filter(Boolean).length,
      });
      context.onProgress(rows.length / TABLE_4_RATES.length);
    }
    return { value: rows };
  },

  combine(finished) {
    const rows = finished.flatMap(({ value }) => value);
    const failure = (watermark: Watermark) =>
      rows.find(row => row.watermark === watermark && !row.verified)?.rate ?? null;
    return {
      rows,
      firstFailure: { wm1: failure('wm1'), wm2: failure('wm2'), 'wm1-proof': failure('wm1-proof') },
    };
  },

  pictures: ({ rows }, besidePaper) => {
    const of = (watermark: Watermark, y: (row: Row) => number) =>
      rows.filter(row => row.watermark === watermark).map(row => ({ x: row.rate, y: y(row) }));
    const x = { label: 'pruning rate of conv2', format: 'percent' } as const;
    return [
      {
        title: 'Test accuracy against pruning rate',
        x,
        y: { label: 'test accuracy', format: 'percent' },
        series: [
          { label: 'wm₁', tone: 'wm1', points: of('wm1', row => row.accuracy) },
          { label: 'wm₂', tone: 'wm2', points: of('wm2', row => row.accuracy) },
          { label: 'wm₁, proof', tone: 'wm1', dashed: true, points: of('wm1-proof', row => row.accuracy) },
          ...(besidePaper
            ? (['wm1', 'wm2'] as const).map(mark => ({
                label: `the paper’s ${mark === 'wm1' ? 'wm₁' : 'wm₂'}`,
                tone: mark,
                reference: true,
                points: PAPER_TABLE_4.map(row => ({ x: row.rate, y: row[mark].accuracy })),
              }))
            : []),
        ],
      },
      {
        title: 'Digits still read against pruning rate',
        x,
        y: { label: 'digits read, of 13', format: 'number', domain: [0, 13] },
        series: [
          { label: 'wm₁', tone: 'wm1', points: of('wm1', row => row.matching) },
          { label: 'wm₂', tone: 'wm2', points: of('wm2', row => row.matching) },
          { label: 'wm₁, proof', tone: 'wm1', dashed: true, points: of('wm1-proof', row => row.matching) },
        ],
      },
    ];
  },

  tables: ({ rows }, besidePaper) => [
    {
      title: besidePaper
        ? 'Accuracy and V_owner after pruning conv2. The paper’s wm₁ fails from 50%; ours lasts longer, since decoupled weight decay keeps the unmarked weights small, and those go first'
        : 'Accuracy and V_owner after pruning conv2',
      columns: [
        { key: 'watermark', label: 'watermark', format: 'text' },
        { key: 'rate', label: 'pruned', format: 'percent' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'matching', label: 'digits read', format: 'whole' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
        ...(besidePaper
          ? [
              { key: 'paperAccuracy', label: 'paper: accuracy', format: 'percent' } as const,
              { key: 'paperVerified', label: 'paper: V_owner', format: 'yes-no' } as const,
            ]
          : []),
      ],
      rows: rows.map(({ watermark, rate, accuracy, matching, verified }) => {
        const paper = PAPER_TABLE_4.find(row => row.rate === rate);
        const printed = watermark === 'wm1-proof' ? undefined : paper?.[watermark];
        return {
          watermark,
          rate,
          accuracy,
          matching,
          verified,
          paperAccuracy: printed?.accuracy ?? null,
          paperVerified: printed?.verified ?? null,
        };
      }),
    },
  ],
});
