/**
 * What a catalogue is: the page's texts by namespace, in ICU MessageFormat, and the compute layers' sentences by their English template.
 * English is the language whose keys and arguments the compiler holds every use to; another has the same keys
 * (`Translated`) and, by `catalogues.test.ts`, the same arguments.
 */
import type {} from 'use-intl';
import type { Language } from './languages';
import type { messages as english } from './en';

export type Messages = typeof english;

/** The keys of English messages, with any words. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]>;
};

export interface Catalogue {
  readonly messages: Messages;
  /** English template → this language's; empty in English. */
  readonly sentences: Readonly<Record<string, string>>;
  /** Titles and labels of experiments, likewise; numbers in them as {a}, {b} (`wordsTemplate`). */
  readonly words: Readonly<Record<string, string>>;
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: Messages;
  }
}

/** A language's texts, fetched when it is first wanted. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'en') return { messages: (await import('./en')).messages, sentences: {}, words: {} };
  const { messages, sentences, words } = await import('./de');
  // The compiler knows English by its very words; a translation has the same keys and arguments, and other words.
  return { messages: messages as unknown as Messages, sentences, words };
}
