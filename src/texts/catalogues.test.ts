import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TYPE, parse } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { messages as german, sentences as germanSentences } from './de';
import { messages as english } from './en';

type Tree = { readonly [key: string]: string | Tree };

/** Every message of a catalogue, by its path. */
function flat(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

/** The names of a message's arguments and tags. */
function names(elements: readonly MessageFormatElement[]): Set<string> {
  const found = new Set<string>();
  const add = (more: Iterable<string>) => {
    for (const name of more) found.add(name);
  };
  for (const element of elements) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) found.add(element.value);
    if (element.type === TYPE.select || element.type === TYPE.plural)
      for (const { value } of Object.values(element.options)) add(names(value));
    if (element.type === TYPE.tag) add(names(element.children));
  }
  return found;
}

describe('the German catalogue', () => {
  const texts = flat(english);
  const translated = flat(german);

  it('has the same keys', () => {
    expect([...translated.keys()].toSorted()).toEqual([...texts.keys()].toSorted());
  });

  it('takes the same arguments and tags in every message', () => {
    expect(texts.size).toBeGreaterThan(0);
    for (const [key, text] of texts) {
      expect({ key, names: names(parse(translated.get(key) ?? '')) }).toEqual({
        key,
        names: names(parse(text)),
      });
    }
  });

  it('says nothing empty', () => {
    for (const [key, text] of translated) expect(text.trim(), key).not.toBe('');
  });
});

/** The templates of sentences and errors in a source file: the first string literal of `sentence(` or the second of `AppError(`. */
function templates(source: string): string[] {
  const call =
    /\b(?:sentence\(\s*|AppError\(\s*'(?!internal|cancelled)[\w-]+',\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)/g;
  return [...source.matchAll(call)].map(([, literal]) => literal!.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
}

const holes = (template: string) => new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

describe('the compute layers’ sentences', () => {
  const root = join(import.meta.dirname, '..');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    path => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.node.ts'),
  );
  const found = new Set(sources.flatMap(path => templates(readFileSync(join(root, path), 'utf8'))));

  it('has a translation of every one', () => {
    expect([...found].filter(template => !Object.hasOwn(germanSentences, template))).toEqual([]);
  });

  it('has no translation of what nobody says, and the same names in each', () => {
    expect(Object.keys(germanSentences).filter(template => !found.has(template))).toEqual([]);
    for (const [template, text] of Object.entries(germanSentences))
      expect({ template, holes: holes(text) }).toEqual({ template, holes: holes(template) });
  });
});
