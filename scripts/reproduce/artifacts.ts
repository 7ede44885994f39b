/** Writes what a run's figures were measured on beside its results. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactFiles } from '../../src/experiments/artifacts';
import type { Outcomes, Preset } from '../../src/experiments/experiment';

/** Writes into `folder` what of it `outcomes` holds. */
export async function writeArtifacts(folder: string, outcomes: Outcomes, preset: Preset): Promise<void> {
  // Of an earlier run, and another model.
  for (const old of ['model', 'model-wm2', 'licences', 'registry.json', 'owner-key.json']) {
    await rm(join(folder, old), { recursive: true, force: true });
  }
  for (const { path, content } of artifactFiles(outcomes, preset)) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
  }
}
