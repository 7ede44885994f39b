/** Whether this computer gave the same bits as the recorded run, and if not, where it differs. */
import { useMemo } from 'react';
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
  const differences = useMemo(() => compareResults(ours, theirs), [ours, theirs]);
  const other = CONDITIONS.filter(field => ours[field] !== theirs[field]);
  if (other.length > 0) {
    return (
      <Notice>
        Not comparable bit for bit: the recorded run has{' '}
        {other.map(field => `${field} ${theirs[field]} (here ${ours[field]})`).join(', ')}.
      </Notice>
    );
  }
  if (differences.length === 0) {
    return (
      <output className={styles.same}>
        <strong>The same bits.</strong> Every figure and every hash of weights agrees with the recorded run.
      </output>
    );
  }
  return (
    <Notice tone="warning">
      {differences.length} figures or hashes differ from the recorded run:
      <ul className={styles.differences}>
        {differences.slice(0, SHOWN).map(({ path, ours: here, theirs: there }) => (
          <li key={path}>
            {path}: {JSON.stringify(here)} here, {JSON.stringify(there)} recorded
          </li>
        ))}
      </ul>
    </Notice>
  );
}
