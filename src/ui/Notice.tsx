/** Something to be known: what happened, what was kept, what to do. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './Notice.module.css';
import { Button } from './Button';
import { classes } from './classes';
import { CrossIcon, InfoIcon, WarningIcon } from './icons';

export type NoticeTone = 'info' | 'warning' | 'error';

export interface NoticeProps {
  readonly tone?: NoticeTone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly onDismiss?: () => void;
  /** False where a live region around it speaks already. An error is always spoken at once. */
  readonly live?: boolean;
}

export function Notice({ tone = 'info', children, action, onDismiss, live = true }: NoticeProps) {
  const t = useTranslations('ui.notice');
  return (
    <div
      className={classes(styles.notice, styles[tone])}
      role={tone === 'error' ? 'alert' : live ? 'status' : undefined}
    >
      <span className={styles.icon}>{tone === 'info' ? <InfoIcon /> : <WarningIcon />}</span>
      <div className={styles.text}>
        <span className="visually-hidden">{t(tone)}: </span>
        {children}
      </div>
      {action}
      {onDismiss && (
        <Button
          variant="quiet"
          size="small"
          icon={<CrossIcon />}
          aria-label={t('dismiss')}
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
