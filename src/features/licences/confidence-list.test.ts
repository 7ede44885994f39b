import { describe, expect, it } from 'vitest';
import { readConfidences } from './confidence-list';

describe('readConfidences', () => {
  it('takes the paper’s C_fp in any order and with any separator (section 3.1)', () => {
    for (const text of ['0.20, 0.30, 0.40', '.4 .2 .3', '0.3;0.40;0.2']) {
      expect(readConfidences(text, 0.01)).toEqual({ ok: true, confidences: [0.2, 0.3, 0.4] });
    }
  });

  it('takes confidences that touch, and refuses those that overlap', () => {
    expect(readConfidences('0.20, 0.22', 0.01).ok).toBe(true);
    expect(readConfidences('0.20, 0.21', 0.01)).toMatchObject({
      ok: false,
      unfit: { message: expect.stringMatching(/0\.2 and 0\.21 overlap at ε = 0\.01/) },
    });
  });

  it('names what is no number, what lies outside, and an empty list', () => {
    expect(readConfidences('0.2, x', 0.01)).toEqual({ ok: false, notNumber: 'x' });
    expect(readConfidences('0.2, 0.7', 0.01)).toMatchObject({
      ok: false,
      unfit: { message: expect.stringContaining('0.7') },
    });
    expect(readConfidences(' ', 0.01).ok).toBe(false);
  });
});
