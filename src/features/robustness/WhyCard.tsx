/** Why small digits die first: the layer's |w| as a histogram, the digits at their weights, and what a pruning rate takes. */
import { useMemo, useState } from 'react';
import { findSlot, layOut } from '../../engine/network';
import { weightOf } from '../../method/watermark/map';
import type { OwnerKey } from '../../method/watermark/owner-key';
import { LENET5 } from '../../model/lenet5';
import type { SavedModel } from '../../store/state';
import { Card } from '../../ui/Card';
import { Histogram } from '../../ui/Histogram';
import { Slider } from '../../ui/Slider';
import styles from './WhyCard.module.css';
import { toneOf } from './tones';

const layout = layOut(LENET5);
const BINS = 40;

export function WhyCard({ model, watermark }: { readonly model: SavedModel; readonly watermark: OwnerKey }) {
  const [rate, setRate] = useState(0.7);
  const sorted = useMemo(() => {
    const slot = findSlot(layout, `${watermark.layer}/kernel`);
    return model.parameters
      .slice(slot.offset, slot.offset + slot.length)
      .map(weight => Math.abs(weight))
      .sort();
  }, [model.parameters, watermark.layer]);

  const top = Math.max(
    0.5,
    ...Array.from({ length: 10 }, (_, digit) => weightOf(watermark.map, digit) + 0.05),
  );
  const bins = useMemo(() => {
    const counts = Array.from({ length: BINS }, () => 0);
    for (const weight of sorted) {
      const bin = Math.floor((weight / top) * BINS);
      if (bin < BINS) counts[bin]! += 1;
    }
    return counts.map((count, i) => ({ from: (i * top) / BINS, to: ((i + 1) * top) / BINS, count }));
  }, [sorted, top]);

  const pruned = Math.round(rate * sorted.length);
  const threshold = pruned === 0 ? 0 : sorted[pruned - 1]!;
  const lost = Array.from({ length: 10 }, (_, digit) => digit).filter(
    digit => weightOf(watermark.map, digit) <= threshold,
  );

  return (
    <Card title="Why small digits die first" note={model.name}>
      <Histogram
        bins={bins}
        threshold={{ value: threshold, label: `${Math.round(100 * rate)}% pruned` }}
        markers={Array.from({ length: 10 }, (_, digit) => ({
          at: weightOf(watermark.map, digit),
          label: String(digit),
          tone: toneOf(model),
        }))}
        xLabel="|w| in conv2, and where each digit sits"
        height={180}
      />
      <Slider
        label="Pruning rate"
        value={Math.round(100 * rate)}
        min={0}
        max={90}
        step={5}
        format={value => `${value}%`}
        onChange={value => setRate(value / 100)}
      />
      <p className={styles.text} aria-live="polite">
        At {Math.round(100 * rate)}% everything up to |w| = {threshold.toFixed(3)} becomes 0.{' '}
        {lost.length === 0
          ? 'Every digit stands above it.'
          : `Digits ${lost.join(', ')} sit below it and go.`}
      </p>
      <p className={styles.text}>
        A digit d sits at the weight h = (d − b)/a. Pruning takes the smallest weights, so zeros and ones go
        first; a mark of larger digits, or a map whose range starts further from 0 (try 0.35 to 0.70 on
        Train), leaves it nothing to take.
      </p>
    </Card>
  );
}
