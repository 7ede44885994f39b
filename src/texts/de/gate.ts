import type { Messages, Translated } from '../messages';

export const gate: Translated<Messages['gate']> = {};
