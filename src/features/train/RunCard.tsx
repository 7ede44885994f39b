/** Start, pause, resume, stop, reset; how far it is; and what to train, folded away once a run is under way. */
import { useId, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { TrainProgress } from '../../jobs/protocol';
import { fitMap } from '../../method/watermark/map';
import type { TrainingSettings } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Pill } from '../../ui/Pill';
import { Progress } from '../../ui/Progress';
import { mapText } from './map-text';
import styles from './RunCard.module.css';
import { Settings } from './Settings';

export function RunCard() {
  const { status, progress, at, waiting, settings } = useStore(
    useShallow(state => ({
      status: state.trainingStatus,
      progress: state.trainingProgress,
      at: state.trainingHistory.at(-1)?.epoch ?? 0,
      waiting: state.datasetState !== 'ready',
      settings: state.trainingSettings,
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
  const settingsId = useId();
  /** What the visitor chose; null: open before the first run, folded after it. */
  const [opened, setOpened] = useState<boolean | null>(null);
  /** The own digits as typed are none, so the run would embed others than those shown. */
  const [wrongDigits, setWrongDigits] = useState(false);
  /** One button for start, pause and resume, so that the keyboard's focus stays on it; the others hand it back when they go. */
  const main = useRef<HTMLButtonElement>(null);

  const active = status === 'running' || status === 'paused';
  const open = !active && (opened ?? status === 'idle');
  const advance = () => {
    if (status === 'running') actions.pause();
    else if (status === 'paused') void actions.resume();
    else {
      setOpened(null);
      void actions.start();
    }
  };

  return (
    <Card className={styles.card}>
      <div className={styles.bar}>
        <Button
          ref={main}
          variant="primary"
          className={styles.main}
          disabled={status !== 'running' && (waiting || (open && wrongDigits))}
          onClick={advance}
        >
          {{ idle: 'Start training', running: 'Pause', paused: 'Resume', finished: 'Train again' }[status]}
        </Button>
        {active && (
          <Button
            onClick={() => {
              main.current?.focus();
              void actions.stop();
            }}
            title="Ends the run here and keeps the model as it is"
          >
            Stop and keep
          </Button>
        )}
        {status !== 'idle' && (
          <Button
            variant="quiet"
            onClick={() => {
              main.current?.focus();
              actions.reset();
            }}
            title={active ? 'Forgets this run; no model comes of it' : 'Clears the curves; the model stays'}
          >
            Reset
          </Button>
        )}
        <div className={styles.progress}>
          {active ? (
            <RunProgress status={status} progress={progress} at={at} planned={settings.config.epochs} />
          ) : (
            <p className={styles.hint} aria-live="polite">
              {hint(waiting, status)}
            </p>
          )}
        </div>
        {!open && <Summary settings={settings} />}
        {!active && (
          <Button
            size="small"
            aria-expanded={open}
            aria-controls={settingsId}
            onClick={() => setOpened(!open)}
            title="What the next run trains"
          >
            {open ? 'Fold settings' : 'Settings'}
          </Button>
        )}
      </div>
      <div id={settingsId} hidden={!open}>
        {open && <Settings onWrongDigits={setWrongDigits} />}
      </div>
    </Card>
  );
}

function hint(waiting: boolean, status: 'idle' | 'finished'): string {
  if (waiting) return 'The digits are being loaded …';
  if (status === 'finished') return 'Trained, measured, and in use on the other sections.';
  return 'LeNet-5 on all training images, in this tab. The watermark is pressed into conv2 while it learns.';
}

function RunProgress({
  status,
  progress,
  at,
  planned,
}: {
  status: 'running' | 'paused';
  progress: TrainProgress | null;
  /** Epochs done, with fraction, as far as the curves go: after a reload there is no other progress. */
  at: number;
  planned: number;
}) {
  const epochs = progress?.epochs ?? planned;
  const done = progress ? progress.epoch + progress.step / progress.stepsPerEpoch : at;
  const running = status === 'running';
  const detail = () => {
    if (!running) return 'paused; a reload of the page keeps it';
    if (!progress) return 'the first steps …';
    return `step ${progress.step} of ${progress.stepsPerEpoch} · ${progress.millisecondsPerStep.toFixed(1)} ms a step`;
  };
  return (
    <Progress
      label={`Epoch ${Math.min(Math.floor(done) + 1, epochs)} of ${epochs}`}
      value={done / epochs}
      secondsLeft={running ? (progress?.secondsLeft ?? null) : null}
      detail={detail()}
    />
  );
}

const MARKS: Record<TrainingSettings['watermark'], string> = {
  wm1: 'wm₁',
  wm2: 'wm₂',
  custom: 'own digits',
  none: 'no watermark',
};

/** The settings while they are folded away. */
function Summary({ settings }: { settings: TrainingSettings }) {
  const { watermark, lambda, range, from } = settings;
  return (
    <div className={styles.summary}>
      <Pill tone={watermark === 'wm1' ? 'wm1' : watermark === 'none' ? 'soft' : 'wm2'}>
        {MARKS[watermark]}
      </Pill>
      {watermark !== 'none' && (
        <>
          <Pill>λ {lambda}</Pill>
          <Pill>{mapText(fitMap(range))}</Pill>
        </>
      )}
      <Pill>{from === 'scratch' ? 'from scratch' : 'fine-tuning'}</Pill>
    </div>
  );
}
