/** Runs what the section shows: all of it, at one of two sizes, from the seed in the header. */
import { useShallow } from 'zustand/react/shallow';
import { EXPERIMENT_IDS, experimentOf } from '../../experiments/all';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Progress } from '../../ui/Progress';
import { SegmentedControl } from '../../ui/SegmentedControl';
import styles from './RunCard.module.css';

const SIZES = [
  { value: 'quick', label: 'quick' },
  { value: 'paper', label: 'the paper’s' },
] as const;

/** What each size means, in a sentence. */
const ABOUT = {
  quick:
    'Models of 8 epochs on 12,000 digits, a few licences of each kind: every part of the evaluation, small.',
  paper: 'Models of 50 epochs on all 60,000 digits, 3,000 fingerprints, five seeds: the sizes of the paper.',
} as const;

export function RunCard() {
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
  const kept = Object.values(cells).reduce((sum, { finished }) => sum + finished, 0);
  const unfinished = EXPERIMENT_IDS.filter(id => {
    const count = cells[id];
    return !count || count.finished < count.total;
  });

  return (
    <Card
      title="Run it here"
      aside={
        <SegmentedControl
          label="Size"
          value={preset}
          segments={SIZES}
          onChange={setPreset}
          disabled={running !== null}
        />
      }
    >
      <p className={styles.about}>{ABOUT[preset]}</p>
      {running ? (
        <Progress
          label={running.length === 1 ? experimentOf(running[0]!).title : 'The evaluation'}
          value={progress?.fraction ?? null}
          detail={progress && `${progress.finished} of ${progress.total} parts`}
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
            {kept > 0 && unfinished.length > 0 ? 'Go on with the rest' : 'Run all'}
          </Button>
          <Button disabled={kept === 0} onClick={() => void forget()}>
            Forget my runs
          </Button>
        </div>
      )}
      <p className={styles.note}>
        {ready
          ? 'Finished parts are kept in this browser; a reload goes on. On WebAssembly everyone gets the same bits.'
          : 'Engine and digits are being loaded …'}
        {synthetic && ' These are the built-in digits: no figure stands beside the paper’s.'}
      </p>
    </Card>
  );
}
