/** Start, pause, resume, stop, reset; how far it is; and what to train, folded away while a run is under way. */
import { useShallow } from 'zustand/react/shallow';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Progress } from '../../ui/Progress';
import styles from './RunCard.module.css';
import { Settings } from './Settings';

export function RunCard() {
  const { status, progress, datasetState, settings, settingsOf } = useStore(
    useShallow(state => ({
      status: state.trainingStatus,
      progress: state.trainingProgress,
      datasetState: state.datasetState,
      settings: state.trainingSettings,
      settingsOf: state.trainingCheckpoint?.position ?? null,
    })),
  );
  const actions = useStore(
    useShallow(state => ({
      start: state.startTraining,
      pause: state.pauseTraining,
      resume: state.resumeTraining,
      stop: state.stopTraining,
      reset: state.resetTraining,
    })),
  );
  const waiting = datasetState !== 'ready';
  const active = status === 'running' || status === 'paused';
  const epochs = settings.config.epochs;
  const epoch = progress?.epoch ?? settingsOf?.epoch ?? 0;
  const done = progress
    ? (progress.epoch + progress.step / progress.stepsPerEpoch) / progress.epochs
    : epoch / epochs;

  return (
    <Card className={styles.card}>
      <h1 className="visually-hidden">Train and watermark</h1>
      <div className={styles.bar}>
        {status === 'running' && (
          <Button variant="primary" onClick={actions.pause}>
            Pause
          </Button>
        )}
        {status === 'paused' && (
          <Button variant="primary" disabled={waiting} onClick={() => void actions.resume()}>
            Resume
          </Button>
        )}
        {!active && (
          <Button variant="primary" disabled={waiting} onClick={() => void actions.start()}>
            {status === 'finished' ? 'Train again' : 'Start training'}
          </Button>
        )}
        {active && (
          <>
            <Button
              onClick={() => void actions.stop()}
              title="Ends the run here and keeps the model as it is"
            >
              Stop and keep
            </Button>
            <Button variant="quiet" onClick={actions.reset} title="Forgets this run">
              Discard
            </Button>
          </>
        )}
        <div className={styles.progress}>
          {active ? (
            <Progress
              label={`Epoch ${Math.min(epoch + 1, epochs)} of ${epochs}`}
              value={done}
              secondsLeft={status === 'running' ? (progress?.secondsLeft ?? null) : null}
              detail={
                progress && status === 'running'
                  ? `step ${progress.step} of ${progress.stepsPerEpoch} · ${progress.millisecondsPerStep.toFixed(1)} ms a step`
                  : 'paused: a reload keeps it'
              }
            />
          ) : (
            <p className={styles.hint}>
              {waiting
                ? 'The digits are being loaded …'
                : status === 'finished'
                  ? 'Trained, measured, and in use on the other sections.'
                  : 'LeNet-5 on all training images, in this tab. The watermark is pressed into conv2 while it learns.'}
            </p>
          )}
        </div>
      </div>
      {!active && <Settings />}
    </Card>
  );
}
