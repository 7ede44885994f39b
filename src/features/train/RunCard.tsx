/** Start, pause, resume, stop, reset; how far it is and what came of it; and what to train, folded away once a run is under way. */
import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import type { TrainProgress } from '../../jobs/protocol';
import { fitMap } from '../../method/watermark/map';
import type { TrainingSettings } from '../../store/training-run';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Pill } from '../../ui/Pill';
import { Progress } from '../../ui/Progress';
import { SureButton } from '../../ui/SureButton';
import { mapText } from './map-text';
import { ResultStrip } from './ResultStrip';
import styles from './RunCard.module.css';
import { Settings } from './Settings';

export function RunCard() {
  const t = useTranslations('train.run');
  const { status, progress, at, measured, restored, digits, settings } = useStore(
    useShallow(state => ({
      status: state.trainingStatus,
      progress: state.trainingProgress,
      at: state.trainingHistory.at(-1)?.epoch ?? 0,
      measured: state.trainingEnd?.accuracy !== null,
      restored: state.restored,
      digits: state.datasetState === 'ready',
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
  const waiting = !restored || !digits;
  const hint = (() => {
    if (waiting) return restored ? 'waiting' : 'looking';
    if (wrongDigits) return 'wrongDigits';
    if (status === 'finished') return measured ? 'finished' : 'unmeasured';
    return 'idle';
  })();
  const advance = () => {
    if (status === 'running') actions.pause();
    else if (status === 'paused') void actions.resume();
    else {
      setOpened(null);
      void actions.start();
    }
  };

  const reset = () => {
    main.current?.focus();
    actions.reset();
  };

  return (
    <Card className={styles.card}>
      <div className={styles.bar}>
        <Button
          ref={main}
          variant="primary"
          className={styles.main}
          unavailable={status !== 'running' && (waiting || wrongDigits)}
          onClick={advance}
        >
          {t(({ idle: 'start', running: 'pause', paused: 'resume', finished: 'again' } as const)[status])}
        </Button>
        {active && (
          <Button
            onClick={() => {
              main.current?.focus();
              void actions.stop();
            }}
            title={t('stopTitle')}
          >
            {t('stop')}
          </Button>
        )}
        {active && (
          <SureButton title={t('resetActive')} sure={t('resetSure')} onSure={reset}>
            {t('reset')}
          </SureButton>
        )}
        {status === 'finished' && (
          <Button variant="quiet" title={t('resetFinished')} onClick={reset}>
            {t('reset')}
          </Button>
        )}
        <div className={styles.progress}>
          {active ? (
            <RunProgress status={status} progress={progress} at={at} planned={settings.config.epochs} />
          ) : (
            <p className={styles.hint} aria-live="polite" data-minor>
              {t(hint)}
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
            title={t('settingsTitle')}
          >
            {t(open ? 'fold' : 'settings')}
          </Button>
        )}
      </div>
      {status !== 'idle' && <ResultStrip />}
      <div id={settingsId} hidden={!open}>
        {!active && <Settings onWrongDigits={setWrongDigits} />}
      </div>
    </Card>
  );
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
  const t = useTranslations('train.run');
  const epochs = progress?.epochs ?? planned;
  const done = progress ? progress.epoch + progress.step / progress.stepsPerEpoch : at;
  const running = status === 'running';
  const detail = () => {
    if (!running) return t('paused');
    if (!progress) return t('first');
    return t('step', {
      step: String(progress.step),
      steps: String(progress.stepsPerEpoch),
      milliseconds: progress.millisecondsPerStep.toFixed(1),
    });
  };
  return (
    <Progress
      label={t('epoch', { epoch: String(Math.min(Math.floor(done) + 1, epochs)), epochs: String(epochs) })}
      value={done / epochs}
      secondsLeft={running ? (progress?.secondsLeft ?? null) : null}
      detail={<span data-minor>{detail()}</span>}
    />
  );
}

/** The settings while they are folded away. */
function Summary({ settings }: { settings: TrainingSettings }) {
  const t = useTranslations('train.summary');
  const { watermark, lambda, range, from, lesson } = settings;
  return (
    <div className={styles.summary} data-minor>
      {lesson && <Pill>{t(`lesson.${lesson}`)}</Pill>}
      <Pill tone={watermark === 'wm1' ? 'wm1' : watermark === 'none' ? 'soft' : 'wm2'}>
        {t(`watermark.${watermark}`)}
      </Pill>
      {watermark !== 'none' && !lesson && (
        <>
          <Pill>λ {lambda}</Pill>
          <Pill>{mapText(fitMap(range))}</Pill>
        </>
      )}
      {!lesson && <Pill>{t(`from.${from}`)}</Pill>}
    </div>
  );
}
