/**
 * Attacks on the watermark beyond the paper's two: what each leaves of wm₁'s digits and of the accuracy. Shuffling and rescaling
 * channels cost the adversary nothing, and the owner answers them from his copy of the model; distillation nobody answers.
 */
import { z } from 'zod';
import { throwIfAborted } from '../core/errors';
import { seeded } from '../core/random';
import { rescaleRandomly, shuffleChannels } from '../attacks/channel-shuffling';
import { drawSoftLabels } from '../attacks/distillation';
import { defaultFineTuning } from '../attacks/fine-tuning';
import { drawForeignKey } from '../attacks/overwriting';
import { pruneGlobally } from '../attacks/pruning';
import { quantize } from '../attacks/quantization';
import { resetDenseLayers } from '../attacks/retraining';
import { shiftWeights } from '../attacks/weight-shifting';
import { cosineRate } from '../engine/engine';
import type { PreparedNetwork } from '../engine/engine';
import type { OwnerKey } from '../method/watermark/owner-key';
import { realign } from '../method/watermark/realignment';
import { watermarkTerm } from '../method/watermark/regularizer';
import { readWatermark } from '../method/watermark/verification';
import { channelPlaces } from '../model/channel-symmetry';
import { initializeParameters } from '../model/initialization';
import { defaultTraining, train } from '../model/training';
import { defineExperiment, rowsOf, shareSchema } from './experiment';
import type { CellContext } from './experiment';
import {
  keyOf,
  LAYOUT,
  MARKED_LAYER,
  MODEL_SIZES,
  modelId,
  modelOf,
  PAPER_RANGE,
  testAccuracy,
  trainingSeconds,
  trainThrough,
} from './models';

const ATTACKS = [
  'global pruning',
  'quantization',
  'weight shifting',
  'channel shuffling',
  'retraining',
  'overwriting',
  'distillation',
] as const;
type Attack = (typeof ATTACKS)[number];

const rowSchema = z.strictObject({
  attack: z.enum(ATTACKS),
  /** Its strength, and how the owner reads. */
  setting: z.string(),
  accuracy: shareSchema,
  /** V_owner. */
  verified: z.boolean(),
  /** Digits still read, of `digits`. */
  matching: z.int(),
  digits: z.int(),
  /** The chance that as many match by accident. */
  pValue: z.number(),
  /** Overwriting: whether the adversary's own mark is read. */
  foreignVerified: z.boolean().nullable(),
});
type Row = z.infer<typeof rowSchema>;

export const removalSchema = z.strictObject({
  before: rowSchema.omit({ attack: true }),
  rows: rowsOf(rowSchema),
});
export type RemovalResult = z.infer<typeof removalSchema>;

interface Size {
  readonly retraining: number;
  readonly overwriting: number;
  readonly distillation: number;
}

interface Input {
  readonly attack: Attack | 'none';
  /** η, where the attack trains. */
  readonly rate: number;
}

const PRUNING_RATES: readonly number[] = [0.3, 0.5, 0.7, 0.8, 0.9];
const BITS: readonly number[] = [8, 6, 5, 4];
const STRENGTHS: readonly number[] = [0.05, 0.1, 0.2, 0.5];
const RATES: readonly number[] = [1e-4, 3e-4, 1e-3];
/** Of distillation: softens the teacher's certainty. */
const TEMPERATURE = 2;
/** The layers whose channels can be put in another order; the marked one is the last. */
const CONVOLUTIONS: readonly string[] = ['conv1', MARKED_LAYER];

/** A stolen model on the bench of one cell. */
class Scene {
  readonly rows: Omit<Row, 'attack'>[] = [];

  constructor(
    readonly context: CellContext,
    readonly prepared: PreparedNetwork,
    readonly stolen: Float32Array,
    readonly key: OwnerKey,
  ) {}

