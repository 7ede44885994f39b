/** What a licence survives: a file that was altered on its way, and a model that was changed after the licence was made. */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { seeded } from '../core/random';
import { mean } from '../core/statistics';
import { defaultFineTuning, fineTune } from '../attacks/fine-tuning';
import { pruneLayer } from '../attacks/pruning';
import { addNoise, blur, reduceGreys, resizeAndBack, shift, throughJpeg } from '../data/image-wear';
import type { PreparedNetwork } from '../engine/engine';
import { authenticate } from '../method/control/gate';
import type { GateRule } from '../method/control/gate';
import { issueLicence } from '../method/registry/registry';
import { userOf } from '../method/registry/allocation';
import { defineExperiment, rowsOf } from './experiment';
import type { CellContext } from './experiment';
import {
  allLicences,
  allLicencesIds,
  concatenate,
  CONFIDENCES,
  EPSILON,
  ISSUED_AT,
  paperRegistry,
  probabilitiesOf,
  throughPng,
} from './licences';
import type { MadeLicence } from './licences';
import { LAYOUT, MARKED_LAYER, MODEL_SIZES, modelId, modelOf, trainingSeconds } from './models';

const rowSchema = z.strictObject({
  wear: z.string(),
  /** σ, quality, greys, pixels, factor, rate or epochs; what the wear says. */
  strength: z.number(),
  licences: z.int(),
  /** Let in by the paper's rule, whoever they are taken for. */
  letIn: z.int(),
  /** Known for their own users': by class and confidence, and by the output vector. */
  recognized: z.int(),
  recognizedByVector: z.int(),
  /** Mean |p_t − c|. */
  meanError: z.number(),
});
type Row = z.infer<typeof rowSchema>;

export const wearSchema = z.strictObject({ epsilon: z.number(), rows: rowsOf(rowSchema) });
export type WearResult = z.infer<typeof wearSchema>;

/** Ways that a file may be altered, each by its strengths, weakest first. */
const IMAGE_WEAR: readonly {
  readonly wear: string;
  readonly strengths: readonly number[];
  readonly apply: (pixels: Uint8Array, strength: number, seed: number, n: number) => Uint8Array;
}[] = [
  { wear: 'none', strengths: [0], apply: pixels => pixels },
  {
    wear: 'Gaussian noise, σ',
    strengths: [0.01, 0.02, 0.05, 0.1],
    apply: (pixels, sigma, seed, n) => addNoise(pixels, sigma, seeded(seed, `wear noise ${sigma} ${n}`)),
  },
  {
    wear: 'JPEG, quality',
    strengths: [95, 85, 75, 60, 45],
    apply: (pixels, quality) => throughJpeg(pixels, quality),
  },
  { wear: 'grey levels', strengths: [16, 12], apply: (pixels, levels) => reduceGreys(pixels, levels) },
  { wear: 'blur, σ', strengths: [0.5], apply: (pixels, sigma) => blur(pixels, sigma) },
  { wear: 'shifted right, pixels', strengths: [1], apply: (pixels, by) => shift(pixels, by, 0) },
  {
    wear: 'resized there and back, factor',
    strengths: [2, 0.5],
    apply: (pixels, factor) => resizeAndBack(pixels, factor),
  },
];

const PRUNING_RATES: readonly number[] = [0.1, 0.3, 0.5];

interface Size {
  /** Licences of each user. */
  readonly each: number;
  /** Of fine-tuning; it is looked after each of these epochs. */
  readonly epochs: readonly number[];
}

/** How the worn `images` of `licences` fare with the model in `prepared`, each licence issued in its turn. */
async function judge(
  prepared: PreparedNetwork,
  licences: readonly MadeLicence[],
  images: readonly Uint8Array[],
): Promise<Omit<Row, 'wear' | 'strength'>> {
  const outputs = await probabilitiesOf(prepared, concatenate(images));
  const base = paperRegistry(licences);
  let letIn = 0;
  let recognized = 0;
  let recognizedByVector = 0;
  licences.forEach((licence, n) => {
    const registry = issueLicence(base, { ...licence, issuedAt: ISSUED_AT });
    const user = userOf(licence, LAYOUT.classes, CONFIDENCES);
    const verdict = (rule: GateRule) => authenticate(outputs[n]!, registry, rule);
    const isOwn = (rule: GateRule) => verdict(rule).authorized && verdict(rule).user === user;
    if (verdict('paper').authorized) letIn += 1;
    if (isOwn('paper-with-class')) recognized += 1;
    if (isOwn('output-vector')) recognizedByVector += 1;
  });
  const meanError = mean(
    licences.map((licence, n) => Math.abs(outputs[n]![licence.class]! - licence.confidence)),
  );
  return { licences: licences.length, letIn, recognized, recognizedByVector, meanError };
}

