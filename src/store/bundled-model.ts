/**
 * The protected model that comes with the page (`scripts/pretrain.ts` made it), so that the gate works before anything
 * was trained. Its files are read as any other files are, with the same checks.
 */
import { z } from 'zod';
import { parseRegistry } from '../method/registry/registry';
import { userOf } from '../method/registry/allocation';
import { parseOwnerKey } from '../method/watermark/owner-key';
import { expectNetwork, readModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import { trainingConfigSchema } from './kept-rows';
import { modelName } from './shelf';
import type { SavedModel } from './saved-model';

export const BUNDLED_ID = 'bundled';

/** Milliseconds for 336 kB: what the last visit left waits for them, also where a host accepts and never answers. */
const PATIENCE = 60_000;

const pixels = z
  .base64()
  .transform(text => Uint8Array.from(atob(text), character => character.charCodeAt(0)));

const licencesSchema = z.array(
  z.object({
    class: z.int(),
    confidence: z.number(),
    probabilities: z.array(z.number()),
    pixels,
    original: pixels,
    originalLabel: z.int(),
  }),
);

const aboutSchema = z.object({
  dataset: z.enum(['mnist', 'synthetic']),
  backend: z.string(),
  adapter: z.string(),
  accuracy: z.number(),
  config: trainingConfigSchema,
});

/** @throws when a file is missing, does not come or does not fit: the page then starts without a model. */
export async function fetchBundledModel(): Promise<SavedModel> {
  const signal = AbortSignal.timeout(PATIENCE);
  const read = async (name: string): Promise<Response> => {
    const response = await fetch(new URL(`pretrained/${name}`, document.baseURI), { signal });
    if (!response.ok) throw new Error(`pretrained/${name}: HTTP ${response.status}`);
    return response;
  };
  const text = async (name: string) => (await read(name)).text();
  const [modelJson, weights, key, registryJson, licencesJson, aboutJson] = await Promise.all([
    text('model.json'),
    read('weights.bin').then(response => response.arrayBuffer()),
    text('owner-key.json'),
    text('registry.json'),
    text('licences.json'),
    text('about.json'),
  ]);
  const { network, parameters } = readModel(modelJson, new Uint8Array(weights));
  expectNetwork(network, LENET5);
  const registry = parseRegistry(registryJson);
  const about = aboutSchema.parse(JSON.parse(aboutJson));
  return {
    id: BUNDLED_ID,
    name: modelName({ id: BUNDLED_ID }),
    parameters,
    key: parseOwnerKey(key),
    accuracy: about.accuracy,
    dataset: about.dataset,
    config: about.config,
    trainedOn: { backend: about.backend, adapter: about.adapter, date: '' },
    registry,
    generations: 0,
    licences: licencesSchema.parse(JSON.parse(licencesJson)).map(licence => ({
      ...licence,
      passed: true,
      user: userOf(licence, registry.classes, registry.confidences),
    })),
  };
}

/** The model as it ships, but that nobody is let in. */
export function withoutLicences(model: SavedModel): SavedModel {
  return { ...model, registry: { ...model.registry, licences: [] }, licences: [] };
}
