/**
 * The pixels of a PNG as 8-bit grey, where they are exactly that: in whatever way a program has stored them, but never rounded. What
 * would have to be rounded, mixed or laid over a background is refused, since a licence one grey level off is another image.
 */
import { AppError } from '../core/errors';
import { sentence } from '../core/sentence';
import { damaged } from './png-chunks';
import type { PngChunks } from './png-chunks';
import { CHANNELS, unpackSamples } from './png-samples';

/** @throws AppError `bad-input` when pixels are damaged, coloured, transparent, or between two of the 256 grey levels. */
export function unpackGrey(chunks: PngChunks): Uint8Array {
  const { depth, colourType } = chunks.header;
  const samples = unpackSamples(chunks);
  if (colourType === 3) return greyOfPalette(chunks, samples);

  const channels = CHANNELS[colourType];
  const colours = channels >= 3 ? 3 : 1;
  const most = 2 ** depth - 1;
  const key = transparentColour(chunks, colours);
  const grey = new Uint8Array(samples.length / channels);
  for (let n = 0; n < grey.length; n++) {
    const at = n * channels;
    const value = samples[at]!;
    const alike = colours === 1 || (samples[at + 1] === value && samples[at + 2] === value);
    const keyed = key?.every((colour, c) => samples[at + c] === colour) ?? false;
    if (keyed || (channels > colours && samples[at + colours] !== most)) throw transparent();
    if (!alike) throw coloured();
    // 1, 2, 4 and 8 bits divide 255 (section 13.12); 16 bits are 257 times a level, or between two.
    if (depth === 16 && value % 257 !== 0) {
      throw new AppError(
        'bad-input',
        'This PNG has pixels of 16 bits that lie between the 256 grey levels of a digit; they are not rounded.',
      );
    }
    grey[n] = (value * 255) / most;
  }
  return grey;
}

function greyOfPalette({ palette, transparency }: PngChunks, samples: Uint16Array): Uint8Array {
  if (!palette || palette.length % 3 !== 0) throw damaged(sentence('its palette is missing'));
  return Uint8Array.from(samples, index => {
    if (3 * index >= palette.length) throw damaged(sentence('a pixel has a colour that its palette lacks'));
    const [red, green, blue] = palette.subarray(3 * index, 3 * index + 3);
    if ((transparency?.[index] ?? 255) !== 255) throw transparent();
    if (red !== green || red !== blue) throw coloured();
    return red!;
  });
}

/** The samples of the one colour that tRNS makes transparent (section 11.3.1); null for none. */
function transparentColour({ header, transparency }: PngChunks, colours: number): number[] | null {
  if (!transparency || header.colourType === 4 || header.colourType === 6) return null;
  if (transparency.length !== 2 * colours) throw damaged(sentence('its transparent colour is incomplete'));
  return Array.from({ length: colours }, (_, c) => transparency[2 * c]! * 256 + transparency[2 * c + 1]!);
}

function transparent(): AppError {
  return new AppError('bad-input', 'This PNG has transparent pixels; a digit has none.');
}

function coloured(): AppError {
  return new AppError('bad-input', 'This PNG has coloured pixels; a digit is grey.');
}
