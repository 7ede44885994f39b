import type { Messages, Translated } from '../messages';

export const tour: Translated<Messages['tour']> = {};
