/** How far a job is, how long it still takes, and a way out of it. Screen readers hear of it once each tenth. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
import styles from './Progress.module.css';
import { useDurationText } from './duration';

export interface ProgressProps {
  readonly label: string;
  /** 0 … 1; null while it is unknown. */
  readonly value: number | null;
  /** After the label: step, speed, … */
  readonly detail?: ReactNode;
  readonly secondsLeft?: number | null;
  readonly onCancel?: () => void;
  readonly cancelLabel?: string;
}

export function Progress({ label, value, detail, secondsLeft = null, onCancel, cancelLabel }: ProgressProps) {
  const t = useTranslations('ui.progress');
  const durationText = useDurationText();
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  const spoken = share === null ? label : t('tenth', { label, percent: String(Math.floor(share * 10) * 10) });
  return (
    <div className={styles.progress}>
      <div className={styles.main}>
        <div className={styles.words}>
          <span className={styles.label}>{label}</span>
          <span className={styles.detail}>
            {detail}
            {secondsLeft !== null && (
              <>
                {detail !== undefined && ' · '}
                {t('left', { time: durationText(secondsLeft) })}
              </>
            )}
          </span>
        </div>
        <progress
          className={styles.track}
          aria-label={label}
          max={1}
          {...(share !== null && { value: share })}
        />
      </div>
      {onCancel && <Button onClick={onCancel}>{cancelLabel ?? t('cancel')}</Button>}
      <span className="visually-hidden" aria-live="polite">
        {spoken}
      </span>
    </div>
  );
}
