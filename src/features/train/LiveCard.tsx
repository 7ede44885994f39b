/** The watermark's digits as dials, and loss, accuracy and the watermark's term over the epochs of the latest run. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { Dials } from '../../ui/Dials';
import { DialsFiles } from '../../ui/DialsFiles';
import { EmptyState } from '../../ui/EmptyState';
import { watermarkTone } from '../../store/watermark-tone';
import { Curves } from './Curves';
import styles from './LiveCard.module.css';
import { earlyDense, matchingDigits } from './mark';
import type { Mark } from './mark';

/** Points of a dial's path: more cannot be told apart. */
const PATH_POINTS = 60;

/** Of the dials, with the curves below them and without: what the screen leaves beside run and words. */
const LOW = 'clamp(7rem, 100dvh - 34rem, 14rem)';
const HIGH = 'clamp(10rem, 100dvh - 24rem, 26rem)';

export function LiveCard({ mark, active }: { readonly mark: Mark | null; readonly active: boolean }) {
  const t = useTranslations('train.live');
  const { history, readings, weights, inUse } = useStore(
    useShallow(state => ({
      history: state.trainingHistory,
      readings: state.readingHistory,
      weights: state.trainedWeights,
      inUse: currentModel(state)?.parameters,
    })),
  );
  /** What was recorded belongs to the run under way or to the model that came of it, not to another of the shelf. */
  const recorded = active || (weights !== null && weights === inUse);
  const paths = useMemo(() => (recorded ? earlyDense(readings, PATH_POINTS) : []), [recorded, readings]);
  const curves = recorded && history.some(point => point.loss !== null);

  return (
    <Card
      anchor="dials"
      title={t('title')}
      section="2.5"
      note={
        mark && (
          <>
            <MarkVerdict mark={mark} active={active} />
            <span className={styles.files}>
              <DialsFiles
                title={t('title')}
                targets={mark.key.digits}
                readings={mark.readings}
                history={paths}
                tone={watermarkTone(mark.key.digits)}
              />
            </span>
          </>
        )
      }
      className={styles.card}
    >
      {mark ? (
        <Dials
          targets={mark.key.digits}
          readings={mark.readings}
          history={paths}
          tone={watermarkTone(mark.key.digits)}
          height={curves ? LOW : HIGH}
        />
      ) : (
        <NoMark active={active} />
      )}
      {curves ? (
        <Curves history={history} tone={mark ? watermarkTone(mark.key.digits) : 'wm2'} />
      ) : (
        <p className={styles.note} data-minor>
          {t(active ? 'soon' : 'later')}
        </p>
      )}
    </Card>
  );
}

function MarkVerdict({ mark, active }: { readonly mark: Mark; readonly active: boolean }) {
  const t = useTranslations('train.live');
  const tone = mark.verified ? styles.in : active ? undefined : styles.out;
  return (
    <span aria-live="polite">
      {t.rich('verdict', {
        matching: String(matchingDigits(mark)),
        count: String(mark.key.digits.length),
        state: mark.verified ? 'verified' : active ? 'pending' : 'failed',
        strong: chunks => <strong className={tone}>{chunks}</strong>,
      })}
    </span>
  );
}

function NoMark({ active }: { readonly active: boolean }) {
  const t = useTranslations('train.live');
  return (
    <EmptyState title={t(active ? 'unmarkedRun' : 'none')}>
      {t(active ? 'unmarkedRunWhy' : 'noneWhy')}
    </EmptyState>
  );
}
