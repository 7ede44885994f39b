/** On what the figures above were measured. */
import { useFormatter, useTranslations } from 'use-intl';
import type { ExperimentId } from '../../experiments/all';
import type { Results } from '../../experiments/results';
import { dateText } from '../../ui/date-text';
import { useDurationText } from '../../ui/duration';
import styles from './Provenance.module.css';

export interface ProvenanceProps {
  readonly results: Results;
  readonly id: ExperimentId;
  /** Recorded with the page, made here, or out of a file of that name. */
  readonly from: 'recorded' | 'here' | { readonly file: string };
}

export function Provenance({ results, id, from }: ProvenanceProps) {
  const t = useTranslations('paper');
  const format = useFormatter();
  const durationText = useDurationText();
  const provenance = results.experiments[id]?.provenance;
  if (!provenance) return null;
  const { seed, dataset, backend, adapter, wallSeconds, date } = provenance;
  const day = dateText(date, format);
  return (
    <p className={styles.provenance}>
      {[
        typeof from === 'string'
          ? t(`provenance.${from}`, { date: day })
          : t('provenance.file', { name: from.file, date: day }),
        t('provenance.seed', { seed: String(seed) }),
        t(`provenance.${results.preset}`),
        t(`datasets.${dataset}`),
        `${backend} (${adapter})`,
        t('provenance.computing', { time: durationText(wallSeconds) }),
      ].join(' · ')}
    </p>
  );
}
