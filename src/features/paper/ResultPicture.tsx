/** A result's picture: bars where its axis names things, lines where it counts. */
import type { Picture, PictureAxis } from '../../experiments/experiment';
import { BarChart } from '../../ui/BarChart';
import { LineChart } from '../../ui/LineChart';
import type { ChartAxis } from '../../ui/LineChart';

const FORMATS: Readonly<Record<PictureAxis['format'], (value: number) => string>> = {
  percent: value => `${Number((100 * value).toPrecision(4))}%`,
  number: value => String(Number(value.toPrecision(4))),
};

/** A logarithmic axis carries exponents of ten, and is labelled with the powers. */
function axisOf({ label, format, scale, domain }: PictureAxis): ChartAxis {
  const shown = FORMATS[format];
  if (scale === 'log') return { label, format: exponent => shown(Number((10 ** exponent).toPrecision(3))) };
  return { label, format: shown, ...(domain && { domain }) };
}

export function ResultPicture({ picture }: { readonly picture: Picture }) {
  const { title, x, y } = picture;
  if (picture.categories) {
    return (
      <BarChart
        title={title}
        xLabel={x.label}
        categories={picture.categories}
        y={axisOf(y)}
        series={picture.series.map(one => ({
          ...one,
          key: one.label,
          values: picture.categories!.map((_, i) => one.points.find(point => point.x === i)?.y ?? null),
        }))}
      />
    );
  }
  const place = ({ scale }: PictureAxis, value: number) => (scale === 'log' ? Math.log10(value) : value);
  return (
    <LineChart
      title={title}
      x={axisOf(x)}
      y={axisOf(y)}
      height={220}
      series={picture.series.map(one => ({
        key: one.label,
        label: one.label,
        tone: one.tone,
        ...(one.reference !== undefined && { reference: one.reference }),
        ...(one.dashed !== undefined && { dashed: one.dashed }),
        dots: true,
        points: one.points.map(point => ({
          x: place(x, point.x),
          y: point.y === null ? null : place(y, point.y),
        })),
      }))}
    />
  );
}
