import { expect, it } from 'vitest';
import { parseRegistry, renameLicence, revokeLicence } from '../method/registry/registry';
import { defaultTraining } from '../model/training';
import { mergeModels } from './merge-models';
import { withRegistry } from './replace-registry';
import { same } from './same';
import { imagesOf, savedModel, shippedText } from './saved-model.node';
import type { SavedModel } from './saved-model';

const registry = parseRegistry(shippedText('registry.json'));
const [first, second] = registry.licences;
const licences = imagesOf(registry);
const base = savedModel({ registry, licences });
const revoked = { ...base, registry: revokeLicence(registry, first!.user, 'day 2') };
const renamed = { ...base, registry: renameLicence(registry, second!.user, 'Ada') };

it('keeps a revocation made here and a name given there, and the other way round', () => {
  const both = renameLicence(revoked.registry, second!.user, 'Ada');
  expect(mergeModels(base, revoked, renamed)?.registry).toEqual(both);
  expect(mergeModels(base, renamed, structuredClone(revoked))?.registry).toEqual(both);
});

it('gives ours itself where theirs has nothing new, and the same weights as an object otherwise', () => {
  expect(mergeModels(base, revoked, structuredClone(base))).toBe(revoked);
  expect(mergeModels(base, base, structuredClone(base))).toBe(base);
  expect(mergeModels(base, base, structuredClone(revoked))?.parameters).toBe(base.parameters);
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
    expect(merged?.licences).toEqual(anew.licences);
    expect(merged?.registry).toEqual(renameLicence(anew.registry, second!.user, 'Ada'));
    expect(merged?.generations).toBe(1);
  }
  const fewer = {
    ...base,
    registry: { ...registry, licences: registry.licences.slice(1) },
    licences: licences.slice(1),
  };
  expect(mergeModels(base, renamed, fewer)?.licences).toEqual(fewer.licences);
});

it('leaves an image that is ours the object that it is, though there is another of the same record', () => {
  const merged = mergeModels(base, revoked, structuredClone(renamed));
  expect(merged?.licences.map(licence => licences.indexOf(licence))).toEqual([...licences.keys()]);
});

it('brings back no image of an issue that the registry no longer knows', () => {
  const issue = { ...first!, record: [...first!.record].reverse(), issuedAt: 'day 3' };
  const imported = withRegistry(base, { ...registry, licences: [issue, ...registry.licences.slice(1)] });
  for (const merged of [
    mergeModels(base, imported, structuredClone(base)),
    mergeModels(base, imported, structuredClone(renamed)),
    mergeModels(base, renamed, structuredClone(imported)),
  ]) {
    expect(merged?.registry.licences[0]).toEqual(issue);
    expect(merged?.licences.map(({ user }) => user)).toEqual(licences.slice(1).map(({ user }) => user));
  }
});

it('finds a number that differs in typed arrays, and none in equal ones', () => {
  expect(same(Float32Array.of(1, NaN, -0), Float32Array.of(1, NaN, -0))).toBe(true);
  expect(same(Float32Array.of(1, 2), Float32Array.of(1, 3))).toBe(false);
  expect(same(Float32Array.of(1, 2), Float32Array.of(1, 2, 3))).toBe(false);
});

const other = savedModel({ parameters: base.parameters.map(weight => weight / 2) });

it('never mixes models, and never takes the place of another', () => {
  expect(mergeModels(base, renamed, other)).toBeNull();
  expect(mergeModels(base, other, renamed)).toBeNull();
  expect(mergeModels(null, other, renamed)).toBeNull();
});

it('of one model that two tabs came to, each by itself, keeps what either has', () => {
  const issued = structuredClone(revoked);
  const anew = savedModel({ accuracy: base.accuracy });
  expect(mergeModels(null, anew, issued)).toEqual(issued);
  expect(mergeModels(null, revoked, structuredClone(anew))).toEqual(revoked);
});

it('takes the place of the same training, stopped earlier, unless that has licences', () => {
  const at = (steps: number, different: Partial<SavedModel> = {}) =>
    savedModel({ ...different, config: defaultTraining, run: { lambda: 0.01, steps } });
  const further = at(200, { parameters: other.parameters });
  expect(mergeModels(null, further, at(100))).toBe(further);
  expect(mergeModels(null, further, at(300))).toBeNull();
  expect(mergeModels(null, further, at(100, { registry }))).toBeNull();
  const seed2 = { config: { ...defaultTraining, seed: 2 } };
  expect(mergeModels(null, further, { ...at(100), ...seed2 })).toBeNull();
});
