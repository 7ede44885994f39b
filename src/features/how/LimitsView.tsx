/** Where the scheme breaks: each weakness with what the recorded run measured of it, on what, and what follows. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useFormatter, useTranslations } from 'use-intl';
import type { Results } from '../../experiments/results';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { dateText } from '../../ui/date-text';
import { EmptyState } from '../../ui/EmptyState';
import { GateLimits, LicenceLimits } from './GateLimits';
import styles from './LimitsView.module.css';
import { MarkLimits } from './MarkLimits';

export function LimitsView() {
  const t = useTranslations('how');
  const { results, open } = useStore(
    useShallow(state => ({ results: state.recordedRuns.paper, open: state.openRecordedRun })),
  );
  useEffect(() => {
    void open('paper');
  }, [open]);
  if (!results) {
    return <EmptyState title={results === null ? t('limits.missing') : t('limits.reading')} />;
  }
  return (
    <div className={styles.limits}>
      <Group title={t('limits.gate')} paper="2.2">
        <GateLimits results={results} />
        <LicenceLimits results={results} />
      </Group>
      <Group title={t('limits.mark')} paper="2.5">
        <MarkLimits results={results} />
      </Group>
      <Ground results={results} />
    </div>
  );
}

function Group({
  title,
  paper,
  children,
}: {
  readonly title: string;
  readonly paper: string;
  readonly children: ReactNode;
}) {
  return (
    <Card title={title} section={paper}>
      <ul className={styles.list}>{children}</ul>
    </Card>
  );
}

/** What all figures of the section were measured on. */
function Ground({ results }: { readonly results: Results }) {
  const t = useTranslations('how');
  const format = useFormatter();
  const date = Object.values(results.experiments)
    .map(({ provenance }) => provenance.date)
    .toSorted()
    .at(-1);
  return (
    <p className={styles.ground} data-minor>
      {t('limits.ground', {
        date: date === undefined ? '–' : dateText(date, format),
        seed: String(results.seed),
        dataset: results.dataset === 'mnist' ? 'MNIST' : t('builtIn'),
        backend: `${results.backend} (${results.adapter})`,
        epsilon: String(results.epsilon),
        weights: Object.entries(results.experiments.wear?.provenance.weightsSha256 ?? {})
          .map(([model, sha256]) => `${model} ${sha256.slice(0, 16)}`)
          .join(', '),
      })}
    </p>
  );
}
