/**
 * `npm run reproduce`: the paper's evaluation, in a headless Chromium, by the site's own code. Progress goes to stderr;
 * results.json, results.md and the artifacts go to --out. Exit status 0: everything ran, and with --compare, every figure
 * and hash agreed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../src/experiments/experiment';
import { toMarkdown } from '../src/experiments/report';
import { compareResults, experimentsIn, parseResults } from '../src/experiments/results';
import type { Results } from '../src/experiments/results';
import type { RunProgress } from '../src/jobs/experiment-run';
import { startHeadlessPage } from './headless-page';
import { parseReproduceArguments } from './reproduce/arguments';
import { writeArtifacts } from './reproduce/artifacts';
import type { Place } from './reproduce/page';
import { outcomeOf } from './reproduce/stored-cell';
import type { StoredCell } from './reproduce/stored-cell';

/** Differences that are written out; the rest are counted. */
const SHOWN = 20;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function minutes(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** A cell's file in the folder of finished cells. */
function fileOf(folder: string, id: string): string {
  return join(folder, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`);
}

/** Prints where `ours` and `theirs` differ. @returns whether they agree. */
function agrees(ours: Results, theirs: Results, name: string): boolean {
  const other = (['dataset', 'preset', 'seed'] as const).find(field => ours[field] !== theirs[field]);
  if (other) {
    say(
      `${name} is of another ${other}, "${theirs[other]}" instead of "${ours[other]}": nothing to compare.`,
    );
    return false;
  }
  const missing = experimentsIn(ours).filter(id => theirs.experiments[id] === undefined);
  if (missing.length > 0) {
    say(`${name} holds no ${missing.join(', ')}: nothing to compare with.`);
    return false;
  }
  const differences = compareResults(ours, theirs);
  if (differences.length === 0) {
    say(`Every figure and hash agrees with ${name}.`);
    return true;
  }
  say(`${differences.length} figures or hashes differ from ${name}:`);
  for (const { path, ours: here, theirs: there } of differences.slice(0, SHOWN)) {
    say(`  ${path}: ${JSON.stringify(here)} here, ${JSON.stringify(there)} there`);
  }
  return false;
}

async function main(): Promise<void> {
  const options = parseReproduceArguments(process.argv.slice(2));
  const { only, preset, backend, seed, out, workers } = options;
  const recorded = options.compare && parseResults(await readFile(options.compare, 'utf8'));
  const cellFolder = join(out, 'cells');
  if (!options.resume) await rm(cellFolder, { recursive: true, force: true });
  await mkdir(cellFolder, { recursive: true });

  const headless = await startHeadlessPage(fileURLToPath(new URL('reproduce/', import.meta.url)));
  const interrupted = () => {
    say(`\nInterrupted. What was finished is kept; go on with --out ${out} --resume.`);
    process.exit(130);
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    const page = await headless.open();
    page.on('console', message => {
      if (message.type() === 'error') say(message.text());
    });
    const outcomes = new Map<string, Outcome>();
    const started = performance.now();
    await page.exposeFunction('tellPlace', (place: Place) => {
      say(
        `${place.backend} (${place.adapter}), ${place.workers} workers, ${place.dataset} (${place.source}), ` +
          `preset ${preset}, seed ${seed}: ${only.join(', ')}`,
      );
      if (place.dataset !== 'mnist') {
        say('There is no MNIST here: these figures are of synthetic digits. Set MNIST_DIR, or npm run data.');
      }
    });
    await page.exposeFunction('earlierCells', async (key: string) => {
      const cells: StoredCell[] = [];
      for (const name of await readdir(cellFolder)) {
        if (!name.endsWith('.json')) continue; // cut off while it was written
        const cell = JSON.parse(await readFile(join(cellFolder, name), 'utf8')) as StoredCell;
        if (cell.key !== key) continue;
        cells.push(cell);
        outcomes.set(cell.id, outcomeOf(cell));
      }
      if (cells.length > 0) say(`Going on: ${cells.length} cells were finished before.`);
      return cells;
    });
    await page.exposeFunction('keepCell', async (cell: StoredCell) => {
      outcomes.set(cell.id, outcomeOf(cell));
      const file = fileOf(cellFolder, cell.id);
      await writeFile(`${file}.part`, JSON.stringify(cell));
      await rename(`${file}.part`, file);
      const elapsed = Math.round((performance.now() - started) / 1000);
      say(`${String(elapsed).padStart(5)} s  ${cell.id} (${cell.seconds.toFixed(1)} s)`);
    });
    let told = 0;
    await page.exposeFunction('tellProgress', ({ fraction, secondsLeft, running }: RunProgress) => {
      if (performance.now() - told < 10_000) return;
      told = performance.now();
      say(`${Math.round(100 * fraction)}%, ${minutes(secondsLeft)} left: ${running.join(', ')}`);
    });

    await page.waitForFunction(() => 'reproduce' in window);
    const json = await page.evaluate(request => window.reproduce(request), {
      only,
      preset,
      backend,
      seed,
      workers,
    });
    const results = parseResults(json);
    await writeFile(join(out, 'results.json'), json);
    await writeFile(join(out, 'results.md'), toMarkdown(results));
    await writeArtifacts(out, outcomes, preset);
    await rm(cellFolder, { recursive: true });
    say(`${minutes((performance.now() - started) / 1000)}. ${join(out, 'results.md')} tells it all.`);
    if (recorded && !agrees(results, recorded, options.compare!)) process.exitCode = 1;
  } finally {
    await headless.close();
  }
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