  /** Measures `parameters`; the owner's key looks at them as they are, or at `read`, the same realigned. */
  async look(
    setting: string,
    parameters: Float32Array,
    { read = parameters, foreign }: { read?: Float32Array; foreign?: OwnerKey } = {},
  ): Promise<void> {
    throwIfAborted(this.context.signal);
    this.prepared.putParameters(parameters);
    const { verified, matches, pValue } = readWatermark(LAYOUT, read, this.key);
    // Whoever realigns may choose among the layer's channels.
    const tries = read === parameters ? 1 : channelPlaces(LAYOUT, this.key.layer).channels;
    this.rows.push({
      setting,
      accuracy: await testAccuracy(this.context, this.prepared),
      verified,
      matching: matches.filter(Boolean).length,
      digits: matches.length,
      pValue: Math.min(1, tries * pValue),
      foreignVerified: foreign ? readWatermark(LAYOUT, read, foreign).verified : null,
    });
  }

  async shuffleChannels(): Promise<void> {
    const { stolen, context } = this;
    const random = seeded(context.settings.seed, 'channel shuffling');
    const shuffled = shuffleChannels(LAYOUT, stolen, CONVOLUTIONS, random);
    const rescaled = rescaleRandomly(LAYOUT, shuffled, CONVOLUTIONS, random);
    for (const [what, parameters] of [
      ['shuffled', shuffled],
      ['shuffled and rescaled', rescaled],
    ] as const) {
      await this.look(`${what}, read as it stands`, parameters);
      await this.look(`${what}, realigned with the owner's copy`, parameters, {
        read: realign(LAYOUT, stolen, parameters, CONVOLUTIONS),
      });
    }
  }

  async retrain(epochs: number, rate: number): Promise<void> {
    const { seed, preset } = this.context.settings;
    const { batchSize } = MODEL_SIZES[preset];
    const reset = resetDenseLayers(LAYOUT, this.stolen, seeded(seed, 'dense layers drawn anew'));
    this.prepared.putParameters(reset);
    const config = { ...defaultFineTuning, seed, batchSize, epochs, learningRate: rate };
    const retrained = await trainThrough(this.context, this.prepared, config);
    await this.look(`dense layers anew, ${epochs} epochs at ${rate}`, retrained);
  }

  async overwrite(epochs: number, rate: number): Promise<void> {
    const { seed, preset } = this.context.settings;
    const { batchSize } = MODEL_SIZES[preset];
    const foreign = drawForeignKey(LAYOUT, this.stolen, {
      layer: MARKED_LAYER,
      range: PAPER_RANGE,
      digits: this.key.digits.length,
      seed,
    });
    const config = { ...defaultFineTuning, seed, batchSize, epochs, learningRate: rate };
    const term = watermarkTerm(LAYOUT, foreign);
    const overwritten = await trainThrough(this.context, this.prepared, config, { term });
    await this.look(`${epochs} epochs at ${rate}`, overwritten, { foreign });
  }

  async distil(epochs: number): Promise<void> {
    const { context, prepared } = this;
    const { settings, bench, signal, onProgress } = context;
    const { trainCount, batchSize } = MODEL_SIZES[settings.preset];
    const digits = await bench.split('train', trainCount);
    const teacher = await prepared.predictDataset(digits.handle, 0, digits.count);
    prepared.putParameters(initializeParameters(LAYOUT, seeded(settings.seed, 'student')));
    for (let epoch = 0; epoch < epochs; epoch++) {
      const random = seeded(settings.seed, `soft labels ${epoch}`);
      const labels = drawSoftLabels(teacher, LAYOUT.classes, TEMPERATURE, random);
      const lesson = prepared.putDataset(digits.images, labels);
      try {
        await train(
          prepared,
          lesson,
          {
            ...defaultTraining,
            batchSize,
            seed: settings.seed + epoch,
            epochs: 1,
            learningRate: cosineRate(defaultTraining.learningRate, 0, epoch, epochs),
            schedule: 'constant',
          },
          {
            signal,
            onProgress: ({ epoch: whole, step, steps }) =>
              onProgress((epoch + whole + step / steps) / epochs),
          },
        );
      } finally {
        lesson.dispose();
      }
      throwIfAborted(signal);
    }
    await this.look(`${epochs} epochs at temperature ${TEMPERATURE}`, await prepared.readParameters());
  }
}

