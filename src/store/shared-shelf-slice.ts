/**
 * Models in more than one tab. Each tab has the shelf in its own memory; what is kept is one for all. A change is shown here at once
 * and then merged, in one transaction, into what is kept by then (`mergeModels`): a tab never puts back what it saw before another's
 * change, and a revocation made in any of them holds in all. A change that could not be kept is kept with the next one.
 */
import type { StateCreator } from 'zustand';
import { say } from '../texts/say';
import { mergeModels } from './merge-models';
import { persistence } from './services';
import { modelName } from './shelf';
import type { SavedModel } from './saved-model';
import type { SharedShelfSlice, State } from './state';

export const createSharedShelfSlice: StateCreator<State, [], [], SharedShelfSlice> = (set, get) => {
  /** Of models changed here and not kept yet: what they were changed from, as it was kept; null for new ones. */
  const unkept = new Map<string, SavedModel | null>();
  /** What is asked of the database is asked one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  /** Puts what other tabs had a part in where `here` stands. */
  const show = (here: SavedModel | undefined, model: SavedModel) => {
    if (here === model) return;
    const { id } = model;
    set(({ models }) => ({ models: { ...models, [id]: model } }));
    const same = here?.parameters === model.parameters;
    if (here && !same) {
      get().notify('warning', say('storage.replacedElsewhere', { name: modelName(here) }));
    }
    if (id !== get().currentId) return;
    if (same) get().judgeAgain();
    else get().selectModel(id);
  };

  const keep = async (id: string) => {
    const ours = get().models[id];
    const base = unkept.get(id);
    // Removed, or kept by an earlier turn together with another change.
    if (!ours || base === undefined) return;
    const kept = await persistence.mergeModel(id, there => (there ? mergeModels(base, ours, there) : ours));
    const here = get().models[id];
    if (!kept || !here || !unkept.has(id)) return;
    if (here === ours) unkept.delete(id);
    else unkept.set(id, kept);
    // It may have been changed once more while it was being kept.
    show(here, mergeModels(ours, here, kept));
  };

  const follow = async (id: string) => {
    const there = await persistence.model(id);
    if (there === null) return;
    const { models, currentId } = get();
    const here = models[id];
    if (!there) {
      // What is in use here stays in use; it is only no longer kept.
      if (!here || id === currentId) return;
      set({ models: Object.fromEntries(Object.entries(models).filter(([other]) => other !== id)) });
      return;
    }
    const base = unkept.get(id);
    if (base === undefined) {
      show(here, here ? mergeModels(here, here, there) : there);
      return;
    }
    unkept.set(id, there);
    show(here, here ? mergeModels(base, here, there) : there);
  };

  return {
    keepModel: (id, before) => {
      if (!unkept.has(id)) unkept.set(id, before);
      return inTurn(() => keep(id));
    },
    unkeepModel: id => {
      unkept.delete(id);
      return inTurn(() => persistence.removeModel(id));
    },
    followModel: id => inTurn(() => follow(id)),
  };
};
