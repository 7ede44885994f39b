/** One table of a result, in the page's language. */
import { useTranslations } from 'use-intl';
import type { Column, Table as ExperimentTable, TableValue } from '../../experiments/experiment';
import { formatValue } from '../../experiments/report';
import { sayWords } from '../../texts/say';
import { Subscripts } from '../../ui/subscripts';
import { Table } from '../../ui/Table';

type Row = Readonly<Record<string, TableValue>>;

const SHA_256 = /^[0-9a-f]{64}$/;

/** Of a hash, where it would make its table wider than the page: enough to tell models apart. */
const HASH_DIGITS = 12;

/** As `formatValue`, in the page's language where the value is words. */
function valueWords(value: TableValue | undefined, column: Column, t: (key: 'yes' | 'no') => string): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  return typeof value === 'string' ? sayWords(value) : formatValue(value, column);
}

export function ResultTable({ table }: { readonly table: ExperimentTable }) {
  const t = useTranslations('paper');
  return (
    <Table<Row>
      caption={sayWords(table.title)}
      title={<Subscripts text={sayWords(table.title)} />}
      maxHeight="var(--table-most, 24rem)"
      rows={table.rows}
      rowKey={(_, index) => index}
      columns={table.columns.map((column, index) => ({
        header: <Subscripts text={sayWords(column.label)} />,
        cell: (row: Row) => {
          const value = row[column.key];
          if (typeof value === 'string' && SHA_256.test(value))
            return <code title={value}>{value.slice(0, HASH_DIGITS)}…</code>;
          return valueWords(value, column, t);
        },
        numeric: column.format !== 'text',
        heading: index === 0,
      }))}
    />
  );
}
