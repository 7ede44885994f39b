/**
 * What the owner keeps in order to prove ownership later (section 2.5): which layer, which of its O components, at which
 * secret positions, which digits, under which map. Without the key the mark can be neither read nor told from other weights.
 */
import { z } from 'zod';
import { AppError } from '../../core/errors';
import { findSlot } from '../../engine/network';
import type { Layout, ParameterSlot } from '../../engine/network';
import { sentence } from '../../core/sentence';
import { parseJson } from '../../data/json-file';
import { listOf } from '../../data/list-schema';
import { secretStream } from '../secret';
import { fitMap } from './map';

/** wm₁ of section 3.4. */
export const WATERMARK_1: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 2, 1, 0];
/** wm₂ of section 3.5: larger digits, hence larger weights, which outlast pruning. */
export const WATERMARK_2: readonly number[] = [3, 8, 7, 6, 8, 7, 6, 9, 9, 4, 8, 6, 5];

const VERSION = 1;
/** A key has a few hundred. */
export const MAX_KEY_CHARACTERS = 100_000;
/** What a key of so many characters can hold. */
const MOST_DIGITS = 5000;

const ownerKeySchema = z
  .strictObject({
    version: z.literal(VERSION),
    /** Name of the convolutional layer l. */
    layer: z.string().min(1).max(200),
    /** Which of the O output channels carries the mark. */
    component: z.int().min(0),
    /** p: places in that component's F·F·I weights, row-major. */
    positions: listOf(z.int().min(0), { least: 1, most: MOST_DIGITS }),
    /** wm: d_k stands at positions[k]. */
    digits: listOf(z.int().min(0).max(9), { least: 1, most: MOST_DIGITS }),
    map: z.strictObject({
      a: z.number().refine(a => a !== 0, sentence('it must not be 0').template),
      b: z.number(),
    }),
  })
  .refine(key => key.positions.length === key.digits.length, {
    path: ['positions'],
    error: sentence('there must be one position for each digit').template,
  })
  .refine(key => new Set(key.positions).size === key.positions.length, {
    path: ['positions'],
    error: sentence('a position occurs twice').template,
  });

export interface OwnerKey {
  readonly version: typeof VERSION;
  readonly layer: string;
  readonly component: number;
  readonly positions: readonly number[];
  readonly digits: readonly number[];
  readonly map: { readonly a: number; readonly b: number };
}

/**
 * The kernel D = (F, F, I, O) of a layer that can carry a watermark.
 * @throws AppError `bad-input` when there is no such layer, or it is no convolution.
 */
export function markableKernel(layout: Layout, layer: string): ParameterSlot {
  const slot = findSlot(layout, `${layer}/kernel`);
  if (slot.shape.length !== 4) {
    throw new AppError(
      'bad-input',
      'Layer "{layer}" has a kernel of shape ({needed}); a watermark needs a convolution, (F, F, I, O).',
      { values: { layer, needed: slot.shape.join(', ') } },
    );
  }
  return slot;
}

/** O, the number of components, and F·F·I, the positions in each: the longest watermark. */
export function componentsOf(kernel: ParameterSlot): { components: number; positions: number } {
  const components = kernel.shape[3]!;
  return { components, positions: kernel.length / components };
}

/**
 * Draws a key for `digits`. The component is the "maximum component" of section 2.5; the paper doesn't say how components are
 * compared, we take the largest L2 norm: it is the component with the most energy, so adding the digits changes it
 * least in proportion, and one stray weight doesn't decide it, as it would decide a maximum of |w|. The norm is that of
 * `parameters` now (a fresh initialization or a trained model); the key records the choice, so training may change it after.
 * The positions are the secret's, drawn without replacement; another component or layer has positions of its own.
 * @param digits 1 … F·F·I digits 0 … 9.
 * @param range weights that digits 0 and 9 are mapped to.
 * @throws AppError `bad-input` naming the value that doesn't fit.
 */
export function drawOwnerKey({
  layout,
  parameters,
  layer,
  digits,
  secret,
  range,
}: {
  layout: Layout;
  parameters: Float32Array;
  layer: string;
  digits: readonly number[];
  secret: string;
  range: readonly [number, number];
}): OwnerKey {
  const kernel = markableKernel(layout, layer);
  const { components, positions } = componentsOf(kernel);
  checkDigits(digits);
  if (digits.length > positions) {
    throw new AppError(
      'bad-input',
      `A watermark of {count} digits doesn't fit layer "{layer}", which has room for {positions}; shorten it.`,
      { values: { count: digits.length, layer, positions } },
    );
  }
  const component = largestComponent(parameters, kernel, components);
  const random = secretStream(secret, `watermark positions ${layer} ${component}`);
  return {
    version: VERSION,
    layer,
    component,
    positions: random.choose(positions, digits.length),
    digits: [...digits],
    map: fitMap(range),
  };
}

function largestComponent(parameters: Float32Array, kernel: ParameterSlot, components: number): number {
  const energy = new Float64Array(components);
  for (let i = 0; i < kernel.length; i++) {
    const weight = parameters[kernel.offset + i]!;
    energy[i % components]! += weight * weight;
  }
  return energy.indexOf(Math.max(...energy));
}

function checkDigits(digits: readonly number[]): void {
  if (digits.length === 0)
    throw new AppError('bad-input', 'The watermark is empty; it needs at least one digit.');
  digits.forEach((digit, k) => {
    if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
      throw new AppError(
        'bad-input',
        'Digit {place} of the watermark is {digit}; it must be a whole number 0 … 9.',
        { values: { place: k + 1, digit } },
      );
    }
  });
}

/**
 * Digits from what a person typed: "1234567890", with spaces, commas and semicolons wherever they like.
 * @throws AppError `bad-input` naming the first character that is no digit, or saying that there is none.
 */
export function parseDigits(text: string): number[] {
  const digits: number[] = [];
  Array.from(text).forEach((character, i) => {
    if (/^[0-9]$/.test(character)) digits.push(Number(character));
    else if (!/^[\s,;]$/.test(character)) {
      throw new AppError(
        'bad-input',
        'Character {place} of the watermark, "{character}", is no digit; write 0 … 9, with or without commas.',
        { values: { place: i + 1, character } },
      );
    }
  });
  checkDigits(digits);
  return digits;
}

/** The key as JSON, for a file. */
export function ownerKeyToJson(key: OwnerKey): string {
  return JSON.stringify(key, null, 2);
}

/** The key in a JSON text. @throws AppError `bad-input` naming the bad field or the unknown version. */
export function parseOwnerKey(json: string): OwnerKey {
  return parseJson(json, ownerKeySchema, {
    what: sentence("owner's key"),
    version: VERSION,
    limit: MAX_KEY_CHARACTERS,
  });
}
