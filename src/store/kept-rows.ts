/**
 * What an earlier visit left in IndexedDB, checked as a file from outside is: whatever shares the page's origin can write there.
 * Each reader takes a row as IndexedDB gave it, and gives null for one that no version of this page wrote whole.
 */
import { z } from 'zod';
import { listOf, recordOf } from '../data/list-schema';
import { readBy } from '../data/schema-issue';
import { layOut } from '../engine/network';
import type { Outcome } from '../experiments/experiment';
import { userOf } from '../method/registry/allocation';
import { MOST_LICENCES, parseRegistry } from '../method/registry/registry';
import { parseOwnerKey } from '../method/watermark/owner-key';
import type { OwnerKey } from '../method/watermark/owner-key';
import { markedIndices } from '../method/watermark/regularizer';
import { LENET5 } from '../model/lenet5';
import type { Checkpoint } from '../model/training';
import type { RanOn, SavedModel } from './saved-model';
import type { HistoryPoint, TrainingSettings } from './training-run';

export interface KeptTraining {
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly key: OwnerKey | null;
  readonly checkpoint: Checkpoint;
  readonly history: readonly HistoryPoint[];
  readonly readings: readonly (readonly number[])[];
  /** The digits and the engines it has run on so far; absent in rows of earlier versions. */
  readonly dataset?: 'mnist' | 'synthetic' | null | undefined;
  readonly engines?: readonly RanOn[] | undefined;
}

export interface KeptCell {
  /** `runKey`, and the cell's id. */
  readonly key: string;
  readonly id: string;
  readonly outcome: Outcome;
  /** When it was finished, ISO 8601. */
  readonly date: string;
}

const layout = layOut(LENET5);
const PIXELS = 784;
/** More than the fields on Train take (200), so that a run which a link began is read too. */
const MOST_EPOCHS = 10_000;
/** A curve has 400 points, and one more for each epoch. */
const MOST_POINTS = 2 * MOST_EPOCHS;
/** Of a watermark; conv2 has room for 150. */
const MOST_DIGITS = 1000;

const text = z.string().max(1000);
const share = z.number().min(0).max(1);
const dataset = z.enum(['mnist', 'synthetic']);
const ranOn = z.object({ backend: text, adapter: text });
/** A figure to be shown: a run that diverges has some that are no number. */
const figure = z.custom<number>(value => typeof value === 'number');

/** One number for each of LeNet-5's parameters. */
const parameters = z
  .instanceof(Float32Array)
  .refine(values => values.length === layout.parameterCount && values.every(value => Number.isFinite(value)));
const pixels = z.instanceof(Uint8Array).refine(image => image.length === PIXELS);

export const trainingConfigSchema = z.object({
  epochs: z.int().min(0).max(MOST_EPOCHS),
  batchSize: z.int().min(1).max(60_000),
  learningRate: z.number().positive(),
  schedule: z.enum(['cosine', 'constant']),
  weightDecay: z.number().min(0),
  seed: z.int(),
});

