/** Runs what the section shows: all of it, at one of two sizes, from the seed in the header; and opens a file of somebody's results. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import { experimentsIn } from '../../experiments/results';
import { digitsOnTheWay } from '../../store/state';
import { useStore } from '../../store/store';
import { sayWords } from '../../texts/say';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { DigitsProgress } from '../../ui/DigitsProgress';
import { DropZone } from '../../ui/DropZone';
import { FileButton } from '../../ui/FileButton';
import { KeepFocus } from '../../ui/KeepFocus';
import { Progress } from '../../ui/Progress';
import { SectionLink } from '../../ui/SectionLink';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { SureButton } from '../../ui/SureButton';
import styles from './RunCard.module.css';

const RESULTS_FILES = { 'application/json': ['.json'] };

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
  const { file, openFile, closeFile } = useStore(
    useShallow(state => ({
      file: state.resultsFile,
      openFile: state.openResultsFile,
      closeFile: state.closeResultsFile,
    })),
  );
  const openFirst = ([first]: readonly File[]) => {
    if (first) void openFile(first);
  };
  const tellNothingDropped = useStore(state => state.tellNothingDropped);
  const startLesson = useStore(state => state.startLesson);
  const cancelLesson = useStore(state => state.cancelLesson);
  const waiting = useStore(state => EXPERIMENT_IDS.some(id => id === state.lessonWaiting));
  const digits = useStore(useShallow(digitsOnTheWay));
  const kept = Object.values(cells).reduce((sum, { finished }) => sum + finished, 0);
  const unfinished = EXPERIMENT_IDS.filter(id => {
    const count = cells[id];
    return !count || count.finished < count.total;
  });

  return (
    <Card
      title={t('run.title')}
      minor={running === null}
      aside={
        <div data-minor>
          <SegmentedControl
            label={t('run.size')}
            value={preset}
            segments={(['quick', 'paper'] as const).map(value => ({ value, label: t(`run.${value}`) }))}
            onChange={setPreset}
            disabled={running !== null}
          />
        </div>
      }
    >
      <DropZone
        label={t('file.drop')}
        accept={RESULTS_FILES}
        acceptWords={t('file.accepted')}
        onFiles={openFirst}
        onNothing={tellNothingDropped}
        clickable={false}
        tone="none"
        hideWords
      >
        {!running && (
          <p className={styles.about}>{preset === 'quick' ? t('run.aboutQuick') : t('run.aboutPaper')}</p>
        )}
        <KeepFocus>
          {running ? (
            <Progress
              label={running.length === 1 ? sayWords(experimentOf(running[0]!).title) : t('run.whole')}
              value={progress?.fraction ?? null}
              detail={
                progress &&
                t('run.parts', { finished: String(progress.finished), total: String(progress.total) })
              }
              secondsLeft={progress?.secondsLeft ?? null}
              onCancel={cancel}
            />
          ) : waiting ? (
            <DigitsProgress {...digits} onCancel={cancelLesson} />
          ) : (
            <div className={styles.buttons}>
              <Button
                variant="primary"
                size="small"
                disabled={!ready || unfinished.length === 0}
                onClick={() => void run(unfinished)}
              >
                {kept > 0 && unfinished.length > 0 ? t('run.rest') : t('run.all')}
              </Button>
              <SureButton
                size="small"
                disabled={kept === 0}
                title={t('run.forgetTitle')}
                sure={t('run.forgetSure')}
                onSure={() => void forget()}
              >
                {t('run.forget')}
              </SureButton>
              <FileButton size="small" accept=".json,application/json" onFiles={openFirst}>
                {t('file.open')}
              </FileButton>
            </div>
          )}
        </KeepFocus>
        {file && (
          <div className={styles.file} data-minor>
            <output>
              {t('file.shown', {
                name: file.name,
                count: experimentsIn(file.results).length,
                seed: String(file.results.seed),
                backend: file.results.backend,
              })}
            </output>
            <Button variant="quiet" size="small" onClick={closeFile}>
              {t('file.close')}
            </Button>
          </div>
        )}
        <p className={styles.note} data-minor>
          {t(!ready ? 'run.loading' : synthetic ? 'run.synthetic' : 'run.kept')}{' '}
          <SectionLink
            section="paper"
            starts={{ run: 'table4', preset: 'quick' }}
            onFollow={() => void startLesson('table4', 'quick')}
          >
            {t('run.lesson')}
          </SectionLink>
        </p>
      </DropZone>
    </Card>
  );
}
