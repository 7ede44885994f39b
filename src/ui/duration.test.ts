import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { messages } from '../texts/en';
import { durationOf } from './duration';

const t = createTranslator({ locale: 'en', messages, namespace: 'ui.duration' });

function said(seconds: number): string {
  const { key, ...values } = durationOf(seconds);
  return t(key, values);
}

describe('durationOf', () => {
  it.each([
    [0, 'under a second'],
    [0.99, 'under a second'],
    [1, '1 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [65, '1 min 05 s'],
    [121, '2 min 01 s'],
    [3599, '59 min 59 s'],
    [3600, '1 h 00 min'],
    [3780, '1 h 03 min'],
    [7199, '2 h 00 min'],
    [90_000, '25 h 00 min'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(said(seconds)).toBe(text);
  });

  it('says nothing of what is not known', () => {
    for (const seconds of [NaN, Infinity, -Infinity, -1]) expect(said(seconds)).toBe('—');
  });
});
