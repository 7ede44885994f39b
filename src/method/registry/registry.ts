/**
 * The registry of users, section 2.4: which licence was issued to whom, and whether it still holds. Beyond the paper, each
 * licence keeps the record of the whole output vector, which is what tells a real one from a stranger's lucky confidence.
 *
 * A registry is never changed; every function gives a new one. Times are ISO 8601 texts and come from the caller.
 */
import { z } from 'zod';
import { AppError } from '../../core/errors';
import { sentence } from '../../core/sentence';
import type { Sentence } from '../../core/sentence';
import { parseJson } from '../../data/json-file';
import { listOf } from '../../data/list-schema';
import { checkConfidences, isAllocated, MOST_CONFIDENCES, outputOf, userOf } from './allocation';

const VERSION = 1;
/** 2,000 licences of ten classes, all of them revoked, take 700,000 without spaces; as many names of a thousand letters are two million. */
export const MAX_REGISTRY_CHARACTERS = 2_800_000;
/** N_au of Eq. (5) for ten classes at ε = 0.001. */
export const MOST_LICENCES = 10 * MOST_CONFIDENCES;

export interface Licence {
  /** i·T + j. */
  readonly user: number;
  readonly class: number;
  readonly confidence: number;
  readonly name: string;
  readonly issuedAt: string;
  /** Absent while the licence holds. */
  readonly revokedAt?: string | undefined;
  /** The model's K probabilities of the licence's pixels. */
  readonly record: readonly number[];
}

export interface Registry {
  readonly version: typeof VERSION;
  /** K. */
  readonly classes: number;
  /** C_fp, in the order that j counts in. */
  readonly confidences: readonly number[];
  readonly epsilon: number;
  /** At most one for each user, in the order of users. */
  readonly licences: readonly Licence[];
}

const licenceSchema = z.strictObject({
  user: z.int().min(1),
  class: z.int().min(0),
  confidence: z.number(),
  name: z.string().max(1000),
  issuedAt: z.string().min(1).max(100),
  revokedAt: z.string().min(1).max(100).optional(),
  record: listOf(z.number().min(0).max(1), { most: 1000 }),
});

const registrySchema = z.strictObject({
  version: z.literal(VERSION),
  classes: z.int().min(2).max(1000),
  confidences: listOf(z.number(), { most: MOST_CONFIDENCES }),
  epsilon: z.number(),
  licences: listOf(licenceSchema, { most: MOST_LICENCES }),
});

/** A registry without licences. @throws AppError `bad-input` for confidences that overlap or lie outside (`checkConfidences`). */
export function createRegistry({
  classes,
  confidences,
  epsilon,
}: {
  classes: number;
  confidences: readonly number[];
  epsilon: number;
}): Registry {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new AppError('bad-input', 'A registry of {classes} classes; it needs a whole number, at least 2.', {
      values: { classes },
    });
  }
  checkConfidences(confidences, epsilon);
  return {
    version: VERSION,
    classes,
    confidences: [...confidences],
    epsilon,
    licences: [],
  };
}

/** Of a holder whom nobody named. */
export function defaultName(user: number): string {
  return `User ${user}`;
}

/** Whether nobody named the holder: the name is the one that `issueLicence` gives, or blank. */
export function hasDefaultName({ user, name }: Pick<Licence, 'user' | 'name'>): boolean {
  return name === defaultName(user) || name.trim() === '';
}

/**
 * Issues the licence of FO (class, confidence). One that this user had is replaced: its image is let in no more. A name not
 * given is taken from it, else it is "User n". A revocation of it stands: only `reinstateLicence` takes one back.
 * @param record the K probabilities of the licence's pixels.
 * @throws AppError `bad-input` when (class, confidence) isn't allocated or the record isn't K probabilities.
 */
export function issueLicence(
  registry: Registry,
  issue: {
    class: number;
    confidence: number;
    record: ArrayLike<number>;
    issuedAt: string;
    name?: string | undefined;
  },
): Registry {
  const user = userOf(issue, registry.classes, registry.confidences);
  const record = Array.from(issue.record);
  checkRecord(record, registry.classes, sentence('The record of user {user}', { user }));
  const held = findLicence(registry, user);
  const licence: Licence = {
    user,
    ...outputOf(user, registry.classes, registry.confidences),
    name: issue.name ?? held?.name ?? defaultName(user),
    issuedAt: issue.issuedAt,
    ...(held?.revokedAt === undefined ? {} : { revokedAt: held.revokedAt }),
    record,
  };
  const others = registry.licences.filter(other => other.user !== user);
  return { ...registry, licences: [...others, licence].sort((x, y) => x.user - y.user) };
}

