/**
 * Answers what a class asks next (`what-if-questions.ts`): each question is put to a model as it is, with the licences it has.
 * `strangers.ts` and `wear.ts` in small, for a minute of a lesson.
 */
import { AppError, throwIfAborted } from '../core/errors';
import { seeded } from '../core/random';
import type { Random } from '../core/random';
import { pruneLayer } from '../attacks/pruning';
import { addNoise, blur, rotate, throughJpeg } from '../data/image-wear';
import type { PreparedNetwork } from '../engine/engine';
import { authenticate, recordDistance } from '../method/control/gate';
import { generateFingerprints } from '../method/fingerprint/generate';
import { fromBytes } from '../method/fingerprint/polish';
import { outputOf } from '../method/registry/allocation';
import { concatenate, probabilitiesOf, throughPng } from './licences';
import { MARKED_LAYER } from './models';
import { drawImages } from './stranger-images';
import { firstExamples, WHAT_IFS } from './what-if-questions';
import type { WhatIfAnswer, WhatIfId, WhatIfInput, WhatIfTrial } from './what-if-questions';

export interface WhatIfPlace {
  readonly prepared: PreparedNetwork;
  readonly test: { readonly images: Uint8Array; readonly count: number };
  readonly signal?: AbortSignal | undefined;
}

/**
 * Answers one piece on the network in `prepared`, which has `input.parameters` in it and may be left with others.
 * @throws AppError `bad-input` for a setting that the question does not have; `cancelled` on abort.
 */
export async function answerWhatIf(input: WhatIfInput, place: WhatIfPlace): Promise<WhatIfAnswer> {
  const { id, setting, registry, licences } = input;
  if (!WHAT_IFS[id].settings.includes(setting)) {
    throw new AppError(
      'bad-input',
      'The question “{id}” can’t be put with {setting}; it can be {settings}.',
      {
        values: { id, setting, settings: WHAT_IFS[id].settings.join(', ') },
      },
    );
  }
  const { prepared, signal } = place;
  if (id === 'pruned') {
    prepared.putParameters(pruneLayer(prepared.layout, input.parameters, MARKED_LAYER, setting));
  }
  const images = await imagesOf(input, place);
  throwIfAborted(signal);
  const size = prepared.layout.pixels;
  const outputs = await probabilitiesOf(prepared, images);
  const trials = outputs.map((output, n): WhatIfTrial => {
    const { predictedClass, confidence, authorized, user } = authenticate(output, registry, 'paper');
    const distances = registry.licences.map(({ record }) => recordDistance(output, record));
    return {
      class: predictedClass ?? 0,
      confidence: confidence ?? 0,
      paper: authorized,
      vector: authenticate(output, registry, 'output-vector').authorized,
      user,
      holder: licences[n]?.user ?? null,
      distance: distances.length > 0 ? Math.min(...distances) : null,
    };
  });
  const examples = trials.map((_, trial) => ({
    trial,
    pixels: images.slice(trial * size, (trial + 1) * size),
  }));
  return { trials, examples: firstExamples(examples, trials) };
}

async function imagesOf(input: WhatIfInput, place: WhatIfPlace): Promise<Uint8Array> {
  const { id, seed, from, count, licences, setting } = input;
  const { test } = place;
  const random = seeded(seed, `what if ${id} ${from}`);
  switch (id) {
    case 'noise':
      return drawImages('uniform noise', count, test, random);
    case 'blend':
      return drawImages('mean of two digits', count, test, random);
    case 'digits': {
      const size = place.prepared.layout.pixels;
      return test.images.subarray(from * size, (from + count) * size);
    }
    case 'forged':
      return concatenate((await forge(input, place)).map(throughPng));
    default:
      return concatenate(
        licences.map(({ user, pixels }) =>
          throughPng(wearOne(id, pixels, setting, seeded(seed, `what if ${id} ${user}`))),
        ),
      );
  }
}

/** What happens to a licence's file on its way. */
function wearOne(id: WhatIfId, pixels: Uint8Array, setting: number, random: Random): Uint8Array {
  switch (id) {
    case 'jpeg':
      return throughJpeg(pixels, setting);
    case 'blurred':
      return blur(pixels, setting);
    case 'rotated':
      return rotate(pixels, setting);
    case 'photographed':
      return photograph(pixels, setting, random);
    default:
      return pixels;
  }
}

/** A screen photographed by hand, in small: turned within ±1°, a little out of focus, with a sensor's noise, kept as JPEG. All times `carelessness`. */
function photograph(pixels: Uint8Array, carelessness: number, random: Random): Uint8Array {
  const turned = rotate(pixels, carelessness * (2 * random.uniform() - 1));
  const soft = blur(turned, 0.3 * carelessness);
  return throughJpeg(addNoise(soft, 0.01 * carelessness, random), 90);
}

/** Fingerprints by someone who has the model, C_fp, ε and the algorithm, but not the owner's secret. */
async function forge(
  { registry, seed, from, count }: WhatIfInput,
  { prepared, test, signal }: WhatIfPlace,
): Promise<Uint8Array[]> {
  const { classes, confidences, epsilon } = registry;
  const users = classes * confidences.length;
  const random = seeded(seed, `what if forged ${from}`);
  const size = prepared.layout.pixels;
  const forged = await generateFingerprints({
    prepared,
    requests: Array.from({ length: count }, (_, n) => {
      const at = random.integer(test.count) * size;
      const image = fromBytes(test.images.subarray(at, at + size));
      return { ...outputOf(1 + ((from + n) % users), classes, confidences), image };
    }),
    secret: `a forger’s own secret ${seed}`,
    epsilon,
    signal,
  });
  return forged.map(({ pixels }) => pixels);
}
