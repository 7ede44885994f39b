import { expect, it } from 'vitest';
import { symbolParts } from './symbols';

it('takes the indices of symbols apart, and nothing else', () => {
  const below = (text: string) => symbolParts(text).map(part => (part.below ? `<${part.text}>` : part.text));
  expect(below('max |p_k − record_k| < ε').join('')).toBe('max |p<k> − record<k>| < ε');
  expect(below('conv2 and wm₁')).toEqual(['conv2 and wm₁']);
  expect(below('V_owner')).toEqual(['V', '<owner>']);
});
