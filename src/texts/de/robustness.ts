import type { Messages, Translated } from '../messages';

export const robustness: Translated<Messages['robustness']> = {};
