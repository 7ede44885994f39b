/**
 * An equation in MathML Core, which every current browser sets and screen readers read part by part. The few functions below are
 * all the notation that the paper needs.
 */
import { createElement } from 'react';
import type { ReactNode } from 'react';
import styles from './Formula.module.css';
import { ScrollFrame } from './ScrollFrame';

/** A part of a formula. A text is a name where it is one letter or word, else an operator; a number is a number. */
export type Term = ReactNode;

const WORD = /^[\p{L}∞]+′?$/u;
const BAR = /^[|‖]$/;

function leaf(term: Term): ReactNode {
  if (typeof term === 'number') return createElement('mn', null, term);
  if (typeof term !== 'string') return term;
  if (/^[\d.]+$/.test(term)) return createElement('mn', null, term);
  if (WORD.test(term)) return createElement('mi', null, term);
  // WebKit asks a font of mathematics for bars that stretch, and draws none where it has no such font.
  return createElement('mo', BAR.test(term) ? { stretchy: 'false' } : null, term);
}

/** Terms one after another. */
export function row(...terms: readonly Term[]): ReactNode {
  return createElement('mrow', null, ...terms.map(leaf));
}

export function sub(base: Term, below: Term): ReactNode {
  return createElement('msub', null, leaf(base), leaf(below));
}

export function sup(base: Term, above: Term): ReactNode {
  return createElement('msup', null, leaf(base), leaf(above));
}

/** Both, as in ‖·‖₂². */
export function subSup(base: Term, below: Term, above: Term): ReactNode {
  return createElement('msubsup', null, leaf(base), leaf(below), leaf(above));
}

export function fraction(over: Term, under: Term): ReactNode {
  return createElement('mfrac', null, leaf(over), leaf(under));
}

/** An operator with what it runs over below it, and maybe its end above. */
export function over(operator: string, from: Term, to?: Term): ReactNode {
  const sign = createElement('mo', { movablelimits: 'false' }, operator);
  return to === undefined
    ? createElement('munder', null, sign, leaf(from))
    : createElement('munderover', null, sign, leaf(from), leaf(to));
}

export interface FormulaProps {
  /** The same in one line, for what knows no MathML. */
  readonly text: string;
  /** Its number in the paper. */
  readonly number?: number;
  readonly children: ReactNode;
}

export function Formula({ text, number, children }: FormulaProps) {
  return (
    <ScrollFrame label={text} className={styles.formula}>
      {/* In a line of text: where it is a box of its own, WebKit centres an equation in more width than it takes. */}
      <span className={styles.line}>
        {createElement('math', { displaystyle: 'true', 'aria-label': text }, children)}
      </span>
      {number !== undefined && <span className={styles.number}>({number})</span>}
    </ScrollFrame>
  );
}
