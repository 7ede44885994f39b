import { expect, it } from 'vitest';
import { parseRegistry, renameLicence, revokeLicence } from '../method/registry/registry';
import { mergeModels } from './merge-models';
import { savedModel, shippedText } from './saved-model.node';
import type { StoredLicence } from './saved-model';

const registry = parseRegistry(shippedText('registry.json'));
const [first, second] = registry.licences;
const licences: StoredLicence[] = registry.licences.map(licence => ({
  user: licence.user,
  class: licence.class,
  confidence: licence.confidence,
  original: new Uint8Array(784),
  originalLabel: 0,
  pixels: new Uint8Array(784),
  probabilities: licence.record,
  passed: true,
}));
const base = savedModel({ registry, licences });
const revoked = { ...base, registry: revokeLicence(registry, first!.user, 'day 2') };
const renamed = { ...base, registry: renameLicence(registry, second!.user, 'Ada') };

it('keeps a revocation made here and a name given there, and the other way round', () => {
  const both = renameLicence(revoked.registry, second!.user, 'Ada');
  expect(mergeModels(base, revoked, renamed).registry).toEqual(both);
  expect(mergeModels(base, renamed, structuredClone(revoked)).registry).toEqual(both);
});

it('gives ours itself where theirs has nothing new, and the same weights as an object otherwise', () => {
  expect(mergeModels(base, revoked, structuredClone(base))).toBe(revoked);
  expect(mergeModels(base, base, structuredClone(base))).toBe(base);
  expect(mergeModels(base, base, structuredClone(revoked)).parameters).toBe(base.parameters);
});

it('takes the image of a licence from where it was made anew, and of one taken out none', () => {
  const made = { ...licences[0]!, pixels: new Uint8Array(784).fill(1), probabilities: second!.record };
  const anew = {
    ...base,
    generations: 1,
    registry: {
      ...registry,
      licences: [{ ...first!, record: second!.record, issuedAt: 'day 3' }, ...registry.licences.slice(1)],
    },
    licences: [made, ...licences.slice(1)],
  };
  for (const merged of [mergeModels(base, anew, renamed), mergeModels(base, renamed, anew)]) {
    expect(merged.licences).toEqual(anew.licences);
    expect(merged.registry).toEqual(renameLicence(anew.registry, second!.user, 'Ada'));
    expect(merged.generations).toBe(1);
  }
  const fewer = {
    ...base,
    registry: { ...registry, licences: registry.licences.slice(1) },
    licences: licences.slice(1),
  };
  expect(mergeModels(base, renamed, fewer).licences).toEqual(fewer.licences);
});

it('never mixes models: new weights stand whole, and what was changed of the old is nothing to them', () => {
  const replaced = savedModel({ parameters: base.parameters.map(weight => weight / 2) });
  expect(mergeModels(base, renamed, replaced)).toBe(replaced);
  expect(mergeModels(base, replaced, renamed)).toBe(replaced);
  expect(mergeModels(null, replaced, renamed)).toBe(replaced);
});
