/** What can go wrong with what is kept between visits, and how the visitor is told. */
import { say } from '../texts/say';
import type { VisitValues } from './kept-rows';
import { modelName } from './shelf';

/** What could not be read: a model by its id, or another thing. */
export type Unreadable =
  | { readonly thing: 'model'; readonly id: string }
  | { readonly thing: 'aside' | 'attacks' | 'training' | 'cells' | keyof VisitValues };

/** What becomes of it: it is taken from where it was kept, a model to be set aside; or it is left there, for a visit that can read it. */
export const TAKEN_AWAY: unique symbol = Symbol('taken away');
export const LEFT: unique symbol = Symbol('left');
export type InVain = typeof TAKEN_AWAY | typeof LEFT;

export type StorageTrouble =
  /** Private mode, a broken profile: nothing can be kept. */
  | 'refused'
  /** A newer version of the page has been here, and what it kept can't be read by this one. */
  | 'future'
  /** An older page in another tab holds the database; a newer one has taken it. */
  | 'older-tab'
  | 'newer-tab'
  /** No room, and: experiments' cells, or a training, were given up for a model; a model, a training, cells, attacks, a setting could not be kept. */
  | 'gave-up-cells'
  | 'gave-up-training'
  | 'full-model'
  | 'full-training'
  | 'full-cells'
  | 'full-attacks'
  | 'full-settings'
  /** A change to a model could not be kept for another reason. */
  | 'model-not-kept';

export interface PersistenceListeners {
  readonly onTrouble: (trouble: StorageTrouble, reason: string) => void;
  /** Told of a model that another tab changed or removed. */
  readonly onModel: (id: string) => void;
  /** Told of what was read in vain, and what became of it. */
  readonly onUnreadable: (things: readonly Unreadable[], became: InVain) => void;
}

/** Of things that could not be read, as many are named. */
const NAMED = 5;

export function storageNotice(trouble: StorageTrouble, reason: string): string {
  switch (trouble) {
    case 'refused':
      return say('storage.refused', { reason });
    case 'future':
      return say('storage.future');
    case 'older-tab':
      return say('storage.olderTab');
    case 'newer-tab':
      return say('storage.newerTab');
    case 'gave-up-cells':
      return say('storage.gaveUpCells');
    case 'gave-up-training':
      return say('storage.gaveUpTraining');
    case 'full-model':
      return say('storage.fullModel');
    case 'full-training':
      return say('storage.fullTraining');
    case 'full-cells':
      return say('storage.fullCells');
    case 'full-attacks':
      return say('storage.fullAttacks');
    case 'full-settings':
      return say('storage.fullSettings');
    case 'model-not-kept':
      return say('storage.modelNotKept');
  }
}

/** What a full storage loses, the gravest first. */
const FULL = [
  'full-model',
  'full-training',
  'full-cells',
  'full-attacks',
  'full-settings',
  'gave-up-cells',
  'gave-up-training',
] as const satisfies readonly StorageTrouble[];

export type Full = (typeof FULL)[number];

export function isFull(trouble: StorageTrouble): trouble is Full {
  return FULL.some(each => each === trouble);
}

/** One notice for all that a full storage has lost: as many beside one another would cover the page. */
export function fullNotice(troubles: ReadonlySet<Full>): string {
  const lost = FULL.filter(each => troubles.has(each));
  if (lost.length === 1) return storageNotice(lost[0]!, '');
  return say('storage.full', {
    things: lost.map(each => say(`storage.lost.${each}`)).join('; '),
    model: String(troubles.has('full-model')),
  });
}

export function unreadableNotice(things: readonly Unreadable[], became: InVain): string {
  const names = new Set(
    things.map(each =>
      each.thing === 'model'
        ? say('storage.thing.model', { name: modelName(each) })
        : say(`storage.thing.${each.thing}`),
    ),
  );
  const named = [...names].slice(0, NAMED);
  if (names.size > NAMED) named.push('…');
  return say('storage.unreadable', { things: named.join(', '), left: String(became === LEFT) });
}
