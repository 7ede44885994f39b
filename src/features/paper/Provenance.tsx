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
  const { seed, dataset, backend, adapter, wallSeconds, date, weightsSha256 } = provenance;
  const day = dateText(date, format);
  const weights = Object.entries(weightsSha256);
  return (
    <div className={styles.provenance} data-minor>
      <p>
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
      {weights.length > 0 && (
        <details>
          <summary>{t('provenance.hashes', { count: weights.length })}</summary>
          <dl>
            {weights.map(([name, hash]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{hash}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
