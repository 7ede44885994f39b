/** The built page as a plain host serves it: files below a path, no headers but their type; can be taken away, and can be given a new version. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticServer {
  /** Of the page, ending in a slash. */
  readonly address: string;
  /** Puts `text` behind a file from now on, as a new version of the page would differ. */
  append(file: string, text: string): void;
  stop(): Promise<void>;
}

/** @param path begins and ends with a slash; all outside it is not there. */
export async function serveBuiltPage(path: string): Promise<StaticServer> {
  const appended = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) || 'index.html' : null;
    const name = file === '.' ? 'index.html' : file;
    if (name === null || name.startsWith('..')) {
      response.writeHead(404).end();
      return;
    }
    readFile(join('dist', name)).then(
      bytes => {
        response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' });
        response.end(Buffer.concat([bytes, Buffer.from(appended.get(name) ?? '')]));
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    append: (file, text) => appended.set(file, text),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
