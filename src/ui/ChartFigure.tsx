/** What every chart has around its plot: the axes' labels, a legend, the table of its values, and picture and values as files. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { csvOf } from '../core/csv';
import type { CsvValue } from '../core/csv';
import { Button } from './Button';
import styles from './ChartFigure.module.css';
import { chartPng } from './chart-image';
import { download, fileName } from './download';
import { ChartIcon, DownloadIcon, TableIcon } from './icons';
import { PictureButton } from './PictureButton';

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
  /** A chart below has the same axis: its label can be done without. */
  readonly sharesX?: boolean;
  /** None shows no legend. */
  readonly legend: readonly LegendEntry[];
  /** Of plot and axis at least, in pixels where type has its usual size: in a card with room left they take it. */
  readonly height: number;
  /** Right of the legend. */
  readonly aside?: ReactNode;
  readonly table: ReactNode;
  /** Heads and values of the CSV file, unrounded; asked for only when it is saved. */
  readonly values: () => readonly (readonly CsvValue[])[];
  /** The plot. */
  readonly children: ReactNode;
}

export function ChartFigure({
  title,
  xLabel,
  yLabel,
  sharesX = false,
  legend,
  height,
  aside,
  table,
  values,
  children,
}: ChartFigureProps) {
  const t = useTranslations('ui');
  const [asTable, setAsTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
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
        <span className={styles.tools} data-minor>
          <Button
            variant="quiet"
            size="small"
            icon={asTable ? <ChartIcon /> : <TableIcon />}
            aria-label={t(asTable ? 'chart.asChart' : 'chart.asTable', { title })}
            title={t(asTable ? 'chart.asChartShort' : 'chart.asTableShort')}
            onClick={() => setAsTable(!asTable)}
          />
          {!asTable && (
            <PictureButton
              variant="quiet"
              size="small"
              title={title}
              draw={() => chartPng(plot.current, { title, xLabel, yLabel, legend })}
            />
          )}
          <Button
            variant="quiet"
            size="small"
            aria-label={t('chart.saveValues', { title })}
            title={t('chart.saveValuesShort')}
            iconAfter={<DownloadIcon />}
            onClick={() => download(`${fileName(title)}.csv`, csvOf(values()), 'text/csv')}
          >
            CSV
          </Button>
        </span>
      </div>
      {asTable ? (
        table
      ) : (
        <>
          <div ref={plot} className={styles.plot} style={{ '--least': `${height / 16}rem` }}>
            <div className={styles.drawing}>{children}</div>
          </div>
          <figcaption className={styles.xLabel} data-minor={sharesX || undefined}>
            {xLabel}
          </figcaption>
        </>
      )}
    </figure>
  );
}
