/**
 * Models in more than one tab. Each tab has the shelf in its own memory; what is kept is one for all. A change is shown here at once
 * and then merged, in one transaction, into what is kept by then (`mergeModels`): a tab never puts back what it saw before another's
 * change, and a revocation made in any of them holds in all. Two models that got one id in two tabs both stay: the one that is kept later
 * gets another. The same weights that two tabs came to are one model, where they were kept first (`places.ts`). A change that could not
 * be kept is kept with the next one.
 */
import type { StateCreator } from 'zustand';
import { say } from '../texts/say';
import { mergeModels } from './merge-models';
import { same } from './same';
import { persistence } from './services';
import { modelName, placed } from './shelf';
import type { SavedModel } from './saved-model';
import type { SharedShelfSlice, State } from './state';

function without(models: State['models'], id: string): State['models'] {
  return Object.fromEntries(Object.entries(models).filter(([other]) => other !== id));
}

/** What a model that was changed here and is not kept yet was changed from, as it was kept; null for a new one. */
interface Unkept {
  base: SavedModel | null;
}

export const createSharedShelfSlice: StateCreator<State, [], [], SharedShelfSlice> = (set, get) => {
  /** By id; a model that is removed, and another put in its place, are two. */
  const unkept = new Map<string, Unkept>();
  /** Models removed here that are still kept, each with the turn that ends this. */
  const leaving = new Map<string, Promise<void>>();
  /** What is asked of the database is asked one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  /** A model as it is here: the bundled one also after it was taken off the shelf. */
  const atHand = (id: string): SavedModel | undefined => {
    const { models, removedBundled } = get();
    return models[id] ?? (removedBundled?.id === id ? removedBundled : undefined);
  };

  /** Puts what other tabs had a part in where `here` stands. */
  const show = (here: SavedModel | undefined, model: SavedModel) => {
    if (here === model) return;
    const { id } = model;
    if (here && !get().models[id]) {
      set({ removedBundled: model });
      return;
    }
    set(({ models }) => ({ models: { ...models, [id]: model } }));
    const same = here?.parameters === model.parameters;
    if (here && !same) {
      get().notify('warning', say('storage.replacedElsewhere', { name: modelName(here) }));
    }
    if (id === get().currentId && !same) get().selectModel(id);
  };

  const keep = async (id: string) => {
    const ours = atHand(id);
    const change = unkept.get(id);
    // Removed, or kept by an earlier turn together with another change; what was put where one was removed is kept once that is gone.
    if (!ours || !change || leaving.has(id)) return;
    let isShared = false;
    const merge = (there: SavedModel | null, at: string) => {
      // What stands there was removed here and is about to go.
      if (at !== id && leaving.has(at)) return null;
      isShared = there !== null;
      const model = there ? mergeModels(change.base, ours, there) : ours;
      return model && placed(model, at);
    };
    const kept = await persistence.mergeModel(ours, merge);
    if (!kept) return;
    // The bundled model that was taken off the shelf does not come back to it at another place.
    const here = kept.id === id ? atHand(id) : get().models[id];
    if (!here || unkept.get(id) !== change) {
      // Removed while it was being kept; it may have become one with another tab's, unknown here until then, which stays.
      const isOurs = !isShared || (kept.id === id && change.base !== null);
      await (isOurs ? persistence.removeModel(kept.id, [kept]) : follow(kept.id));
      return;
    }
    if (kept.id !== id && leaving.has(kept.id)) {
      // The one that it became one with was removed meanwhile, and takes that place with it.
      void inTurn(() => keep(id));
      return;
    }
    if (here === ours) unkept.delete(id);
    else change.base = kept;
    // It may have been changed once more while it was being kept.
    const model = here === ours ? kept : placed(mergeModels(ours, here, kept) ?? here, kept.id);
    if (kept.id === id) show(here, model);
    else await move(id, model, { kept, isShared });
  };

  /**
   * `model`, which stood as `from` in this tab, goes on under the id that it was kept under: another model is kept as `from` by now, or
   * another tab had the same weights there first. What else stood there in this tab takes its place.
   * @param isShared whether the same weights were kept there before.
   */
  const move = async (
    from: string,
    model: SavedModel,
    { kept, isShared }: { readonly kept: SavedModel; readonly isShared: boolean },
  ) => {
    const { id } = model;
    const { models, currentId } = get();
    const stood = models[id];
    const [going, standing] = [unkept.get(from), unkept.get(id)];
    unkept.delete(from);
    unkept.delete(id);
    const isOne = stood !== undefined && same(stood.parameters, model.parameters);
    const merged = isOne && mergeModels(standing ? standing.base : stood, stood, model);
    const other = stood && !isOne ? placed(stood, from) : null;
    // Of the model in use it stays the same object.
    const { parameters } = isOne && currentId === id ? stood : model;
    set({
      models: {
        ...without(models, from),
        ...(other && { [from]: other }),
        [id]: { ...(merged || model), parameters },
      },
      currentId: currentId === from ? id : other && currentId === id ? from : currentId,
    });
    if (get().currentId !== currentId) void persistence.keep('currentId', get().currentId);
    if (going || (isOne && standing)) void get().keepModel(id, kept);
    if (other && standing) void get().keepModel(from, standing.base);
    await follow(from);
    const there = get().models[from];
    if (isShared && (!there || there === other)) return;
    const names = { name: modelName({ id: from }), now: modelName(model) };
    get().notify('info', say('storage.renumbered', names));
  };

  const follow = async (id: string) => {
    const there = await persistence.model(id);
    // What was removed while it was being read is not put back.
    if (there === null || leaving.has(id)) return;
    const { models, currentId } = get();
    const here = atHand(id);
    if (!there) {
      // What is in use here stays in use; it is only no longer kept. What was never kept waits for its turn.
      if (!here || id === currentId || unkept.get(id)?.base === null) return;
      unkept.delete(id);
      set({ models: without(models, id) });
      return;
    }
    const change = unkept.get(id);
    const merged = here && mergeModels(change ? change.base : here, here, there);
    if (change) {
      // What was changed here is not lost to another model.
      if (merged === null) return keep(id);
      change.base = there;
    }
    show(here, merged ?? there);
  };

  return {
    keepModel: (id, before) => {
      if (!unkept.has(id)) unkept.set(id, { base: before });
      return inTurn(() => keep(id));
    },
    isModelKept: id => inTurn(() => Promise.resolve(!unkept.has(id))),
    unkeepModel: model => {
      const { id } = model;
      const change = unkept.get(id);
      unkept.delete(id);
      // One that was never kept has nothing there.
      const known = change?.base === null ? [] : [model, ...(change ? [change.base] : [])];
      const left = inTurn(async () => {
        const isOther = known.length === 0 || (await persistence.removeModel(id, known));
        if (leaving.get(id) === left) leaving.delete(id);
        // Whatever else is kept as `id` is another tab's.
        if (isOther) await follow(id);
      });
      leaving.set(id, left);
      return left;
    },
    followModel: id => inTurn(() => follow(id)),
  };
};
