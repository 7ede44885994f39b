/**
 * What neighbours in a class compare: the time, the accuracy, and the curve's code, live after each epoch and at the end, with what
 * they were measured on. The same code is the same curve to the last digit; then the time tells who is fastest.
 */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { curveCode, epochEnds } from '../../model/curve-code';
import { recordedCode } from '../../store/class-lessons';
import { curveCsv, runJson } from '../../store/run-files';
import { useStore } from '../../store/store';
import { epochsText } from '../../store/twin';
import { Button } from '../../ui/Button';
import { DownloadButton } from '../../ui/DownloadButton';
import { lessonLink } from './lesson-link';
import styles from './ResultStrip.module.css';

const BACKENDS: Readonly<Record<string, string>> = { wasm: 'WebAssembly', webgpu: 'WebGPU' };

export function ResultStrip() {
  const t = useTranslations('train.result');
  const { history, seconds, engines, dataset, finished, notify } = useStore(
    useShallow(state => ({
      history: state.trainingHistory,
      seconds: state.trainingSeconds,
      engines: state.trainingEngines,
      dataset: state.trainingDataset,
      /** The run that is shown, once it has ended. */
      finished: state.trainingStatus === 'finished' ? state.finishedRuns.at(-1) : undefined,
      notify: state.notify,
    })),
  );
  const { code, ...ended } = useMemo(() => {
    const ends = epochEnds(history);
    return { epochs: ends.length, accuracy: ends.at(-1)?.accuracy ?? null, code: curveCode(ends) };
  }, [history]);
  // While it goes on, the last epoch's end; once it is over, where it was ended.
  const { epochs, accuracy } = finished ?? ended;
  const done = epochsText(epochs);
  const engine = engines.at(-1);
  const backend = BACKENDS[engine?.backend ?? ''] ?? engine?.backend ?? '–';
  const time = seconds === null ? t('untimed') : t('seconds', { seconds: seconds.toFixed(1) });
  const percent = accuracy === null ? '–' : `${(100 * accuracy).toFixed(2)}%`;
  const recorded = finished ? recordedCode(finished) : null;

  const copy = async () => {
    if (!finished) return;
    const sentence = t('sentence', {
      accuracy: percent,
      time,
      code: code ?? '–',
      backend,
      adapter: engine?.adapter ?? '–',
      dataset: dataset ?? 'synthetic',
      seed: String(finished.settings.config.seed),
      epochs,
      done,
    });
    const { lesson, config } = finished.settings;
    const text = lesson ? `${sentence} ${lessonLink(finished.settings, config.seed, dataset)}` : sentence;
    try {
      await navigator.clipboard.writeText(text);
      notify('info', t('copied'));
    } catch {
      notify('info', t('cannotCopy', { text }));
    }
  };

  const word = engines.length > 1 ? 'mixed' : engine?.backend === 'webgpu' ? 'webgpu' : 'wasm';
  return (
    <section className={styles.strip} aria-label={t('title')}>
      <dl className={styles.figures}>
        <div title={t('timeTitle')}>
          <dt>{t('time')}</dt>
          <dd>{time}</dd>
        </div>
        <div>
          <dt>{t('accuracy')}</dt>
          <dd className={styles.in}>{percent}</dd>
        </div>
        <div title={t('codeTitle')}>
          <dt>{t('code')}</dt>
          <dd className={styles.code}>{code ?? '–'}</dd>
        </div>
      </dl>
      <p className={styles.words} data-minor>
        {t('after', {
          epochs,
          done,
          backend,
          adapter: engine?.adapter ?? '–',
          dataset: dataset ?? 'synthetic',
        })}
        <br />
        {recorded && code ? t(recorded === code ? 'matches' : 'differs', { code: recorded }) : t(word)}
      </p>
      {finished && (
        <div className={styles.actions} data-minor>
          <Button size="small" onClick={() => void copy()}>
            {t('copy')}
          </Button>
          <DownloadButton
            name="training.json"
            mime="application/json"
            size="small"
            title={t('jsonTitle')}
            content={() => runJson(finished)}
          >
            {t('json')}
          </DownloadButton>
          <DownloadButton
            name="training-curve.csv"
            mime="text/csv"
            size="small"
            title={t('csvTitle')}
            content={() => curveCsv(finished.history)}
          >
            {t('csv')}
          </DownloadButton>
        </div>
      )}
    </section>
  );
}
