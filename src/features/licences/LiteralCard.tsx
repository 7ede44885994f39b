/** What the equations as printed achieve: how many searches end within ε, by confidence. None of them is issued. */
import { argmax } from '../../core/math';
import type { Fingerprint } from '../../jobs/protocol';
import { Card } from '../../ui/Card';
import { markText } from '../../ui/confidence-scale';
import { Table } from '../../ui/Table';
import styles from './LiteralCard.module.css';

interface Row {
  readonly confidence: number;
  readonly passed: number;
  readonly total: number;
  readonly rightClass: number;
  readonly meanError: number;
}

function rowOf(results: readonly Fingerprint[], confidence: number): Row {
  const error = (result: Fingerprint) =>
    Math.abs((result.probabilities[result.class] ?? 0) - result.confidence);
  return {
    confidence,
    passed: results.filter(result => result.passed).length,
    total: results.length,
    rightClass: results.filter(result => argmax(result.probabilities) === result.class).length,
    meanError: results.reduce((sum, result) => sum + error(result), 0) / results.length,
  };
}

export function LiteralCard({
  results,
  epsilon,
}: {
  readonly results: readonly Fingerprint[] | null;
  readonly epsilon: number;
}) {
  if (!results || results.length === 0) {
    return (
      <Card title="Eq. (1)–(3) as printed" section="2.3">
        <p className={styles.words}>
          Not tried on this model yet. “Try all” searches for every cell of the board.
        </p>
      </Card>
    );
  }
  const passed = results.filter(result => result.passed).length;
  const confidences = [...new Set(results.map(result => result.confidence))].sort((a, b) => a - b);
  const rows = confidences.map(c =>
    rowOf(
      results.filter(result => result.confidence === c),
      c,
    ),
  );
  return (
    <Card title="Eq. (1)–(3) as printed" section="2.3">
      <p className={styles.rate} aria-live="polite">
        <strong>{((100 * passed) / results.length).toFixed(0)}%</strong>
        {passed} of {results.length} end within ε = {epsilon}; none is issued
      </p>
      <Table
        caption="Success of the literal equations by confidence"
        hideCaption
        maxHeight="10rem"
        rows={rows}
        rowKey={row => row.confidence}
        columns={[
          { header: 'c', cell: row => markText(row.confidence), numeric: true, heading: true },
          { header: 'class t', cell: row => `${row.rightClass}/${row.total}`, numeric: true },
          { header: 'within ε', cell: row => `${row.passed}/${row.total}`, numeric: true },
          {
            header: 'error',
            cell: row => row.meanError.toFixed(4),
            numeric: true,
          },
        ]}
      />
      <p className={styles.words}>
        Where c is small the other classes would have to be raised, and the printed terms give them no
        gradient.
      </p>
    </Card>
  );
}
