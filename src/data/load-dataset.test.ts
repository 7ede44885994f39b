import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDataset } from './load-dataset';
import { findMnistFolder } from './mnist-from-disk';
import { fillTemplate } from '../core/sentence';
import type { Sentence } from '../core/sentence';

const folder = findMnistFolder();
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A real server on this computer; its address, ending in a slash. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const fileName = (url: string | undefined) => url?.split('/').at(-1) ?? '';
const packed = (name: string) => readFileSync(join(folder!, name));

const withMnist: RequestListener = ({ url }, response) => response.end(packed(fileName(url)));
const withoutFiles: RequestListener = (_, response) => response.writeHead(404).end();
const withItsPageForEverything: RequestListener = (_, response) =>
  response.end('<!doctype html><title>ActiveGuard</title>');

describe.skipIf(folder === null)('MNIST over the network', () => {
  it('comes from beside the page', async () => {
    const asked: string[] = [];
    const baseUrl = await serve((request, response) => {
      asked.push(request.url!);
      withMnist(request, response);
    });
    const progress: [number, number][] = [];
    const { dataset, notes } = await loadDataset({
      preference: 'auto',
      baseUrl,
      mirror: await serve(withoutFiles),
      onProgress: (received, total) => progress.push([received, total]),
    });
    expect(notes).toEqual([]);
    expect([dataset.name, dataset.source, dataset.train.count]).toEqual(['mnist', 'this page', 60_000]);
    expect(asked).toEqual([
      '/data/mnist/t10k-labels-idx1-ubyte.gz',
      '/data/mnist/train-labels-idx1-ubyte.gz',
      '/data/mnist/t10k-images-idx3-ubyte.gz',
      '/data/mnist/train-images-idx3-ubyte.gz',
    ]);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  it('comes from the mirror where the page answers everything with itself', async () => {
    const mirror = await serve(withMnist);
    const { dataset, notes } = await loadDataset({
      preference: 'auto',
      baseUrl: await serve(withItsPageForEverything),
      mirror,
    });
    expect(english(notes)).toEqual([
      'this page has no t10k-labels-idx1-ubyte.gz: it answers with something else.',
    ]);
    expect([dataset.name, dataset.source]).toEqual(['mnist', new URL(mirror).host]);
  });

  it('may be unpacked on the way, and a damaged file is named before the mirror is asked', async () => {
    const baseUrl = await serve(({ url }, response) => {
      const bytes = gunzipSync(packed(fileName(url)));
      if (fileName(url).startsWith('train-labels')) bytes[1000]! ^= 1;
      response.end(gzipSync(bytes, { level: 1 }));
    });
    const mirror = await serve(({ url }, response) => {
      const bytes = packed(fileName(url));
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
    });
    const progress: [number, number][] = [];
    const { dataset, notes } = await loadDataset({
      preference: 'auto',
      baseUrl,
      mirror,
      onProgress: (received, total) => progress.push([received, total]),
    });
    expect(notes).toHaveLength(1);
    expect(english(notes)[0]).toMatch(/^train-labels-idx1-ubyte from this page is damaged.*SHA-256/);
    expect(dataset.source).toBe(new URL(mirror).host);
    // 4,542 + 28,881 + 1,648,877 + 9,912,422 packed bytes all along, though the mirror's arrive unpacked.
    expect(new Set(progress.map(([, total]) => total))).toEqual(new Set([11_594_722]));
    expect(Math.max(...progress.map(([received]) => received))).toBe(11_594_722);
    expect(progress.filter(([received]) => received > 5_000_000 && received < 8_000_000)).not.toEqual([]);
  });
});

const english = (notes: readonly Sentence[]) =>
  notes.map(({ template, values }) => fillTemplate(template, values));

describe('digits without MNIST', () => {
  it('are the built-in ones, with what was tried', async () => {
    const mirror = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 4542 });
      response.write(Uint8Array.of(0x1f, 0x8b), () => response.destroy());
    });
    const { dataset, notes } = await loadDataset({
      preference: 'auto',
      baseUrl: await serve(withoutFiles),
      mirror,
    });
    expect([dataset.name, dataset.train.count, dataset.test.count]).toEqual(['synthetic', 60_000, 10_000]);
    expect(english(notes)).toEqual([
      'this page has no t10k-labels-idx1-ubyte.gz (HTTP 404).',
      `${new URL(mirror).host} broke off after 2 bytes of t10k-labels-idx1-ubyte.gz.`,
      'The built-in synthetic digits stand in; no figure of theirs is shown beside the paper. A reload tries again, and loses nothing.',
    ]);
  });

  it('are not waited for when cancelled, neither on the network nor while they are drawn', async () => {
    const onNetwork = new AbortController();
    const baseUrl = await serve(() => onNetwork.abort());
    await expect(
      loadDataset({ preference: 'auto', baseUrl, signal: onNetwork.signal }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(
      loadDataset({ preference: 'synthetic', baseUrl, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a source that never answers is given up', async () => {
    const drawing = new AbortController();
    const silent = await serve(() => undefined);
    let mirrorAsked = false;
    const mirror = await serve((_, response) => {
      mirrorAsked = true;
      drawing.abort();
      response.destroy();
    });
    const loading = loadDataset({
      preference: 'auto',
      baseUrl: silent,
      mirror,
      patience: 50,
      signal: drawing.signal,
    });
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
    expect(mirrorAsked).toBe(true);
  });
});
