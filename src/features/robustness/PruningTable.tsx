/** Table 4 as it comes out here, with the paper's beside it and the SHA-256 of the weights that were tested. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PAPER_TABLE_4 } from '../../experiments/paper-values';
import type { PaperPruningRow } from '../../experiments/paper-values';
import type { Attacks } from '../../store/kept-attacks';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Table } from '../../ui/Table';
import type { TableColumn } from '../../ui/Table';
import styles from './PruningCard.module.css';
import { percent, useNames } from './names';
import type { MarkedModel } from './names';
import { WeightsHash } from './WeightsHash';

export interface PruningTableProps {
  readonly models: readonly MarkedModel[];
  /** By model id. */
  readonly attacks: Readonly<Record<string, Attacks>>;
  readonly withPaper: boolean;
}

export function PruningTable({ models, attacks, withPaper }: PruningTableProps) {
  const t = useTranslations('robustness.pruning');
  const nameOf = useNames();
  const [open, setOpen] = useState(false);
  const columns: TableColumn<PaperPruningRow>[] = [
    { header: t('column'), cell: row => percent(row.rate, 0), heading: true, numeric: true },
    ...models.map(model => ({
      header: nameOf(model).whole,
      cell: ({ rate }: PaperPruningRow) => {
        const row = attacks[model.id]?.pruning?.rows.find(own => own.rate === rate);
        if (!row) return '–';
        const alive = row.matches.filter(Boolean).length;
        return (
          <Verdict {...row} alive={alive} count={row.matches.length}>
            <WeightsHash sha256={row.weightsSha256} />
          </Verdict>
        );
      },
      numeric: true,
    })),
  ];
  if (withPaper) {
    columns.push(
      { header: t('paperColumn', { mark: 'wm₁' }), cell: ({ wm1 }) => <Verdict {...wm1} />, numeric: true },
      { header: t('paperColumn', { mark: 'wm₂' }), cell: ({ wm2 }) => <Verdict {...wm2} />, numeric: true },
    );
  }
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t(withPaper ? 'summaryPaper' : 'summary')}
      </Button>
      {open && (
        <Dialog wide title={t('table')} onClose={() => setOpen(false)}>
          <Table
            caption={t('table')}
            hideCaption
            rows={PAPER_TABLE_4}
            rowKey={row => row.rate}
            columns={columns}
          />
        </Dialog>
      )}
    </>
  );
}

function Verdict({
  accuracy,
  verified,
  alive,
  count,
  children,
}: {
  accuracy: number;
  verified: boolean;
  /** Digits left of the mark, of how many. */
  alive?: number;
  count?: number;
  /** After the verdict. */
  children?: ReactNode;
}): ReactNode {
  const t = useTranslations('robustness');
  const failure =
    alive === undefined || count === undefined
      ? t('failure')
      : t('pruning.failureCount', { alive: String(alive), count: String(count) });
  return (
    <>
      {percent(accuracy)}{' '}
      <span className={verified ? styles.in : styles.out}>{verified ? t('success') : failure}</span>{' '}
      {children}
    </>
  );
}
