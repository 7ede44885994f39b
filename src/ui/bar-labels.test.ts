import { describe, expect, it } from 'vitest';
import { axisEnd, axisSide, barText, isWithoutNumbers, valueSide } from './bar-labels';

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

  it('are dashes where the model gave none, and the others stand as they would', () => {
    const some = [NaN, 0.75, 0.25];
    expect(some.map(value => barText(value, 2))).toEqual(['—', '0.75', '0.25']);
    expect(axisEnd(some)).toBe(1);
    expect(isWithoutNumbers(some)).toBe(false);
    expect(isWithoutNumbers([NaN, NaN, Infinity])).toBe(true);
    expect(isWithoutNumbers([])).toBe(false);
  });

  it('keep the axis’s where the line begins when no bar has one', () => {
    expect(axisSide(null, 10)).toBe('start');
  });
});
