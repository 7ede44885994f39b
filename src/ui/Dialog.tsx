/** What is looked at closely and then put away: a window over the page, which waits behind it. Esc closes it, and the focus goes back. */
import { useId, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { classes } from './classes';

export interface DialogProps {
  readonly title: ReactNode;
  /** Beside the title, before the button that closes. */
  readonly actions?: ReactNode;
  /** As wide as it may be, whatever it holds. */
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Render it only while it is open. */
export function Dialog({ title, actions, wide = false, onClose, children }: DialogProps) {
  const t = useTranslations('ui.dialog');
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed before it is taken from the page: only so the focus goes back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={event => {
        // A file chooser inside sends it too when nothing was chosen.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        {actions}
        <Button size="small" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