/** What has a file format of its own is read as from its file. */
function asFile<T>(parse: (json: string) => T) {
  return z.unknown().transform((value, context) => {
    try {
      return parse(JSON.stringify(value));
    } catch {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
  });
}

const ownerKey = asFile((json): OwnerKey => {
  const key = parseOwnerKey(json);
  markedIndices(layout, key); // throws for one of another network
  return key;
}).nullable();

const modelSchema = z
  .object({
    id: z.string().regex(/^[a-z][a-z\d-]{0,99}$/),
    name: text,
    parameters,
    key: ownerKey,
    accuracy: share.nullable(),
    dataset: dataset.nullable(),
    config: trainingConfigSchema.nullable(),
    run: z
      .object({ lambda: z.number(), steps: z.int().min(0), from: z.literal('current').optional() })
      .nullish(),
    trainedOn: ranOn.extend({ date: text }).nullable(),
    // It was read already, and has grown since: by its revocations, and new names.
    registry: asFile(json => parseRegistry(json, Infinity)).refine(
      ({ classes }) => classes === layout.classes,
    ),
    licences: listOf(
      z.object({
        user: z.int(),
        class: z.int(),
        confidence: z.number(),
        original: pixels,
        pixels,
        originalLabel: z.int().min(0).max(9),
        probabilities: listOf(share, { least: layout.classes, most: layout.classes }),
        passed: z.boolean(),
        madeOn: ranOn.nullish(),
      }),
      { most: MOST_LICENCES },
    ),
    generations: z.int().min(0).default(0),
  })
  .refine(({ registry: { classes, confidences }, licences }) => {
    try {
      return licences.every(licence => userOf(licence, classes, confidences) === licence.user);
    } catch {
      return false;
    }
  });

const moments = { firstMoment: parameters, secondMoment: parameters };

/** Where a training of LeNet-5 goes on from. */
export const checkpointSchema: z.ZodType<Checkpoint> = z.object({
  parameters,
  optimizer: z.object({ step: z.int().min(0), ...moments }).nullable(),
  position: z.object({ epoch: z.int().min(0).max(MOST_EPOCHS), step: z.int().min(0) }),
  losses: listOf(figure, { most: 100 }).optional(),
});

const trainingSchema = z
  .object({
    settings: z.object({
      watermark: z.enum(['wm1', 'wm2', 'custom', 'none']),
      customDigits: listOf(z.int().min(0).max(9), { most: MOST_DIGITS }),
      lambda: z.number(),
      range: z.tuple([z.number(), z.number()]),
      from: z.enum(['scratch', 'current']),
      config: trainingConfigSchema,
      lesson: z.enum(['minute', 'taster']).nullable().default(null),
    }),
    seed: z.int(),
    key: ownerKey,
    checkpoint: checkpointSchema,
    history: listOf(
      z.object({
        epoch: z.number().min(0).max(MOST_EPOCHS),
        loss: figure.nullable(),
        accuracy: share.nullable(),
        watermarkError: figure.nullable(),
      }),
      { most: MOST_POINTS },
    ),
    readings: listOf(listOf(figure, { most: MOST_DIGITS }), { most: MOST_POINTS }),
    dataset: dataset.nullish(),
    engines: listOf(ranOn, { most: 100 }).optional(),
  })
  .refine(({ key, readings }) => readings.every(each => each.length === (key?.digits.length ?? 0)));

const cellSchema = z.object({
  key: z.string(),
  id: z.string(),
  outcome: z.object({
    value: z.unknown(),
    arrays: recordOf(z.union([z.instanceof(Float32Array), z.instanceof(Uint8Array)]), { most: 100 }),
    seconds: z.number().min(0),
  }),
  date: text,
});

const valueSchemas = {
  currentId: z.string(),
  seed: z.int().min(0),
  secret: z.string(),
  bundledRemoved: z.boolean(),
} as const;

export type VisitValues = {
  -readonly [Key in keyof typeof valueSchemas]: z.infer<(typeof valueSchemas)[Key]>;
};
export const VISIT_KEYS = Object.keys(valueSchemas) as (keyof VisitValues)[];

function reader<T>(schema: z.ZodType<T>): (row: unknown) => T | null {
  return row => {
    const read = readBy(schema, row);
    return 'data' in read ? read.data : null;
  };
}

export const readModelRow: (row: unknown) => SavedModel | null = reader(modelSchema);
export const readTrainingRow: (row: unknown) => KeptTraining | null = reader(trainingSchema);
/** What a cell found is its experiment's own, which checks it (`wholeOutcomes`); here, that it is an outcome at all. */
export const readCell: (row: unknown) => KeptCell | null = reader(cellSchema);

export function readValue<Key extends keyof VisitValues>(key: Key, row: unknown): VisitValues[Key] | null {
  return reader<VisitValues[keyof VisitValues]>(valueSchemas[key])(row) as VisitValues[Key] | null;
}
