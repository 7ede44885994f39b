import type { Messages, Translated } from '../messages';

export const shell: Translated<Messages['shell']> = {
  sections: 'Abschnitte',
  skip: 'Weiter zu {section}',
};
