/** What cannot be taken back is asked for twice: the first press says so, the second does it; whoever leaves the button has not pressed it. */
import { useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { Button } from '../../ui/Button';
import type { ButtonProps } from '../../ui/Button';
import { classes } from '../../ui/classes';
import styles from './SureButton.module.css';

export interface SureButtonProps extends Pick<ButtonProps, 'size' | 'icon' | 'title' | 'aria-label'> {
  readonly onSure: () => void;
  readonly children?: ReactNode;
  /** What the second press does: its words, and where they don't say of what, its name. */
  readonly sure: string;
  readonly sureName?: string;
}

export function SureButton({
  onSure,
  children = null,
  sure,
  sureName = sure,
  icon,
  title,
  'aria-label': name,
  ...rest
}: SureButtonProps) {
  const [asked, setAsked] = useState(false);
  const press = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    // On macOS, Safari and Firefox leave a pressed button without the focus whose loss takes the question back.
    currentTarget.focus();
    setAsked(!asked);
    if (asked) onSure();
  };
  return (
    <Button
      {...rest}
      variant="quiet"
      className={classes(asked && styles.sure)}
      onClick={press}
      onBlur={() => setAsked(false)}
      aria-label={asked ? sureName : name}
      title={asked ? sureName : title}
      icon={asked ? undefined : icon}
    >
      {children === null ? (
        asked && sure
      ) : (
        <span className={styles.words}>
          <span className={classes(asked && styles.unsaid)}>{children}</span>
          <span className={classes(!asked && styles.unsaid)}>{sure}</span>
        </span>
      )}
    </Button>
  );
}
