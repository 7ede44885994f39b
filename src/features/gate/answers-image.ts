/** Sixteen test digits and what the model answers this visitor (section 2.2), as a PNG file. */
import { Sheet } from '../../ui/sheet';

export interface AnswersImage {
  readonly title: string;
  /** Whether they are real answers, and how many are right. */
  readonly sentence: string;
  /** What stands below a digit. */
  readonly caption: string;
  readonly answers: readonly {
    readonly pixels: Uint8Array;
    readonly label: number;
    readonly answer: number;
  }[];
}

const COLUMNS = 28;
const MARGIN = 24;
/** Whole pixels of the file for each of the image, or seams would show. */
const EDGE = 2 * COLUMNS;
const STEP = EDGE + 14;
const TOP = 68;
const ROW = EDGE + 44;
/** Digits in a row. */
const ACROSS = 8;

export interface AnswersSheet {
  readonly width: number;
  readonly height: number;
  readonly edge: number;
  readonly place: (index: number) => { readonly x: number; readonly y: number };
}

export function answersSheet(count: number): AnswersSheet {
  const rows = Math.ceil(count / ACROSS);
  return {
    width: 2 * MARGIN + ACROSS * STEP - (STEP - EDGE),
    height: TOP + rows * ROW + 32,
    edge: EDGE,
    place: index => ({
      x: MARGIN + STEP * (index % ACROSS),
      y: TOP + ROW * Math.floor(index / ACROSS),
    }),
  };
}

/** @throws where the browser cannot make the picture. */
export function answersPng(element: Element, image: AnswersImage): Promise<Uint8Array> {
  const { title, sentence, caption, answers } = image;
  const { width, height, edge, place } = answersSheet(answers.length);
  const sheet = new Sheet(element, width, height);
  const soft = { colour: 'var(--ink-soft)' };
  sheet.write(title, MARGIN, 30, { weight: 650 });
  sheet.write(sentence, MARGIN, 50, soft);
  answers.forEach(({ pixels, label, answer }, index) => {
    const { x, y } = place(index);
    const isRight = answer === label;
    sheet.grey(pixels, COLUMNS, x, y, edge);
    sheet.write(isRight ? String(answer) : `${answer} ✗`, x + edge / 2, y + edge + 18, {
      align: 'center',
      weight: 650,
      size: 14,
      colour: isRight ? 'var(--in)' : 'var(--out)',
    });
  });
  sheet.write(caption, MARGIN, height - 20, soft);
  return sheet.png();
}
