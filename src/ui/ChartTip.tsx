/** The values at the pointer, beside each series' own mark. */
import type { ReactNode } from 'react';
import styles from './ChartTip.module.css';

export interface ChartTipProps {
  readonly title: string;
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly sample: ReactNode;
    readonly value: string;
  }[];
}

export function ChartTip({ title, rows }: ChartTipProps) {
  return (
    <div className={styles.tip}>
      <strong>{title}</strong>
      {rows.map(row => (
        <span key={row.key} className={styles.row}>
          {row.sample}
          {row.label}
          <output>{row.value}</output>
        </span>
      ))}
    </div>
  );
}
