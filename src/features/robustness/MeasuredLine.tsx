/** Below what was measured: on what and when, and the files of it. */
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { MeasuredOn } from '../../store/kept-attacks';
import { DownloadButton } from '../../ui/DownloadButton';
import styles from './MeasuredLine.module.css';
import { WeightsHash } from './WeightsHash';

export interface MeasuredFile {
  readonly name: string;
  readonly label: string;
  readonly content: () => string;
}

export interface MeasuredLineProps {
  readonly on: MeasuredOn;
  /** SHA-256 of the weights as the attack left them. */
  readonly weightsSha256?: string | undefined;
  readonly csv: MeasuredFile;
  readonly json: MeasuredFile;
  /** Before the files' buttons. */
  readonly children?: ReactNode;
}

export function MeasuredLine({ on, weightsSha256, csv, json, children }: MeasuredLineProps) {
  const t = useTranslations('robustness');
  const format = useFormatter();
  const date = format.dateTime(new Date(on.date), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={styles.line} data-minor>
      <span className={styles.on} title={on.adapter}>
        {t('measured', { date, dataset: on.dataset, backend: on.backend })}
        {weightsSha256 !== undefined && (
          <>
            {' · '}
            {t('weights')} <WeightsHash sha256={weightsSha256} />
          </>
        )}
      </span>
      {children}
      <DownloadButton
        size="small"
        name={csv.name}
        mime="text/csv"
        content={csv.content}
        aria-label={csv.label}
      >
        {t('file.csv')}
      </DownloadButton>
      <DownloadButton
        size="small"
        name={json.name}
        mime="application/json"
        content={json.content}
        aria-label={json.label}
      >
        {t('file.json')}
      </DownloadButton>
    </div>
  );
}
