import type { Messages, Translated } from '../messages';

export const train: Translated<Messages['train']> = {};
