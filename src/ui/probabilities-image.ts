/** A model's probabilities as bars with their figures, as a PNG file. */
import { axisEnd, barText } from './bar-labels';
import { Sheet } from './sheet';
import { toneColour } from './tone';
import type { Tone } from './tone';

export interface ProbabilitiesImage {
  readonly title: string;
  readonly probabilities: readonly number[];
  /** The predicted class. */
  readonly highlighted: number;
  /** Of the predicted class's bar. */
  readonly tone: Tone;
  /** Digits after the point. */
  readonly decimals: number;
}

const COLUMN = 60;
const BAR = 44;
const MARGIN = 24;
/** Of the axis's numbers, left of it. */
const AXIS = 24;
const TOP = 64;
const HEIGHT = 160;
const BOTTOM = 40;

/** Where everything is on the sheet, in pixels of the page, for so many classes. */
export function probabilitiesSheet(classes: number) {
  return {
    width: 2 * MARGIN + AXIS + COLUMN * classes,
    height: TOP + HEIGHT + BOTTOM,
    /** A bar of probability `share` of the axis. */
    bar: (index: number, share: number) => ({
      x: MARGIN + AXIS + COLUMN * index + (COLUMN - BAR) / 2,
      y: TOP + HEIGHT * (1 - share),
      width: BAR,
      height: HEIGHT * share,
    }),
  };
}

/** @throws where the browser cannot make the picture. */
export function probabilitiesPng(
  place: Element,
  { title, probabilities, highlighted, tone, decimals }: ProbabilitiesImage,
): Promise<Uint8Array> {
  const top = axisEnd(probabilities);
  const colour = toneColour(tone);
  const { width, height, bar } = probabilitiesSheet(probabilities.length);
  const sheet = new Sheet(place, width, height);
  sheet.write(title, MARGIN, 26, { weight: 650 });
  for (const share of [0, 1]) {
    const { y } = bar(0, share);
    sheet.line(
      [
        [MARGIN + AXIS, y],
        [width - MARGIN, y],
      ],
      share === 0 ? 'var(--line-strong)' : 'var(--line)',
    );
    sheet.write(String(share * top), MARGIN + AXIS - 6, y + 4, { align: 'right', colour: 'var(--ink-soft)' });
  }
  probabilities.forEach((probability, index) => {
    const {
      x,
      y,
      width: wide,
      height: high,
    } = bar(index, Number.isFinite(probability) ? probability / top : 0);
    const predicted = index === highlighted;
    sheet.fill(x, y, wide, high, predicted ? colour : 'var(--bar)');
    sheet.write(barText(probability, decimals), x + wide / 2, y - 5, {
      align: 'center',
      size: 11,
      weight: predicted ? 650 : 400,
      colour: predicted ? colour : 'var(--ink-soft)',
    });
    sheet.write(String(index), x + wide / 2, TOP + HEIGHT + 20, {
      align: 'center',
      weight: predicted ? 650 : 400,
      colour: predicted ? 'var(--ink)' : 'var(--ink-soft)',
    });
  });
  return sheet.png();
}
