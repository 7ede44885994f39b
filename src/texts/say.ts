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

/** Sets the language of everything said from now on. */
export function setTexts(language: Language, catalogue: Catalogue): void {
  say = noticesOf(language, catalogue.messages);
  ({ sentences } = catalogue);
}

/** A sentence of the compute layers, an error's among them; in English where its translation is missing. */
export function saySentence({ template, values }: Sentence): string {
  return fillTemplate(sentences[template] ?? template, values, saySentence);
}
