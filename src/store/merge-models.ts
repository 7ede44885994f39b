/** Two changes of one model, made in two tabs without knowing of one another, as one. */
import { userOf } from '../method/registry/allocation';
import { mergeRegistries, outputKey } from '../method/registry/merge';
import type { Registry } from '../method/registry/registry';
import { defaultRegistry } from './default-registry';
import { same } from './same';
import { makesWay } from './shelf';
import type { SavedModel, StoredLicence } from './saved-model';

/** What was changed; where both were, ours. What says the same stays the object that it is here. */
function pick<T>(base: T, ours: T, theirs: T): T {
  return same(ours, base) && !same(ours, theirs) ? theirs : ours;
}

/** The images that the registry's records are of; ours where both have one. */
function mergeBoards(
  ours: SavedModel,
  theirs: SavedModel,
  { classes, confidences, licences: held }: Registry,
): readonly StoredLicence[] {
  const [here, there] = [byOutput(ours), byOutput(theirs)];
  const records = new Map(held.map(licence => [outputKey(licence), licence.record]));
  return [...new Set([...here.keys(), ...there.keys()])]
    .flatMap(key => {
      const record = records.get(key);
      const licence = [here.get(key), there.get(key)].find(image => same(image?.probabilities, record));
      if (!record || !licence) return [];
      const user = userOf(licence, classes, confidences);
      return [user === licence.user ? licence : { ...licence, user }];
    })
    .sort((x, y) => x.user - y.user);
}

function byOutput({ licences }: SavedModel): ReadonlyMap<string, StoredLicence> {
  return new Map(licences.map(licence => [outputKey(licence), licence]));
}

/**
 * `ours` and `theirs`, both made from `base`, as one: what either changed stands, in the registry licence by licence as
 * `mergeRegistries` says, so that a revocation is never lost. Where both changed the same thing, ours stands.
 * @param before null: ours is not made from anything that was kept.
 * @returns `ours` itself where theirs has nothing new, or makes way for it; null where theirs is another model, so that ours needs
 * another place.
 */
export function mergeModels(
  before: SavedModel | null,
  ours: SavedModel,
  theirs: SavedModel,
): SavedModel | null {
  if (!same(ours.parameters, theirs.parameters)) return makesWay(theirs, ours) ? ours : null;
  const base =
    before && same(before.parameters, ours.parameters)
      ? before
      : { ...ours, registry: defaultRegistry(), licences: [], generations: 0 };
  const registry = mergeRegistries(base.registry, ours.registry, theirs.registry);
  const merged: SavedModel = {
    id: ours.id,
    name: pick(base.name, ours.name, theirs.name),
    parameters: ours.parameters,
    key: pick(base.key, ours.key, theirs.key),
    accuracy: pick(base.accuracy, ours.accuracy, theirs.accuracy),
    dataset: pick(base.dataset, ours.dataset, theirs.dataset),
    config: pick(base.config, ours.config, theirs.config),
    run: pick(base.run, ours.run, theirs.run),
    trainedOn: pick(base.trainedOn, ours.trainedOn, theirs.trainedOn),
    registry,
    licences: mergeBoards(ours, theirs, registry),
    generations: Math.max(ours.generations, theirs.generations),
  };
  return same(merged, ours) ? ours : merged;
}
