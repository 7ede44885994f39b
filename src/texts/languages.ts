/** The page's languages, and which of them a visitor gets. */

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words, as a chooser of languages must write them. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

export const DEFAULT_LANGUAGE: Language = 'en';

/**
 * The first of `wishes` that the page speaks, most wanted first; regional variants count (`de-AT` → `de`).
 * @param wishes language tags (BCP 47): what the link says, what was chosen before, what the browser asks for.
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const primary = wish?.toLowerCase().split('-')[0];
    const found = LANGUAGES.find(language => language === primary);
    if (found) return found;
  }
  return DEFAULT_LANGUAGE;
}
