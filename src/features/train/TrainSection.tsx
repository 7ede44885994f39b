/** Train and watermark (section 2.5): the run above, the digits and curves at the left, then the marked component, then the models at hand. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { layOut } from '../../engine/network';
import { readWatermark } from '../../method/watermark/verification';
import { LENET5 } from '../../model/lenet5';
import { modelName } from '../../store/shelf';
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
  const t = useTranslations('train.live');
  const model = useStore(currentModel);
  const { active, key, reading, checkpoint } = useStore(
    useShallow(state => ({
      active: state.trainingStatus === 'running' || state.trainingStatus === 'paused',
      key: state.trainingKey,
      reading: state.trainingProgress?.watermark ?? null,
      checkpoint: state.trainingCheckpoint,
    })),
  );

  /** The mark of the run under way, else of the model in use. */
  const mark = useMemo<Mark | null>(() => {
    if (active) {
      if (!key) return null;
      if (reading) return { key, ...reading, source: t('thisRun') };
      // Before the first step, or after a reload, the checkpoint's weights are all there is.
      return (
        checkpoint && { key, ...readWatermark(layout, checkpoint.parameters, key), source: t('thisRun') }
      );
    }
    if (!model?.key) return null;
    return {
      key: model.key,
      ...readWatermark(layout, model.parameters, model.key),
      source: modelName(model),
    };
  }, [active, key, reading, checkpoint, model, t]);

  return (
    <div className={styles.train}>
      <div className={styles.wide} data-tour="run">
        <RunCard />
      </div>
      <LiveCard mark={mark} active={active} />
      <ComponentCard mark={mark} active={active} />
      <ShelfCard active={active} marked={mark !== null} />
    </div>
  );
}
