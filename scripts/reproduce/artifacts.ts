/**
 * What the figures were measured on, as files: enough for someone else's program to check every claim. `model/` carries wm₁,
 * `model-wm2/` wm₂, each with its owner's key; `registry.json` and `licences/` are of `model/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeDigitPng } from '../../src/data/image-file';
import type { Outcome, Outcomes, Preset } from '../../src/experiments/experiment';
import { allLicencesIds, licencesIn, paperRegistry } from '../../src/experiments/licences';
import type { LicenceFigures } from '../../src/experiments/licences';
import { modelId } from '../../src/experiments/models';
import type { ModelValue } from '../../src/experiments/models';
import { registryToJson } from '../../src/method/registry/registry';
import { ownerKeyToJson } from '../../src/method/watermark/owner-key';
import { writeModel } from '../../src/model/format';
import { LENET5 } from '../../src/model/lenet5';

async function writeModelFiles(folder: string, parameters: Float32Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { modelJson, weights } = writeModel(LENET5, parameters);
  await writeFile(join(folder, 'model.json'), modelJson);
  await writeFile(join(folder, 'weights.bin'), weights);
}

async function writeLicences(folder: string, outcomes: Outcomes, preset: Preset): Promise<void> {
  const licences = allLicencesIds('wm1', preset).flatMap(id => {
    const outcome = outcomes.get(id) as Outcome<readonly LicenceFigures[]> | undefined;
    return outcome ? [licencesIn(outcome)] : [];
  });
  if (licences.length === 0) return;
  await writeFile(join(folder, 'registry.json'), registryToJson(paperRegistry(licences.flat())));
  const images = join(folder, 'licences');
  await mkdir(images, { recursive: true });
  for (const user of licences) {
    for (const [index, licence] of user.entries()) {
      const name = `${licence.class}-${licence.confidence.toFixed(2)}-${index}.png`;
      await writeFile(join(images, name), encodeDigitPng(licence.pixels));
    }
  }
}

/** Writes into `folder` what of it `outcomes` holds. */
export async function writeArtifacts(folder: string, outcomes: Outcomes, preset: Preset): Promise<void> {
  const marked = outcomes.get(modelId('wm1')) as Outcome<ModelValue> | undefined;
  if (marked) {
    await writeModelFiles(join(folder, 'model'), marked.arrays['parameters'] as Float32Array);
    if (marked.value.key) await writeFile(join(folder, 'owner-key.json'), ownerKeyToJson(marked.value.key));
  }
  const other = outcomes.get(modelId('wm2')) as Outcome<ModelValue> | undefined;
  if (other) {
    const place = join(folder, 'model-wm2');
    await writeModelFiles(place, other.arrays['parameters'] as Float32Array);
    if (other.value.key) await writeFile(join(place, 'owner-key.json'), ownerKeyToJson(other.value.key));
  }
  await writeLicences(folder, outcomes, preset);
}
