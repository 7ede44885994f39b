/**
 * Curves over a numeric axis, what is here against what is elsewhere: measured series are solid, references (the paper's) dashed.
 * Its legend is drawn with the lines' own dashes.
 */
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart as Recharts,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartFigure } from './ChartFigure';
import { ChartTip } from './ChartTip';
import { Table } from './Table';
import { CHART_GUTTER, CHART_RIGHT } from './chart-frame';
import { mergeSeries, thinRows } from './chart-rows';
import type { ChartPoint } from './chart-rows';
import { toneColour } from './tone';
import type { Tone } from './tone';
import { useScale } from './use-size';

export interface ChartSeries {
  /** Not `x`. */
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
  readonly points: readonly ChartPoint[];
  /** From elsewhere: dashed and thin. */
  readonly reference?: boolean;
  /** Dashed, though measured here. */
  readonly dashed?: boolean;
  readonly axis?: 'left' | 'right';
  /** A dot at each point. */
  readonly dots?: boolean;
}

export interface ChartAxis {
  readonly label: string;
  readonly domain?: readonly [number | 'auto', number | 'auto'];
  readonly ticks?: readonly number[];
  /** A value with its unit. */
  readonly format?: (value: number) => string;
}

export interface LineChartProps {
  /** What the chart shows; the table's caption. */
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly right?: ChartAxis;
  /** Of the plot at least, in pixels where type has its usual size. */
  readonly height?: number;
  /** A vertical line. */
  readonly marker?: { readonly x: number; readonly label?: string };
  readonly hideLegend?: boolean;
  /** A chart below has the same axis. */
  readonly sharesX?: boolean;
  /** Right of the legend. */
  readonly aside?: ReactNode;
}

const TABLE_ROWS = 60;
const plain = (value: number) => String(Number(value.toPrecision(4)));

export function LineChart({
  title,
  series,
  x,
  y,
  right,
  height = 200,
  marker,
  hideLegend = false,
  sharesX = false,
  aside,
}: LineChartProps) {
  const rows = useMemo(() => mergeSeries(series), [series]);
  const scale = useScale();
  const formatX = x.format ?? plain;
  const formatOf = (one: ChartSeries) => (one.axis === 'right' ? right?.format : y.format) ?? plain;
  const tick = { fill: 'var(--ink-soft)', fontSize: 12 * scale, fontFamily: 'var(--mono)' };

  return (
    <ChartFigure
      title={title}
      xLabel={x.label}
      yLabel={y.label}
      sharesX={sharesX}
      legend={
        hideLegend
          ? []
          : series.map(one => ({ ...one, colour: toneColour(one.tone), sample: <Sample series={one} /> }))
      }
      height={height + 24}
      aside={aside}
      values={() => [
        [x.label, ...series.map(one => one.label)],
        ...rows.map(row => [row.x, ...series.map(one => row[one.key])]),
      ]}
      table={
        <Table
          caption={title}
          hideCaption
          maxHeight={height + 24}
          rows={thinRows(rows, TABLE_ROWS)}
          rowKey={(_, index) => index}
          columns={[
            { header: x.label, cell: row => formatX(row.x), numeric: true, heading: true },
            ...series.map(one => ({
              header: one.label,
              cell: (row: (typeof rows)[number]) => {
                const value = row[one.key];
                return typeof value === 'number' ? formatOf(one)(value) : '–';
              },
              numeric: true,
            })),
          ]}
        />
      }
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: height + 24 }}>
        <Recharts
          // Its stops have no names; who uses a keyboard has the table.
          accessibilityLayer={false}
          data={rows}
          margin={{ top: 6, right: CHART_RIGHT * scale, bottom: 0, left: 0 }}
        >
          <CartesianGrid yAxisId="left" vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="x"
            type="number"
            height={24 * scale}
            domain={[...(x.domain ?? ['auto', 'auto'])]}
            {...(x.ticks && { ticks: x.ticks })}
            tickFormatter={formatX}
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            minTickGap={12}
          />
          <YAxis
            yAxisId="left"
            width={CHART_GUTTER * scale}
            domain={[...(y.domain ?? ['auto', 'auto'])]}
            allowDataOverflow
            {...(y.ticks && { ticks: y.ticks })}
            tickFormatter={y.format ?? plain}
            tick={tick}
            tickLine={false}
            axisLine={false}
          />
          {right && (
            <YAxis
              yAxisId="right"
              orientation="right"
              width={CHART_GUTTER * scale}
              domain={[...(right.domain ?? ['auto', 'auto'])]}
              {...(right.ticks && { ticks: right.ticks })}
              tickFormatter={right.format ?? plain}
              tick={tick}
              tickLine={false}
              axisLine={false}
            />
          )}
          {marker && (
            <ReferenceLine
              yAxisId="left"
              x={marker.x}
              stroke="var(--line-strong)"
              {...(marker.label !== undefined && {
                label: {
                  value: marker.label,
                  position: 'insideTopLeft',
                  fill: 'var(--ink-soft)',
                  fontSize: 12 * scale,
                },
              })}
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, label }) => {
              const row = active ? rows.find(candidate => candidate.x === Number(label)) : undefined;
              return row ? (
                <ChartTip
                  title={`${x.label} ${formatX(row.x)}`}
                  rows={series.flatMap(one => {
                    const value = row[one.key];
                    return typeof value === 'number'
                      ? [{ ...one, sample: <Sample series={one} />, value: formatOf(one)(value) }]
                      : [];
                  })}
                />
              ) : null;
            }}
          />
          {series.map(one => (
            <Line
              key={one.key}
              dataKey={one.key}
              name={one.label}
              yAxisId={one.axis ?? 'left'}
              type="linear"
              stroke={toneColour(one.tone)}
              strokeWidth={one.reference ? 1.25 : 2}
              strokeDasharray={dashOf(one)}
              strokeOpacity={one.reference ? 0.75 : 1}
              dot={one.dots ? { r: 2.5, fill: toneColour(one.tone), strokeWidth: 0 } : false}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </Recharts>
      </ResponsiveContainer>
    </ChartFigure>
  );
}

function dashOf(series: ChartSeries): string {
  if (series.reference) return '2 4';
  return series.dashed ? '6 4' : '0';
}

function Sample({ series }: { readonly series: ChartSeries }) {
  return (
    <svg width="18" height="8" aria-hidden="true">
      <path
        d="M0 4h18"
        stroke={toneColour(series.tone)}
        strokeWidth={series.reference ? 1.5 : 2}
        strokeDasharray={dashOf(series)}
      />
    </svg>
  );
}
