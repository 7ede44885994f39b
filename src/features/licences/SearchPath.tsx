/** The search for one licence as it went or goes: the confidence towards c, the distortion beside it. */
import { useMemo } from 'react';
import { Card } from '../../ui/Card';
import { LineChart } from '../../ui/LineChart';
import type { ChartSeries } from '../../ui/LineChart';
import { markText } from '../../ui/confidence-scale';
import { outputName } from './board-cells';
import type { Output } from './board-cells';
import styles from './SearchPath.module.css';

export interface SearchPathProps {
  readonly output: Output | null;
  /** Null when it was not searched for in this visit's latest run. */
  readonly path: { readonly confidence: readonly number[]; readonly distortion: readonly number[] } | null;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

export function SearchPath({ output, path }: SearchPathProps) {
  const series = useMemo((): ChartSeries[] => {
    if (!path || !output) return [];
    const points = (values: readonly number[]) => values.map((value, i) => ({ x: i + 1, y: finite(value) }));
    return [
      { key: 'confidence', label: 'confidence', tone: 'in', points: points(path.confidence) },
      {
        key: 'target',
        label: `c = ${markText(output.confidence)}`,
        tone: 'in',
        reference: true,
        points: [1, Math.max(2, path.confidence.length)].map(x => ({ x, y: output.confidence })),
      },
      { key: 'distortion', label: 'L₂', tone: 'soft', axis: 'right', points: points(path.distortion) },
    ];
  }, [path, output]);

  return (
    <Card
      title="Search"
      {...(output && { note: `${outputName(output)}: confidence → c, and the distortion it costs` })}
    >
      {series.length > 0 ? (
        <LineChart
          title={`Search of ${output ? outputName(output) : ''}`}
          series={series}
          x={{ label: 'progress of the search' }}
          y={{ label: 'confidence', domain: [0, 1], ticks: [0, 0.5, 1] }}
          right={{ label: 'L₂', domain: [0, 'auto'] }}
          height={104}
        />
      ) : (
        <p className={styles.none}>
          The path is drawn while licences are made. {output ? 'This one was not in the latest run.' : ''}
        </p>
      )}
    </Card>
  );
}
