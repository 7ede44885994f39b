/** A model on the shelf, for tests: the shipped weights and owner's key, nothing measured, nobody's licence. */
import { readFileSync } from 'node:fs';
import type { Registry } from '../method/registry/registry';
import { parseOwnerKey } from '../method/watermark/owner-key';
import { readModel } from '../model/format';
import { defaultRegistry } from './default-registry';
import type { SavedModel, StoredLicence } from './saved-model';

/** A file of the shipped model. */
export const shipped = (name: string) => readFileSync(`public/pretrained/${name}`);
export const shippedText = (name: string) => shipped(name).toString('utf8');

const { parameters } = readModel(shippedText('model.json'), shipped('weights.bin'));
const key = parseOwnerKey(shippedText('owner-key.json'));

export function savedModel(different: Partial<SavedModel> = {}): SavedModel {
  return {
    id: 'imported',
    name: 'a model',
    parameters,
    key,
    accuracy: null,
    dataset: null,
    config: null,
    trainedOn: null,
    registry: defaultRegistry(),
    licences: [],
    generations: 0,
    ...different,
  };
}

/** An image for each licence of the registry: blank, but answered as its record says. */
export function imagesOf({ licences }: Registry): StoredLicence[] {
  return licences.map(licence => ({
    user: licence.user,
    class: licence.class,
    confidence: licence.confidence,
    original: new Uint8Array(784),
    originalLabel: 0,
    pixels: new Uint8Array(784),
    probabilities: licence.record,
    passed: true,
  }));
}
