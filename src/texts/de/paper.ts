import type { Messages, Translated } from '../messages';

export const paper: Translated<Messages['paper']> = {};
