import { describe, expect, it } from 'vitest';
import { linesOf } from './sheet';

describe('linesOf', () => {
  it('breaks between words, at the last that fits', () => {
    expect(linesOf('a licence is a file', 10)).toEqual(['a licence', 'is a file']);
    expect(linesOf('short', 10)).toEqual(['short']);
  });

  it('gives a word that is longer than a line one of its own', () => {
    expect(linesOf('an authentication by', 8)).toEqual(['an', 'authentication', 'by']);
  });
});
