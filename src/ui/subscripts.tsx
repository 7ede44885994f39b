/** Symbols of the paper with what stands below them: P_max as P with a small max. */
import type { ReactNode } from 'react';
import { symbolParts } from './symbols';

/** For texts with markup, `t.rich('…', { sub })`. */
export const sub = (words: ReactNode): ReactNode => <sub>{words}</sub>;

/** A text of the compute layers with its symbols set. */
export function Subscripts({ text }: { readonly text: string }) {
  return <>{symbolParts(text).map((part, i) => (part.below ? <sub key={i}>{part.text}</sub> : part.text))}</>;
}
