import type { Messages, Translated } from '../messages';

export const browser: Translated<Messages['browser']> = {
  update: {
    ready: 'Eine neue Fassung dieser Seite liegt bereit.',
    computing:
      'Was gerade gerechnet wird, endet mit dem Neuladen; ein Training geht von seinem letzten Zwischenstand aus weiter.',
    tabs: 'Die Seite ist in {tabs, plural, one {einem weiteren Tab offen, der} other {# weiteren Tabs offen, die}} die alte Fassung noch {tabs, plural, one {braucht} other {brauchen}}. Schließen Sie {tabs, plural, one {ihn} other {diese}} zuerst.',
    reload: 'Jetzt neu laden',
    later: 'Später',
  },
};
