/** A table of numbers or words, wide ones scrolling within themselves. */
import type { ReactNode } from 'react';
import { ScrollFrame } from './ScrollFrame';
import styles from './Table.module.css';
import { classes } from './classes';

export interface TableColumn<Row> {
  readonly header: ReactNode;
  readonly cell: (row: Row, index: number) => ReactNode;
  /** Right-aligned, monospaced, tabular figures. */
  readonly numeric?: boolean;
  /** The row's heading. */
  readonly heading?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  /** The caption as it is seen, where that has markup. */
  readonly title?: ReactNode;
  readonly hideCaption?: boolean;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row, index: number) => string | number;
  /** Tallest it may become before it scrolls; any CSS length. */
  readonly maxHeight?: number | string;
}

export function Table<Row>({
  caption,
  title = caption,
  hideCaption = false,
  columns,
  rows,
  rowKey,
  maxHeight,
}: TableProps<Row>) {
  return (
    <ScrollFrame label={caption} className={styles.frame} style={{ maxHeight }}>
      <table className={styles.table}>
        <caption className={hideCaption ? 'visually-hidden' : styles.caption}>{title}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" className={classes(column.numeric && styles.numeric)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={rowKey(row, rowIndex)}>
              {columns.map((column, index) =>
                column.heading ? (
                  <th key={index} scope="row" className={classes(column.numeric && styles.numeric)}>
                    {column.cell(row, rowIndex)}
                  </th>
                ) : (
                  <td key={index} className={classes(column.numeric && styles.numeric)}>
                    {column.cell(row, rowIndex)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
