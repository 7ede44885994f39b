import type { Messages, Translated } from '../messages';

export const how: Translated<Messages['how']> = {};
