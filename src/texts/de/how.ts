import type { Messages, Translated } from '../messages';

export const how: Translated<Messages['how']> = {
  title: 'Wie es funktioniert, und wo es bricht',
};
