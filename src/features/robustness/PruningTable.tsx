/** Table 4 as it comes out here, with the paper's beside it. */
import type { ReactNode } from 'react';
import { PAPER_TABLE_4 } from '../../experiments/paper-values';
import type { PaperPruningRow } from '../../experiments/paper-values';
import type { PruningRow } from '../../jobs/protocol';
import { Table } from '../../ui/Table';
import type { TableColumn } from '../../ui/Table';
import styles from './PruningCard.module.css';
import { nameOf, percent } from './names';
import type { MarkedModel } from './names';

export interface PruningTableProps {
  readonly models: readonly MarkedModel[];
  /** Rows by model id. */
  readonly pruning: Readonly<Record<string, readonly PruningRow[]>>;
  readonly withPaper: boolean;
}

export function PruningTable({ models, pruning, withPaper }: PruningTableProps) {
  const columns: TableColumn<PaperPruningRow>[] = [
    { header: 'rate', cell: row => percent(row.rate, 0), heading: true, numeric: true },
    ...models.map(model => ({
      header: nameOf(model).whole,
      cell: ({ rate }: PaperPruningRow) => {
        const row = pruning[model.id]?.find(own => own.rate === rate);
        if (!row) return '–';
        const { length } = row.matches;
        return <Verdict {...row} count={`${row.matches.filter(Boolean).length} of ${length}`} />;
      },
      numeric: true,
    })),
  ];
  if (withPaper) {
    columns.push(
      { header: 'paper, wm₁', cell: ({ wm1 }) => <Verdict {...wm1} />, numeric: true },
      { header: 'paper, wm₂', cell: ({ wm2 }) => <Verdict {...wm2} />, numeric: true },
    );
  }
  return (
    <details className={styles.table}>
      <summary>Accuracy and verdict at each rate{withPaper ? ', with Table 4' : ''}</summary>
      <Table
        caption="Accuracy and V_owner at each pruning rate"
        hideCaption
        rows={PAPER_TABLE_4}
        rowKey={row => row.rate}
        columns={columns}
      />
    </details>
  );
}

function Verdict({
  accuracy,
  verified,
  count,
}: {
  accuracy: number;
  verified: boolean;
  /** Digits left of the mark. */
  count?: string;
}): ReactNode {
  return (
    <>
      {percent(accuracy)}{' '}
      <span className={verified ? styles.in : styles.out}>
        {verified ? 'success' : count === undefined ? 'failure' : `failure, ${count}`}
      </span>
    </>
  );
}
