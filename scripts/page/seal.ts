/**
 * What the build does to index.html last: a Content Security Policy, subresource hashes, and the tags that need the page's own address.
 * A static host sends no headers of ours, so everything is said in the page (SECURITY.md says what that leaves open).
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { MNIST_MIRROR } from '../../src/data/mnist-mirror.ts';

const digest = (bytes: string | Uint8Array) =>
  `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/**
 * The policy as one line.
 * @param inlineScripts their exact texts: they run by their hash, any other inline script does not.
 */
export function contentSecurityPolicy(inlineScripts: readonly string[]): string {
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...inlineScripts.map(text => `'${digest(text)}'`)],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    // Digits and charts become pictures in the page: object URLs and the canvas's data URLs.
    'img-src': ["'self'", 'blob:', 'data:'],
    'connect-src': ["'self'", MNIST_MIRROR],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    // index.html makes it; nobody else makes any.
    'trusted-types': ['default'],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** The texts of the scripts written into `html` itself. */
export function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(match => match[1]!);
}

/**
 * `html` with hashes on its own scripts and sheets, hashes of all modules in an import map (those imported later have no tag of
 * their own), and the policy before anything that it governs.
 * @param hashOf of a file by its address in the page, `./assets/…`; null for what is not ours.
 * @param modules addresses of every module of the page.
 */
export function seal(
  html: string,
  modules: readonly string[],
  hashOf: (address: string) => string | null,
): string {
  const withHashes = html.replaceAll(
    /<(?:script|link)\b[^>]*\s(?:src|href)="(\.\/assets\/[^"]+\.(?:js|css))"/g,
    (tag, address: string) => {
      const hash = hashOf(address);
      return hash === null ? tag : `${tag} integrity="${hash}"`;
    },
  );
  const integrity = Object.fromEntries(
    modules.toSorted().flatMap(address => {
      const hash = hashOf(address);
      return hash === null ? [] : [[address, hash]];
    }),
  );
  const map = JSON.stringify({ integrity });
  const policy = contentSecurityPolicy([map, ...inlineScripts(withHashes)]);
  const charset = /<meta charset="utf-8" ?\/?>/;
  if (!charset.test(withHashes)) throw new Error('index.html names no charset to put the policy behind.');
  return withHashes.replace(
    charset,
    tag =>
      `${tag}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <script type="importmap">${map}</script>`,
  );
}

/** Previews of links are made by machines that take no relative addresses. @param siteUrl ends in a slash. */
function addressTags(siteUrl: string): HtmlTagDescriptor[] {
  const meta = (attrs: Record<string, string>): HtmlTagDescriptor => ({
    tag: 'meta',
    attrs,
    injectTo: 'head',
  });
  const image = `${siteUrl}social-preview.png`;
  return [
    { tag: 'link', attrs: { rel: 'canonical', href: siteUrl }, injectTo: 'head' },
    meta({ property: 'og:url', content: siteUrl }),
    meta({ property: 'og:image', content: image }),
    meta({ property: 'og:image:width', content: '1200' }),
    meta({ property: 'og:image:height', content: '630' }),
    meta({ name: 'twitter:image', content: image }),
  ];
}

/** @param siteUrl where the page will be opened (`SITE_URL`); without it links to the page are shown without their picture. */
export function sealedPage(siteUrl: string | undefined): Plugin {
  const address = siteUrl ? new URL(siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href : null;
  return {
    name: 'sealed-page',
    apply: 'build',
    transformIndexHtml: () => (address === null ? [] : addressTags(address)),
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }, bundle) {
        const page = join(dir ?? 'dist', 'index.html');
        const html = await readFile(page, 'utf8');
        const hashes = new Map<string, string>();
        for (const { fileName } of Object.values(bundle)) {
          if (/\.(js|css)$/.test(fileName))
            hashes.set(`./${fileName}`, digest(await readFile(join(dir ?? 'dist', fileName))));
        }
        const modules = Object.values(bundle).flatMap(file =>
          file.type === 'chunk' ? [`./${file.fileName}`] : [],
        );
        await writeFile(
          page,
          seal(html, modules, name => hashes.get(name) ?? null),
        );
      },
    },
  };
}
