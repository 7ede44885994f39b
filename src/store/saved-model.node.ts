/** A model on the shelf, for tests: the shipped weights and owner's key, nothing measured, nobody's licence. */
import { readFileSync } from 'node:fs';
import { parseOwnerKey } from '../method/watermark/owner-key';
import { readModel } from '../model/format';
import { defaultRegistry } from './default-registry';
import type { SavedModel } from './saved-model';

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
