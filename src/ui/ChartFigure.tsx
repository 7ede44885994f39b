/** What every chart has around its plot: the axes' labels, a legend, the table of its values, and the picture as a file. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
import styles from './ChartFigure.module.css';
import { chartPng } from './chart-image';
import { download } from './download';
import { ChartIcon, DownloadIcon, TableIcon } from './icons';

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  /** The series' own dash or bar. */
  readonly sample: ReactNode;
}

export interface ChartFigureProps {
  /** What the chart shows; the table's caption. */
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** None shows no legend. */
  readonly legend: readonly LegendEntry[];
  /** Of plot and axis, in pixels. */
  readonly height: number;
  /** Right of the legend. */
  readonly aside?: ReactNode;
  readonly table: ReactNode;
  /** The plot. */
  readonly children: ReactNode;
}

export function ChartFigure({
  title,
  xLabel,
  yLabel,
  legend,
  height,
  aside,
  table,
  children,
}: ChartFigureProps) {
  const t = useTranslations('ui');
  const [asTable, setAsTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const save = async () => {
    const bytes = plot.current && (await chartPng(plot.current, { title, xLabel, yLabel, legend }));
    if (bytes) download(`${fileName(title)}.png`, bytes, 'image/png');
  };
  return (
    <figure className={styles.figure} aria-label={title}>
      <div className={styles.head}>
        <span className={styles.yLabel}>{yLabel}</span>
        {legend.length > 0 && (
          <ul className={styles.legend} aria-label={t('legend')}>
            {legend.map(entry => (
              <li key={entry.key}>
                {entry.sample}
                {entry.label}
              </li>
            ))}
          </ul>
        )}
        {aside}
        <span className={styles.tools}>
          <Button
            variant="quiet"
            size="small"
            icon={asTable ? <ChartIcon /> : <TableIcon />}
            aria-label={t(asTable ? 'chart.asChart' : 'chart.asTable', { title })}
            title={t(asTable ? 'chart.asChartShort' : 'chart.asTableShort')}
            onClick={() => setAsTable(!asTable)}
          />
          {!asTable && (
            <Button
              variant="quiet"
              size="small"
              icon={<DownloadIcon />}
              aria-label={t('chart.save', { title })}
              title={t('chart.saveShort')}
              onClick={() => void save()}
            />
          )}
        </span>
      </div>
      {asTable ? (
        table
      ) : (
        <>
          <div ref={plot} style={{ height }}>
            {children}
          </div>
          <figcaption className={styles.xLabel}>{xLabel}</figcaption>
        </>
      )}
    </figure>
  );
}

/** A title as a file name of plain letters, digits and dashes. */
function fileName(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
}
