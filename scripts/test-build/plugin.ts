/**
 * What makes the test build another than the shipped one. The shipped sources know nothing of it: it is added to them here, and a
 * place that is no longer there fails the build.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';

const HOOK = join(import.meta.dirname, 'worker-hook.ts');

/** By the end of a file's path: what is replaced in it, and by what. */
const CHANGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  // The workers can be made to fail, and tell what they hold.
  'src/jobs/worker.ts': [['import ', `import ${JSON.stringify(HOOK)};\nimport `]],
  // A hung worker is found out after three seconds, not after a minute.
  'src/jobs/client.ts': [['every: 10_000,', 'every: 500,']],
  // A tenth of the built-in digits: they are drawn, and trained on, in a tenth of the time.
  'src/data/synthetic-digits.ts': [
    ['drawPatiently(60_000,', 'drawPatiently(6_000,'],
    ['drawPatiently(10_000,', 'drawPatiently(1_000,'],
  ],
};

export function testBuild(): Plugin {
  return {
    name: 'activeguard-test-build',
    enforce: 'pre',
    transform(code, id) {
      const path = Object.keys(CHANGES).find(end => id.split('?')[0]?.endsWith(`/${end}`));
      if (!path) return null;
      let changed = code;
      for (const [from, to] of CHANGES[path] ?? []) {
        if (!changed.includes(from)) {
          throw new Error(`${path} no longer has "${from}": see scripts/test-build/plugin.ts.`);
        }
        changed = changed.replace(from, to);
      }
      return { code: changed, map: null };
    },
  };
}
