/** Robustness (section 3.5): pruning and fine-tuning, run in front of the viewer, and why small digits die first. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { newestOfEachKind } from '../../store/shelf';
import { useStore } from '../../store/store';
import { currentModel } from '../../store/state';
import { EmptyState } from '../../ui/EmptyState';
import { KeepFocus } from '../../ui/KeepFocus';
import { SectionLink } from '../../ui/SectionLink';
import { FineTuningCard } from './FineTuningCard';
import { PruningCard } from './PruningCard';
import styles from './RobustnessSection.module.css';
import { RunsLeft } from './RunsLeft';
import { WhyCard } from './WhyCard';
import { isMarked } from './names';

export default function RobustnessSection() {
  const t = useTranslations('robustness');
  const models = useStore(state => state.models);
  const model = useStore(currentModel);
  const restored = useStore(state => state.restored);
  const currentId = useStore(state => state.currentId);
  const marked = useMemo(() => newestOfEachKind(models, currentId).filter(isMarked), [models, currentId]);
  const shown = model && isMarked(model) ? model : marked[0];
  /** The attack under way, or the one that was left waiting. */
  const begun = useStore(state => {
    if (state.pruningRunning) return 'pruning';
    const waits = shown !== undefined && state.attacks[shown.id]?.fineTuning?.unfinished !== undefined;
    return state.fineTuningRunning || waits ? 'tuning' : null;
  });
  /** Of the two attacks one is laid out; the other says in a line what came of it. Null: neither was chosen or begun yet. */
  const [attack, setAttack] = useState<'pruning' | 'tuning' | null>(null);
  // What was once laid out stays so when it has ended.
  if (attack === null && begun !== null) setAttack(begun);

  if (!shown) {
    if (!restored) return <EmptyState title={t('looking')} />;
    return (
      <EmptyState
        title={t('none.title')}
        action={
          <KeepFocus>
            <RunsLeft />
            <SectionLink section="train">{t('none.toTrain')}</SectionLink>
          </KeepFocus>
        }
      >
        {t('none.text')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.robustness}>
      <div className={styles.main}>
        <PruningCard models={marked} open={attack !== 'tuning'} onOpen={() => setAttack('pruning')} />
        <FineTuningCard
          models={marked}
          model={shown}
          open={attack === 'tuning'}
          onOpen={() => setAttack('tuning')}
        />
      </div>
      <WhyCard models={marked} model={shown} key={shown.id} />
    </div>
  );
}
