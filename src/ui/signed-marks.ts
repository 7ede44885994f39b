/** What an image has that another has not, pixel by pixel, as it is drawn with gain. */
import type { GreyPixels } from './DigitImage';

export interface SignedMark {
  /** In pixels of the image. */
  readonly x: number;
  readonly y: number;
  /** From −1, as dark as can be shown, to 1. */
  readonly strength: number;
}

/** Below this, strength is under half a grey level of 8 bits: nothing to see. */
const INVISIBLE = 1 / 510;

/** Bytes are told from grey levels in [0, 1] by the array's type. */
function unitLevel(pixels: GreyPixels, index: number): number {
  const value = pixels[index] ?? 0;
  return pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray ? value / 255 : value;
}

/** gain · (changed − original) of each pixel of a square image, cut at full strength; none where nothing is to be seen. */
export function signedMarks(original: GreyPixels, changed: GreyPixels, gain: number): SignedMark[] {
  const width = Math.round(Math.sqrt(original.length));
  const marks: SignedMark[] = [];
  for (let i = 0; i < original.length; i += 1) {
    const strength = gain * (unitLevel(changed, i) - unitLevel(original, i));
    if (Math.abs(strength) < INVISIBLE) continue;
    marks.push({
      x: i % width,
      y: Math.floor(i / width),
      strength: Math.max(-1, Math.min(1, strength)),
    });
  }
  return marks;
}

/** The difference of grey levels in [0, 1] from which a pixel has full strength, as it is written: `0.25`, `0.062`. */
export function fullStrength(gain: number): string {
  return String(Number((1 / gain).toPrecision(2)));
}
