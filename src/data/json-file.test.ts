/** How large a JSON may be before it is parsed; what schemas say is in the tests of each format. */
import { describe, expect, it } from 'vitest';
import { sentence } from '../core/sentence';
import { readJson } from './json-file';

const read = (text: string) => readJson(text, { what: sentence('registry'), limit: 1_000_000 });
const list = (length: number) => `[${Array<string>(length).fill('0').join()}]`;
const object = (length: number) => `{${Array.from({ length }, (_, n) => `"${n}":0`).join()}}`;

describe('a JSON from outside', () => {
  it.each([
    ['brackets in its texts', '["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[","\\"[,{:"]'],
    ['32 levels', `${'['.repeat(32)}${']'.repeat(32)}`],
    ['39,000 values', list(39_000)],
    ['many objects of 200 fields', `[${Array<string>(100).fill(object(200)).join()}]`],
    ['objects within objects', `{"a":${object(199)},"b":{"c":${object(199)}}}`],
  ])('may have %s', (_, text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['no end of brackets', '['.repeat(500_000), /nested more than 32 deep/],
    ['objects nested 33 deep', `${'{"a":'.repeat(33)}0${'}'.repeat(33)}`, /nested more than 32 deep/],
    ['40,001 values', list(40_001), /more than 40000 values/],
    ['40,001 values that are lists', `[${'[],'.repeat(40_000)}[]]`, /more than 40000 values/],
    ['an object of 201 fields', object(201), /an object of more than 200 fields/],
    ['an object of many, after others', `[{"a":{}},{"b":${object(201)}}]`, /more than 200 fields/],
    ['too many characters', `"${'x'.repeat(1_000_000)}"`, /1000002 characters, more than 1000000/],
  ])('may not have %s', (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => read(text)).toThrow(message);
  });
});
