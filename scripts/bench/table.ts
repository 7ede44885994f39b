/** The bench's rows for a terminal. */
import type { Row, Spread } from './rows';

/** Three significant digits, without an exponent. */
export function short(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

function times(spread: Spread | null): string {
  return spread ? `${short(spread.median)} (${short(spread.min)}–${short(spread.max)})` : '–';
}

function share(value: number | null): string {
  return value === null || value >= 1 ? '' : ` from ${short(100 * value)}%`;
}

const HEADINGS = [
  'figure',
  'backend',
  'unit',
  'ours: median (min–max)',
  'stock tfjs',
  'jax-js',
  'ratio',
  'jax',
  'GFLOP/s',
];

/** The header line, then one line a row, columns aligned. */
export function table(rows: readonly Row[]): string {
  const ratio = (value: number | null) => (value === null ? '–' : `${short(value)}×`);
  const lines = [
    HEADINGS,
    ...rows.map(row => [
      row.figure,
      row.backend,
      row.unit,
      times(row.ours) + share(row.share.ours),
      times(row.stock) + share(row.share.stock),
      times(row.jax) + share(row.share.jax),
      ratio(row.ratio),
      ratio(row.ratioJax),
      row.gflops ? short(row.gflops.ours) : '–',
    ]),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
