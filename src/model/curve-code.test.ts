import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accuraciesOf, curveCode, epochEnds } from './curve-code';
import type { CurvePoint } from './curve-code';

const curve: readonly CurvePoint[] = [
  { epoch: 0.5, loss: 0.4, accuracy: null, watermarkError: 3 },
  { epoch: 1, loss: 0.25, accuracy: 0.978, watermarkError: 0.01 },
  { epoch: 2, loss: 0.125, accuracy: 0.985, watermarkError: 0.001 },
];

/** The next float64 above a positive value. */
function nextUp(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0);
}

describe('curveCode', () => {
  it('is SHA-256 of the epochs’ ends as little-endian float64, by another implementation', () => {
    const values = Float64Array.of(1, 0.25, 0.978, 0.01, 2, 0.125, 0.985, 0.001);
    const expected = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex').slice(0, 8);
    expect(curveCode(curve)).toBe(expected);
  });

  it('is the same for the same curve, however many points lie between the ends of epochs', () => {
    expect(curveCode(structuredClone(curve))).toBe(curveCode(curve));
    expect(curveCode(epochEnds(curve))).toBe(curveCode(curve));
  });

  it.each(['epoch', 'loss', 'accuracy', 'watermarkError'] as const)(
    'changes with the last bit of %s',
    key => {
      const [before, first, last] = curve as [CurvePoint, CurvePoint, CurvePoint];
      const changed = { ...first, [key]: nextUp(first[key]!) };
      expect(curveCode([before, changed, last])).not.toBe(curveCode(curve));
    },
  );

  it('tells a curve without a watermark from one whose error is nought', () => {
    const [, point] = curve as [CurvePoint, CurvePoint];
    expect(curveCode([{ ...point, watermarkError: null }])).not.toBe(
      curveCode([{ ...point, watermarkError: 0 }]),
    );
  });

  it('is nothing before the first epoch has ended', () => {
    expect(curveCode(curve.slice(0, 1))).toBeNull();
  });
});

describe('accuraciesOf', () => {
  const ends = [
    { epochs: 1, accuracy: 0.978 },
    { epochs: 2, accuracy: 0.985 },
  ];

  it('has one for each epoch’s end, and none twice', () => {
    expect(accuraciesOf(curve, null)).toEqual(ends);
    expect(accuraciesOf(curve, { epochs: 2, accuracy: 0.985 })).toEqual(ends);
  });

  it('ends where a run was stopped within an epoch, if it was measured there', () => {
    const end = { epochs: 2.4, accuracy: 0.986 };
    expect(accuraciesOf(curve, end)).toEqual([...ends, end]);
    expect(accuraciesOf(curve, { epochs: 2.4, accuracy: null })).toEqual(ends);
  });
});
