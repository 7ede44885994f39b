/**
 * A way through a plane, as a search takes it: its points in order, where it began (hollow) and where it stands (filled), towards a band.
 * Unlike a `LineChart`'s series it may turn back on itself.
 */
import { ChartFigure } from './ChartFigure';
import type { LegendEntry } from './ChartFigure';
import styles from './PathChart.module.css';
import { Table } from './Table';
import { CHART_GUTTER, CHART_RIGHT } from './chart-frame';
import { thinRows } from './chart-rows';
import { placeLabels } from './path-labels';
import { useScale, useSize } from './use-size';

export interface PathPoint {
  readonly x: number;
  readonly y: number;
}

export interface PathBand {
  readonly at: number;
  /** Reaches from `at − half` to `at + half`. */
  readonly half: number;
  /** The one that is aimed at; the others are pale. */
  readonly aim: boolean;
}

export interface PathChartProps {
  /** What the chart shows; the table's caption. */
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Heading of the points' numbers in the table. */
  readonly stepLabel: string;
  readonly points: readonly PathPoint[];
  readonly bands: readonly PathBand[];
  /** Words at points: where a phase begins, where it ends. */
  readonly labels: readonly { readonly index: number; readonly text: string }[];
  /** What the legend says of path, aim and other bands; null leaves its entry out. */
  readonly words: { readonly path: string | null; readonly aim: string; readonly others: string | null };
  /** Whether the last point may still move. */
  readonly live: boolean;
  /** Of the plot at least, in pixels where type has its usual size. */
  readonly height?: number;
}

const AXIS = 24;
const TOP = 8;
const TABLE_ROWS = 60;

/** Ticks from 0, a handful of them. */
function ticksTo(most: number): number[] {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10].find(size => most / size <= 6) ?? 20;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

export function PathChart(props: PathChartProps) {
  const { title, xLabel, yLabel, stepLabel, points, words, height = 150 } = props;
  const rows = points.map((point, index) => ({ ...point, index }));
  const entry = (key: string, label: string, colour: string, className: string | undefined): LegendEntry => ({
    key,
    label,
    colour,
    sample: (
      <svg width="18" height="8" aria-hidden="true">
        <path className={className} d="M0 4h18" />
      </svg>
    ),
  });
  return (
    <ChartFigure
      title={title}
      xLabel={xLabel}
      yLabel={yLabel}
      legend={[
        ...(words.path === null ? [] : [entry('path', words.path, 'var(--ink)', styles.path)]),
        entry('aim', words.aim, 'var(--in)', styles.aim),
        ...(words.others === null ? [] : [entry('others', words.others, 'var(--line-strong)', styles.other)]),
      ]}
      height={TOP + height + AXIS}
      values={() => [[stepLabel, xLabel, yLabel], ...rows.map(({ index, x, y }) => [index + 1, x, y])]}
      table={
        <Table
          caption={title}
          hideCaption
          maxHeight={TOP + height + AXIS}
          rows={thinRows(rows, TABLE_ROWS)}
          rowKey={row => row.index}
          columns={[
            { header: stepLabel, cell: row => row.index + 1, numeric: true, heading: true },
            { header: xLabel, cell: row => row.x.toFixed(2), numeric: true },
            { header: yLabel, cell: row => row.y.toFixed(4), numeric: true },
          ]}
        />
      }
    >
      <Plot {...props} />
    </ChartFigure>
  );
}

function Plot({ title, points, bands, labels, live, height: least = 150 }: PathChartProps) {
  const { ref, width, height: room } = useSize({ width: 340, height: TOP + least + AXIS });
  const scale = useScale();
  const gutter = CHART_GUTTER * scale;
  const height = Math.max(1, room - TOP - AXIS * scale);
  const farthest = Math.max(1.5, ...points.map(point => 1.3 * point.x));
  const highest = Math.min(
    1,
    Math.max(0.5, ...points.map(point => point.y), ...bands.map(band => band.at + band.half)) + 0.05,
  );
  const plot = Math.max(1, width - gutter - CHART_RIGHT * scale);
  const left = (x: number) => gutter + (plot * x) / farthest;
  const top = (y: number) => TOP + height * (1 - y / highest);
  const first = points[0];
  const last = points.at(-1);
  const right = gutter + plot;
  const placed = placeLabels(
    labels.flatMap(({ index, text }) => {
      const point = points[index];
      return point ? [{ text, x: left(point.x) / scale, y: top(point.y) / scale }] : [];
    }),
    { width: width / scale, height: (TOP + height) / scale },
  );
  return (
    <div ref={ref} className={styles.room}>
      <svg className={styles.drawing} width={width} height={room} role="img" aria-label={title}>
        {ticksTo(highest).map(y => (
          <g key={y}>
            <path className={styles.grid} d={`M${gutter} ${top(y)}H${right}`} />
            <text className={styles.tick} x={gutter - 8} y={top(y) + 4 * scale} textAnchor="end">
              {y.toFixed(1)}
            </text>
          </g>
        ))}
        {ticksTo(farthest).map(x => (
          <text key={x} className={styles.tick} x={left(x)} y={TOP + height + 17 * scale} textAnchor="middle">
            {Number(x.toFixed(1))}
          </text>
        ))}
        <path className={styles.axis} d={`M${gutter} ${top(0)}H${right}`} />
        {bands.map(({ at, half, aim }) => (
          <g key={at}>
            {aim && (
              <rect
                className={styles.band}
                x={gutter}
                width={plot}
                y={top(at + half)}
                height={top(at - half) - top(at + half)}
              />
            )}
            <path className={aim ? styles.aim : styles.other} d={`M${gutter} ${top(at)}H${right}`} />
          </g>
        ))}
        <path
          className={styles.path}
          d={points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${left(x)} ${top(y)}`).join('')}
        />
        {points.map(({ x, y }, i) => (
          <circle key={i} className={styles.step} cx={left(x)} cy={top(y)} r="1.6" />
        ))}
        {first && points.length > 1 && (
          <circle className={styles.start} cx={left(first.x)} cy={top(first.y)} r="4" />
        )}
        {last && (
          <circle className={live ? styles.now : styles.end} cx={left(last.x)} cy={top(last.y)} r="4.5" />
        )}
        {placed.map(({ text, x, y, anchor }) => (
          <text
            key={`${text} ${x} ${y}`}
            className={styles.label}
            x={x * scale}
            y={y * scale}
            textAnchor={anchor}
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}
