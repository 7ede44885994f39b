/** Bars side by side over named categories: measured ones filled, references (the paper's) outlined. */
import {
  Bar,
  BarChart as Recharts,
  CartesianGrid,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import styles from './BarChart.module.css';
import { ChartFigure } from './ChartFigure';
import type { LegendEntry } from './ChartFigure';
import { ChartTip } from './ChartTip';
import type { ChartAxis } from './LineChart';
import { Table } from './Table';
import { CHART_GUTTER, CHART_RIGHT } from './chart-frame';
import { toneColour } from './tone';
import type { Tone } from './tone';
import { useScale, useSize } from './use-size';

export interface BarSeries {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
  /** Of each category's bar, where they mean different things. */
  readonly tones?: readonly Tone[];
  /** From elsewhere: outlined. */
  readonly reference?: boolean;
  /** One a category; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface BarChartProps {
  /** What the chart shows; the table's caption. */
  readonly title: string;
  readonly xLabel: string;
  readonly categories: readonly string[];
  readonly series: readonly BarSeries[];
  readonly y: ChartAxis;
  /** Of the plot at least, in pixels where type has its usual size. */
  readonly height?: number;
}

/** Names longer than this stand beside bars that lie, instead of under bars that stand. */
const LONG = 12;

/** Room for the names beside lying bars, in pixels: for the longest on one line, but never more than a share of the chart. */
const NAMES = { least: 100, most: 280, character: 6.4, share: 0.46, line: 14 };

/** Of a bar, in pixels. */
const WIDEST = 72;

/** Of a lying bar with its gap, in pixels. */
const LYING = 22;

const plain = (value: number) => String(Number(value.toPrecision(4)));

export function BarChart({ title, xLabel, categories, series, y, height = 200 }: BarChartProps) {
  const scale = useScale();
  const { ref, width } = useSize({ width: 800, height });
  const format = y.format ?? plain;
  const rows = categories.map((category, i) => ({
    category,
    values: Object.fromEntries(series.map(one => [one.key, one.values[i] ?? null])),
  }));
  const lies = categories.some(category => category.length > LONG);
  const longest = Math.max(...categories.map(category => category.length));
  const wanted = Math.min(NAMES.most, Math.max(NAMES.least, NAMES.character * longest + 10));
  const beside = Math.min(wanted * scale, NAMES.share * width);
  const lines = Math.ceil((NAMES.character * longest * scale) / beside);
  const lying = Math.max(LYING * Math.max(1, series.length * 0.7), lines * NAMES.line + 4);
  const room = lies ? Math.max(height, categories.length * lying) : height;
  const names = {
    dataKey: 'category',
    tickLine: false,
    axisLine: { stroke: 'var(--line-strong)' },
    interval: 0,
  } as const;
  const values = {
    domain: [...(y.domain ?? [0, 'auto'])],
    allowDataOverflow: true,
    ...(y.ticks && { ticks: [...y.ticks] }),
    tickFormatter: format,
    tickLine: false,
    axisLine: false,
  } as const;
  const tick = { fill: 'var(--ink-soft)', fontSize: 12 * scale, fontFamily: 'var(--mono)' };
  return (
    <ChartFigure
      title={title}
      xLabel={xLabel}
      yLabel={y.label}
      legend={series.flatMap(one => legendOf(one, categories))}
      height={room + 24}
      values={() => [
        [xLabel, ...series.map(one => one.label)],
        ...rows.map(row => [row.category, ...series.map(one => row.values[one.key])]),
      ]}
      table={
        <Table
          caption={title}
          hideCaption
          maxHeight={height + 24}
          rows={rows}
          rowKey={row => row.category}
          columns={[
            { header: xLabel, cell: row => row.category, heading: true },
            ...series.map(one => ({
              header: one.label,
              cell: (row: (typeof rows)[number]) => {
                const value = row.values[one.key];
                return typeof value === 'number' ? format(value) : '–';
              },
              numeric: true,
            })),
          ]}
        />
      }
    >
      <div ref={ref} className={styles.whole}>
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: room + 24 }}>
          <Recharts
            // Its stops have no names; who uses a keyboard has the table.
            accessibilityLayer={false}
            data={rows}
            layout={lies ? 'vertical' : 'horizontal'}
            maxBarSize={WIDEST}
            margin={{ top: 6, right: CHART_RIGHT * scale, bottom: 0, left: 0 }}
            barCategoryGap="20%"
          >
            <CartesianGrid vertical={lies} horizontal={!lies} stroke="var(--line)" />
            {lies ? (
              <XAxis type="number" height={24 * scale} tick={tick} {...values} />
            ) : (
              <XAxis height={24 * scale} tick={tick} {...names} />
            )}
            {lies ? (
              <YAxis
                type="category"
                width={beside}
                tick={{ ...tick, fontFamily: 'var(--text)' }}
                {...names}
              />
            ) : (
              <YAxis width={CHART_GUTTER * scale} tick={tick} {...values} />
            )}
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--sunken)' }}
              content={({ active, label }) => {
                const place = active ? categories.indexOf(String(label)) : -1;
                const row = rows[place];
                return row ? (
                  <ChartTip
                    title={row.category}
                    rows={series.flatMap(one => {
                      const value = row.values[one.key];
                      return typeof value === 'number'
                        ? [{ ...one, sample: <Sample paint={paintOf(one, place)} />, value: format(value) }]
                        : [];
                    })}
                  />
                ) : null;
              }}
            />
            {series.map(one => (
              <Bar
                key={one.key}
                dataKey={(row: (typeof rows)[number]) => row.values[one.key]}
                name={one.label}
                strokeWidth={1}
                shape={bar => <Rectangle {...bar} {...paintOf(one, bar.index)} />}
                isAnimationActive={false}
              />
            ))}
          </Recharts>
        </ResponsiveContainer>
      </div>
    </ChartFigure>
  );
}

interface Paint {
  readonly fill: string;
  readonly stroke: string;
}

/** Of the bar over the category at `place`. */
function paintOf({ tone, tones, reference }: BarSeries, place: number): Paint {
  const stroke = toneColour(tones?.[place] ?? tone);
  return { fill: reference ? 'transparent' : stroke, stroke };
}

/** One entry, or one for each category where its bars mean different things. */
function legendOf(series: BarSeries, categories: readonly string[]): LegendEntry[] {
  const { key, label, tones } = series;
  const entry = (name: string, place: number): LegendEntry => {
    const paint = paintOf(series, place);
    return { key: `${key} ${place}`, label: name, colour: paint.stroke, sample: <Sample paint={paint} /> };
  };
  return tones ? categories.map((category, i) => entry(`${label}, ${category}`, i)) : [entry(label, 0)];
}

function Sample({ paint }: { readonly paint: Paint }) {
  return (
    <svg width="10" height="10" aria-hidden="true">
      <rect x="0.5" y="0.5" width="9" height="9" {...paint} />
    </svg>
  );
}
