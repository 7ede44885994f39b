/** A button: one primary action a section, the rest secondary or quiet. */
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { classes } from './classes';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'primary' | 'secondary' | 'quiet';
  readonly size?: 'normal' | 'small';
  /** Before the words. A button of an icon alone needs an `aria-label`. */
  readonly icon?: ReactNode;
  /** After the words. */
  readonly iconAfter?: ReactNode;
  readonly wide?: boolean;
  /** Does nothing for now, as if `disabled`, but keeps the focus: who pressed it with a key goes on from there. */
  readonly unavailable?: boolean;
}

export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  iconAfter,
  wide = false,
  unavailable = false,
  onClick,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const alone = children === undefined || children === null;
  return (
    <button
      {...rest}
      {...(unavailable ? { 'aria-disabled': true } : { onClick })}
      type={type}
      className={classes(
        styles.button,
        styles[variant],
        size === 'small' && styles.small,
        wide && styles.wide,
        alone && styles.alone,
        className,
      )}
    >
      {icon}
      {!alone && <span>{children}</span>}
      {iconAfter}
    </button>
  );
}
