/** Where things stand on the confidence scale, and how that is said. */

/** The mark c that minimizes |confidence − c|, and E_c, that distance (section 2.2); null without marks. */
export function nearestMark(
  confidence: number,
  marks: readonly number[],
): { mark: number; distance: number } | null {
  let nearest: { mark: number; distance: number } | null = null;
  for (const mark of marks) {
    const distance = Math.abs(confidence - mark);
    if (nearest === null || distance < nearest.distance) nearest = { mark, distance };
  }
  return nearest;
}

/** What is to be said of a confidence: on a mark, just beside one, far from all, or that there is none of either. */
export function situation(
  confidence: number | null,
  nearest: { readonly distance: number } | null,
  within: boolean,
): 'none' | 'value' | 'on' | 'beside' | 'far' {
  if (confidence === null) return 'none';
  if (nearest === null) return 'value';
  if (within) return 'on';
  return nearest.distance < 0.01 ? 'beside' : 'far';
}

/** Bands on the axis are drawn at least this wide, or they would vanish. */
const LEAST_BAND = 0.024;

/** How wide 2ε is drawn, of the axis, and how many times too wide that is. */
export function drawnBand(epsilon: number): { band: number; exaggeration: number } {
  const band = Math.max(2 * epsilon, LEAST_BAND);
  return { band, exaggeration: band / (2 * epsilon) };
}

/**
 * Labels that would run into one another are left out, first come first kept; marks come before the scale's tenths. Lengths are
 * parts of the axis.
 * @param gap least distance of two labels' middles.
 * @param digit width of one of the face's digits: labels with more of them need more room.
 */
export function spacedLabels(
  marks: readonly number[],
  gap: number,
  digit: number,
): { at: number; isMark: boolean; text: string }[] {
  const labels: { at: number; isMark: boolean; text: string }[] = [];
  const add = (at: number, isMark: boolean) => {
    const text = isMark ? markText(at) : String(at);
    const apart = (other: string) => Math.max(gap, (digit * (text.length + other.length)) / 2);
    if (labels.every(label => Math.abs(label.at - at) >= apart(label.text) - 1e-9))
      labels.push({ at, isMark, text });
  };
  for (const mark of marks) add(mark, true);
  for (const end of [0, 1]) add(end, false);
  for (let tenth = 1; tenth <= 9; tenth += 1) add(tenth / 10, false);
  return labels.sort((a, b) => a.at - b.at);
}

/** A mark with the decimals it needs, two at least: `0.20`, `0.205`. */
export function markText(mark: number): string {
  const text = String(Number(mark.toFixed(6)));
  return text.length < 4 ? mark.toFixed(2) : text;
}

/** FO = (t, c) as the page writes it: `7–0.30`. */
export function outputName(output: { readonly class: number; readonly confidence: number }): string {
  return `${output.class}–${markText(output.confidence)}`;
}
