import { describe, expect, it } from 'vitest';
import { numberText, readNumber } from './number-input';

const EPSILON = { min: 0.0001, max: 0.05 };
const EPOCHS = { min: 1, max: 100, integer: true };

describe('readNumber', () => {
  it('takes what is in range, ends included', () => {
    expect(readNumber('0.001', EPSILON)).toEqual({ ok: true, value: 0.001 });
    expect(readNumber('0.0001', EPSILON)).toEqual({ ok: true, value: 0.0001 });
    expect(readNumber('0.05', EPSILON)).toEqual({ ok: true, value: 0.05 });
    expect(readNumber('100', EPOCHS)).toEqual({ ok: true, value: 100 });
  });

  it('takes numbers as people write them', () => {
    expect(readNumber(' 0,01 ', EPSILON)).toEqual({ ok: true, value: 0.01 });
    expect(readNumber('1e-3', EPSILON)).toEqual({ ok: true, value: 0.001 });
    expect(readNumber('.02', EPSILON)).toEqual({ ok: true, value: 0.02 });
    expect(readNumber('1 000', { min: 0, max: 5000 })).toEqual({ ok: true, value: 1000 });
    expect(readNumber('−2', { min: -5, max: 5 })).toEqual({ ok: true, value: -2 });
  });

  it('reads whole numbers with their thousands divided, in English and in German', () => {
    const many = { min: 0, max: 2000000, integer: true };
    expect(readNumber('1,000', many)).toEqual({ ok: true, value: 1000 });
    expect(readNumber('1.000', many)).toEqual({ ok: true, value: 1000 });
    expect(readNumber('1,000,000', many)).toEqual({ ok: true, value: 1000000 });
    expect(readNumber('1,000', EPOCHS)).toEqual({ ok: false, problem: 'outOfRange', nearest: 100 });
    expect(readNumber('1,00', EPOCHS)).toEqual({ ok: true, value: 1 });
    expect(readNumber('1,000.000', many)).toMatchObject({ ok: false, problem: 'notNumber' });
  });

  it('refuses what is a thousand in English and one in German, where fractions are wanted', () => {
    const weights = { min: -2000, max: 2000 };
    for (const text of ['1,000', ' 1,250 ', '−1,000'])
      expect(readNumber(text, weights)).toEqual({ ok: false, problem: 'twoWays', nearest: null });
    expect(readNumber('1.000', weights)).toEqual({ ok: true, value: 1 });
    expect(readNumber('0,125', weights)).toEqual({ ok: true, value: 0.125 });
    expect(readNumber('1,5', weights)).toEqual({ ok: true, value: 1.5 });
    expect(readNumber('-1,2', weights)).toEqual({ ok: true, value: -1.2 });
  });

  it('says what is wrong, and offers the nearest end', () => {
    expect(readNumber('9', EPSILON)).toEqual({
      ok: false,
      problem: 'outOfRange',
      nearest: 0.05,
    });
    expect(readNumber('-4', EPOCHS)).toEqual({
      ok: false,
      problem: 'outOfRange',
      nearest: 1,
    });
  });

  it('rounds a fraction where whole numbers are wanted', () => {
    expect(readNumber('7.4', EPOCHS)).toMatchObject({ ok: false, nearest: 7 });
    expect(readNumber('100.2', EPOCHS)).toMatchObject({ ok: false, nearest: 100 });
  });

  it('offers nothing for what is no number', () => {
    for (const text of ['', '  ', 'abc', '1.2.3', 'NaN', 'Infinity', '0x10', '1e', '--1', '12px']) {
      expect(readNumber(text, EPSILON)).toEqual({
        ok: false,
        problem: text.trim() === '' ? 'empty' : 'notNumber',
        nearest: null,
      });
    }
    expect(readNumber('1e999', EPSILON)).toMatchObject({ ok: false, nearest: null });
  });

  it('reads back every number it writes', () => {
    for (const value of [0, -3, 0.1, 1e-7, 4294967295, 1e21]) {
      expect(readNumber(numberText(value), { min: -1e22, max: 1e22 })).toEqual({
        ok: true,
        value,
      });
    }
  });
});
