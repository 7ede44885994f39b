/** Robustness (section 3.5): pruning and fine-tuning, run in front of the viewer, and why small digits die first. */
import { useMemo } from 'react';
import { useStore } from '../../store/store';
import { currentModel } from '../../store/state';
import { EmptyState } from '../../ui/EmptyState';
import { SectionLink } from '../../ui/SectionLink';
import { FineTuningCard } from './FineTuningCard';
import { PruningCard } from './PruningCard';
import styles from './RobustnessSection.module.css';
import { WhyCard } from './WhyCard';
import { isMarked } from './names';

export default function RobustnessSection() {
  const models = useStore(state => state.models);
  const model = useStore(currentModel);
  const restored = useStore(state => state.restored);
  const marked = useMemo(() => Object.values(models).filter(isMarked), [models]);
  const shown = model && isMarked(model) ? model : marked[0];

  if (!shown) {
    if (!restored) return <EmptyState title="Looking for what the last visit left …" />;
    return (
      <EmptyState
        title="No watermarked model to attack"
        action={<SectionLink section="train">Go to Train</SectionLink>}
      >
        Train a LeNet-5 with wm₁ or wm₂, which takes about a minute, or load a model and its owner’s key. Then
        see what pruning and fine-tuning leave of the mark.
      </EmptyState>
    );
  }
  return (
    <div className={styles.robustness}>
      <div className={styles.main}>
        <PruningCard models={marked} />
        <FineTuningCard models={marked} model={shown} />
      </div>
      <WhyCard models={marked} model={shown} key={shown.id} />
    </div>
  );
}
