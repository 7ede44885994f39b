/** Texts outside React: the store's notices and the sentences of the compute layers, in the language the page was set to last. */
import { createTranslator } from 'use-intl/core';
import { fillTemplate } from '../core/sentence';
import type { Sentence } from '../core/sentence';
import { DEFAULT_LANGUAGE } from './languages';
import type { Language } from './languages';
import type { Catalogue, Messages } from './messages';

const noticesOf = (locale: Language, messages: Messages) =>
  createTranslator({
    locale,
    messages,
    namespace: 'notices',
    getMessageFallback: ({ key }) => key,
    onError: () => undefined,
  });

/** `say('key', values)`: a notice of `texts/<language>/notices.ts`. Before `setTexts`, its key. */
export let say = noticesOf(DEFAULT_LANGUAGE, {} as Messages);

let sentences: Catalogue['sentences'] = {};
let words: Catalogue['words'] = {};

/** Sets the language of everything said from now on. */
export function setTexts(language: Language, catalogue: Catalogue): void {
  say = noticesOf(language, catalogue.messages);
  ({ sentences, words } = catalogue);
}

/** A sentence of the compute layers, an error's among them; in English where its translation is missing. */
export function saySentence({ template, values }: Sentence): string {
  return fillTemplate(sentences[template] ?? template, values, saySentence);
}

/** Numbers that stand alone, as in "5 epochs at 0.0001" and "ε = 0.01", not as in "conv2" or "wm₁". */
const NUMBER = /(?<![\p{L}\p{N}_.])\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?![\p{L}\p{N}])/gu;

/** `text` with its numbers, one after another, as {a}, {b}, …: the key under which a translation of all such texts stands. */
export function wordsTemplate(text: string): {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
} {
  const values: Record<string, string> = {};
  const template = text.replaceAll(NUMBER, number => {
    const name = String.fromCharCode(97 + Object.keys(values).length);
    values[name] = number;
    return `{${name}}`;
  });
  return { template, values };
}

/** A title or label of an experiment, which also goes into files in English (`experiments/`); in English where its translation is missing. */
export function sayWords(text: string): string {
  const whole = words[text];
  if (whole !== undefined) return whole;
  const { template, values } = wordsTemplate(text);
  const found = words[template];
  if (found === undefined) return text;
  // Where the English comma would divide, thousands stand apart.
  const apart = Object.entries(values).map(([name, number]) => [name, number.replaceAll(',', '\u202F')]);
  return fillTemplate(found, Object.fromEntries(apart));
}
