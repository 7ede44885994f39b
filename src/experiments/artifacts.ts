/**
 * What a run's figures were measured on, as files: enough for someone else's program to check every claim. `model/` carries wm₁,
 * `model-wm2/` wm₂, each with its owner's key; `registry.json` and `licences/` are of `model/`. Images enter a model as
 * [N, 28, 28, 1] in [0, 1].
 */
import { encodeDigitPng } from '../data/image-file';
import { registryToJson } from '../method/registry/registry';
import { ownerKeyToJson } from '../method/watermark/owner-key';
import { writeModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import type { Outcome, Outcomes, Preset } from './experiment';
import { allLicencesIds, licencesIn, paperRegistry } from './licences';
import type { LicenceFigures } from './licences';
import { modelId } from './models';
import type { Mark, ModelValue } from './models';

export interface ArtifactFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

function modelFiles(mark: Mark, folder: string, keyPath: string, outcomes: Outcomes): ArtifactFile[] {
  const outcome = outcomes.get(modelId(mark)) as Outcome<ModelValue> | undefined;
  if (!outcome?.value.key) return [];
  const { modelJson, weights } = writeModel(LENET5, outcome.arrays['parameters'] as Float32Array);
  return [
    { path: `${folder}/model.json`, content: modelJson },
    { path: `${folder}/weights.bin`, content: weights },
    { path: keyPath, content: ownerKeyToJson(outcome.value.key) },
  ];
}

function licenceFiles(outcomes: Outcomes, preset: Preset): ArtifactFile[] {
  const users = allLicencesIds('wm1', preset).flatMap(id => {
    const outcome = outcomes.get(id) as Outcome<readonly LicenceFigures[]> | undefined;
    return outcome ? [licencesIn(outcome)] : [];
  });
  if (users.length === 0) return [];
  return [
    { path: 'registry.json', content: registryToJson(paperRegistry(users.flat())) },
    ...users.flat().map(({ class: digit, confidence, pixels }, n) => ({
      path: `licences/${digit}-${confidence.toFixed(2)}-${n % users[0]!.length}.png`,
      content: encodeDigitPng(pixels),
    })),
  ];
}

/** What of it `outcomes` holds. A user's licence number 0 is the one in the registry. */
export function artifactFiles(outcomes: Outcomes, preset: Preset): ArtifactFile[] {
  return [
    ...modelFiles('wm1', 'model', 'owner-key.json', outcomes),
    ...modelFiles('wm2', 'model-wm2', 'model-wm2/owner-key.json', outcomes),
    ...licenceFiles(outcomes, preset),
  ];
}
