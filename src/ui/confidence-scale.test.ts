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

describe('spacedLabels', () => {
  it('labels the marks and the tenths between them', () => {
    expect(spacedLabels(PAPER, 0.095).map(label => label.at)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ]);
    expect(spacedLabels(PAPER, 0.095).filter(label => label.isMark)).toHaveLength(3);
  });

  it('never sets two labels closer than the gap', () => {
    const crowded = Array.from({ length: 20 }, (_, i) => 0.1 + 0.02 * i);
    const labels = spacedLabels(crowded, 0.095);
    for (let i = 1; i < labels.length; i += 1) {
      expect(labels[i]!.at - labels[i - 1]!.at).toBeGreaterThanOrEqual(0.095 - 1e-9);
    }
    expect(labels[1]).toEqual({ at: 0.1, isMark: true });
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
