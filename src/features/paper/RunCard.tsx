/** Runs what the section shows: all of it, at one of two sizes, from the seed in the header. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import { useStore } from '../../store/store';
import { sayWords } from '../../texts/say';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Progress } from '../../ui/Progress';
import { SectionLink } from '../../ui/SectionLink';
import { SegmentedControl } from '../../ui/SegmentedControl';
import styles from './RunCard.module.css';

export function RunCard() {
  const t = useTranslations('paper');
  const { preset, running, progress, cells, ready, synthetic, setPreset, run, cancel, forget } = useStore(
    useShallow(state => ({
      preset: state.experimentPreset,
      running: state.experimentsRunning,
      progress: state.experimentsProgress,
      cells: state.experimentCells,
      ready: state.datasetState === 'ready' && state.engineState === 'ready',
      synthetic: state.dataset?.name === 'synthetic',
      setPreset: state.setExperimentPreset,
      run: state.runExperiments,
      cancel: state.cancelExperiments,
      forget: state.forgetExperiments,
    })),
  );
  const startLesson = useStore(state => state.startLesson);
  const kept = Object.values(cells).reduce((sum, { finished }) => sum + finished, 0);
  const unfinished = EXPERIMENT_IDS.filter(id => {
    const count = cells[id];
    return !count || count.finished < count.total;
  });

  return (
    <Card
      title={t('run.title')}
      aside={
        <SegmentedControl
          label={t('run.size')}
          value={preset}
          segments={(['quick', 'paper'] as const).map(value => ({ value, label: t(`run.${value}`) }))}
          onChange={setPreset}
          disabled={running !== null}
        />
      }
    >
      <p className={styles.about}>{preset === 'quick' ? t('run.aboutQuick') : t('run.aboutPaper')}</p>
      {running ? (
        <Progress
          label={running.length === 1 ? sayWords(experimentOf(running[0]!).title) : t('run.whole')}
          value={progress?.fraction ?? null}
          detail={
            progress && t('run.parts', { finished: String(progress.finished), total: String(progress.total) })
          }
          secondsLeft={progress?.secondsLeft ?? null}
          onCancel={cancel}
        />
      ) : (
        <div className={styles.buttons}>
          <Button
            variant="primary"
            disabled={!ready || unfinished.length === 0}
            onClick={() => void run(unfinished)}
          >
            {kept > 0 && unfinished.length > 0 ? t('run.rest') : t('run.all')}
          </Button>
          <Button disabled={kept === 0} onClick={() => void forget()}>
            {t('run.forget')}
          </Button>
        </div>
      )}
      <p className={styles.note}>
        {ready ? t('run.kept') : t('run.loading')}
        {synthetic && ` ${t('run.synthetic')}`}{' '}
        <SectionLink
          section="paper"
          starts={{ run: 'table4', preset: 'quick' }}
          onFollow={() => void startLesson('table4', 'quick')}
        >
          {t('run.lesson')}
        </SectionLink>
      </p>
    </Card>
  );
}
