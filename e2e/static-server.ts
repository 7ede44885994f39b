/**
 * The built page as a plain host serves it: files below a path, no headers but their type; can be taken away, can be given a new version
 * and files beside it, and hears what a page of a test posts to it.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';

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
  /** Puts `more` behind a file from now on, as a new version of the page would differ. */
  append(file: string, more: string): void;
  /** Serves `content` as a file, whatever the build has of that name. */
  put(file: string, content: string | Buffer): void;
  /** The next text that a page posts to any address. */
  posted(): Promise<string>;
  stop(): Promise<void>;
}

/** @param path begins and ends with a slash; all outside it is not there. */
export async function serveBuiltPage(path: string): Promise<StaticServer> {
  const appended = new Map<string, string>();
  const beside = new Map<string, string | Buffer>();
  const listening: ((text: string) => void)[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) || 'index.html' : null;
    const name = file === '.' ? 'index.html' : file;
    if (name === null || name.startsWith('..')) {
      response.writeHead(404).end();
      return;
    }
    if (request.method === 'POST') {
      void text(request).then(posted => {
        response.writeHead(204).end();
        listening.splice(0).forEach(hear => hear(posted));
      });
      return;
    }
    const content = beside.get(name);
    const read = content === undefined ? readFile(join('dist', name)) : Promise.resolve(Buffer.from(content));
    read.then(
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
    append: (file, more) => appended.set(file, more),
    put: (file, content) => beside.set(file, content),
    posted: () => new Promise(resolve => listening.push(resolve)),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
