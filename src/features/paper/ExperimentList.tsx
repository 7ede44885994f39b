/** Every experiment with where it stands: recorded, done here, under way. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import type { ExperimentId } from '../../experiments/all';
import { useStore } from '../../store/store';
import { sayWords } from '../../texts/say';
import { Card } from '../../ui/Card';
import { classes } from '../../ui/classes';
import styles from './ExperimentList.module.css';

export interface ExperimentListProps {
  readonly chosen: ExperimentId;
  readonly onChoose: (id: ExperimentId) => void;
}

export function ExperimentList({ chosen, onChoose }: ExperimentListProps) {
  const t = useTranslations('paper');
  const { own, file, cells, running } = useStore(
    useShallow(state => ({
      own: state.ownRun,
      file: state.resultsFile,
      cells: state.experimentCells,
      running: state.experimentsRunning,
    })),
  );

  const stateOf = (id: ExperimentId): string => {
    if (own?.experiments[id]) return t('list.done');
    const count = cells[id];
    if (running?.includes(id) && count)
      return t('list.count', { finished: String(count.finished), total: String(count.total) });
    return file?.results.experiments[id] ? t('list.inFile') : '';
  };

  return (
    <Card title={t('list.title')}>
      <ul className={classes(styles.list, running && styles.running)}>
        {EXPERIMENT_IDS.map(id => {
          const { title, section } = experimentOf(id);
          return (
            <li key={id}>
              <button
                type="button"
                className={classes(styles.entry, id === chosen && styles.chosen)}
                aria-current={id === chosen ? 'true' : undefined}
                onClick={() => onChoose(id)}
              >
                <span className={styles.section}>{sayWords(section)}</span>
                <span className={styles.title}>{sayWords(title)}</span>
                <span className={styles.state}>{stateOf(id)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
