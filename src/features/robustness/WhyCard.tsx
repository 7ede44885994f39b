/** Why small digits die first: the layer's |w| as a histogram, the digits at their weights, and what a pruning rate takes. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { findSlot, layOut } from '../../engine/network';
import { weightOf } from '../../method/watermark/map';
import { markedIndices } from '../../method/watermark/regularizer';
import { LENET5 } from '../../model/lenet5';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { Histogram } from '../../ui/Histogram';
import { KeyValueList } from '../../ui/KeyValueList';
import type { KeyValue } from '../../ui/KeyValueList';
import { SectionLink } from '../../ui/SectionLink';
import { Slider } from '../../ui/Slider';
import { watermarkTone } from '../../store/watermark-tone';
import styles from './WhyCard.module.css';
import { firstLoss } from './first-loss';
import { percent, useNames } from './names';
import type { MarkedModel } from './names';

const layout = layOut(LENET5);
const BINS = 40;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** The largest rate of Table 4. */
const LARGEST_RATE = 0.9;
/** Its digit 0 lies above nine tenths of conv2's weights: measured, wm₁ is read after 90% pruning. */
const PRUNING_PROOF_RANGE = [0.35, 0.7] as const;

export interface WhyCardProps {
  readonly models: readonly MarkedModel[];
  /** Whose weights are drawn. */
  readonly model: MarkedModel;
}

export function WhyCard({ models, model }: WhyCardProps) {
  const t = useTranslations('robustness.why');
  const nameOf = useNames();
  const setTraining = useStore(state => state.setTraining);
  const [rate, setRate] = useState(0.7);
  const { parameters, key } = model;
  const sorted = useMemo(() => {
    const slot = findSlot(layout, `${key.layer}/kernel`);
    return parameters
      .slice(slot.offset, slot.offset + slot.length)
      .map(weight => Math.abs(weight))
      .sort();
  }, [parameters, key.layer]);
  const top = Math.max(0.5, ...DIGITS.map(digit => Math.abs(weightOf(key.map, digit)) + 0.05));
  const bins = useMemo(() => histogram(sorted, top), [sorted, top]);
  const losses = useMemo(
    () => models.map(each => ({ model: each, loss: firstLoss(layout, each.parameters, each.key) })),
    [models],
  );

  const pruned = Math.round(rate * sorted.length);
  const threshold = pruned === 0 ? 0 : sorted[pruned - 1]!;
  const gone = [...markedIndices(layout, key)].map(
    index => pruned > 0 && Math.abs(parameters[index]!) <= threshold,
  );
  const lostDigits = [...new Set(key.digits.filter((_, k) => gone[k]))].sort((x, y) => x - y);
  const lost = gone.filter(Boolean).length;

  const lossFact = (each: MarkedModel, loss: number | null): KeyValue => {
    const name = nameOf(each).whole;
    if (loss === 0) return { name, value: t('unread'), tone: 'out' };
    if (loss === null) return { name, value: t('never'), tone: 'in' };
    const holds = loss > LARGEST_RATE;
    return {
      name,
      value: t('at', { rate: percent(loss, 1) }),
      tone: holds ? 'in' : 'out',
      title: t(holds ? 'holds' : 'fails'),
    };
  };

  return (
    <Card anchor="why" title={t('title')} note={nameOf(model).whole}>
      <Histogram
        bins={bins}
        threshold={{ value: threshold, label: t('pruned', { percent: String(Math.round(100 * rate)) }) }}
        markers={DIGITS.map(digit => ({
          at: Math.abs(weightOf(key.map, digit)),
          label: String(digit),
          tone: watermarkTone(key.digits),
        }))}
        title={t('chart')}
        xLabel={t('weights')}
        yLabel={t('count')}
        height={100}
      />
      <Slider
        label={t('rate')}
        value={Math.round(100 * rate)}
        min={0}
        max={100 * LARGEST_RATE}
        step={5}
        format={value => `${value}%`}
        onChange={value => setRate(value / 100)}
      />
      <p className={styles.text} aria-live="polite">
        {t.rich(lost === 0 ? 'above' : 'below', {
          percent: String(Math.round(100 * rate)),
          threshold: threshold.toFixed(3),
          lost: String(lost),
          count: String(gone.length),
          digits: lostDigits.join(', '),
          out: words => <span className={styles.out}>{words}</span>,
        })}
      </p>
      <p className={styles.text} data-minor>
        {t('text')}
      </p>
      <h3 className={styles.heading}>{t('falls')}</h3>
      <KeyValueList items={losses.map(({ model: each, loss }) => lossFact(each, loss))} />
      <p data-minor>
        <SectionLink
          section="train"
          onFollow={() => setTraining({ watermark: 'wm1', from: 'scratch', range: PRUNING_PROOF_RANGE })}
        >
          {t('try', { from: PRUNING_PROOF_RANGE[0].toFixed(2), to: PRUNING_PROOF_RANGE[1].toFixed(2) })}
        </SectionLink>
      </p>
    </Card>
  );
}

function histogram(sizes: Float32Array, top: number) {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const size of sizes) {
    const bin = Math.floor((size / top) * BINS);
    if (bin < BINS) counts[bin]! += 1;
  }
  return counts.map((count, i) => ({ from: (i * top) / BINS, to: ((i + 1) * top) / BINS, count }));
}
