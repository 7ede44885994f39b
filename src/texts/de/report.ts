import type { Messages, Translated } from '../messages';

export const report: Translated<Messages['report']> = {};
