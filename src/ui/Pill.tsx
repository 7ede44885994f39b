/** A small fact in a rounded frame: a backend, a seed, a count. With `onClick` it is a button. */
import type { ReactNode } from 'react';
import styles from './Pill.module.css';
import { classes } from './classes';
import type { Tone } from './tone';

export interface PillProps {
  readonly tone?: Tone;
  /** A dot before the words, in the tone's colour: filled, or hollow while something is awaited. */
  readonly dot?: 'filled' | 'hollow';
  readonly title?: string | undefined;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

export function Pill({ tone = 'soft', dot, title, onClick, children }: PillProps) {
  const className = classes(styles.pill, styles[tone]);
  const content = (
    <>
      {dot && <span className={classes(styles.dot, dot === 'hollow' && styles.hollow)} aria-hidden="true" />}
      {children}
    </>
  );
  return onClick ? (
    <button type="button" className={classes(className, styles.button)} title={title} onClick={onClick}>
      {content}
    </button>
  ) : (
    <span className={className} title={title}>
      {content}
    </span>
  );
}
