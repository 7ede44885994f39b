import { describe, expect, it } from 'vitest';
import { countWords, percentWords, smallWords } from './figure-words';

describe('a figure in a sentence', () => {
  it('has its thousands apart, and a decimal point everywhere', () => {
    expect(countWords(10_000, 'en')).toBe('10,000');
    expect(countWords(10_000, 'de')).toBe('10\u202F000');
    expect(countWords(999, 'de')).toBe('999');
    expect(percentWords(0.9935)).toBe('99.35%');
  });

  it('is a power of ten where it is small', () => {
    expect(smallWords(6.98e-12)).toBe('7·10⁻¹²');
    expect(smallWords(0.0312)).toBe('0.031');
    expect(smallWords(0)).toBe('0');
  });
});
