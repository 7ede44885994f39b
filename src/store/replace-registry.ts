/** Another registry in the place of a model's own, out of a file or with other confidences, and what that one had which the other has not. */
import { byOutput, outputKey } from '../method/registry/merge';
import { hasDefaultName } from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';
import { same } from './same';
import type { SavedModel } from './saved-model';

/** What a model loses to another registry; counts. */
export interface RegistryLoss {
  /** Images of licences, which no registry holds. */
  readonly images: number;
  /** Licences that the other does not know, or knows as another issue: their files are let in no more. */
  readonly licences: number;
  /** Revocations that do not stand there. */
  readonly revocations: number;
  /** Names that were given here. */
  readonly names: number;
}

/** The model with this registry, and of its images those that the registry's records are of, under its numbers. */
export function withRegistry(model: SavedModel, registry: Registry): SavedModel {
  const held = byOutput(registry);
  const licences = model.licences.flatMap(licence => {
    const entry = held.get(outputKey(licence));
    return entry && same(entry.record, licence.probabilities) ? [{ ...licence, user: entry.user }] : [];
  });
  return { ...model, registry, licences };
}

export function lostTo(model: SavedModel, registry: Registry): RegistryLoss {
  const held = byOutput(registry);
  const count = (lost: (licence: Registry['licences'][number]) => boolean) =>
    model.registry.licences.filter(lost).length;
  const there = (licence: { class: number; confidence: number }) => held.get(outputKey(licence));
  return {
    images: model.licences.length - withRegistry(model, registry).licences.length,
    licences: count(licence => !same(there(licence)?.record, licence.record)),
    revocations: count(licence => licence.revokedAt !== undefined && !there(licence)?.revokedAt),
    names: count(licence => !hasDefaultName(licence) && there(licence)?.name !== licence.name),
  };
}

export function losesAny(loss: RegistryLoss): boolean {
  return Object.values(loss).some(count => count > 0);
}
