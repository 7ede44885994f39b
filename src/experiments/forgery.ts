/**
 * How likely a model that has nothing to do with the owner "carries" his watermark (section 2.5 asks for all digits and doesn't say
 * what that proves): unmarked models × random keys, and from there the number of matching digits that makes a claim.
 */
import { z } from 'zod';
import { seeded } from '../core/random';
import { mean } from '../core/statistics';
import { findSlot } from '../engine/network';
import { digitOf, fitMap } from '../method/watermark/map';
import { WATERMARK_1, WATERMARK_2 } from '../method/watermark/owner-key';
import { tailProbability } from '../method/watermark/verification';
import { defineExperiment, rowsOf } from './experiment';
import type { CellContext } from './experiment';
import { LAYOUT, MARKED_LAYER, modelId, modelOf, PAPER_RANGE } from './models';

/** What a claim of ownership must stay below. */
const THRESHOLD = 1e-6;

const WATERMARKS = { wm1: WATERMARK_1, wm2: WATERMARK_2 } as const;
const watermarkSchema = z.enum(['wm1', 'wm2']);
type Watermark = z.infer<typeof watermarkSchema>;

export const forgerySchema = z.strictObject({
  models: z.int(),
  /** Random keys on each model, for each watermark. */
  keys: z.int(),
  threshold: z.number(),
  watermarks: rowsOf(
    z.strictObject({
      watermark: watermarkSchema,
      digits: z.int(),
      /** Of the random keys, over all models. */
      meanMatching: z.number(),
      mostMatching: z.int(),
      /** The fewest matching digits with a chance below the threshold, in the model where chance is kindest. */
      digitsNeeded: z.int(),
    }),
  ),
  rows: rowsOf(
    z.strictObject({
      watermark: watermarkSchema,
      matching: z.int(),
      /** Share of the random keys with exactly so many matches, and what independent digits would give. */
      observed: z.number(),
      expected: z.number(),
      /** Chance of so many or more: largest over the models. */
      chance: z.number(),
    }),
  ),
  /** Digits of wm₁ that someone can "find" who may choose the positions after he has seen the model: fewest over the models. */
  chosenAfterwards: z.int(),
  /** Share of conv2's weights that read as each digit, mean over the models; each digit counted once too often. */
  digitShares: rowsOf(z.number()),
});
export type ForgeryResult = z.infer<typeof forgerySchema>;

interface Size {
  readonly models: number;
  readonly keys: number;
}

const valueSchema = z.strictObject({
  /** counts[m]: keys with m matching digits. */
  counts: z.record(watermarkSchema, rowsOf(z.int())),
  digitShares: rowsOf(z.number()),
  chosenAfterwards: z.int(),
});
type Value = z.infer<typeof valueSchema>;

/** The digits that the marked layer's weights read as, (F·F·I, O) row-major; −1 where they read as none. */
function digitsOfLayer(parameters: Float32Array): { digits: Int8Array; components: number } {
  const { offset, length, shape } = findSlot(LAYOUT, `${MARKED_LAYER}/kernel`);
  const map = fitMap(PAPER_RANGE);
  const digits = Int8Array.from({ length }, (_, i) => {
    const digit = digitOf(map, parameters[offset + i]!);
    return digit >= 0 && digit <= 9 ? digit : -1;
  });
  return { digits, components: shape.at(-1)! };
}

function countMatches(
  { digits, components }: ReturnType<typeof digitsOfLayer>,
  watermark: Watermark,
  keys: number,
  seed: number,
): number[] {
  const owner = WATERMARKS[watermark];
  const random = seeded(seed, `random keys ${watermark}`);
  const counts = Array.from({ length: owner.length + 1 }, () => 0);
  for (let key = 0; key < keys; key++) {
    const component = random.integer(components);
    const positions = random.choose(digits.length / components, owner.length);
    const matching = positions.filter(
      (position, k) => digits[position * components + component] === owner[k],
    );
    counts[matching.length]! += 1;
  }
  return counts;
}

function run(number: number, context: CellContext, { keys }: Size): Value {
  const { value, parameters } = modelOf(context, 'none', number);
  const layer = digitsOfLayer(parameters);
  const count = (watermark: Watermark) => countMatches(layer, watermark, keys, value.seed);
  const has = (digit: number) => layer.digits.filter(each => each === digit).length;
  // Each digit of wm₁ needs a weight of its own.
  const wanted = new Map<number, number>();
  for (const digit of WATERMARK_1) wanted.set(digit, (wanted.get(digit) ?? 0) + 1);
  return {
    counts: { wm1: count('wm1'), wm2: count('wm2') },
    // Each digit counted once too often, so that none is impossible.
    digitShares: Array.from({ length: 10 }, (_, digit) => (has(digit) + 1) / (layer.digits.length + 1)),
    chosenAfterwards: [...wanted].reduce((sum, [digit, times]) => sum + Math.min(times, has(digit)), 0),
  };
}

