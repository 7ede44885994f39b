import type { Messages, Translated } from '../messages';

export const notices: Translated<Messages['notices']> = {};
