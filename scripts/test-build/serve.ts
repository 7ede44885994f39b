/** Builds the page with the test build's additions into a folder of its own, serves it, and can cut a file off in the middle. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build, preview } from 'vite';
import type { Plugin } from 'vite';
import { testBuild } from './plugin';

export interface TestServer {
  readonly url: string;
  /** From now on the connection breaks in the middle of every MNIST file (or no longer). */
  cut(on: boolean): void;
  close(): Promise<void>;
}

export async function serveTestBuild(port: number): Promise<TestServer> {
  const outDir = await mkdtemp(join(tmpdir(), 'activeguard-test-build-'));
  let cutting = false;
  const scissors: Plugin = {
    name: 'activeguard-cut-files',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use('/data/mnist/', (request, response, next) => {
        const path = join(outDir, 'data/mnist', basename(request.url ?? ''));
        if (!cutting) return next();
        stat(path).then(
          ({ size }) => {
            const half = Math.floor(size / 2);
            response.writeHead(200, { 'content-length': size, 'content-type': 'application/gzip' });
            createReadStream(path, { end: half - 1 })
              .on('end', () => response.destroy())
              .pipe(response, { end: false });
          },
          () => next(),
        );
      });
    },
  };
  await build({
    logLevel: 'error',
    plugins: [testBuild()],
    worker: { format: 'es', plugins: () => [testBuild()] },
    build: { outDir, emptyOutDir: true, reportCompressedSize: false },
  });
  const server = await preview({
    logLevel: 'error',
    plugins: [scissors],
    build: { outDir },
    preview: { port, strictPort: true },
  });
  return {
    url: `http://localhost:${port}/`,
    cut: on => {
      cutting = on;
    },
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
