import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const bundled = (name: string) => readFile(new URL(`../../public/pretrained/${name}`, import.meta.url));

// That its licences are let in, on every backend: `method/control/backends.test.ts`.
describe('the bundled model', () => {
  it('has the weights that its about.json states the figures of', async () => {
    const { sha256 } = JSON.parse((await bundled('about.json')).toString()) as { sha256: string };
    const found = createHash('sha256')
      .update(await bundled('weights.bin'))
      .digest('hex');
    expect(found).toBe(sha256);
  });
});