/**
 * The registry under another C_fp or ε. Users are numbered by (class, confidence), so they get other numbers, and a name that
 * was only the number follows it; whose confidence is no longer agreed has no licence. Revocations stand.
 * @throws AppError `bad-input` for confidences that overlap or lie outside (`checkConfidences`).
 */
export function reallocate(
  registry: Registry,
  { confidences, epsilon }: { confidences: readonly number[]; epsilon: number },
): Registry {
  const { classes } = registry;
  const licences = registry.licences
    .filter(held => isAllocated(held, classes, confidences))
    .map(held => {
      const user = userOf(held, classes, confidences);
      const name = user !== held.user && hasDefaultName(held) ? defaultName(user) : held.name;
      return { ...held, ...outputOf(user, classes, confidences), user, name };
    });
  return {
    ...createRegistry({ classes, confidences, epsilon }),
    licences: licences.sort((x, y) => x.user - y.user),
  };
}

function checkRecord(record: readonly number[], classes: number, what: Sentence): void {
  if (record.length !== classes) {
    throw new AppError('bad-input', '{what} has {entries} entries; there are {classes} classes.', {
      values: { what, entries: record.length, classes },
    });
  }
  const bad = record.find(p => !(p >= 0 && p <= 1));
  if (bad !== undefined)
    throw new AppError('bad-input', '{what} holds {bad}, which is no probability.', {
      values: { what, bad },
    });
}

/** The licence of `user`, revoked or not; undefined when none was issued. */
export function findLicence(registry: Registry, user: number): Licence | undefined {
  return registry.licences.find(licence => licence.user === user);
}

function change(registry: Registry, user: number, edit: (licence: Licence) => Licence): Registry {
  if (!findLicence(registry, user)) {
    throw new AppError('bad-input', 'User {user} has no licence; issue one first.', { values: { user } });
  }
  return {
    ...registry,
    licences: registry.licences.map(licence => (licence.user === user ? edit(licence) : licence)),
  };
}

/** @throws AppError `bad-input` when the user has no licence, as the two below. */
export function renameLicence(registry: Registry, user: number, name: string): Registry {
  return change(registry, user, licence => ({ ...licence, name }));
}

/** From now on refused. A licence revoked before keeps its date. */
export function revokeLicence(registry: Registry, user: number, revokedAt: string): Registry {
  return change(registry, user, licence => ({ ...licence, revokedAt: licence.revokedAt ?? revokedAt }));
}

/** Takes a revocation back. */
export function reinstateLicence(registry: Registry, user: number): Registry {
  return change(registry, user, licence => ({ ...licence, revokedAt: undefined }));
}

/** The registry as JSON, for a file; without spaces where it would be too long with them to be read again. */
export function registryToJson(registry: Registry): string {
  const json = JSON.stringify(registry, null, 2);
  return json.length > MAX_REGISTRY_CHARACTERS ? JSON.stringify(registry) : json;
}

/**
 * The registry in a JSON text.
 * @param limit of its characters.
 * @throws AppError `bad-input` naming the bad field, the unknown version, or the licence that contradicts the registry.
 */
export function parseRegistry(json: string, limit = MAX_REGISTRY_CHARACTERS): Registry {
  const registry: Registry = parseJson(json, registrySchema, {
    what: sentence('registry'),
    version: VERSION,
    limit,
  });
  checkConfidences(registry.confidences, registry.epsilon);
  const seen = new Set<number>();
  registry.licences.forEach((licence, index) => {
    const user = userOf(licence, registry.classes, registry.confidences);
    if (user !== licence.user) {
      throw new AppError(
        'bad-input',
        'This registry can\'t be used: field "licences[{index}].user" is {found}, but class {class} with confidence {confidence} is user {user}.',
        {
          values: { index, found: licence.user, class: licence.class, confidence: licence.confidence, user },
        },
      );
    }
    if (seen.has(user)) {
      throw new AppError('bad-input', "This registry can't be used: user {user} has two licences.", {
        values: { user },
      });
    }
    seen.add(user);
    checkRecord(
      licence.record,
      registry.classes,
      sentence('This registry can\'t be used: field "licences[{index}].record"', { index }),
    );
  });
  return registry;
}
