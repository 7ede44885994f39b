/** Below what was measured: on what and when, and the files of it. */
import { useFormatter, useTranslations } from 'use-intl';
import type { MeasuredOn } from '../../store/kept-attacks';
import { DownloadButton } from '../../ui/DownloadButton';
import styles from './MeasuredLine.module.css';

export interface MeasuredFile {
  readonly name: string;
  readonly label: string;
  readonly content: () => string;
}

export interface MeasuredLineProps {
  readonly on: MeasuredOn;
  readonly csv: MeasuredFile;
  readonly json: MeasuredFile;
}

export function MeasuredLine({ on, csv, json }: MeasuredLineProps) {
  const t = useTranslations('robustness');
  const format = useFormatter();
  const date = format.dateTime(new Date(on.date), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={styles.line}>
      <span className={styles.on} title={on.adapter}>
        {t('measured', { date, dataset: on.dataset, backend: on.backend })}
      </span>
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
