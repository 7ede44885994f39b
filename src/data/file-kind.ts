/** What a file looks like by its first bytes, for the message to someone who dropped the wrong one. */
import { sentence } from '../core/sentence';
import type { Sentence } from '../core/sentence';

const MAGIC: readonly { readonly name: Sentence; readonly at: number; readonly bytes: string }[] = [
  { name: sentence('a PNG image'), at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { name: sentence('a JPEG image'), at: 0, bytes: '\xff\xd8\xff' },
  { name: sentence('a GIF image'), at: 0, bytes: 'GIF8' },
  { name: sentence('a WebP image'), at: 8, bytes: 'WEBP' },
  { name: sentence('an AVIF image'), at: 4, bytes: 'ftypavif' },
  { name: sentence('a HEIC image'), at: 4, bytes: 'ftyphei' },
  { name: sentence('a HEIC image'), at: 4, bytes: 'ftypmif1' },
  { name: sentence('a program'), at: 0, bytes: '\x7fELF' },
  { name: sentence('a program'), at: 0, bytes: 'MZ' },
  { name: sentence('a program'), at: 0, bytes: '\xcf\xfa\xed\xfe' },
  { name: sentence('a BMP image'), at: 0, bytes: 'BM' },
  { name: sentence('a TIFF image'), at: 0, bytes: 'II*\0' },
  { name: sentence('a TIFF image'), at: 0, bytes: 'MM\0*' },
  { name: sentence('a PDF'), at: 0, bytes: '%PDF' },
  { name: sentence('a ZIP archive'), at: 0, bytes: 'PK\x03\x04' },
  { name: sentence('a gzip file'), at: 0, bytes: '\x1f\x8b' },
];

/** How much of a file is looked at to tell text from bytes. */
const HEAD = 256;

/** "a JPEG image", "an SVG image", "a text file", … or "a file of another kind". */
export function describeFile(bytes: Uint8Array): Sentence {
  const head = bytes.subarray(0, HEAD);
  const latin1 = String.fromCharCode(...head);
  const known = MAGIC.find(({ at, bytes: magic }) => latin1.startsWith(magic, at));
  if (known) return known.name;

  // `stream`: the head may end within a character. The decoder takes a byte order mark away.
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).trimStart();
  } catch {
    return sentence('a file of another kind');
  }
  if (text.includes('\0')) return sentence('a file of another kind');
  if (/^<(\?xml|!--|!DOCTYPE svg|svg)/i.test(text)) return sentence('an SVG image or another XML file');
  if (/^<(!DOCTYPE html|html)/i.test(text)) return sentence('a web page');
  if (/^[{[]/.test(text)) return sentence('a JSON file');
  return sentence('a text file');
}
