import type { Messages, Translated } from '../messages';

export const ui: Translated<Messages['ui']> = {};
