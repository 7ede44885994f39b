/** Symbols of the paper with what stands below them: P_max as P with a small max. */
import type { ReactNode } from 'react';

/** For texts with markup, `t.rich('…', { sub })`. */
export const sub = (words: ReactNode): ReactNode => <sub>{words}</sub>;

/** A symbol, its underscore and its index, as the compute layers and files write them. */
const SYMBOL = /(\p{L}+)_(\p{L}+)/gu;

/** A text of the compute layers with its symbols set: `max |p_k − record_k|`, `V_owner`. */
export function Subscripts({ text }: { readonly text: string }) {
  // Split by two groups: words, symbol, index, words, symbol, index, …, words.
  const parts = text.split(SYMBOL);
  return <>{parts.map((part, i) => (i % 3 === 2 ? <sub key={i}>{part}</sub> : part))}</>;
}
