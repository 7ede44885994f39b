/** One weakness: its name, the sentence with the measured figures, and what they were measured on. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ExperimentId } from '../../experiments/all';
import type { Results } from '../../experiments/results';
import { useStore } from '../../store/store';
import { SectionLink } from '../../ui/SectionLink';
import styles from './LimitsView.module.css';

export interface LimitProps {
  readonly title: string;
  readonly results: Results;
  /** The experiment that measured it. */
  readonly experiment: ExperimentId;
  /** What was tried, how often. */
  readonly on: string;
  readonly children: ReactNode;
}

export function Limit({ title, results, experiment, on, children }: LimitProps) {
  const t = useTranslations('how');
  const choose = useStore(state => state.chooseExperiment);
  const weights = Object.entries(results.experiments[experiment]?.provenance.weightsSha256 ?? {})[0];
  return (
    <li className={styles.limit}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <span
          className={styles.on}
          data-minor
          title={weights && t('limits.weights', { model: weights[0], sha256: weights[1] })}
        >
          {on} ·{' '}
          <SectionLink section="paper" onFollow={() => choose(experiment)}>
            {t('limits.table')}
          </SectionLink>
        </span>
      </div>
      <p className={styles.text}>{children}</p>
    </li>
  );
}

/** A figure within a sentence. */
export const figure = (words: ReactNode): ReactNode => <strong className={styles.figure}>{words}</strong>;
