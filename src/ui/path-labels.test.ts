import { describe, expect, it } from 'vitest';
import { placeLabels } from './path-labels';

const frame = { width: 340, height: 104 };

describe('placeLabels', () => {
  it('puts words above their point, and below where the drawing ends', () => {
    expect(placeLabels([{ text: 'reach', x: 60, y: 50 }], frame)).toEqual([
      { text: 'reach', x: 68, y: 42, anchor: 'start' },
    ]);
    expect(placeLabels([{ text: 'reach', x: 60, y: 10 }], frame)[0]).toMatchObject({ y: 26 });
  });

  it('turns to the left of a point near the right edge', () => {
    expect(placeLabels([{ text: 'licence', x: 300, y: 50 }], frame)[0]).toMatchObject({
      x: 292,
      anchor: 'end',
    });
  });

  it('keeps the last in its place and moves another at the same point out of its way', () => {
    const labels = [
      { text: 'reach', x: 60, y: 50 },
      { text: 'licence', x: 62, y: 50 },
    ];
    expect(placeLabels(labels, frame)).toEqual([
      { text: 'licence', x: 70, y: 42, anchor: 'start' },
      { text: 'reach', x: 68, y: 66, anchor: 'start' },
    ]);
  });

  it('leaves out what has no room, and never lays one over another', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ text: `step ${i}`, x: 60 + i, y: 50 }));
    const placed = placeLabels(many, frame);
    expect(placed.map(({ text }) => text)).toContain('step 8');
    expect(placed.length).toBeLessThan(many.length);
    const bases = placed.map(({ y }) => y).toSorted((a, b) => a - b);
    bases.slice(1).forEach((y, i) => expect(y - bases[i]!).toBeGreaterThanOrEqual(14));
  });

  it('leaves words that are far apart on one line', () => {
    const placed = placeLabels(
      [
        { text: 'reach', x: 60, y: 50 },
        { text: 'settle', x: 140, y: 50 },
      ],
      frame,
    );
    expect(placed.map(({ y }) => y)).toEqual([42, 42]);
  });
});
