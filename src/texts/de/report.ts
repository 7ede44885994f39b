import type { Messages, Translated } from '../messages';

export const report: Translated<Messages['report']> = {
  title: 'Bericht zur Lektion',
  print: 'Drucken oder als PDF sichern',
  close: 'Schließen',
};
