/**
 * Table 3: the fine-tuning attack. The paper gives no learning rate, and the rate decides: the rows are those of the default
 * attacker (`attacks/fine-tuning.ts`), the other rates stand beside them.
 */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { defaultFineTuning, fineTune } from '../attacks/fine-tuning';
import { readWatermark } from '../method/watermark/verification';
import { defineExperiment, rowsOf, shareSchema } from './experiment';
import { keyOf, LAYOUT, MODEL_SIZES, modelId, modelOf, testAccuracy, trainingSeconds } from './models';
import { PAPER_TABLE_3 } from './paper-values';

const rowSchema = z.strictObject({
  /** Of the attack; 0 is the model before it. */
  epochs: z.int(),
  accuracy: shareSchema,
  /** V_owner. */
  verified: z.boolean(),
  learningRate: z.number(),
  /** How many of the watermark's digits are still read. */
  matching: z.int(),
  /** max_k |map(v_k) − d_k|, in digits; 0.5 and more is another digit. */
  largestError: z.number(),
});
type Row = z.infer<typeof rowSchema>;

export const table3Schema = z.strictObject({
  /** At the default rate. */
  rows: rowsOf(rowSchema),
  /** At every rate, at more epochs. */
  rates: rowsOf(rowSchema),
  defaultLearningRate: z.number(),
  digits: z.int(),
});
export type Table3Result = z.infer<typeof table3Schema>;

interface Size {
  readonly learningRates: readonly number[];
  /** After these epochs it is looked; the last is the attack's length. */
  readonly looks: readonly number[];
  /** Of these, what Table 3 reports. */
  readonly reported: readonly number[];
}

const valueSchema = z.strictObject({ rows: rowsOf(rowSchema), digits: z.int() });
type Value = z.infer<typeof valueSchema>;

/** A tenth of training's rate, so that accuracy stays; three tenths; and a rate of training's own size. */
const LEARNING_RATES: readonly number[] = [defaultFineTuning.learningRate, 3e-4, 1e-3];

export const table3 = defineExperiment<Size, number, Value, Table3Result>({
  id: 'table3',
  title: 'Fine-tuning attack',
  section: 'Table 3',
  about:
    'The model with wm₁ trained on without the regularizer, at several learning rates: accuracy, V_owner and how many digits are left.',
  sizes: {
    tiny: { learningRates: LEARNING_RATES.slice(0, 2), looks: [1, 2], reported: [1, 2] },
    quick: { learningRates: LEARNING_RATES, looks: [1, 2, 5], reported: [2, 5] },
    paper: { learningRates: LEARNING_RATES, looks: [1, 2, 5, 10, 20, 30, 40, 50], reported: [30, 50] },
  },
  value: valueSchema,
  schema: table3Schema,

  tasks: ({ learningRates, looks }, { preset }) =>
    learningRates.map(rate => ({
      name: `rate-${rate}`,
      needs: [modelId('wm1')],
      input: rate,
      seconds: trainingSeconds(looks.at(-1)!, MODEL_SIZES[preset].trainCount),
    })),

  async run(learningRate, context, { looks }) {
    const { settings, bench, signal, onProgress } = context;
    const model = modelOf(context, 'wm1');
    const key = keyOf(model);
    const prepared = await bench.with(model.parameters);
    const rows: Row[] = [];
    const look = async (epochs: number, parameters: Float32Array) => {
      const { verified, matches, largestError } = readWatermark(LAYOUT, parameters, key);
      rows.push({
        epochs,
        accuracy: await testAccuracy(context, prepared),
        verified,
        learningRate,
        matching: matches.filter(Boolean).length,
        largestError,
      });
    };
    await look(0, model.parameters);
    const epochs = looks.at(-1)!;
    const { handle } = await bench.split('train', MODEL_SIZES[settings.preset].trainCount);
    const { batchSize } = MODEL_SIZES[settings.preset];
    const config = { ...defaultFineTuning, batchSize, epochs, learningRate, seed: settings.seed };
    await fineTune(prepared, model.parameters, handle, config, {
      signal,
      onProgress: ({ epoch, step, steps }) => onProgress((epoch * steps + step) / (epochs * steps)),
      onEpoch: async (epoch, parameters) => {
        if (looks.includes(epoch)) await look(epoch, parameters);
      },
    });
    throwIfAborted(signal);
    return { value: { rows, digits: key.digits.length } };
  },

  combine(finished, { reported }) {
    const { learningRate } = defaultFineTuning;
    const rates = finished.flatMap(({ value }) => value.rows);
    return {
      rows: rates.filter(
        row => row.learningRate === learningRate && (row.epochs === 0 || reported.includes(row.epochs)),
      ),
      rates,
      defaultLearningRate: learningRate,
      digits: finished[0]!.value.digits,
    };
  },

  pictures: ({ rates, digits }) => [
    {
      title: 'The watermark’s largest error under fine-tuning',
      x: { label: 'epochs of fine-tuning', format: 'number' },
      y: { label: 'error, digits (0.5: another digit is read)', format: 'number', scale: 'log' },
      series: [...new Set(rates.map(row => row.learningRate))].map((rate, n) => ({
        label: `rate ${rate}`,
        tone: (['wm1', 'wm2', 'out', 'ink'] as const)[n] ?? 'soft',
        points: rates
          .filter(row => row.learningRate === rate)
          .map(({ epochs, largestError }) => ({ x: epochs, y: Math.max(1e-6, largestError) })),
      })),
    },
    {
      title: 'Digits still read under fine-tuning',
      x: { label: 'epochs of fine-tuning', format: 'number' },
      y: { label: `digits read, of ${digits}`, format: 'number', domain: [0, digits] },
      series: [...new Set(rates.map(row => row.learningRate))].map((rate, n) => ({
        label: `rate ${rate}`,
        tone: (['wm1', 'wm2', 'out', 'ink'] as const)[n] ?? 'soft',
        points: rates
          .filter(row => row.learningRate === rate)
          .map(({ epochs, matching }) => ({ x: epochs, y: matching })),
      })),
    },
  ],

  tables: ({ rows, rates, defaultLearningRate, digits }, besidePaper) => [
    {
      title: `At the default rate, ${defaultLearningRate}`,
      columns: [
        { key: 'epochs', label: 'epochs', format: 'whole' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
        ...(besidePaper
          ? [
              { key: 'paperAccuracy', label: 'paper: accuracy', format: 'percent' } as const,
              { key: 'paperVerified', label: 'paper: V_owner', format: 'yes-no' } as const,
            ]
          : []),
      ],
      rows: rows.map(row => {
        const paper = PAPER_TABLE_3.find(({ epochs }) => epochs === row.epochs);
        return {
          ...row,
          paperAccuracy: paper?.accuracy ?? null,
          paperVerified: paper?.verified ?? null,
        };
      }),
    },
    {
      title: 'At each rate',
      columns: [
        { key: 'learningRate', label: 'learning rate', format: 'small' },
        { key: 'epochs', label: 'epochs', format: 'whole' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'matching', label: `digits read, of ${digits}`, format: 'whole' },
        { key: 'largestError', label: 'largest error, digits', format: 'decimal' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
      ],
      rows: rates,
    },
  ],
});
