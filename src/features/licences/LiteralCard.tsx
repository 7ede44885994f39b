/** What the equations as printed achieve: how many searches end within ε, by confidence. None of them is issued. */
import { useTranslations } from 'use-intl';
import { csvOf } from '../../core/csv';
import { argmax } from '../../core/math';
import type { Fingerprint } from '../../jobs/protocol';
import { Card } from '../../ui/Card';
import { DownloadButton } from '../../ui/DownloadButton';
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
  const t = useTranslations('licences.literal');
  if (!results || results.length === 0) {
    return (
      <Card title={t('title')} section="2.3">
        <p className={styles.words}>{t('notTried')}</p>
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
    <Card
      title={t('title')}
      section="2.3"
      aside={
        <DownloadButton
          size="small"
          name="literal-equations.csv"
          mime="text/csv"
          aria-label={t('csv')}
          content={() =>
            csvOf([
              ['confidence', 'right_class', 'within_epsilon', 'searches', 'mean_error'],
              ...rows.map(row => [row.confidence, row.rightClass, row.passed, row.total, row.meanError]),
            ])
          }
        >
          CSV
        </DownloadButton>
      }
    >
      <p className={styles.rate} aria-live="polite">
        <strong>{((100 * passed) / results.length).toFixed(0)}%</strong>
        {t('ends', {
          passed: String(passed),
          count: String(results.length),
          epsilon: String(epsilon),
        })}
      </p>
      <Table
        caption={t('table')}
        hideCaption
        maxHeight="10rem"
        rows={rows}
        rowKey={row => row.confidence}
        columns={[
          { header: 'c', cell: row => markText(row.confidence), numeric: true, heading: true },
          { header: t('class'), cell: row => `${row.rightClass}/${row.total}`, numeric: true },
          { header: t('within'), cell: row => `${row.passed}/${row.total}`, numeric: true },
          {
            header: t('error'),
            cell: row => row.meanError.toFixed(4),
            numeric: true,
          },
        ]}
      />
      <p className={styles.words}>{t('why')}</p>
    </Card>
  );
}
