/** What cannot be taken back is asked for twice: the first press says so, the second does it; whoever leaves the button has not pressed it. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button';
import type { ButtonProps } from './Button';
import { classes } from './classes';
import styles from './SureButton.module.css';

export interface SureButtonProps extends Pick<
  ButtonProps,
  'size' | 'icon' | 'title' | 'disabled' | 'aria-label'
> {
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
  const button = useRef<HTMLButtonElement>(null);
  // Not told by the loss of the focus: Safari gives a pressed button none, and takes it from one that has it.
  useEffect(() => {
    if (!asked) return undefined;
    const onElsewhere = ({ target }: Event) => {
      if (!button.current?.contains(target as Node)) setAsked(false);
    };
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    return () => {
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
    };
  }, [asked]);
  const press = () => {
    setAsked(!asked);
    if (asked) onSure();
  };
  return (
    <Button
      {...rest}
      ref={button}
      variant="quiet"
      className={classes(asked && styles.sure)}
      onClick={press}
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
