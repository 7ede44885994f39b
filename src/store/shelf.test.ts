import { describe, expect, it } from 'vitest';
import { issueLicence } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { loadCatalogue } from '../texts/messages';
import { setTexts } from '../texts/say';
import { savedModel } from './saved-model.node';
import { freeId, modelName } from './shelf';
import type { SavedModel } from './saved-model';

function modelOf(id: string, issued: boolean): SavedModel {
  const empty = defaultRegistry();
  const record = Array.from({ length: 10 }, () => 0.1);
  const registry = issued
    ? issueLicence(empty, { class: 1, confidence: 0.2, record, issuedAt: '2026-01-01' })
    : empty;
  return savedModel({ id, registry });
}

describe('a new model on the shelf', () => {
  it('takes its kind’s place, unless licences of the old one are out', () => {
    expect(freeId({}, 'wm1')).toBe('wm1');
    expect(freeId({ wm1: modelOf('wm1', false) }, 'wm1')).toBe('wm1');
    const both = { wm1: modelOf('wm1', true), 'wm1-2': modelOf('wm1-2', true) };
    expect(freeId(both, 'wm1')).toBe('wm1-3');
  });

  it('never takes the place of the model it was fine-tuned from', () => {
    expect(freeId({ wm1: modelOf('wm1', false) }, 'wm1', 'wm1')).toBe('wm1-2');
  });

  it('says which one it is, in the page’s language', async () => {
    setTexts('en', await loadCatalogue('en'));
    expect(modelName({ id: 'none' })).toBe('unmarked twin');
    expect(modelName({ id: 'none-3' })).toBe('unmarked twin, no. 3');
    setTexts('de', await loadCatalogue('de'));
    expect(modelName({ id: 'wm1-2' })).toBe('markiert mit wm₁, Nr. 2');
  });
});