async function attackWith({ attack, rate }: Input, scene: Scene, size: Size): Promise<void> {
  const { stolen, context } = scene;
  switch (attack) {
    case 'none':
      return scene.look('before', stolen);
    case 'global pruning':
      for (const share of PRUNING_RATES) {
        await scene.look(`${100 * share}% of all kernels`, pruneGlobally(LAYOUT, stolen, share));
      }
      return;
    case 'quantization':
      for (const bits of BITS) await scene.look(`${bits} bits`, quantize(LAYOUT, stolen, bits));
      return;
    case 'weight shifting':
      for (const strength of STRENGTHS) {
        const random = seeded(context.settings.seed, `weight shifting ${strength}`);
        const shifted = shiftWeights(LAYOUT, stolen, MARKED_LAYER, strength, random);
        await scene.look(`${strength} standard deviations of conv2`, shifted);
      }
      return;
    case 'channel shuffling':
      return scene.shuffleChannels();
    case 'retraining':
      return scene.retrain(size.retraining, rate);
    case 'overwriting':
      return scene.overwrite(size.overwriting, rate);
    case 'distillation':
      return scene.distil(size.distillation);
  }
}

export const removal = defineExperiment<Size, Input, readonly Omit<Row, 'attack'>[], RemovalResult>({
  id: 'removal',
  title: 'Removing the watermark',
  section: 'ours',
  about:
    'The model with wm₁ under global pruning, quantization, weight shifting, channel shuffling, retraining, overwriting and distillation: accuracy, digits left, and the chance of as many by accident.',
  sizes: {
    tiny: { retraining: 1, overwriting: 1, distillation: 1 },
    quick: { retraining: 2, overwriting: 3, distillation: 4 },
    paper: { retraining: 5, overwriting: 10, distillation: 15 },
  },
  value: rowsOf(rowSchema.omit({ attack: true })),
  schema: removalSchema,

  tasks(size, { preset }) {
    const { trainCount } = MODEL_SIZES[preset];
    const task = (attack: Input['attack'], rate: number, seconds: number) => ({
      name: rate > 0 ? `${attack.replaceAll(' ', '-')}-${rate}` : attack.replaceAll(' ', '-'),
      needs: [modelId('wm1')],
      input: { attack, rate },
      seconds,
    });
    return [
      task('none', 0, 0.3),
      task('global pruning', 0, 2),
      task('quantization', 0, 2),
      task('weight shifting', 0, 2),
      task('channel shuffling', 0, 2),
      ...RATES.map(rate => task('retraining', rate, trainingSeconds(size.retraining, trainCount))),
      ...RATES.map(rate => task('overwriting', rate, trainingSeconds(size.overwriting, trainCount))),
      task('distillation', 0, trainingSeconds(size.distillation, trainCount)),
    ];
  },

  async run(input, context, size) {
    const model = modelOf(context, 'wm1');
    const prepared = await context.bench.with(model.parameters);
    const scene = new Scene(context, prepared, model.parameters, keyOf(model));
    await attackWith(input, scene, size);
    return { value: scene.rows };
  },

  combine: finished => ({
    before: finished.find(({ input }) => input.attack === 'none')!.value[0]!,
    rows: finished.flatMap(({ input: { attack }, value }) =>
      attack === 'none' ? [] : value.map(row => ({ attack, ...row })),
    ),
  }),

  pictures: ({ before, rows }) => [
    {
      title: 'Digits left against accuracy left',
      x: { label: 'test accuracy after the attack', format: 'percent' },
      y: { label: `digits read, of ${before.digits}`, format: 'number', domain: [0, before.digits] },
      series: ATTACKS.map((attack, n) => ({
        label: attack,
        tone: (['ink', 'wm1', 'wm2', 'in', 'out', 'soft', 'ink'] as const)[n] ?? 'soft',
        dashed: n > 3,
        points: rows.filter(row => row.attack === attack).map(row => ({ x: row.accuracy, y: row.matching })),
      })),
    },
  ],

  tables: ({ before, rows }) => [
    {
      title: 'What each attack leaves',
      columns: [
        { key: 'attack', label: 'attack', format: 'text' },
        { key: 'setting', label: 'setting', format: 'text' },
        { key: 'accuracy', label: 'accuracy', format: 'percent' },
        { key: 'matching', label: `digits read, of ${before.digits}`, format: 'whole' },
        { key: 'verified', label: 'V_owner', format: 'yes-no' },
        { key: 'pValue', label: 'by accident', format: 'small' },
        { key: 'foreignVerified', label: 'foreign mark read', format: 'yes-no' },
      ],
      rows: [{ attack: 'none', ...before }, ...rows],
    },
  ],
});
