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
  readonly recorded: boolean;
}

export function Provenance({ results, id, recorded }: ProvenanceProps) {
  const t = useTranslations('paper');
  const format = useFormatter();
  const durationText = useDurationText();
  const provenance = results.experiments[id]?.provenance;
  if (!provenance) return null;
  const { seed, dataset, backend, adapter, wallSeconds, date, weightsSha256 } = provenance;
  const weights = Object.entries(weightsSha256);
  return (
    <div className={styles.provenance}>
      <p>
        {[
          t(recorded ? 'provenance.recorded' : 'provenance.here', { date: dateText(date, format) }),
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
