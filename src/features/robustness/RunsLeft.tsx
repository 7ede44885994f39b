/** Attacks under way on models that were all taken off the shelf meanwhile: no card is left to cancel them on. */
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { useStore } from '../../store/store';
import { Progress } from '../../ui/Progress';

export function RunsLeft() {
  const t = useTranslations('robustness');
  const { pruning, tuning, fraction, cancelPruning, cancelTuning } = useStore(
    useShallow(state => ({
      pruning: state.pruningRunning,
      tuning: state.fineTuningRunning,
      fraction: state.fineTuningProgress?.fraction ?? null,
      cancelPruning: state.cancelPruning,
      cancelTuning: state.cancelFineTuning,
    })),
  );
  return (
    <>
      {pruning && (
        <Progress label={t('pruning.title')} value={null} detail={t('none.left')} onCancel={cancelPruning} />
      )}
      {tuning && (
        <Progress
          label={t('tuning.title')}
          value={fraction}
          detail={t('none.left')}
          onCancel={cancelTuning}
        />
      )}
    </>
  );
}
