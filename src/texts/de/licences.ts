import type { Messages, Translated } from '../messages';

export const licences: Translated<Messages['licences']> = {};
