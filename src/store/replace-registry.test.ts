import { describe, expect, it } from 'vitest';
import {
  createRegistry,
  issueLicence,
  parseRegistry,
  renameLicence,
  revokeLicence,
} from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';
import { losesAny, lostTo, withRegistry } from './replace-registry';
import { imagesOf, savedModel, shippedText } from './saved-model.node';

const registry = parseRegistry(shippedText('registry.json'));
const [first, second] = registry.licences;
const licences = imagesOf(registry);
const model = savedModel({ registry, licences });
const NOTHING = { images: 0, licences: 0, revocations: 0, names: 0 };

/** The shipped registry's licences under these marks. */
const under = (confidences: readonly number[]): Registry =>
  registry.licences
    .filter(({ confidence }) => confidences.includes(confidence))
    .reduce(
      issueLicence,
      createRegistry({ classes: registry.classes, confidences, epsilon: registry.epsilon }),
    );

describe('lostTo', () => {
  it('counts nothing where the other has all of it, revocations and names of its own among it', () => {
    expect(registry.licences).toHaveLength(30);
    const richer = renameLicence(revokeLicence(registry, first!.user, 'day 2'), second!.user, 'Ada');
    for (const other of [registry, { ...registry, epsilon: 0.02 }, richer]) {
      expect(lostTo(model, other)).toEqual(NOTHING);
      expect(losesAny(lostTo(model, other))).toBe(false);
    }
  });

  it('counts images and licences that an empty registry, or one of fewer, does not hold', () => {
    expect(lostTo(model, { ...registry, licences: [] })).toEqual({ ...NOTHING, images: 30, licences: 30 });
    const fewer = { ...registry, licences: registry.licences.slice(1) };
    expect(lostTo(model, fewer)).toEqual({ ...NOTHING, images: 1, licences: 1 });
    expect(lostTo({ ...model, licences: [] }, fewer)).toEqual({ ...NOTHING, licences: 1 });
    expect(losesAny(lostTo({ ...model, licences: [] }, fewer))).toBe(true);
  });

  it('counts a licence issued otherwise there as one lost here', () => {
    const anew = { ...first!, record: second!.record };
    const other = { ...registry, licences: [anew, ...registry.licences.slice(1)] };
    expect(lostTo(model, other)).toEqual({ ...NOTHING, images: 1, licences: 1 });
  });

  it('counts revocations that an older export does not know, and those whose licences it does not', () => {
    const later = [first!, second!].reduce((held, { user }) => revokeLicence(held, user, 'day 2'), registry);
    const here = { ...model, registry: later };
    expect(lostTo(here, registry)).toEqual({ ...NOTHING, revocations: 2 });
    const one = { ...later, licences: later.licences.slice(1) };
    expect(lostTo(here, one)).toEqual({ images: 1, licences: 1, revocations: 1, names: 0 });
    // Another date of revocation is one all the same.
    expect(lostTo(here, revokeLicence(later, first!.user, 'day 3'))).toEqual(NOTHING);
  });

  it('counts names given here', () => {
    const here = { ...model, registry: renameLicence(registry, first!.user, 'Ada') };
    expect(lostTo(here, registry)).toEqual({ ...NOTHING, names: 1 });
  });

  it('knows a licence by class and confidence where other marks number users otherwise', () => {
    const marks = [...registry.confidences, 0.45];
    expect(lostTo(model, under(marks))).toMatchObject({ images: 0, licences: 0 });
  });
});

it('withRegistry keeps the images that the registry’s records are of, under its numbers', () => {
  const marks = [...registry.confidences, 0.45];
  const moved = withRegistry(model, under(marks));
  expect(moved.licences).toHaveLength(30);
  for (const { class: digit, confidence, user } of moved.licences) {
    expect(user).toBe(digit * marks.length + marks.indexOf(confidence) + 1);
  }
  expect(withRegistry(model, under(registry.confidences.slice(1))).licences).toHaveLength(20);
});
