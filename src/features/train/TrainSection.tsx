/** Train and watermark (section 2.5): the run above, the digits and curves at the left, the marked component at the right. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { layOut } from '../../engine/network';
import { readWatermark } from '../../method/watermark/verification';
import { LENET5 } from '../../model/lenet5';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { ComponentCard } from './ComponentCard';
import { LiveCard } from './LiveCard';
import { RunCard } from './RunCard';
import { ShelfCard } from './ShelfCard';
import styles from './TrainSection.module.css';
import type { Mark } from './mark';

const layout = layOut(LENET5);

export default function TrainSection() {
  const model = useStore(currentModel);
  const { status, key, progress, twin } = useStore(
    useShallow(state => ({
      status: state.trainingStatus,
      key: state.trainingKey,
      progress: state.trainingProgress,
      twin: state.models['none'],
    })),
  );

  /** The mark of the run under way, else of the model in use. */
  const mark = useMemo<Mark | null>(() => {
    if (status === 'running' || status === 'paused') {
      return key && progress?.watermark ? { key, ...progress.watermark, source: 'the run under way' } : null;
    }
    if (!model?.key) return null;
    return { key: model.key, ...readWatermark(layout, model.parameters, model.key), source: model.name };
  }, [status, key, progress, model]);

  const active = status === 'running' || status === 'paused';
  const accuracy = active ? null : (model?.accuracy ?? null);
  const twinAccuracy = model?.id === 'none' ? null : (twin?.accuracy ?? null);
  const drop = accuracy !== null && twinAccuracy !== null ? twinAccuracy - accuracy : null;

  return (
    <div className={styles.train}>
      <div className={styles.run}>
        <RunCard />
      </div>
      <LiveCard mark={mark} active={active} />
      <div className={styles.side}>
        <ComponentCard mark={mark} accuracy={accuracy} drop={drop} active={active} />
      </div>
      <div className={styles.run}>
        <ShelfCard />
      </div>
    </div>
  );
}
