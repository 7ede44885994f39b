/** Writes what a run's figures were measured on beside its results. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactFiles } from '../../src/experiments/artifacts';
import type { Outcomes, Preset } from '../../src/experiments/experiment';

/** Writes into `folder` what of it `outcomes` holds. */
export async function writeArtifacts(folder: string, outcomes: Outcomes, preset: Preset): Promise<void> {
  for (const { path, content } of artifactFiles(outcomes, preset)) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
  }
}
