/** The page's language: the link's, else the one chosen on an earlier visit, else the first of the browser's that the page speaks. */
import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { chooseLanguage } from '../texts/languages';
import type { Language } from '../texts/languages';
import { loadCatalogue } from '../texts/messages';
import type { Catalogue } from '../texts/messages';
import { setTexts } from '../texts/say';
import { keepSetting, keptSetting } from './kept-setting';
import { readUrlState } from './url-state';

export interface Spoken {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

/** Fetches the visitor's language and sets everything to it; before the first render. */
export async function openLanguage(): Promise<Spoken> {
  const wishes = [
    readUrlState(window.location.search).state.lang,
    keptSetting('language'),
    ...navigator.languages,
  ];
  return speak(chooseLanguage(wishes));
}

async function speak(language: Language): Promise<Spoken> {
  const catalogue = await loadCatalogue(language);
  setTexts(language, catalogue);
  document.documentElement.lang = language;
  return { language, catalogue };
}

export interface LanguageHandle {
  readonly language: Language;
  readonly choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageHandle | null>(null);

export function useLanguage(): LanguageHandle {
  const handle = useContext(LanguageContext);
  if (!handle) throw new Error('useLanguage stands outside LanguageProvider.');
  return handle;
}

export function LanguageProvider({
  spoken,
  children,
}: {
  readonly spoken: Spoken;
  readonly children: ReactNode;
}) {
  const [{ language, catalogue }, setSpoken] = useState(spoken);
  const handle = useMemo<LanguageHandle>(
    () => ({
      language,
      choose: async next => {
        setSpoken(await speak(next));
        keepSetting('language', next);
      },
    }),
    [language],
  );
  return (
    <LanguageContext value={handle}>
      <IntlProvider locale={language} messages={catalogue.messages} timeZone={TIME_ZONE}>
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
