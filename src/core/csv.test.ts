import { expect, it } from 'vitest';
import { csvOf } from './csv';

it('quotes by RFC 4180, and leaves empty what is missing', () => {
  expect(
    csvOf([
      ['name', 'note'],
      ['a,b', 'she said "no"'],
      [null, 'two\r\nlines'],
      [true, undefined],
    ]),
  ).toBe('name,note\r\n"a,b","she said ""no"""\r\n,"two\r\nlines"\r\ntrue,\r\n');
});

it('gives a spreadsheet no formula: OWASP’s beginnings of one get an apostrophe', () => {
  expect(csvOf([['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1']])).toBe(
    "'=1+1,'+1+1,'-1+1,'@SUM(1),'\t=1,\"'\r=1\"\r\n",
  );
  expect(csvOf([['=HYPERLINK("https://example.org","x")']])).toBe(
    '"\'=HYPERLINK(""https://example.org"",""x"")"\r\n',
  );
});

it('leaves numbers as they are, written out or not', () => {
  expect(csvOf([[-0.02, 1e-7, '-0.02', '+3', '-1.5e-6', 'a=b']])).toBe('-0.02,1e-7,-0.02,+3,-1.5e-6,a=b\r\n');
});
