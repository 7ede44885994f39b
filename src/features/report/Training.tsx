/** One training of the visit: time, accuracy, code, what it ran on, and its curve. */
import { useTranslations } from 'use-intl';
import { accuraciesOf } from '../../model/curve-code';
import { epochsText } from '../../store/twin';
import { KeyValueList } from '../../ui/KeyValueList';
import { LineChart } from '../../ui/LineChart';
import { shareAxis } from '../../ui/ticks';
import styles from './ReportDialog.module.css';
import type { ReportedRun } from './lesson-report';
import { percent } from './percent';

export function Training({ run }: { readonly run: ReportedRun }) {
  const t = useTranslations('report');
  const { settings, history, epochs, accuracy, seconds, code, engines, watermark, dataset } = run;
  const { config } = settings;
  const accuracies = accuraciesOf(history, run);
  return (
    <div className={styles.part}>
      <KeyValueList
        items={[
          { name: t('training.accuracy'), value: percent(accuracy) },
          {
            name: t('training.time'),
            value:
              seconds === null
                ? t('training.untimed')
                : t('training.seconds', { seconds: seconds.toFixed(1) }),
          },
          { name: t('training.code'), value: code ?? '–' },
          {
            name: t('training.on'),
            value: engines.map(engine => `${engine.backend}, ${engine.adapter}`).join(' → '),
          },
          { name: t('dataset'), value: dataset ? t(`datasets.${dataset}`) : '–' },
          {
            name: t('training.settings'),
            value: t('training.config', {
              epochs: epochsText(epochs),
              planned: String(config.epochs),
              batch: String(config.batchSize),
              rate: String(config.learningRate),
              decay: String(config.weightDecay),
              lambda: String(settings.lambda),
              seed: String(config.seed),
            }),
          },
          {
            name: t('watermark'),
            value: watermark
              ? `${watermark.digits.join('')}: ${t(watermark.verified ? 'verified' : 'notVerified')}`
              : t('unmarked'),
          },
        ]}
      />
      <LineChart
        title={t('training.chart', { code: code ?? '–' })}
        height={120}
        x={{ label: t('training.epoch'), domain: [0, config.epochs] }}
        y={{ label: t('training.loss'), domain: [0, 1] }}
        right={{
          label: t('training.accuracy'),
          ...shareAxis(accuracies.map(point => point.accuracy)),
          format: value => percent(value),
        }}
        series={[
          {
            key: 'loss',
            label: t('training.loss'),
            tone: 'ink',
            points: history
              .filter(point => point.loss !== null)
              .map(point => ({ x: point.epoch, y: Math.min(1, point.loss ?? 0) })),
          },
          {
            key: 'accuracy',
            label: t('training.accuracy'),
            tone: 'in',
            axis: 'right',
            dots: true,
            points: accuracies.map(point => ({ x: point.epochs, y: point.accuracy })),
          },
        ]}
      />
    </div>
  );
}
