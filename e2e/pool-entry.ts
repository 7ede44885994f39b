/** What `same-bits.spec.ts` carries into the browser to divide work among 1, 2, 3 … workers: a pool of real ones, and the bundled model. */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { drawCleanImages } from '../src/jobs/fingerprints-job';
import { WorkerPool } from '../src/jobs/pool';
import { parseOwnerKey } from '../src/method/watermark/owner-key';
import { readModel } from '../src/model/format';

/** SHA-256 of what each job gave, and the most workers that there were for it. */
export interface Divided {
  readonly workers: number;
  readonly fingerprints: string;
  readonly accuracy: string;
  readonly prune: string;
}

export interface Amount {
  readonly fingerprints: number;
  readonly rates: readonly number[];
}

async function text(path: string): Promise<string> {
  return (await fetch(new URL(path, document.baseURI))).text();
}

async function hashOf(work: Promise<unknown>): Promise<string> {
  // Typed arrays are written as the numbers they hold.
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(await work))));
}

/** The same work once for each number of workers. */
export async function divide(limits: readonly number[], { fingerprints, rates }: Amount): Promise<Divided[]> {
  let most = 0;
  const pool = new WorkerPool(
    () => new Worker(new URL('../src/jobs/worker.ts', import.meta.url), { type: 'module' }),
    { limit: 1, onLost: ({ reason }) => console.error(reason), onCount: now => (most = Math.max(most, now)) },
  );
  try {
    await pool.run('open-engine', { choice: 'wasm' });
    const { testCount } = await pool.run('load-dataset', {
      preference: 'auto',
      baseUrl: new URL('.', document.baseURI).href,
    });
    const weights = await (await fetch(new URL('pretrained/weights.bin', document.baseURI))).arrayBuffer();
    const { parameters } = readModel(await text('pretrained/model.json'), new Uint8Array(weights));
    const key = parseOwnerKey(await text('pretrained/owner-key.json'));
    const requests = Array.from({ length: fingerprints }, (_, n) => ({
      class: n % 10,
      confidence: [0.2, 0.3, 0.4][Math.floor(n / 10) % 3] ?? 0.2,
    }));
    const images = drawCleanImages(1, fingerprints, testCount);
    const results: Divided[] = [];
    for (const limit of limits) {
      pool.setLimit(limit);
      most = 1;
      const made = await hashOf(
        pool.run('fingerprints', {
          parameters,
          requests,
          images,
          secret: 'same bits',
          epsilon: 0.001,
          method: 'three-phase',
        }),
      );
      const measured = await hashOf(pool.run('accuracy', { parameters }));
      const pruned = await hashOf(pool.run('prune', { parameters, key, rates }));
      results.push({ workers: most, fingerprints: made, accuracy: measured, prune: pruned });
    }
    return results;
  } finally {
    pool.close();
  }
}
