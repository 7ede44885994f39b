/** Why small digits die first: the layer's |w| as a histogram, the digits at their weights, and what a pruning rate takes. */
import { useMemo, useState } from 'react';
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
import { nameOf, percent } from './names';
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

  return (
    <Card anchor="why" title="Why small digits die first" note={nameOf(model).whole}>
      <Histogram
        bins={bins}
        threshold={{ value: threshold, label: `${Math.round(100 * rate)}% pruned` }}
        markers={DIGITS.map(digit => ({
          at: Math.abs(weightOf(key.map, digit)),
          label: String(digit),
          tone: watermarkTone(key.digits),
        }))}
        xLabel="|w| in conv2, and where each digit sits"
        height={150}
      />
      <Slider
        label="Pruning rate"
        value={Math.round(100 * rate)}
        min={0}
        max={100 * LARGEST_RATE}
        step={5}
        format={value => `${value}%`}
        onChange={value => setRate(value / 100)}
      />
      <p className={styles.text} aria-live="polite">
        At {Math.round(100 * rate)}% every |w| up to {threshold.toFixed(3)} becomes 0:{' '}
        {lost === 0 ? (
          'each digit of the mark stands above it.'
        ) : (
          <span className={styles.out}>
            {lost} of {gone.length} digits of the mark go ({lostDigits.join(', ')}).
          </span>
        )}
      </p>
      <p className={styles.text}>
        A digit d sits at the weight h = (d − b)/a. Pruning takes the smallest weights, so zeros and ones go
        first. A mark of larger digits outlasts it; so does a map whose range starts further from 0.
      </p>
      <h3 className={styles.heading}>The first digit falls</h3>
      <KeyValueList items={losses.map(({ model: each, loss }) => lossFact(each, loss))} />
      <SectionLink
        section="train"
        onFollow={() => setTraining({ watermark: 'wm1', from: 'scratch', range: PRUNING_PROOF_RANGE })}
      >
        Try the pruning-proof map: wm₁ at {PRUNING_PROOF_RANGE.map(weight => weight.toFixed(2)).join(' to ')}
      </SectionLink>
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

function lossFact(model: MarkedModel, loss: number | null): KeyValue {
  const name = nameOf(model).whole;
  if (loss === 0) return { name, value: 'not read even unpruned', tone: 'out' };
  if (loss === null) return { name, value: 'never', tone: 'in' };
  return {
    name,
    value: `at ${percent(loss, 1)} pruned`,
    tone: loss > LARGEST_RATE ? 'in' : 'out',
    title: loss > LARGEST_RATE ? 'It holds at every rate of Table 4' : 'V_owner = failure from there on',
  };
}