async function wearImages(licences: readonly MadeLicence[], context: CellContext): Promise<Row[]> {
  const prepared = await context.bench.with(modelOf(context, 'wm1').parameters);
  const rows: Row[] = [];
  for (const { wear, strengths, apply } of IMAGE_WEAR) {
    for (const strength of strengths) {
      throwIfAborted(context.signal);
      const images = licences.map(({ pixels }, n) =>
        throughPng(apply(pixels, strength, context.settings.seed, n)),
      );
      rows.push({ wear, strength, ...(await judge(prepared, licences, images)) });
    }
    context.onProgress(rows.length / IMAGE_WEAR.flatMap(each => each.strengths).length);
  }
  return rows;
}

async function wearModel(
  licences: readonly MadeLicence[],
  context: CellContext,
  { epochs }: Size,
): Promise<Row[]> {
  const { settings, bench, signal, onProgress } = context;
  const { parameters } = modelOf(context, 'wm1');
  const prepared = await bench.with(parameters);
  const images = licences.map(({ pixels }) => throughPng(pixels));
  const rows: Row[] = [];
  for (const rate of PRUNING_RATES) {
    prepared.putParameters(pruneLayer(LAYOUT, parameters, MARKED_LAYER, rate));
    const judged = await judge(prepared, licences, images);
    rows.push({ wear: 'model pruned, share of conv2', strength: rate, ...judged });
  }
  const { trainCount } = MODEL_SIZES[settings.preset];
  const { handle } = await bench.split('train', trainCount);
  const last = epochs.at(-1)!;
  const { batchSize } = MODEL_SIZES[settings.preset];
  const config = { ...defaultFineTuning, batchSize, epochs: last, seed: settings.seed };
  await fineTune(prepared, parameters, handle, config, {
    signal,
    onProgress: ({ epoch, step, steps }) => onProgress((epoch * steps + step) / (last * steps)),
    onEpoch: async epoch => {
      if (!epochs.includes(epoch)) return;
      const judged = await judge(prepared, licences, images);
      rows.push({ wear: `model fine-tuned at ${config.learningRate}, epochs`, strength: epoch, ...judged });
    },
  });
  throwIfAborted(signal);
  return rows;
}

export const wear = defineExperiment<Size, 'image' | 'model', readonly Row[], WearResult>({
  id: 'wear',
  title: 'What a licence survives',
  section: 'ours',
  about:
    'Licences altered as files are (noise, JPEG, fewer greys, blur, a shift, a resize), and unaltered ones shown to a model that was pruned or fine-tuned after they were made.',
  sizes: {
    tiny: { each: 1, epochs: [1] },
    quick: { each: 2, epochs: [1, 2] },
    paper: { each: 10, epochs: [1, 2, 5] },
  },
  value: rowsOf(rowSchema),
  schema: wearSchema,

  tasks: ({ epochs }, { preset }) =>
    (['image', 'model'] as const).map(what => ({
      name: what,
      needs: [modelId('wm1'), ...allLicencesIds('wm1', preset)],
      input: what,
      seconds: what === 'image' ? 1 : trainingSeconds(epochs.at(-1)!, MODEL_SIZES[preset].trainCount),
    })),

  async run(what, context, size) {
    const licences = allLicences(context, 'wm1', size.each);
    return {
      value: await (what === 'image' ? wearImages(licences, context) : wearModel(licences, context, size)),
    };
  },

  combine: finished => ({ epsilon: EPSILON, rows: finished.flatMap(({ value }) => value) }),

  pictures: ({ rows }) => [
    {
      title: 'Licences that survive',
      x: { label: 'wear', format: 'number' },
      y: { label: `as their own users, ε = ${EPSILON}`, format: 'percent', domain: [0, 1] },
      categories: rows.map(({ wear, strength }) => (wear === 'none' ? wear : `${wear} ${strength}`)),
      series: [
        {
          label: 'class and confidence',
          tone: 'in',
          points: rows.map(({ recognized, licences }, x) => ({ x, y: recognized / licences })),
        },
        {
          label: 'output vector',
          tone: 'ink',
          points: rows.map(({ recognizedByVector, licences }, x) => ({
            x,
            y: recognizedByVector / licences,
          })),
        },
      ],
    },
  ],

  tables: ({ rows }) => [
    {
      title: `Licences that still authenticate at ε = ${EPSILON}`,
      columns: [
        { key: 'wear', label: 'wear', format: 'text' },
        { key: 'strength', label: 'strength', format: 'small' },
        { key: 'letIn', label: 'let in', format: 'percent' },
        { key: 'recognized', label: 'as their own users', format: 'percent' },
        { key: 'recognizedByVector', label: 'by the output vector', format: 'percent' },
        { key: 'meanError', label: 'mean |p_t − c|', format: 'small' },
      ],
      rows: rows.map(row => ({
        wear: row.wear,
        strength: row.strength,
        letIn: row.letIn / row.licences,
        recognized: row.recognized / row.licences,
        recognizedByVector: row.recognizedByVector / row.licences,
        meanError: row.meanError,
      })),
    },
  ],
});
