/**
 * How much a layer can carry: n digits 0 … 9 by Eq. (4) against T bits by Uchida et al. 2017, in the same layer, with the same λ and the
 * same training. Section 1 claims the larger capacity for digits; n digits are worth n·log₂10 bits.
 */
import { z } from 'zod';
import { seeded } from '../core/random';
import { throwIfAborted } from '../core/errors';
import { log } from '../core/math';
import { drawOwnerKey } from '../method/watermark/owner-key';
import { DEFAULT_LAMBDA, watermarkTerm } from '../method/watermark/regularizer';
import { readWatermark } from '../method/watermark/verification';
import { initializeParameters } from '../model/initialization';
import { defaultTraining, train } from '../model/training';
import { defineExperiment, rowsOf, shareSchema } from './experiment';
import type { CellContext, Picture } from './experiment';
import {
  LAYOUT,
  MARKED_LAYER,
  MODEL_SIZES,
  ownerSecret,
  PAPER_RANGE,
  testAccuracy,
  trainingSeconds,
  trainThrough,
} from './models';
import { bitErrorRate, bitTerm, drawBitKey } from './uchida';

const rowSchema = z.strictObject({
  scheme: z.enum(['none', 'digits', 'bits']),
  /** n digits or T bits. */
  length: z.int(),
  /** What it is worth in bits. */
  information: z.number(),
  epochs: z.int(),
  accuracy: shareSchema,
  /** Share of digits or bits read wrongly. */
  errorRate: shareSchema,
});
type Row = z.infer<typeof rowSchema>;

export const capacitySchema = z.strictObject({ lambda: z.number(), rows: rowsOf(rowSchema) });
export type CapacityResult = z.infer<typeof capacitySchema>;

interface Size {
  readonly epochs: number;
  readonly digits: readonly number[];
  readonly bits: readonly number[];
}

interface Input {
  readonly scheme: Row['scheme'];
  readonly length: number;
}

async function embed({ scheme, length }: Input, context: CellContext, epochs: number): Promise<Row> {
  const { settings, bench, signal, onProgress } = context;
  const { trainCount, batchSize } = MODEL_SIZES[settings.preset];
  const secret = ownerSecret(settings);
  const fresh = initializeParameters(LAYOUT, seeded(settings.seed, 'initialization'));
  const config = { ...defaultTraining, seed: settings.seed, batchSize, epochs };
  const prepared = await bench.with(fresh);
  const measured = async (information: number, errorRate: number): Promise<Row> => ({
    scheme,
    length,
    information,
    epochs,
    accuracy: await testAccuracy(context, prepared),
    errorRate,
  });

  if (scheme === 'bits') {
    const key = drawBitKey(LAYOUT, MARKED_LAYER, length, secret);
    const { term, update } = bitTerm(LAYOUT, key, DEFAULT_LAMBDA);
    update(fresh);
    const { handle } = await bench.split('train', trainCount);
    await train(prepared, handle, config, {
      term,
      signal,
      onProgress: async ({ epoch, step, steps }) => {
        onProgress((epoch * steps + step) / (epochs * steps));
        update(await prepared.readParameters());
      },
    });
    throwIfAborted(signal);
    return measured(length, bitErrorRate(LAYOUT, await prepared.readParameters(), key));
  }

  const random = seeded(settings.seed, `digits ${length}`);
  const key =
    scheme === 'none'
      ? null
      : drawOwnerKey({
          layout: LAYOUT,
          parameters: fresh,
          layer: MARKED_LAYER,
          digits: Array.from({ length }, () => random.integer(10)),
          secret,
          range: PAPER_RANGE,
        });
  const term = key ? { term: watermarkTerm(LAYOUT, key) } : {};
  const parameters = await trainThrough(context, prepared, config, term);
  const matches = key ? readWatermark(LAYOUT, parameters, key).matches : [true];
  return measured((length * log(10)) / Math.LN2, matches.filter(match => !match).length / matches.length);
}

export const capacity = defineExperiment<Size, Input, Row, CapacityResult>({
  id: 'capacity',
  title: 'How much a layer carries',
  section: 'Section 1',
  about:
    'conv2 trained with n random digits by Eq. (4) in one component, and with T random bits by Uchida et al. 2017 in all of them: accuracy, and how many are read wrongly. Uchida’s gradient spans all weights of a kernel and is refreshed every 16 steps, the digits’ at each.',
  sizes: {
    tiny: { epochs: 1, digits: [13], bits: [43] },
    quick: { epochs: 6, digits: [13, 50, 150], bits: [43, 166, 498] },
    paper: { epochs: 10, digits: [13, 25, 50, 100, 150], bits: [43, 83, 166, 332, 498] },
  },
  value: rowSchema,
  schema: capacitySchema,

  tasks({ epochs, digits, bits }, { preset }) {
    const seconds = trainingSeconds(epochs, MODEL_SIZES[preset].trainCount);
    const task = (scheme: Row['scheme'], length: number) => ({
      name: `${scheme}-${length}`,
      needs: [],
      input: { scheme, length },
      seconds,
    });
    return [
      task('none', 0),
      ...digits.map(length => task('digits', length)),
      ...bits.map(length => task('bits', length)),
    ];
  },

  run: async (input, context, { epochs }) => ({ value: await embed(input, context, epochs) }),

  combine: finished => ({ lambda: DEFAULT_LAMBDA, rows: finished.map(({ value }) => value) }),

  pictures: ({ rows }) => {
    const schemes = [
      { scheme: 'digits', label: 'digits 0–9', tone: 'wm1' },
      { scheme: 'bits', label: 'Uchida’s bits', tone: 'wm2' },
    ] as const;
    const picture = (title: string, label: string, of: (row: Row) => number): Picture => ({
      title,
      x: { label: 'worth of the message, bits', format: 'number' },
      y: { label, format: 'percent' },
      series: schemes.map(({ scheme, ...shown }) => ({
        ...shown,
        points: rows.filter(row => row.scheme === scheme).map(row => ({ x: row.information, y: of(row) })),
      })),
    });
    return [
      picture('Accuracy over what is embedded', 'test accuracy', row => row.accuracy),
      picture('Errors over what is embedded', 'read wrongly', row => row.errorRate),
    ];
  },

  tables: ({ rows }) => [
    {
      title: 'Digits against bits in conv2',
      columns: [
        { key: 'scheme', label: 'scheme', format: 'text' },
        { key: 'length', label: 'length', format: 'whole' },
        { key: 'information', label: 'worth, bits', format: 'decimal' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'errorRate', label: 'read wrongly', format: 'percent' },
      ],
      rows,
    },
  ],
});
