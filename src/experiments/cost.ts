/**
 * What protection costs (section 4 claims a lower overhead than others'): multiplications, which are the same for everyone, and
 * times on this computer, which are not compared. Beside them a transform of every input, such as the work the paper compares with
 * needs (Chen and Wu 2018), at its cheapest: one convolution of 5 × 5.
 */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { letEventsIn } from '../core/pause';
import { seeded } from '../core/random';
import type { Layout } from '../engine/network';
import { volume } from '../engine/network';
import { authenticate } from '../method/control/gate';
import { controlOutput } from '../method/control/control-layer';
import { DEFAULT_SETTINGS } from '../method/fingerprint/generation-options';
import { fromBytes } from '../method/fingerprint/polish';
import { watermarkTerm } from '../method/watermark/regularizer';
import { softmax } from '../core/math';
import { defaultTraining } from '../model/training';
import { defineExperiment, rowsOf } from './experiment';
import type { CellContext } from './experiment';
import {
  allLicences,
  allLicencesIds,
  CONFIDENCES,
  EPSILON,
  paperRegistry,
  probabilitiesOf,
} from './licences';
import { keyOf, LAYOUT, MODEL_SIZES, modelId, modelOf } from './models';

export const costSchema = z.strictObject({
  rows: rowsOf(
    z.strictObject({
      what: z.string(),
      /** Multiplications. */
      multiplications: z.number(),
      /** Of one inference. */
      share: z.number(),
    }),
  ),
  /** Images used after one authentication. */
  session: z.int(),
  /** Seconds on this computer; medians. */
  timings: z.strictObject({
    inference: z.number(),
    authentication: z.number(),
    controlLayer: z.number(),
    transform: z.number(),
    step: z.number(),
    markedStep: z.number(),
  }),
});
export type CostResult = z.infer<typeof costSchema>;

/** Multiplications of one inference. */
export function multiplicationsOf({ layers }: Layout): number {
  return layers.reduce((sum, layer) => {
    if (layer.kind !== 'conv-pool') return 'kernel' in layer ? sum + layer.kernel.length : sum;
    const lost = layer.layer.padding === 'same' ? 0 : layer.layer.size - 1;
    return sum + (layer.input.height - lost) * (layer.input.width - lost) * layer.kernel.length;
  }, 0);
}

/** The cheapest transform that depends on more than its own pixel: a 5 × 5 convolution of the image, 'same'. */
const TRANSFORM_SIZE = 5;

function transform(image: Float32Array, kernel: Float32Array, width: number): Float32Array {
  const half = (TRANSFORM_SIZE - 1) / 2;
  const height = image.length / width;
  return image.map((_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let sum = 0;
    for (let dy = -half; dy <= half; dy++) {
      for (let dx = -half; dx <= half; dx++) {
        const [row, column] = [y + dy, x + dx];
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        sum += kernel[(dy + half) * TRANSFORM_SIZE + dx + half]! * image[row * width + column]!;
      }
    }
    return sum;
  });
}

interface Size {
  /** Of each timing. */
  readonly repeats: number;
  readonly images: number;
  readonly steps: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)]!;
}

/** Median seconds of each of `works`, taken in turn, so that whatever else this computer does meets them all. */
async function alternate(
  context: CellContext,
  repeats: number,
  works: readonly (() => Promise<void> | void)[],
): Promise<number[]> {
  const seconds: number[][] = works.map(() => []);
  for (let repeat = 0; repeat <= repeats; repeat++) {
    throwIfAborted(context.signal);
    for (const [n, work] of works.entries()) {
      const started = performance.now();
      await work();
      // The first warms up.
      if (repeat > 0) seconds[n]!.push((performance.now() - started) / 1000);
    }
    await letEventsIn();
  }
  return seconds.map(median);
}

async function time(context: CellContext, { repeats, images, steps }: Size): Promise<CostResult['timings']> {
  const { settings, bench } = context;
  const model = modelOf(context, 'wm1');
  const prepared = await bench.with(model.parameters);
  const { trainCount, testCount } = MODEL_SIZES[settings.preset];
  const test = await bench.split('test', testCount);
  const training = await bench.split('train', trainCount);
  const licences = allLicences(context, 'wm1', 1);
  const registry = paperRegistry(licences);
  const dice = seeded(settings.seed, 'cost');
  const rule = { confidences: CONFIDENCES, epsilon: EPSILON };
  const used = Math.min(images, test.count);
  const { pixels, classes } = LAYOUT;

  const logits = await prepared.predictDataset(test.handle, 0, used);
  const outputs = Array.from({ length: used }, (_, n) =>
    softmax(logits.subarray(n * classes, (n + 1) * classes)),
  );
  const digits = Array.from({ length: used }, (_, n) =>
    fromBytes(test.images.subarray(n * pixels, (n + 1) * pixels)),
  );
  const kernel = Float32Array.from({ length: TRANSFORM_SIZE ** 2 }, () => dice.normal());

  const [inference, authentication, controlLayer, transformed] = await alternate(context, repeats, [
    async () => void (await prepared.predictDataset(test.handle, 0, used)),
    async () => {
      const [probabilities] = await probabilitiesOf(prepared, licences[0]!.pixels);
      authenticate(probabilities!, registry, 'output-vector');
    },
    () => {
      for (const output of outputs) controlOutput(output, rule, dice);
    },
    () => {
      for (const image of digits) transform(image, kernel, LAYOUT.network.input.width);
    },
  ]);

  const { batchSize } = defaultTraining;
  const random = seeded(settings.seed, 'cost of a step');
  const order = Uint32Array.from({ length: steps * batchSize }, () => random.integer(training.count));
  const trainSteps = (term: ReturnType<typeof watermarkTerm> | undefined) => async () =>
    void (await prepared.train({
      dataset: training.handle,
      order,
      batchSize,
      learningRates: new Float32Array(steps).fill(1e-5),
      weightDecay: 0,
      term,
    }));
  const [step, markedStep] = await alternate(context, repeats, [
    trainSteps(undefined),
    trainSteps(watermarkTerm(LAYOUT, keyOf(model))),
  ]);
  return {
    inference: inference! / used,
    authentication: authentication!,
    controlLayer: controlLayer! / used,
    transform: transformed! / used,
    step: step! / steps,
    markedStep: markedStep! / steps,
  };
}

