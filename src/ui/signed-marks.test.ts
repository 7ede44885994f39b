import { describe, expect, it } from 'vitest';
import { fullStrength, signedMarks } from './signed-marks';

describe('signedMarks', () => {
  it('multiplies the difference by the gain, keeps its sign and cuts it at full strength', () => {
    const original = Float32Array.of(0, 0.5, 1, 0.25);
    const changed = Float32Array.of(0.125, 0.25, 0, 0.25);
    expect(signedMarks(original, changed, 2)).toEqual([
      { x: 0, y: 0, strength: 0.25 },
      { x: 1, y: 0, strength: -0.5 },
      { x: 0, y: 1, strength: -1 },
    ]);
  });

  it('takes bytes for 255ths, and sees one level of 8 bits at every gain', () => {
    const [mark, ...others] = signedMarks(Uint8Array.of(0, 0, 0, 10), Uint8Array.of(0, 0, 0, 11), 1);
    expect(mark).toMatchObject({ x: 1, y: 1 });
    expect(mark!.strength).toBeCloseTo(1 / 255, 12);
    expect(others).toEqual([]);
  });
});

describe('fullStrength', () => {
  it('is one over the gain', () => {
    expect([1, 3, 4, 16].map(fullStrength)).toEqual(['1', '0.33', '0.25', '0.063']);
  });
});