/** P(≥ m digits match) and P(exactly m) for independent draws from a layer with these shares. */
function tails(shares: readonly number[], watermark: Watermark): number[] {
  const chances = WATERMARKS[watermark].map(digit => shares[digit]!);
  return Array.from({ length: chances.length + 2 }, (_, m) => tailProbability(chances, m));
}

export const forgery = defineExperiment<Size, number, Value, ForgeryResult>({
  id: 'forgery',
  title: 'A watermark by accident',
  section: 'ours',
  about:
    'Unmarked models of other seeds, read with random keys for wm₁ and wm₂: how many digits match by accident, and how many make a claim at p < 10⁻⁶.',
  sizes: {
    tiny: { models: 1, keys: 200 },
    quick: { models: 2, keys: 5000 },
    paper: { models: 5, keys: 100_000 },
  },
  value: valueSchema,
  schema: forgerySchema,

  tasks: ({ models, keys }) =>
    Array.from({ length: models }, (_, n) => ({
      name: `model-${n + 1}`,
      needs: [modelId('none', n + 1)],
      input: n + 1,
      seconds: keys / 50_000,
    })),

  run: async (number, context, size) => ({ value: run(number, context, size) }),

  combine(finished, { models, keys }) {
    const values = finished.map(({ value }) => value);
    const summaries = watermarkSchema.options.map(watermark => {
      const digits = WATERMARKS[watermark].length;
      const each = values.map(({ digitShares }) => tails(digitShares, watermark));
      const chance = (m: number) => Math.max(...each.map(tail => tail[m]!));
      const counts = (m: number) => values.reduce((sum, value) => sum + value.counts[watermark][m]!, 0);
      const rows = Array.from({ length: digits + 1 }, (_, matching) => ({
        watermark,
        matching,
        observed: counts(matching) / (models * keys),
        expected: mean(each.map(tail => tail[matching]! - tail[matching + 1]!)),
        chance: chance(matching),
      }));
      return {
        rows,
        summary: {
          watermark,
          digits,
          meanMatching: rows.reduce((sum, row) => sum + row.matching * row.observed, 0),
          mostMatching: rows.findLast(row => row.observed > 0)!.matching,
          digitsNeeded: rows.find(row => row.chance < THRESHOLD)!.matching,
        },
      };
    });
    return {
      models,
      keys,
      threshold: THRESHOLD,
      watermarks: summaries.map(({ summary }) => summary),
      rows: summaries.flatMap(({ rows }) => rows),
      chosenAfterwards: Math.min(...values.map(({ chosenAfterwards }) => chosenAfterwards)),
      digitShares: Array.from({ length: 10 }, (_, digit) =>
        mean(values.map(value => value.digitShares[digit]!)),
      ),
    };
  },

  pictures: ({ rows }) => [
    {
      title: 'How many digits of a random key match an unmarked model',
      x: { label: 'digits that match', format: 'number' },
      y: { label: 'share of keys', format: 'number', scale: 'log' },
      series: watermarkSchema.options.flatMap(watermark => {
        const of = (share: 'observed' | 'expected') =>
          rows
            .filter(row => row.watermark === watermark && row[share] > 0)
            .map(row => ({ x: row.matching, y: row[share] }));
        const name = watermark === 'wm1' ? 'wm₁' : 'wm₂';
        return [
          { label: name, tone: watermark, points: of('observed') },
          { label: `${name}, if independent`, tone: watermark, dashed: true, points: of('expected') },
        ];
      }),
    },
  ],

  tables: ({ models, keys, threshold, watermarks, rows, chosenAfterwards }) => [
    {
      title: `${models} unmarked models × ${keys.toLocaleString('en')} random keys`,
      columns: [
        { key: 'watermark', label: 'watermark', format: 'text' },
        { key: 'meanMatching', label: 'digits matching, mean', format: 'decimal' },
        { key: 'mostMatching', label: 'most', format: 'whole' },
        { key: 'digitsNeeded', label: `needed for p < ${threshold}`, format: 'whole' },
        { key: 'digits', label: 'of', format: 'whole' },
      ],
      rows: watermarks,
    },
    {
      title: 'How many digits match',
      columns: [
        { key: 'watermark', label: 'watermark', format: 'text' },
        { key: 'matching', label: 'digits', format: 'whole' },
        { key: 'observed', label: 'share of keys', format: 'small' },
        { key: 'expected', label: 'if independent', format: 'small' },
        { key: 'chance', label: 'chance of as many', format: 'small' },
      ],
      rows,
    },
    {
      title: 'Whoever may choose the positions after seeing the model proves nothing',
      columns: [
        { key: 'what', label: 'what', format: 'text' },
        { key: 'found', label: 'digits found', format: 'whole' },
        { key: 'digits', label: 'of', format: 'whole' },
      ],
      rows: [{ what: 'wm₁ in an unmarked model', found: chosenAfterwards, digits: WATERMARK_1.length }],
    },
  ],
});
