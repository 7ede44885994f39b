/** The models at hand, which one is in use, and the files they come from and go to. */
import type { StateCreator } from 'zustand';
import { AppError } from '../core/errors';
import { readFileBytes, readFileText } from '../data/dropped-file';
import { layOut } from '../engine/network';
import { controlLayerConfig } from '../method/control/control-layer';
import { EPSILON_RANGE } from '../method/registry/allocation';
import { MAX_REGISTRY_CHARACTERS, parseRegistry, registryToJson } from '../method/registry/registry';
import { MAX_KEY_CHARACTERS, ownerKeyToJson, parseOwnerKey } from '../method/watermark/owner-key';
import { readWatermark } from '../method/watermark/verification';
import { expectNetwork, MAX_MODEL_JSON, readModel, writeModel } from '../model/format';
import type { ReadModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import { say } from '../texts/say';
import { BUNDLED_ID, fetchBundledModel, withoutLicences } from './bundled-model';
import { defaultRegistry } from './default-registry';
import { losesAny, lostTo, withRegistry } from './replace-registry';
import { same } from './same';
import { explain, jobs, persistence } from './services';
import { freeId, modelName, standingFor } from './shelf';
import { currentModel } from './state';
import type { SavedModel } from './saved-model';
import type { ShelfSlice, State } from './state';

const layout = layOut(LENET5);

/** LeNet-5's have 246,824; of a larger network it can be said what it is. */
const MAX_WEIGHT_BYTES = 64_000_000;
/** In UTF-8, at most: names are in any script. */
const BYTES_OF_A_CHARACTER = 3;
/** Of files that are no model, as many are named. */
const NAMED = 5;

/** A LeNet-5 out of tfjs files. @throws AppError `bad-input` for another network or missing files. */
async function readFiles(files: readonly File[]): Promise<ReadModel> {
  const named = (pattern: RegExp) => files.find(({ name }) => pattern.test(name));
  // A key may lie beside it.
  const json = named(/^model\b.*\.json$/i) ?? named(/\.json$/i);
  const weights = named(/\.bin$/i);
  if (!json || !weights) {
    const names = files.slice(0, NAMED).map(file => file.name);
    if (files.length > NAMED) names.push('…');
    throw new AppError(
      'bad-input',
      'A model is two files, model.json and weights.bin, chosen together; here: {names}.',
      { values: { names: names.join(', ') } },
    );
  }
  const model = readModel(
    await readFileText(json, MAX_MODEL_JSON),
    await readFileBytes(weights, MAX_WEIGHT_BYTES),
  );
  expectNetwork(model.network, LENET5);
  return model;
}

export const createShelfSlice: StateCreator<State, [], [], ShelfSlice> = (set, get) => {
  const refuse = (error: unknown) => {
    const text = explain(error);
    if (text) get().notify('error', text);
  };

  /** Whether licences for this model are being searched for, which is said: what is found belongs to the registry that it was asked for. */
  const isSearched = (model: SavedModel): boolean => {
    const { generating, generationFor, models } = get();
    const searched = generating && !!generationFor && standingFor(models, generationFor) === model;
    if (searched) get().notify('warning', say('licences.searchRuns'));
    return searched;
  };

  /** Replaces the model in use by what `change` makes of it and of the text of `source`; null: by nothing. */
  const edit = async (
    source: string | File,
    limit: number,
    change: (model: SavedModel, text: string) => SavedModel | null,
  ) => {
    await get().needShelf();
    const meant = currentModel(get());
    if (!meant) {
      get().notify('warning', say('shelf.noModel'));
      return;
    }
    try {
      const text = typeof source === 'string' ? source : await readFileText(source, limit);
      const model = currentModel(get());
      if (model?.parameters !== meant.parameters) {
        get().notify('warning', say('shelf.otherModel', { name: modelName(meant) }));
        return;
      }
      const changed = change(model, text);
      if (changed) get().changeModel(changed);
    } catch (error) {
      refuse(error);
    }
  };

  return {
    models: {},
    currentId: null,
    registryAsked: null,
    removedBundled: null,
    bundledUnread: false,

    selectModel: id => {
      if (!get().models[id]) return;
      set({ currentId: id, answers: [], registryAsked: null });
      void persistence.keep('currentId', id);
      void get().refreshAnswers();
    },
    removeModel: id => {
      const { [id]: removed, ...models } = get().models;
      if (!removed) return;
      set({ models });
      if (id === BUNDLED_ID) {
        // It can be brought back, and who was revoked stays revoked: its row stays.
        set({ removedBundled: removed });
        void persistence.keep('bundledRemoved', true);
      } else void get().unkeepModel(removed);
      if (get().currentId !== id) return;
      const next = Object.keys(models)[0] ?? null;
      set({ currentId: next, answers: [], registryAsked: null });
      void persistence.keep('currentId', next);
      if (next) get().selectModel(next);
    },
    bringBackBundled: async () => {
      try {
        const { removedBundled, bundledUnread } = get();
        const shipped = removedBundled ?? (await fetchBundledModel());
        const bundled = !removedBundled && bundledUnread ? withoutLicences(shipped) : shipped;
        void persistence.keep('bundledRemoved', false);
        set(({ models }) => ({ models: { [BUNDLED_ID]: bundled, ...models }, removedBundled: null }));
        get().selectModel(BUNDLED_ID);
        // It was removed before a change of it could be kept.
        if (!(await get().isModelKept(BUNDLED_ID))) void get().keepModel(BUNDLED_ID, bundled);
      } catch (error) {
        get().notify('warning', say('session.noBundledModel', { reason: explain(error) ?? '' }));
      }
    },
    changeModel: model => {
      const before = get().models[model.id];
      set(state => ({ models: { ...state.models, [model.id]: model } }));
      void get().keepModel(model.id, before ?? null);
      if (model.id === get().currentId && before?.parameters !== model.parameters)
        void get().refreshAnswers();
    },

    addModel: (kind, made) => {
      const { models, changeModel, selectModel } = get();
      const id = freeId(models, kind, made);
      const there = models[id];
      const { accuracy, dataset, trainedOn } = made;
      changeModel(
        there && same(there.parameters, made.parameters)
          ? {
              ...there,
              ...(accuracy !== null && { accuracy, dataset }),
              trainedOn: trainedOn ?? there.trainedOn,
            }
          : {
              ...made,
              id,
              name: modelName({ id }),
              registry: defaultRegistry(),
              licences: [],
              generations: 0,
            },
      );
      selectModel(id);
      return id;
    },

    exportModel: ({ withControlLayer }) => {
      const model = currentModel(get());
      if (!model) return null;
      const { confidences, epsilon } = model.registry;
      return writeModel(LENET5, model.parameters, {
        appendedLayers: withControlLayer
          ? [controlLayerConfig({ classes: layout.classes, confidences, epsilon, seed: get().seed })]
          : [],
      });
    },
    importModel: async files => {
      try {
        const { parameters, appendedLayers } = await readFiles(files);
        await get().needShelf();
        const { datasetState, dataset } = get();
        const found = datasetState === 'ready' ? await jobs.run('accuracy', { parameters }) : null;
        // Other digits may have come meanwhile.
        const measured = get().dataset?.name === dataset?.name ? found : null;
        const id = get().addModel('imported', {
          parameters,
          key: null,
          accuracy: measured?.accuracy ?? null,
          dataset: (measured && dataset?.name) ?? null,
          config: null,
          trainedOn: null,
        });
        if (appendedLayers.length > 0) {
          const layers = appendedLayers.map(({ className }) => className).join(', ');
          get().notify('info', say('shelf.layersLeftOut', { layers, count: appendedLayers.length }));
        }
        return id;
      } catch (error) {
        refuse(error);
        return null;
      }
    },

    exportOwnerKey: () => {
      const key = currentModel(get())?.key;
      return key ? ownerKeyToJson(key) : null;
    },
    importOwnerKey: source =>
      edit(source, MAX_KEY_CHARACTERS, (model, json) => {
        const key = parseOwnerKey(json);
        const { verified, matches } = readWatermark(layout, model.parameters, key);
        get().notify(
          verified ? 'info' : 'warning',
          say('shelf.keyRead', {
            verified: String(verified),
            found: String(matches.filter(Boolean).length),
            count: String(matches.length),
            name: modelName(model),
          }),
        );
        // A key that does not verify never takes the place of the model's own, and the same key once more changes nothing.
        const same = model.key && ownerKeyToJson(model.key) === ownerKeyToJson(key);
        return !same && (verified || model.key === null) ? { ...model, key } : null;
      }),

    exportRegistry: () => {
      const model = currentModel(get());
      return model ? registryToJson(model.registry) : null;
    },
    importRegistry: source =>
      edit(source, BYTES_OF_A_CHARACTER * MAX_REGISTRY_CHARACTERS, (model, json) => {
        const registry = parseRegistry(json);
        if (registry.classes !== layout.classes) {
          throw new AppError(
            'bad-input',
            'This registry is of a model with {theirs} classes; this one has {classes}.',
            { values: { theirs: registry.classes, classes: layout.classes } },
          );
        }
        const { epsilon } = registry;
        if (epsilon < EPSILON_RANGE.min || epsilon > EPSILON_RANGE.max) {
          throw new AppError(
            'bad-input',
            'ε of this registry is {epsilon}; it must be from {min} to {max}.',
            {
              values: { epsilon, ...EPSILON_RANGE },
            },
          );
        }
        if (isSearched(model)) return null;
        if (!losesAny(lostTo(model, registry))) return withRegistry(model, registry);
        set({ registryAsked: registry });
        return null;
      }),
    takeRegistry: () => {
      const { registryAsked } = get();
      const model = currentModel(get());
      if (model && isSearched(model)) return;
      set({ registryAsked: null });
      if (model && registryAsked) get().changeModel(withRegistry(model, registryAsked));
    },
    leaveRegistry: () => set({ registryAsked: null }),
  };
};
