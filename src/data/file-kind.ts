/** What a file looks like by its first bytes, for the message to someone who dropped the wrong one. */

const MAGIC: readonly { readonly name: string; readonly at: number; readonly bytes: string }[] = [
  { name: 'a PNG image', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { name: 'a JPEG image', at: 0, bytes: '\xff\xd8\xff' },
  { name: 'a GIF image', at: 0, bytes: 'GIF8' },
  { name: 'a WebP image', at: 8, bytes: 'WEBP' },
  { name: 'an AVIF image', at: 4, bytes: 'ftypavif' },
  { name: 'a HEIC image', at: 4, bytes: 'ftyphei' },
  { name: 'a BMP image', at: 0, bytes: 'BM' },
  { name: 'a TIFF image', at: 0, bytes: 'II*\0' },
  { name: 'a TIFF image', at: 0, bytes: 'MM\0*' },
  { name: 'a PDF', at: 0, bytes: '%PDF' },
  { name: 'a ZIP archive', at: 0, bytes: 'PK\x03\x04' },
  { name: 'a gzip file', at: 0, bytes: '\x1f\x8b' },
];

/** How much of a file is looked at to tell text from bytes. */
const HEAD = 256;

/** "a JPEG image", "an SVG image", "a text file", … or "a file of another kind". */
export function describeFile(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD);
  const latin1 = String.fromCharCode(...head);
  const known = MAGIC.find(({ at, bytes: magic }) => latin1.startsWith(magic, at));
  if (known) return known.name;

  // `stream`: the head may end within a character. The decoder takes a byte order mark away.
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).trimStart();
  } catch {
    return 'a file of another kind';
  }
  if (text.includes('\0')) return 'a file of another kind';
  if (/^<(\?xml|!--|!DOCTYPE svg|svg)/i.test(text)) return 'an SVG image or another XML file';
  if (/^<(!DOCTYPE html|html)/i.test(text)) return 'a web page';
  if (/^[{[]/.test(text)) return 'a JSON file';
  return 'a text file';
}
