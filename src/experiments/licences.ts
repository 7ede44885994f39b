/**
 * Licences as the experiments make and read them: searched from clean test digits, written as PNG files, and judged by what
 * the files' bytes hold (sections 2.3 and 2.4). The thirty users of section 3.1 are an artifact that several experiments share.
 */
import { z } from 'zod';
import { AppError } from '../core/errors';
import { softmax } from '../core/math';
import { seeded } from '../core/random';
import { decodeDigitPng, encodeDigitPng } from '../data/image-file';
import { listOf } from '../data/list-schema';
import type { PreparedNetwork } from '../engine/engine';
import { generateFingerprints } from '../method/fingerprint/generate';
import type { FingerprintResult } from '../method/fingerprint/generation-options';
import { fromBytes } from '../method/fingerprint/polish';
import { createRegistry, issueLicence } from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';
import { rowsOf } from './experiment';
import type { Cell, CellContext, Made, Maker, Outcome, Preset, RunSettings } from './experiment';
import { LAYOUT, MODEL_SIZES, modelId, modelOf, ownerSecret } from './models';
import type { Mark } from './models';

/** C_fp and ε of section 3.1, and the ε that gives ten times the users. */
export const CONFIDENCES: readonly number[] = [0.2, 0.3, 0.4];
export const EPSILON = 0.01;
export const FINE_EPSILON = 0.001;

/** A fixed date, so that a registry is the same whenever it is made. */
export const ISSUED_AT = '2026-01-01T00:00:00.000Z';

/** Seconds for one licence on one core, measured: 300 in 9 s; 500 literal iterations cost about the same. */
export const SECONDS_A_LICENCE = 0.03;

/** t and c, and K probabilities. */
export const userOutputShape = {
  class: z
    .int()
    .min(0)
    .max(LAYOUT.classes - 1),
  confidence: z.number().min(0).max(1),
};
export const outputSchema = listOf(z.number().min(0).max(1), {
  least: LAYOUT.classes,
  most: LAYOUT.classes,
}).readonly();

export interface UserOutput {
  readonly class: number;
  readonly confidence: number;
}

/** The paper's thirty users; two of them in a tiny run. */
export function paperUsers(preset: Preset): UserOutput[] {
  const classes = preset === 'tiny' ? 2 : LAYOUT.classes;
  const confidences = preset === 'tiny' ? CONFIDENCES.slice(0, 1) : CONFIDENCES;
  return confidences.flatMap(confidence =>
    Array.from({ length: classes }, (_, digit) => ({ class: digit, confidence })),
  );
}

/**
 * One fingerprint for each of `users`, each from a clean test image of its own, drawn from the seed and `purpose`.
 * @param epsilon what a search must reach before it is given up; the literal equations know no other.
 */
export async function searchLicences(
  context: CellContext,
  prepared: PreparedNetwork,
  users: readonly UserOutput[],
  options: {
    purpose: string;
    epsilon: number;
    secret?: string;
    method?: 'three-phase' | 'literal';
    onProgress?: (fraction: number) => void;
  },
): Promise<FingerprintResult[]> {
  const { settings, bench, signal } = context;
  const { purpose, epsilon, secret = ownerSecret(settings), method } = options;
  const test = await bench.split('test', MODEL_SIZES[settings.preset].testCount);
  const random = seeded(settings.seed, `clean images ${purpose}`);
  return generateFingerprints({
    prepared,
    requests: users.map(user => {
      const at = random.integer(test.count) * LAYOUT.pixels;
      return { ...user, image: fromBytes(test.images.subarray(at, at + LAYOUT.pixels)) };
    }),
    secret,
    epsilon,
    method,
    signal,
    onProgress: ({ fraction }) => (options.onProgress ?? context.onProgress)(fraction),
  });
}

/** The pixels of a licence after it was written to a PNG file and read from the file's bytes. */
export function throughPng(pixels: Uint8Array): Uint8Array {
  return decodeDigitPng(encodeDigitPng(pixels));
}

/** The K probabilities of each of the images [N × pixels] (bytes, one after another). */
export async function probabilitiesOf(prepared: PreparedNetwork, images: Uint8Array): Promise<number[][]> {
  const { classes } = prepared.layout;
  const logits = await prepared.predict(fromBytes(images));
  return Array.from({ length: logits.length / classes }, (_, n) =>
    Array.from(softmax(logits.subarray(n * classes, (n + 1) * classes))),
  );
}

/** Images one after another. */
export function concatenate(images: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(images.reduce((sum, image) => sum + image.length, 0));
  let at = 0;
  for (const image of images) {
    all.set(image, at);
    at += image.length;
  }
  return all;
}

/** What the files of these licences say to the model in `prepared`. */
export function readFromFiles(
  prepared: PreparedNetwork,
  licences: readonly { readonly pixels: Uint8Array }[],
): Promise<number[][]> {
  return probabilitiesOf(prepared, concatenate(licences.map(({ pixels }) => throughPng(pixels))));
}

