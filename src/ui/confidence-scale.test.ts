import { describe, expect, it } from 'vitest';
import { markText, nearestMark, spacedLabels } from './confidence-scale';

const PAPER = [0.2, 0.3, 0.4];

describe('nearestMark', () => {
  it('gives E_c of section 2.2', () => {
    expect(nearestMark(1, PAPER)).toEqual({ mark: 0.4, distance: 0.6 });
    expect(nearestMark(0.3, PAPER)).toEqual({ mark: 0.3, distance: 0 });
    expect(nearestMark(0.21, PAPER)?.mark).toBe(0.2);
    expect(nearestMark(0.5, [])).toBeNull();
  });
});

/** Of a digit in the labels' face, 12 pixels high: JetBrains Mono is 0.6 em wide. */
const DIGIT = 7.2;

describe('spacedLabels', () => {
  it('labels the marks and the tenths between them', () => {
    const labels = spacedLabels(PAPER, 0.095, DIGIT / 560);
    expect(labels.map(label => label.text)).toEqual('0 0.1 0.20 0.30 0.40 0.5 0.6 0.7 0.8 0.9 1'.split(' '));
    expect(labels.filter(label => label.isMark)).toHaveLength(3);
  });

  it('never sets two labels closer than the gap', () => {
    const crowded = Array.from({ length: 20 }, (_, i) => 0.1 + 0.02 * i);
    const labels = spacedLabels(crowded, 0.095, DIGIT / 560);
    for (let i = 1; i < labels.length; i += 1) {
      expect(labels[i]!.at - labels[i - 1]!.at).toBeGreaterThanOrEqual(0.095 - 1e-9);
    }
    expect(labels[1]).toEqual({ at: 0.1, isMark: true, text: '0.10' });
  });

  // The axis of 1280 pixels, in a presentation, on phones of 390, 360 and 320; the paper's 200 marks (section 3.1), and finer ones.
  it('never lets one run into the next, however narrow the axis and long the marks', () => {
    const paper200 = Array.from({ length: 200 }, (_, i) => Number((0.1 + 0.002 * i).toFixed(3)));
    for (const [axis, digit] of [
      [560, DIGIT],
      [536, 1.25 * DIGIT],
      [298, DIGIT],
      [268, DIGIT],
      [228, DIGIT],
    ] as const)
      for (const marks of [PAPER, paper200, [0.1005, 0.205, 0.333333, 0.4]]) {
        const labels = spacedLabels(marks, 0.095, digit / axis);
        expect(labels.length).toBeGreaterThan(3);
        for (let i = 1; i < labels.length; i += 1) {
          const [before, after] = [labels[i - 1]!, labels[i]!];
          const ends = axis * before.at + (digit * before.text.length) / 2;
          const begins = axis * after.at - (digit * after.text.length) / 2;
          expect(begins, `${before.text} and ${after.text} on ${axis} px`).toBeGreaterThanOrEqual(
            ends - 1e-6,
          );
        }
      }
  });

  it('has room for the paper’s three marks on a phone', () => {
    const labels = spacedLabels(PAPER, 0.095, DIGIT / 298);
    expect(labels.filter(label => label.isMark).map(label => label.text)).toEqual(['0.20', '0.30', '0.40']);
  });
});

describe('markText', () => {
  it('writes two decimals at least', () => {
    expect(markText(0.2)).toBe('0.20');
    expect(markText(0.205)).toBe('0.205');
    expect(markText(0.1 + 0.2)).toBe('0.30');
    expect(markText(1)).toBe('1.00');
  });
});
