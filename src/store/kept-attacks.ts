/**
 * What was measured under attack (section 3.5, Tables 3 and 4) as it is kept between visits: by model, bound to the very weights and
 * owner's key it speaks of. What another version wrote, or what fits no model of today, is left out when read.
 */
import { z } from 'zod';
import { listOf } from '../data/list-schema';
import { sha256Hex } from '../data/sha256';
import type { FineTuningRow, PruningRow } from '../jobs/protocol';
import { ownerKeyToJson } from '../method/watermark/owner-key';
import type { Checkpoint } from '../model/training';
import { checkpointSchema } from './kept-rows';
import type { SavedModel } from './saved-model';

const share = z.number().min(0).max(1);

/** Of the largest sensible run; more is no run of this page. */
const MOST_ROWS = 1000;
/** Of a watermark. */
const MOST_DIGITS = 1000;

const mark = {
  weightsSha256: z.string(),
  accuracy: share,
  readings: listOf(z.number(), { most: MOST_DIGITS }),
  matches: listOf(z.boolean(), { most: MOST_DIGITS }),
  verified: z.boolean(),
};

const measuredOn = z.object({
  dataset: z.enum(['mnist', 'synthetic']),
  backend: z.string(),
  adapter: z.string(),
  /** ISO 8601. */
  date: z.iso.datetime(),
});

const entriesSchema = z.record(z.string(), z.unknown());

const attackSchema = z.object({
  /** `identityOf` the model. */
  identity: z.string(),
  pruning: z
    .object({
      on: measuredOn,
      rows: listOf(z.object({ ...mark, rate: share, digits: listOf(z.int(), { most: MOST_DIGITS }) }), {
        most: MOST_ROWS,
      }),
    })
    .optional(),
  fineTuning: z
    .object({
      on: measuredOn,
      learningRate: z.number().positive(),
      seed: z.int(),
      rows: listOf(z.object({ ...mark, epoch: z.int().min(0) }), { most: MOST_ROWS }),
      unfinished: z
        .object({ epochs: z.int().min(1).max(MOST_ROWS), checkpoint: checkpointSchema })
        .optional(),
    })
    .optional(),
});

/** What a figure was measured on. */
export type MeasuredOn = Readonly<z.infer<typeof measuredOn>>;

export interface KeptPruning {
  readonly on: MeasuredOn;
  readonly rows: readonly PruningRow[];
}

export interface KeptFineTuning {
  readonly on: MeasuredOn;
  readonly learningRate: number;
  readonly seed: number;
  readonly rows: readonly FineTuningRow[];
  /** Of a run that was left before its end: how many epochs it was to have, and where it goes on from. */
  readonly unfinished?: { readonly epochs: number; readonly checkpoint: Checkpoint } | undefined;
}

/** The latest attacks on one model. */
export interface Attacks {
  readonly identity: string;
  readonly pruning?: KeptPruning | undefined;
  readonly fineTuning?: KeptFineTuning | undefined;
}

/** SHA-256 of a model's weights and its owner's key, hexadecimal. */
export function identityOf({ parameters, key }: Pick<SavedModel, 'parameters' | 'key'>): Promise<string> {
  const words = new TextEncoder().encode(key ? ownerKeyToJson(key) : '');
  const bytes = new Uint8Array(parameters.byteLength + words.length);
  bytes.set(new Uint8Array(parameters.slice().buffer));
  bytes.set(words, parameters.byteLength);
  return sha256Hex(bytes);
}

/** What is kept, by model id; nothing of what has no such form. */
export type KeptAttacks = Readonly<Record<string, unknown>>;

function entriesOf(kept: unknown): KeptAttacks {
  const entries = entriesSchema.safeParse(kept);
  return entries.success ? entries.data : {};
}

/**
 * `kept`, as IndexedDB gives it, with these attacks on one model. An attack that `changed` does not name stays as it is there: another
 * tab may have made it. Of other weights or another key nothing stays.
 */
export function withAttacks(kept: unknown, id: string, changed: Attacks): KeptAttacks {
  const entries = entriesOf(kept);
  const there = attackSchema.safeParse(entries[id]);
  const earlier = there.success && there.data.identity === changed.identity ? there.data : {};
  return { ...entries, [id]: { ...earlier, ...changed } };
}

/** `kept` without what was measured on this very model. What another tab has since measured on its successor stays. */
export function withoutAttacks(kept: unknown, id: string, identity: string): KeptAttacks {
  const { [id]: entry, ...others } = entriesOf(kept);
  const there = attackSchema.safeParse(entry);
  return there.success && there.data.identity !== identity ? entriesOf(kept) : others;
}

/** Of `kept`, as IndexedDB gave it, what speaks of these models; by model id. */
export async function readAttacks(
  kept: unknown,
  models: Readonly<Record<string, SavedModel>>,
): Promise<Readonly<Record<string, Attacks>>> {
  const entries = entriesOf(kept);
  const read: Record<string, Attacks> = {};
  for (const [id, model] of Object.entries(models)) {
    const attacks = attackSchema.safeParse(entries[id]);
    if (!attacks.success || !model.key || attacks.data.identity !== (await identityOf(model))) continue;
    const { length } = model.key.digits;
    const rows = [...(attacks.data.pruning?.rows ?? []), ...(attacks.data.fineTuning?.rows ?? [])];
    if (rows.every(row => row.readings.length === length && row.matches.length === length)) {
      read[id] = attacks.data;
    }
  }
  return read;
}
