/**
 * The models that the experiments speak of, each trained once in a run and shared: LeNet-5 without a mark, with wm₁ or wm₂
 * from scratch, with wm₁ by fine-tuning, and with wm₁ under a map whose weights outlast pruning (sections 3.1, 3.4, 3.5).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { AppError, throwIfAborted } from '../core/errors';
import { seeded } from '../core/random';
import type { ParameterTerm, PreparedNetwork } from '../engine/engine';
import { layOut } from '../engine/network';
import { drawOwnerKey, parseOwnerKey, WATERMARK_1, WATERMARK_2 } from '../method/watermark/owner-key';
import type { OwnerKey } from '../method/watermark/owner-key';
import { markedIndices, watermarkTerm } from '../method/watermark/regularizer';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import { writeModel } from '../model/format';
import { initializeParameters } from '../model/initialization';
import { LENET5 } from '../model/lenet5';
import { defaultTraining, train } from '../model/training';
import type { TrainingConfig } from '../model/training';
import { rowsOf } from './experiment';
import type { Cell, CellContext, Made, Maker, Preset, RunSettings } from './experiment';

export const LAYOUT = layOut(LENET5);

/** The layer that is marked: conv2, (5, 5, 6, 16) (section 3.1). */
export const MARKED_LAYER = 'conv2';

/** Weights for the digits 0 … 9: the paper's for conv2 (section 3.1). */
export const PAPER_RANGE: readonly [number, number] = [0.1, 0.45];
/** Far enough from 0 that 90% of the other weights are smaller: nothing of the mark is pruned before them. */
export const PROOF_RANGE: readonly [number, number] = [0.35, 0.7];

const markSchema = z.enum(['none', 'wm1', 'wm2', 'wm1-proof', 'wm1-tuned']);
export type Mark = z.infer<typeof markSchema>;

interface Recipe {
  readonly digits: readonly number[];
  readonly range: readonly [number, number];
}

const RECIPES: Readonly<Record<Exclude<Mark, 'none'>, Recipe>> = {
  wm1: { digits: WATERMARK_1, range: PAPER_RANGE },
  wm2: { digits: WATERMARK_2, range: PAPER_RANGE },
  'wm1-proof': { digits: WATERMARK_1, range: PROOF_RANGE },
  'wm1-tuned': { digits: WATERMARK_1, range: PAPER_RANGE },
};

export interface ModelSize {
  /** Digits trained on and measured on: the first so many. */
  readonly trainCount: number;
  readonly testCount: number;
  /** From scratch, and by fine-tuning (Table 2: 50 and 20). */
  readonly epochs: number;
  readonly tuningEpochs: number;
  /** Images a step: where there are few images, smaller steps leave enough of them for the mark to form. */
  readonly batchSize: number;
}

export const MODEL_SIZES: Readonly<Record<Preset, ModelSize>> = {
  tiny: { trainCount: 640, testCount: 200, epochs: 3, tuningEpochs: 2, batchSize: 64 },
  quick: { trainCount: 12_000, testCount: 10_000, epochs: 8, tuningEpochs: 4, batchSize: 32 },
  paper: { trainCount: 60_000, testCount: 10_000, epochs: 50, tuningEpochs: 20, batchSize: 64 },
};

const valueSchema = z.strictObject({
  mark: markSchema,
  seed: z.int(),
  epochs: z.int().min(0),
  accuracy: z.number().min(0).max(1),
  /** Of weights.bin, and of what it was after the first epoch: that can be checked in seconds. */
  sha256: z.string(),
  firstEpochSha256: z.string(),
  key: z.custom<OwnerKey | null>(isKeyOrNone),
  /** V_owner, the digits read and the largest error in digits; null without a mark. */
  verified: z.boolean().nullable(),
  digits: rowsOf(z.int()).readonly().nullable(),
  largestError: z.number().nullable(),
});
export type ModelValue = Readonly<z.infer<typeof valueSchema>>;

function isKeyOrNone(value: unknown): boolean {
  if (value === null) return true;
  try {
    markedIndices(LAYOUT, parseOwnerKey(JSON.stringify(value)));
    return true;
  } catch {
    return false;
  }
}

/** The id of a model's cell. Number 1 is trained from the run's own seed, number n from seed + n − 1. */
export function modelId(mark: Mark, number = 1): string {
  return `model/${mark}-${number}`;
}

/** A trained model, as the cells that need it read it. */
export interface Model {
  readonly value: ModelValue;
  readonly parameters: Float32Array;
}

export function modelOf(context: CellContext, mark: Mark, number = 1): Model {
  const { value, arrays } = context.outcome<ModelValue>(modelId(mark, number));
  return { value, parameters: arrays['parameters'] as Float32Array };
}

/** The key of a model that carries a mark. */
export function keyOf({ value }: Model): OwnerKey {
  if (!value.key) throw new AppError('internal', `The model "${value.mark}" carries no watermark.`);
  return value.key;
}

/** The owner's secret in a run. It is known to everyone, so that anyone can run it: its marks and licences prove nothing. */
export function ownerSecret({ seed }: RunSettings): string {
  return `ActiveGuard experiments, seed ${seed}`;
}

/** SHA-256 of the weights.bin that these parameters are written to. */
export function weightsSha256(parameters: Float32Array): string {
  return bytesToHex(sha256(writeModel(LENET5, parameters).weights));
}

