/** A result's picture: bars where its axis names things, lines where it counts. */
import type { Picture, PictureAxis } from '../../experiments/experiment';
import { sayWords } from '../../texts/say';
import { BarChart } from '../../ui/BarChart';
import { LineChart } from '../../ui/LineChart';
import type { ChartAxis } from '../../ui/LineChart';
import { countTicks, shareAxis } from '../../ui/ticks';

const FORMATS: Readonly<Record<PictureAxis['format'], (value: number) => string>> = {
  percent: value => `${Number((100 * value).toPrecision(4))}%`,
  number: value =>
    value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(0) : String(Number(value.toPrecision(4))),
};

/**
 * A logarithmic axis carries exponents of ten above `base`, and is labelled with the powers. A bar begins at the axis, so
 * its base is below the least of what it shows.
 */
function axisOf(
  { label, format, scale, domain }: PictureAxis,
  values: readonly number[],
  base = 0,
): ChartAxis {
  const shown = FORMATS[format];
  if (scale === 'log') {
    const exponents = values.filter(value => value > 0).map(value => Math.log10(value) - base);
    const [low, high] = [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))];
    return {
      label,
      format: exponent => shown(Number((10 ** (exponent + base)).toPrecision(3))),
      domain: [low, high],
      ticks: Array.from({ length: high - low + 1 }, (_, i) => low + i),
    };
  }
  const most = domain?.[1];
  const isCount = format === 'number' && domain?.[0] === 0 && typeof most === 'number';
  return { label, format: shown, ...(domain && { domain }), ...(isCount && { ticks: countTicks(most) }) };
}

/** Accuracies, which a rounded axis of their own would have rise past 100%. */
function accuracyAxis(axis: PictureAxis, values: readonly number[]): ChartAxis {
  const plain = axisOf(axis, values);
  const most = Math.max(...values);
  if (axis.format !== 'percent' || axis.scale || axis.domain || most < 0.9 || most > 1) return plain;
  return { ...plain, ...shareAxis(values) };
}

/** Where a value stands on its axis; nowhere, where that is logarithmic and the value 0. */
function place({ scale }: PictureAxis, value: number, base = 0): number | null {
  if (scale !== 'log') return value;
  return value > 0 ? Math.log10(value) - base : null;
}

/** The picture with every word of it in the page's language; the series keep their order. */
function inWords(picture: Picture): Picture {
  return {
    ...picture,
    title: sayWords(picture.title),
    x: { ...picture.x, label: sayWords(picture.x.label) },
    y: { ...picture.y, label: sayWords(picture.y.label) },
    ...(picture.categories && { categories: picture.categories.map(sayWords) }),
    series: picture.series.map(one => ({ ...one, label: sayWords(one.label) })),
  };
}

export function ResultPicture({ picture: english }: { readonly picture: Picture }) {
  const picture = inWords(english);
  return picture.categories ? (
    <Bars picture={picture} categories={picture.categories} />
  ) : (
    <Lines picture={picture} />
  );
}

function Bars({
  picture,
  categories,
}: {
  readonly picture: Picture;
  readonly categories: readonly string[];
}) {
  const { title, x, y, series } = picture;
  const values = series.flatMap(({ points }) => points.flatMap(point => point.y ?? []));
  const base = y.scale === 'log' ? Math.floor(Math.log10(Math.min(...values.filter(value => value > 0)))) : 0;
  return (
    <BarChart
      title={title}
      xLabel={x.label}
      categories={categories}
      y={axisOf(y, values, base)}
      series={series.map(one => ({
        ...one,
        key: one.label,
        ...(one.categoryTones && { tones: one.categoryTones }),
        values: categories.map((_, i) => {
          const value = one.points.find(point => point.x === i)?.y;
          return value === undefined || value === null ? null : place(y, value, base);
        }),
      }))}
    />
  );
}

function Lines({ picture }: { readonly picture: Picture }) {
  const { title, x, y, series } = picture;
  const points = series.flatMap(one => one.points);
  return (
    <LineChart
      title={title}
      x={axisOf(
        x,
        points.map(point => point.x),
      )}
      y={accuracyAxis(
        y,
        points.flatMap(point => point.y ?? []),
      )}
      height={220}
      series={series.map(one => ({
        key: one.label,
        label: one.label,
        tone: one.tone,
        ...(one.reference !== undefined && { reference: one.reference }),
        ...(one.dashed !== undefined && { dashed: one.dashed }),
        dots: true,
        points: one.points.map(point => ({
          x: place(x, point.x) ?? NaN,
          y: point.y === null ? null : place(y, point.y),
        })),
      }))}
    />
  );
}
