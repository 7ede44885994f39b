/** An answer as a PNG file: the question, how many came in by either rule, pictures of them, what follows, and on what it was measured. */
import { linesOf, Sheet } from '../../ui/sheet';

export interface WhatIfImage {
  readonly question: string;
  readonly figures: readonly { readonly count: string; readonly rule: string; readonly share: number }[];
  readonly groups: readonly {
    readonly title: string;
    readonly letIn: boolean;
    readonly pictures: readonly { readonly pixels: Uint8Array; readonly label: string }[];
  }[];
  readonly conclusion: string;
  readonly ground: string;
}

const WIDTH = 720;
const MARGIN = 24;
const BAR = 46;
const COLUMNS = 28;
/** Whole pixels of the file for each of the image, or seams would show. */
const EDGE = 2 * COLUMNS;
const STEP = EDGE + 20;
const LINE = 18;
/** Of a line of words at this width. */
const LETTERS = 106;

/** @throws where the browser cannot make the picture. */
export function whatIfPng(place: Element, image: WhatIfImage): Promise<Uint8Array> {
  const groups = image.groups.filter(({ pictures }) => pictures.length > 0);
  const conclusion = linesOf(image.conclusion, LETTERS);
  const ground = linesOf(image.ground, LETTERS);
  const height =
    70 +
    BAR * image.figures.length +
    groups.length * (EDGE + 52) +
    LINE * (conclusion.length + ground.length) +
    30;
  const sheet = new Sheet(place, WIDTH + 2 * MARGIN, height);
  sheet.write(image.question, MARGIN, 34, { weight: 650, size: 16 });
  let y = 66;
  for (const { count, rule, share } of image.figures) {
    sheet.write(count, MARGIN, y, { weight: 650 });
    sheet.write(rule, MARGIN + WIDTH, y, { align: 'right', colour: 'var(--ink-soft)' });
    sheet.fill(MARGIN, y + 8, WIDTH, 8, 'var(--sunken)');
    sheet.fill(MARGIN, y + 8, WIDTH * share, 8, 'var(--in)');
    y += BAR;
  }
  for (const { title, letIn, pictures } of groups) {
    sheet.write(title, MARGIN, y, { weight: 600, colour: letIn ? 'var(--in)' : 'var(--out)' });
    pictures.forEach(({ pixels, label }, i) => {
      const x = MARGIN + STEP * i;
      sheet.grey(pixels, COLUMNS, x, y + 10, EDGE);
      sheet.write(label, x + EDGE / 2, y + EDGE + 26, { align: 'center', size: 11 });
    });
    y += EDGE + 52;
  }
  for (const line of conclusion) {
    sheet.write(line, MARGIN, y, { weight: 600 });
    y += LINE;
  }
  for (const line of ground) {
    sheet.write(line, MARGIN, y + 6, { colour: 'var(--ink-soft)' });
    y += LINE;
  }
  return sheet.png();
}