const figuresSchema = z.strictObject({
  ...userOutputShape,
  /** The record: the K probabilities of its pixels. */
  record: outputSchema,
  /** ‖x′ − x‖₂ of its pixels. */
  distortion: z.number().min(0),
  /** Searches it took. */
  attempts: z.int().min(1),
});
/** One licence as it was made. */
export type LicenceFigures = Readonly<z.infer<typeof figuresSchema>>;

export interface MadeLicence extends LicenceFigures {
  readonly pixels: Uint8Array;
}

/**
 * Licences of each user: Table 1's hundred where the model is the paper's, some where it is another. The first is the one that
 * the registry holds, the others wait to be issued instead of it.
 */
const EACH: Readonly<Record<Preset, { readonly wm1: number; readonly others: number }>> = {
  tiny: { wm1: 1, others: 1 },
  quick: { wm1: 5, others: 1 },
  paper: { wm1: 100, others: 10 },
};

/** The id of one user's licences on a model. */
export function licencesId(mark: Mark, { class: digit, confidence }: UserOutput): string {
  return `licences/${mark}/${digit}-${confidence}`;
}

/** The ids of the licences of all thirty users. */
export function allLicencesIds(mark: Mark, preset: Preset): string[] {
  return paperUsers(preset).map(user => licencesId(mark, user));
}

/** The seed's purpose from which the clean images of a user's licences are drawn. */
export function licencesPurpose(mark: Mark, { class: digit, confidence }: UserOutput): string {
  return `licences ${mark} ${digit} ${confidence}`;
}

interface LicencesInput extends UserOutput {
  readonly mark: Mark;
}

export function licencesCell(name: string, { preset }: RunSettings): Cell<LicencesInput> {
  const match = /^([\w-]+)\/(\d+)-([\d.]+)$/.exec(name);
  if (!match) throw new AppError('internal', `There are no licences "${name}".`);
  const mark = match[1] as Mark;
  const user = { class: Number(match[2]), confidence: Number(match[3]) };
  return {
    id: licencesId(mark, user),
    maker: 'licences',
    name,
    needs: [modelId(mark)],
    input: { mark, ...user },
    seconds: licencesEach(mark, preset) * SECONDS_A_LICENCE,
  };
}

export function licencesEach(mark: Mark, preset: Preset): number {
  return mark === 'wm1' ? EACH[preset].wm1 : EACH[preset].others;
}

async function runLicences(
  { mark, ...user }: LicencesInput,
  context: CellContext,
): Promise<Made<readonly LicenceFigures[]>> {
  const prepared = await context.bench.with(modelOf(context, mark).parameters);
  const users = Array.from({ length: licencesEach(mark, context.settings.preset) }, () => user);
  const results = await searchLicences(context, prepared, users, {
    purpose: licencesPurpose(mark, user),
    epsilon: FINE_EPSILON,
    // Another model is another owner's.
    secret: mark === 'wm1' ? ownerSecret(context.settings) : `${ownerSecret(context.settings)}, ${mark}`,
  });
  return {
    value: results.map(({ probabilities, distortion, attempts }) => ({
      ...user,
      record: probabilities,
      distortion,
      attempts,
    })),
    arrays: { pixels: concatenate(results.map(({ pixels }) => pixels)) },
  };
}

export const LICENCES_MAKER: Maker = {
  id: 'licences',
  run: (input, context) => runLicences(input as LicencesInput, context),
  isWhole: ({ value, arrays: { pixels } }) => {
    const count = rowsOf(figuresSchema).safeParse(value).data?.length ?? 0;
    return pixels instanceof Uint8Array && count > 0 && pixels.length === count * LAYOUT.pixels;
  },
};

/** One user's licences, out of the cell that made them. */
export function licencesIn({ value, arrays }: Outcome<readonly LicenceFigures[]>): MadeLicence[] {
  const pixels = arrays['pixels'] as Uint8Array;
  const size = pixels.length / value.length;
  return value.map((licence, n) => ({ ...licence, pixels: pixels.subarray(n * size, (n + 1) * size) }));
}

/** All users' licences on a model, of a cell that needs `allLicencesIds`: at most `each` of each user, user after user. */
export function allLicences(context: CellContext, mark: Mark, each = Infinity): MadeLicence[] {
  return allLicencesIds(mark, context.settings.preset).flatMap(id =>
    licencesIn(context.outcome<readonly LicenceFigures[]>(id)).slice(0, each),
  );
}

/** The registry of the paper's users, each holding the first of his licences. */
export function paperRegistry(licences: readonly LicenceFigures[], epsilon = EPSILON): Registry {
  let registry = createRegistry({ classes: LAYOUT.classes, confidences: CONFIDENCES, epsilon });
  const issued = new Set<string>();
  for (const { class: digit, confidence, record } of licences) {
    const user = `${digit} ${confidence}`;
    if (issued.has(user)) continue;
    issued.add(user);
    registry = issueLicence(registry, { class: digit, confidence, record, issuedAt: ISSUED_AT });
  }
  return registry;
}
