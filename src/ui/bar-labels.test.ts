import { describe, expect, it } from 'vitest';
import { axisSide, valueSide } from './bar-labels';

/** Of a digit in the numbers' face at their sizes, 12 and 11 pixels: JetBrains Mono is 0.6 em wide. */
const VALUE_DIGIT = 7.2;
const AXIS_DIGIT = 6.6;

/** Left and right end of `text` above bar `index`, in a chart `width` wide. */
function valueSpan(text: string, index: number, count: number, width: number): [number, number] {
  const wide = text.length * VALUE_DIGIT;
  const column = width / count;
  const side = valueSide(index, count);
  if (side === 'start') return [0, wide];
  if (side === 'end') return [width - wide, width];
  const middle = (index + 0.5) * column;
  return [middle - wide / 2, middle + wide / 2];
}

function axisSpan(text: string, shown: number | null, count: number, width: number): [number, number] {
  const wide = text.length * AXIS_DIGIT;
  return axisSide(shown, count) === 'start' ? [0, wide] : [width - wide, width];
}

describe('the numbers of a row of bars', () => {
  it('stand apart at every class, as high as one another, from a phone’s width up', () => {
    for (const width of [128, 200, 280, 362, 600])
      for (const value of ['0.4000', '0.40000'])
        for (let index = 0; index < 10; index += 1) {
          const [left, right] = valueSpan(value, index, 10, width);
          const [from, to] = axisSpan('0.5', index, 10, width);
          expect(right < from || to < left, `${value} above ${index} in ${width} px`).toBe(true);
        }
  });

  it('keep the axis’s where the line begins when no bar has one', () => {
    expect(axisSide(null, 10)).toBe('start');
  });
});
