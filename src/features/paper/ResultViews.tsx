/** What an experiment gave, one view at a time: the chosen one has all the room. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ExperimentId } from '../../experiments/all';
import { picturesOf, tablesOf } from '../../experiments/report';
import type { Results } from '../../experiments/results';
import { classes } from '../../ui/classes';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { ResultPicture } from './ResultPicture';
import { ResultTable } from './ResultTable';
import styles from './ResultViews.module.css';
import { VIEWS } from './views';
import type { ResultView } from './views';
import { WeightHashes } from './WeightHashes';

/** Columns of a table that has no room to spare. */
const WIDE = 7;

export interface ResultViewsProps {
  readonly results: Results;
  readonly id: ExperimentId;
}

export function ResultViews({ results, id }: ResultViewsProps) {
  const t = useTranslations('paper.views');
  const hashes = results.experiments[id]?.provenance.weightsSha256 ?? {};
  const views: readonly ResultView[] = [
    ...VIEWS[id],
    ...(Object.keys(hashes).length > 0 ? [{ name: 'weights' } as const] : []),
  ];
  const [wanted, setWanted] = useState<ResultView['name'] | null>(null);
  const view = views.find(({ name }) => name === wanted) ?? views[0]!;
  const pictures = picturesOf(results, id);
  const tables = tablesOf(results, id);
  return (
    <>
      <SegmentedControl
        label={t('label')}
        value={view.name}
        segments={views.map(({ name }) => ({ value: name, label: t(name) }))}
        onChange={setWanted}
        wrap
      />
      <div key={view.name} className={classes(styles.view, view.beside && styles.beside)}>
        {view.pictures && (
          <div className={styles.picture}>
            {view.pictures.map(place => (
              <ResultPicture key={place} picture={pictures[place]!} />
            ))}
          </div>
        )}
        {view.tables && (
          <div
            className={classes(
              styles.tables,
              view.tables.some(place => tables[place]!.columns.length > WIDE) && styles.wide,
            )}
          >
            {view.tables.map(place => (
              <ResultTable key={place} table={tables[place]!} />
            ))}
          </div>
        )}
        {view.name === 'weights' && <WeightHashes hashes={hashes} />}
      </div>
    </>
  );
}