function multiplications(session: number): CostResult['rows'] {
  const inference = multiplicationsOf(LAYOUT);
  const { reach, settle } = DEFAULT_SETTINGS;
  const convolved = volume(LAYOUT.network.input) * TRANSFORM_SIZE ** 2;
  const row = (what: string, count: number) => ({ what, multiplications: count, share: count / inference });
  return [
    row('one inference', inference),
    row('one authentication, once a session', inference),
    row(`the same, for each of ${session.toLocaleString('en')} inputs`, inference / session),
    row('control layer, for each input of a stranger', 0),
    row('transform of each input, one 5 × 5 convolution', convolved),
    // Forward and back by the input cost about three inferences an iteration.
    row('making a licence, once a user', 3 * inference * (reach.iterations + settle.iterations)),
    // a·v + b, the error, twice, and its slope for 13 weights, against forward and backward of a batch.
    row('regularizer, in each training step', 5 * 13),
    row('training step without it', 3 * inference * defaultTraining.batchSize),
  ];
}

export const cost = defineExperiment<Size, null, CostResult, CostResult>({
  id: 'cost',
  title: 'What protection costs',
  section: 'Section 4',
  about:
    'Multiplications and times of an authentication, the control layer and the regularizer, against an inference, a training step, and a transform of every input. An authentication compares ten numbers besides; the control layer compares three and draws one.',
  sizes: {
    tiny: { repeats: 1, images: 50, steps: 1 },
    quick: { repeats: 7, images: 500, steps: 10 },
    paper: { repeats: 25, images: 1000, steps: 20 },
  },
  value: costSchema,
  schema: costSchema,

  tasks: (_size, { preset }) => [
    { name: 'times', needs: [modelId('wm1'), ...allLicencesIds('wm1', preset)], input: null, seconds: 5 },
  ],

  async run(_input, context, size) {
    const { testCount } = MODEL_SIZES[context.settings.preset];
    return {
      value: { rows: multiplications(testCount), session: testCount, timings: await time(context, size) },
    };
  },

  combine: finished => finished[0]!.value,

  pictures: ({ rows }) => [
    {
      title: 'Multiplications, as a share of one inference',
      x: { label: 'what', format: 'number' },
      y: { label: 'of an inference', format: 'percent', scale: 'log' },
      categories: rows.map(({ what }) => what),
      series: [
        { label: 'multiplications', tone: 'ink', points: rows.map(({ share }, x) => ({ x, y: share })) },
      ],
    },
  ],

  tables: ({ rows, timings }) => [
    {
      title: 'Multiplications',
      columns: [
        { key: 'what', label: 'what', format: 'text' },
        { key: 'multiplications', label: 'multiplications', format: 'small' },
        { key: 'share', label: 'of an inference', format: 'small' },
      ],
      rows,
    },
    {
      title: 'Seconds on this computer',
      columns: [
        { key: 'what', label: 'what', format: 'text' },
        { key: 'seconds', label: 'seconds', format: 'small' },
        { key: 'ratio', label: 'ratio', format: 'small' },
      ],
      rows: [
        { what: 'one inference, of many', seconds: timings.inference, ratio: 1 },
        {
          what: 'one authentication',
          seconds: timings.authentication,
          ratio: timings.authentication / timings.inference,
        },
        {
          what: 'control layer, one input',
          seconds: timings.controlLayer,
          ratio: timings.controlLayer / timings.inference,
        },
        {
          what: 'transform of one input, in JavaScript',
          seconds: timings.transform,
          ratio: timings.transform / timings.inference,
        },
        { what: 'training step of 64', seconds: timings.step, ratio: 1 },
        {
          what: 'training step with the regularizer',
          seconds: timings.markedStep,
          ratio: timings.markedStep / timings.step,
        },
      ],
    },
  ],
});
