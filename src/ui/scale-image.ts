/** The confidence on its axis with the marks C_fp ± ε (section 2.2), as a PNG file. */
import { spacedLabels } from './confidence-scale';
import { Sheet } from './sheet';

export interface ScaleImage {
  readonly title: string;
  /** What is said of the confidence. */
  readonly sentence: string;
  /** Below the axis. */
  readonly caption: string;
  readonly confidence: number;
  readonly marks: readonly number[];
  /** How wide a band is drawn, of the axis. */
  readonly band: number;
  /** The verdict's. */
  readonly colour: string;
}

const WIDTH = 640;
const MARGIN = 24;
const HEIGHT = 150;
const AXIS = 96;
/** Of a digit's width, at the size of the sheet's writing. */
const DIGIT = 7.8;

/** @throws where the browser cannot make the picture. */
export function scalePng(place: Element, image: ScaleImage): Promise<Uint8Array> {
  const { title, sentence, caption, confidence, marks, band, colour } = image;
  const sheet = new Sheet(place, WIDTH + 2 * MARGIN, HEIGHT);
  const at = (value: number) => MARGIN + WIDTH * value;
  sheet.write(title, MARGIN, 26, { weight: 650 });
  for (const mark of marks) {
    sheet.fill(at(mark - band / 2), AXIS - 26, WIDTH * band, 26, 'var(--in)', 0.22);
    sheet.line(
      [
        [at(mark), AXIS - 26],
        [at(mark), AXIS],
      ],
      'var(--in)',
    );
  }
  sheet.line(
    [
      [at(0), AXIS],
      [at(1), AXIS],
    ],
    'var(--line-strong)',
  );
  for (const { at: value, isMark, text } of spacedLabels(marks, 0.06, DIGIT / WIDTH)) {
    sheet.write(text, at(value), AXIS + 17, {
      align: 'center',
      colour: isMark ? 'var(--in)' : 'var(--ink-soft)',
    });
  }
  sheet.line(
    [
      [at(confidence), AXIS - 34],
      [at(confidence), AXIS],
    ],
    colour,
    2,
  );
  sheet.dot(at(confidence), AXIS, 4, colour, true);
  sheet.write(sentence, at(confidence), AXIS - 42, {
    weight: 600,
    colour,
    align: confidence < 0.35 ? 'left' : confidence > 0.65 ? 'right' : 'center',
  });
  sheet.write(caption, MARGIN, HEIGHT - 14, { colour: 'var(--ink-soft)' });
  return sheet.png();
}
