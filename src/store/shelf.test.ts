import { describe, expect, it } from 'vitest';
import { parseRegistry } from '../method/registry/registry';
import { defaultTraining } from '../model/training';
import { loadCatalogue } from '../texts/messages';
import { setTexts } from '../texts/say';
import { savedModel, shippedText } from './saved-model.node';
import { freeId, modelName, newestFirst, newestOfEachKind, unusedModels } from './shelf';
import type { SavedModel } from './saved-model';

/** A model of the one number that tells its weights from others'. */
function modelOf(id: string, weight: number, different: Partial<SavedModel> = {}): SavedModel {
  return savedModel({ id, parameters: Float32Array.of(weight), ...different });
}
const shelf = (...models: readonly SavedModel[]) =>
  Object.fromEntries(models.map(model => [model.id, model]));
const trained = (id: string, date: string, different: Partial<SavedModel> = {}) =>
  modelOf(id, 1, { trainedOn: { backend: 'wasm', adapter: '', date }, ...different });
const ids = (models: readonly SavedModel[]) => models.map(({ id }) => id);

describe('a new model on the shelf', () => {
  it('takes its kind’s place, or the next where another model stands', () => {
    const made = modelOf('', 3);
    expect(freeId({}, 'wm1', made)).toBe('wm1');
    expect(freeId(shelf(modelOf('wm1', 1)), 'wm1', made)).toBe('wm1-2');
    expect(freeId(shelf(modelOf('wm1', 1), modelOf('wm1-2', 2)), 'wm1', made)).toBe('wm1-3');
    expect(freeId(shelf(modelOf('wm1', 1), modelOf('wm1-3', 2)), 'wm1', made)).toBe('wm1-2');
  });

  it('stands where it stood, when it is the same to the last bit', () => {
    const both = shelf(modelOf('wm1', 1), modelOf('wm1-2', 3));
    expect(freeId(both, 'wm1', modelOf('', 3))).toBe('wm1-2');
    expect(freeId(both, 'wm1', modelOf('', 0))).toBe('wm1-3');
    // The one before it was removed.
    const left = shelf(modelOf('wm1', 1), modelOf('wm1-3', 3));
    expect(freeId(left, 'wm1', modelOf('', 3))).toBe('wm1-3');
  });

  it('goes where the same training stood that was stopped earlier, but not the other way round', () => {
    const at = (weight: number, steps: number) =>
      modelOf('wm1', weight, { config: defaultTraining, run: { lambda: 0.01, steps } });
    expect(freeId(shelf(at(1, 100)), 'wm1', at(2, 200))).toBe('wm1');
    expect(freeId(shelf(at(1, 200)), 'wm1', at(2, 100))).toBe('wm1-2');
    expect(freeId(shelf(at(1, 200)), 'wm1', at(2, 200))).toBe('wm1-2');
    // Of what the two were trained on from nothing is known.
    const tuned = (model: SavedModel): SavedModel => ({ ...model, run: { ...model.run!, from: 'current' } });
    expect(freeId(shelf(tuned(at(1, 100))), 'wm1', tuned(at(2, 200)))).toBe('wm1-2');
  });

  it('says which one it is, in the page’s language', async () => {
    setTexts('en', await loadCatalogue('en'));
    expect(modelName({ id: 'none' })).toBe('unmarked twin');
    expect(modelName({ id: 'none-3' })).toBe('unmarked twin, no. 3');
    setTexts('de', await loadCatalogue('de'));
    expect(modelName({ id: 'wm1-2' })).toBe('markiert mit wm₁, Nr. 2');
  });
});

describe('the shelf', () => {
  const models = shelf(
    modelOf('bundled', 0, { trainedOn: { backend: 'wasm', adapter: '', date: '' } }),
    modelOf('imported', 1),
    modelOf('imported-2', 2),
    trained('none', '2026-11-01'),
    trained('none-10', '2026-11-04'),
    trained('none-2', '2026-11-02'),
    trained('wm1', '2026-11-03', { registry: parseRegistry(shippedText('registry.json')) }),
  );

  it('has the newest first, and the bundled model last', () => {
    expect(ids(newestFirst(models))).toEqual([
      'imported-2',
      'imported',
      'none-10',
      'wm1',
      'none-2',
      'none',
      'bundled',
    ]);
  });

  it('shows of each kind the newest, and the one in use', () => {
    expect(ids(newestOfEachKind(models, 'none'))).toEqual([
      'bundled',
      'imported-2',
      'none',
      'none-10',
      'wm1',
    ]);
  });

  it('would miss nothing of what was trained here, is not in use and has no licences', () => {
    expect(ids(unusedModels(models, 'none-2'))).toEqual(['none-10', 'none']);
  });
});
