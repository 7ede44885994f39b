/** Whether this computer gave the same bits as the recorded run, and if not, where it differs. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { compareResults } from '../../experiments/results';
import type { Results } from '../../experiments/results';
import { Notice } from '../../ui/Notice';
import styles from './Agreement.module.css';

export interface AgreementProps {
  /** Both of one experiment alone. */
  readonly ours: Results;
  readonly theirs: Results;
}

/** Differences that are written out; the rest are counted. */
const SHOWN = 6;

/** What must be the same before bits can be. */
const CONDITIONS = ['seed', 'preset', 'dataset', 'backend'] as const;

export function Agreement({ ours, theirs }: AgreementProps) {
  const t = useTranslations('paper');
  const differences = useMemo(() => compareResults(ours, theirs), [ours, theirs]);
  const other = CONDITIONS.filter(field => ours[field] !== theirs[field]);
  if (other.length > 0) {
    return (
      <Notice>
        {t('agreement.conditions', {
          differences: other
            .map(field =>
              t('agreement.condition', {
                field: t(`agreement.${field}`),
                recorded: String(theirs[field]),
                here: String(ours[field]),
              }),
            )
            .join(', '),
        })}
      </Notice>
    );
  }
  if (differences.length === 0) {
    return (
      <output className={styles.same}>
        {t.rich('agreement.same', { b: words => <strong>{words}</strong> })}
      </output>
    );
  }
  return (
    <Notice tone="warning">
      {t('agreement.different', { count: differences.length })}
      <ul className={styles.differences}>
        {differences.slice(0, SHOWN).map(({ path, ours: here, theirs: there }) => (
          <li key={path}>
            {t('agreement.difference', {
              path,
              here: JSON.stringify(here) ?? '–',
              recorded: JSON.stringify(there) ?? '–',
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
