/** Figure 2: the whole test set answered for the authorized and for the unauthorized, accuracy as it accumulates. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { PAPER_FIGURE_2 } from '../../experiments/paper-values';
import type { UsageProgress } from '../../jobs/protocol';
import { digitsOnTheWay } from '../../store/state';
import { useStore } from '../../store/store';
import { Button } from '../../ui/Button';
import { DigitsProgress } from '../../ui/DigitsProgress';
import { KeepFocus } from '../../ui/KeepFocus';
import { Progress } from '../../ui/Progress';
import { ConfusionDialog } from './ConfusionDialog';
import { correctOf } from './confusion';
import styles from './Usage.module.css';

export interface UsageProps {
  readonly usage: UsageProgress | null;
  readonly usageRunning: boolean;
  readonly dataset: 'mnist' | 'synthetic' | null;
  /** The dataset is on its way. */
  readonly fetching: boolean;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

export function Usage({ usage, usageRunning, dataset, fetching, onRun, onCancel }: UsageProps) {
  const t = useTranslations('gate.usage');
  const [confusion, setConfusion] = useState(false);
  const digits = useStore(useShallow(digitsOnTheWay));
  const share = usage && usage.total > 0 ? usage.seen / usage.total : 0;
  const paper = dataset === 'mnist' ? PAPER_FIGURE_2 : null;
  return (
    <section className={styles.usage} aria-label={t('label')}>
      <div className={styles.figures}>
        <Figure
          name={t('authorized')}
          tone={styles.in}
          usage={usage}
          counts={usage?.authorized}
          paper={paper?.authorized}
        />
        <Figure
          name={t('unauthorized')}
          tone={styles.out}
          usage={usage}
          counts={usage?.unauthorized}
          paper={paper?.unauthorized}
        />
      </div>
      <KeepFocus>
        {usageRunning &&
          (fetching ? (
            <DigitsProgress {...digits} onCancel={onCancel} />
          ) : (
            <Progress
              label={t('images', { count: countText(usage?.seen ?? 0) })}
              value={share}
              secondsLeft={usage?.secondsLeft ?? null}
              onCancel={onCancel}
            />
          ))}
        <div className={styles.run}>
          {!usageRunning && (
            <span data-minor={usage ? '' : undefined}>
              <Button
                size="small"
                onClick={() => {
                  setConfusion(false); // open over figures that another tab took away
                  onRun();
                }}
              >
                {t(usage ? 'again' : 'run')}
              </Button>
            </span>
          )}
          {usage && (
            <Button size="small" variant="quiet" onClick={() => setConfusion(true)}>
              {t('confusion')}
            </Button>
          )}
        </div>
      </KeepFocus>
      {usage && !usageRunning && (
        <p className={styles.note} data-minor>
          {t(usage.seen < usage.total ? 'stopped' : 'measured', {
            total: countText(usage.total),
            seen: countText(usage.seen),
            dataset: dataset ?? 'mnist',
          })}
        </p>
      )}
      {confusion && usage && <ConfusionDialog usage={usage} onClose={() => setConfusion(false)} />}
    </section>
  );
}

const countText = (count: number) => count.toLocaleString('en');

interface FigureProps {
  readonly name: string;
  readonly tone: string | undefined;
  readonly usage: UsageProgress | null;
  readonly counts: readonly number[] | undefined;
  readonly paper: number | undefined;
}

function Figure({ name, tone, usage, counts, paper }: FigureProps) {
  const t = useTranslations('gate.usage');
  const percent = usage && usage.seen > 0 && counts ? (100 * correctOf(counts)) / usage.seen : null;
  return (
    <div className={styles.figure}>
      <span className={styles.name}>{name}</span>
      <span className={tone}>
        <span className={styles.number}>
          {percent === null ? '–' : percent.toFixed(percent < 99.95 ? 1 : 0)}
        </span>
        {percent !== null && <span className={styles.unit}>%</span>}
      </span>
      {paper !== undefined && (
        <span className={styles.name}>{t('paper', { percent: (100 * paper).toFixed(2) })}</span>
      )}
    </div>
  );
}
