/**
 * The files that a run's figures can be checked on by someone else's program: the models of wm₁ and wm₂ with their owner's keys, the
 * registry, and every licence of Table 1 as a PNG. Images enter the model as [N, 28, 28, 1] in [0, 1].
 */
import { encodeDigitPng } from '../data/image-file';
import { registryToJson } from '../method/registry/registry';
import { ownerKeyToJson } from '../method/watermark/owner-key';
import { writeModel } from '../model/format';
import { LENET5 } from '../model/lenet5';
import type { Outcome, Outcomes, RunSettings } from './experiment';
import { allLicencesIds, licencesIn, paperRegistry } from './licences';
import type { LicenceFigures, MadeLicence } from './licences';
import { modelId } from './models';
import type { Mark, ModelValue } from './models';

export interface ArtifactFile {
  /** With "/" between folders. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What `planRun` must be asked for besides, so that `artifactFiles` finds it. */
export function artifactIds({ preset }: RunSettings): string[] {
  return [modelId('wm1'), modelId('wm2'), ...allLicencesIds('wm1', preset)];
}

function modelFiles(mark: Mark, folder: string, keyPath: string, outcomes: Outcomes): ArtifactFile[] {
  const { value, arrays } = outcomes.get(modelId(mark)) as Outcome<ModelValue>;
  const { modelJson, weights } = writeModel(LENET5, arrays['parameters'] as Float32Array);
  return [
    { path: `${folder}/model.json`, content: modelJson },
    { path: `${folder}/weights.bin`, content: weights },
    { path: keyPath, content: ownerKeyToJson(value.key!) },
  ];
}

function licenceFiles(licences: readonly MadeLicence[]): ArtifactFile[] {
  return licences.map(({ class: digit, confidence, pixels }, n) => ({
    path: `licences/${digit}-${confidence}-${n}.png`,
    content: encodeDigitPng(pixels),
  }));
}

/** The files of a finished run whose plan had `artifactIds`. A user's licence number 0 is the one in the registry. */
export function artifactFiles(outcomes: Outcomes, settings: RunSettings): ArtifactFile[] {
  const users = allLicencesIds('wm1', settings.preset).map(id =>
    licencesIn(outcomes.get(id) as Outcome<readonly LicenceFigures[]>),
  );
  return [
    ...modelFiles('wm1', 'model', 'owner-key.json', outcomes),
    ...modelFiles('wm2', 'model-wm2', 'model-wm2/owner-key.json', outcomes),
    { path: 'registry.json', content: registryToJson(paperRegistry(users.flat())) },
    ...users.flatMap(licenceFiles),
  ];
}
