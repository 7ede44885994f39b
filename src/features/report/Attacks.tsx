/** Pruning and fine-tuning of the model in use, as far as they were run (section 3.5). */
import { useTranslations } from 'use-intl';
import { sub } from '../../ui/subscripts';
import { Table } from '../../ui/Table';
import type { LessonReport } from './lesson-report';
import { percent } from './percent';

interface Row {
  readonly accuracy: number;
  readonly matches: readonly boolean[];
  readonly verified: boolean;
}

export function Attacks({ report }: { readonly report: LessonReport }) {
  const t = useTranslations('report');
  const { pruning, fineTuning } = report;
  const columns = [
    { header: t('training.accuracy'), cell: (row: Row) => percent(row.accuracy), numeric: true },
    {
      header: t('attacks.digits'),
      cell: (row: Row) => `${row.matches.filter(Boolean).length} / ${row.matches.length}`,
      numeric: true,
    },
    {
      header: t.rich('attacks.ownership', { sub }),
      cell: (row: Row) => t(row.verified ? 'verified' : 'notVerified'),
    },
  ];
  return (
    <>
      {pruning ? (
        <Table
          caption={t('attacks.pruning')}
          rows={pruning.rows}
          rowKey={row => row.rate}
          columns={[
            {
              header: t('attacks.rate'),
              cell: row => `${Math.round(100 * row.rate)}%`,
              numeric: true,
              heading: true,
            },
            ...columns,
          ]}
        />
      ) : (
        <p>{t('attacks.noPruning')}</p>
      )}
      {fineTuning ? (
        <Table
          caption={t('attacks.fineTuning', { rate: String(fineTuning.learningRate) })}
          rows={fineTuning.rows}
          rowKey={row => row.epoch}
          columns={[
            { header: t('training.epoch'), cell: row => row.epoch, numeric: true, heading: true },
            ...columns,
          ]}
        />
      ) : (
        <p>{t('attacks.noFineTuning')}</p>
      )}
    </>
  );
}
