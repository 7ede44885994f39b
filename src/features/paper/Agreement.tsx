/** Whether a run made here, or one from a file, has the same bits as another, and if not, where it differs. */
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
  readonly names: { readonly ours: 'here' | 'file'; readonly theirs: 'recorded' | 'here' };
}

/** Differences that are written out; the rest are counted. */
const SHOWN = 6;

/** What must be the same before bits can be. */
const CONDITIONS = ['seed', 'preset', 'dataset', 'backend'] as const;

export function Agreement({ ours, theirs, names }: AgreementProps) {
  const t = useTranslations('paper');
  const differences = useMemo(() => compareResults(ours, theirs), [ours, theirs]);
  const other = CONDITIONS.filter(field => ours[field] !== theirs[field]);
  if (other.length > 0) {
    return (
      <Notice>
        {t('agreement.conditions', {
          theirs: names.theirs,
          differences: other
            .map(field =>
              t('agreement.condition', {
                field: t(`agreement.${field}`),
                recorded: String(theirs[field]),
                ours: names.ours,
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
        {t.rich('agreement.same', { theirs: names.theirs, b: words => <strong>{words}</strong> })}
      </output>
    );
  }
  return (
    <Notice tone="warning">
      {t('agreement.different', { count: differences.length, theirs: names.theirs })}
      <ul className={styles.differences}>
        {differences.slice(0, SHOWN).map(({ path, ours: here, theirs: there }) => (
          <li key={path}>
            {t('agreement.difference', {
              ...names,
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
