/** One experiment: its pictures and tables from the recorded run, from here or from a file, whether both agree bit for bit, and the files of it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { experimentOf } from '../../experiments/all';
import type { ExperimentId } from '../../experiments/all';
import type { Results } from '../../experiments/results';
import { useStore } from '../../store/store';
import { sayWords } from '../../texts/say';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { useDurationText } from '../../ui/duration';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Subscripts } from '../../ui/subscripts';
import { Agreement } from './Agreement';
import styles from './ExperimentCard.module.css';
import { Provenance } from './Provenance';
import { only } from './only';
import { ResultFiles } from './ResultFiles';
import { ResultViews } from './ResultViews';

/** In the order in which they are shown before one is chosen. */
const SOURCES = ['file', 'here', 'recorded'] as const;
type Source = (typeof SOURCES)[number];

export function ExperimentCard({ id }: { readonly id: ExperimentId }) {
  const t = useTranslations('paper');
  const durationText = useDurationText();
  const { own, recorded, file, workers, cells, running, ready, run } = useStore(
    useShallow(state => ({
      own: state.ownRun,
      recorded: state.recordedRuns[state.experimentPreset],
      file: state.resultsFile,
      workers: state.engine?.backend === 'wasm' ? state.workers.most : 1,
      cells: state.experimentCells[id],
      running: state.experimentsRunning,
      ready: state.datasetState === 'ready' && state.engineState === 'ready',
      run: state.runExperiments,
    })),
  );
  const experiment = experimentOf(id);
  const theirs = recorded?.experiments[id] ? recorded : null;
  const ours = own?.experiments[id] ? own : null;
  const filed = file?.results.experiments[id] ? file.results : null;
  const runs: Readonly<Record<Source, Results | null>> = { file: filed, here: ours, recorded: theirs };
  const there = SOURCES.filter(each => runs[each]);
  const [wanted, setWanted] = useState<Source | null>(null);
  const source: Source = there.find(each => each === wanted) ?? there[0] ?? 'recorded';
  const shown = runs[source];
  const compared = ours && source !== 'file' ? 'here' : filed ? 'file' : null;
  const against = compared === 'file' && ours ? 'here' : theirs ? 'recorded' : null;

  return (
    <Card
      className={styles.card}
      anchor="experiment"
      title={sayWords(experiment.title)}
      note={experiment.section === 'ours' ? t('experiment.beyond') : sayWords(experiment.section)}
      aside={
        <>
          {there.length > 1 && (
            <SegmentedControl
              label={t('experiment.which')}
              value={source}
              segments={there.toReversed().map(value => ({ value, label: t(`experiment.${value}`) }))}
              onChange={setWanted}
            />
          )}
          {!ours && cells && (
            <span className={styles.time}>
              {t('experiment.about', {
                time: durationText(Math.max(cells.secondsLeft / workers, cells.leastSeconds)),
              })}
            </span>
          )}
          {!ours && (
            <Button disabled={!ready || running !== null} onClick={() => void run([id])}>
              {theirs ? t('experiment.runAndCompare') : t('experiment.run')}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.about} data-minor>
        <Subscripts text={sayWords(experiment.about)} />
      </p>
      {compared && against && (
        <Agreement
          ours={only(runs[compared]!, id)}
          theirs={only(runs[against]!, id)}
          names={{ ours: compared, theirs: against }}
        />
      )}
      {shown ? (
        <>
          <ResultViews results={shown} id={id} />
          <div className={styles.foot} data-minor>
            <Provenance
              results={shown}
              id={id}
              from={source === 'file' ? { file: file?.name ?? '' } : source}
            />
            <ResultFiles results={shown} id={id} />
          </div>
        </>
      ) : (
        <p className={styles.about}>
          {recorded === undefined ? t('experiment.reading') : t('experiment.missing')}
        </p>
      )}
    </Card>
  );
}