interface ModelInput {
  readonly mark: Mark;
  readonly number: number;
}

export function modelCell(name: string, settings: RunSettings): Cell<ModelInput> {
  const match = /^(none|wm1|wm2|wm1-proof|wm1-tuned)-([1-9]\d*)$/.exec(name);
  if (!match) throw new AppError('internal', `There is no model "${name}".`);
  const mark = match[1] as Mark;
  const number = Number(match[2]);
  const { trainCount, epochs, tuningEpochs } = MODEL_SIZES[settings.preset];
  const trained = mark === 'wm1-tuned' ? tuningEpochs : epochs;
  return {
    id: modelId(mark, number),
    maker: 'model',
    name,
    needs: mark === 'wm1-tuned' ? [modelId('none', number)] : [],
    input: { mark, number },
    seconds: trainingSeconds(trained, trainCount),
  };
}

/** 3.3 seconds for 60,000 images, measured on one core. */
export function trainingSeconds(epochs: number, images: number): number {
  return (epochs * images * 3.3) / 60_000;
}

interface Training {
  readonly term?: ParameterTerm;
  readonly onEpochEnd?: (epoch: number) => Promise<void>;
}

/** Trains what `prepared` holds to the end of `config`. @throws AppError `cancelled`. */
export async function trainThrough(
  context: CellContext,
  prepared: PreparedNetwork,
  config: TrainingConfig,
  { term, onEpochEnd }: Training = {},
): Promise<Float32Array> {
  const { trainCount } = MODEL_SIZES[context.settings.preset];
  const { handle } = await context.bench.split('train', trainCount);
  await train(prepared, handle, config, {
    term,
    signal: context.signal,
    onProgress: ({ epoch, step, steps }) =>
      context.onProgress((epoch * steps + step) / (config.epochs * steps)),
    onEpochEnd: onEpochEnd && (({ epoch }) => onEpochEnd(epoch)),
  });
  throwIfAborted(context.signal);
  return prepared.readParameters();
}

/** Test accuracy of what `prepared` holds. */
export async function testAccuracy(context: CellContext, prepared: PreparedNetwork): Promise<number> {
  const { testCount } = MODEL_SIZES[context.settings.preset];
  const { handle, labels } = await context.bench.split('test', testCount);
  return accuracy(prepared, handle, labels, { signal: context.signal });
}

/** Where a model's training begins, and its key. */
function begin({ mark, number }: ModelInput, context: CellContext) {
  const { settings } = context;
  const { epochs, tuningEpochs, batchSize } = MODEL_SIZES[settings.preset];
  const seed = settings.seed + number - 1;
  const tuned = mark === 'wm1-tuned';
  const start = tuned
    ? modelOf(context, 'none', number).parameters
    : initializeParameters(LAYOUT, seeded(seed, 'initialization'));
  const key =
    mark === 'none'
      ? null
      : drawOwnerKey({
          layout: LAYOUT,
          parameters: start,
          layer: MARKED_LAYER,
          secret: ownerSecret(settings),
          ...RECIPES[mark],
        });
  const config: TrainingConfig = {
    ...defaultTraining,
    seed,
    batchSize,
    epochs: tuned ? tuningEpochs : epochs,
  };
  return { start, key, config, training: key ? { term: watermarkTerm(LAYOUT, key) } : {} };
}

/** The first epoch of the model `mark`, number 1, alone: SHA-256 of its weights. To check a recorded run by. */
export async function trainFirstEpoch(mark: Mark, context: CellContext): Promise<string> {
  const { start, config, training } = begin({ mark, number: 1 }, context);
  const prepared = await context.bench.with(start);
  const { handle } = await context.bench.split('train', MODEL_SIZES[context.settings.preset].trainCount);
  const first = new AbortController();
  await train(prepared, handle, config, {
    ...training,
    signal: first.signal,
    onEpochEnd: () => first.abort(),
  });
  return weightsSha256(await prepared.readParameters());
}

async function runModel(input: ModelInput, context: CellContext): Promise<Made<ModelValue>> {
  const { mark } = input;
  const { start, key, config, training } = begin(input, context);
  const prepared = await context.bench.with(start);
  let firstEpochSha256 = '';
  const parameters = await trainThrough(context, prepared, config, {
    ...training,
    onEpochEnd: async epoch => {
      if (epoch === 1) firstEpochSha256 = weightsSha256(await prepared.readParameters());
    },
  });
  const reading = key && readWatermark(LAYOUT, parameters, key);
  return {
    value: {
      mark,
      seed: config.seed,
      epochs: config.epochs,
      accuracy: await testAccuracy(context, prepared),
      sha256: weightsSha256(parameters),
      firstEpochSha256,
      key,
      verified: reading && reading.verified,
      digits: reading && reading.digits,
      largestError: reading && reading.largestError,
    },
    arrays: { parameters },
  };
}

export const MODEL_MAKER: Maker = {
  id: 'model',
  run: (input, context) => runModel(input as ModelInput, context),
  isWhole: ({ value, arrays: { parameters } }) =>
    parameters instanceof Float32Array &&
    parameters.length === LAYOUT.parameterCount &&
    valueSchema.safeParse(value).data?.sha256 === weightsSha256(parameters),
};
