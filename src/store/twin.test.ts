import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../model/training';
import { savedModel } from './saved-model.node';
import type { SavedModel } from './saved-model';
import { accuracyDrop, epochsDone, epochsText, stepsOf, twinOf, wasStoppedEarly } from './twin';

/** Of 60,000 images in batches of 64. */
const EPOCH = 937;
const config = { ...defaultTraining, epochs: 15 };
const after = (steps: number, different: Partial<SavedModel> = {}): SavedModel =>
  savedModel({ dataset: 'mnist', accuracy: 0.99, config, run: { lambda: 0.01, steps }, ...different });

const bundled = savedModel({ dataset: 'mnist', accuracy: 0.99, config });
const imported = savedModel({ dataset: 'mnist', accuracy: 0.99 });
const tuned = after(EPOCH, {
  config: { ...config, epochs: 1 },
  run: { lambda: 0.01, steps: EPOCH, from: 'current' },
});

describe('how long a model was trained', () => {
  it('counts the steps taken, not those planned', () => {
    expect(epochsDone(after(15 * EPOCH))).toBe(15);
    expect(epochsDone(after(400))).toBeCloseTo(0.427, 3);
    expect([after(400), after(15 * EPOCH), bundled, imported].map(wasStoppedEarly)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is not known of what came from a file or was trained on from another model', () => {
    expect([bundled, imported, tuned].map(stepsOf)).toEqual([15 * EPOCH, null, null]);
    expect(stepsOf({ config, run: null })).toBeNull();
  });

  it('is said without making more of it', () => {
    expect([15, 0.427, 14.999, 0.017].map(epochsText)).toEqual(['15', '0.4', '14.9', '0.01']);
  });
});

describe('the unmarked twin', () => {
  const shelf = {
    'none-2': after(400, { id: 'none-2' }),
    none: after(15 * EPOCH, { id: 'none' }),
  };

  it('has taken as many steps, or where these are not known all of its own', () => {
    for (const model of [bundled, imported, tuned, after(15 * EPOCH)])
      expect(twinOf(shelf, model)).toBe(shelf.none);
    expect(twinOf(shelf, after(400))).toBe(shelf['none-2']);
    expect(twinOf(shelf, after(401))).toBeUndefined();
    expect(twinOf({ 'none-2': shelf['none-2'] }, bundled)).toBeUndefined();
  });

  it('was measured on the same digits', () => {
    expect(twinOf(shelf, { ...bundled, dataset: 'synthetic' })).toBeUndefined();
  });
});

describe('accuracyDrop', () => {
  const model = (accuracy: number | null, dataset: SavedModel['dataset']) =>
    savedModel({ accuracy, dataset });

  it('has the sign of Table 2: 99.12% unmarked, 99.15% marked, −0.03%', () => {
    expect(accuracyDrop(model(0.9915, 'mnist'), model(0.9912, 'mnist'))).toBeCloseTo(-0.0003, 12);
  });

  it('compares nothing that was measured on other digits, or not at all', () => {
    expect(accuracyDrop(model(0.99, 'mnist'), model(0.99, 'synthetic'))).toBeNull();
    expect(accuracyDrop(model(null, 'mnist'), model(0.99, 'mnist'))).toBeNull();
    expect(accuracyDrop(model(0.99, 'mnist'), undefined)).toBeNull();
  });
});
