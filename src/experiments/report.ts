/** Results for people: `results.md` with the paper's figures beside ours, and each table as CSV. */
import { csvOf } from '../core/csv';
import { experimentOf } from './all';
import type { ExperimentId } from './all';
import type { Column, Picture, Table, TableValue } from './experiment';
import { experimentsIn } from './results';
import type { Provenance, Results } from './results';

/** The tables of one experiment. Beside figures from synthetic digits the paper's are left out. */
export function tablesOf(results: Results, id: ExperimentId): readonly Table[] {
  return experimentOf(id).tables(results.experiments[id], results.dataset === 'mnist');
}

/** The pictures of one experiment, as `tablesOf`. */
export function picturesOf(results: Results, id: ExperimentId): readonly Picture[] {
  return experimentOf(id).pictures(results.experiments[id], results.dataset === 'mnist');
}

/** A value as it is read: "99.15%", "2.86", "5·10⁻⁷" as 5.0e-7, "yes"; "–" where there is none. */
export function formatValue(value: TableValue | undefined, { format }: Pick<Column, 'format'>): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  switch (format) {
    case 'percent':
      return `${(100 * value).toFixed(2).replace(/^-(?=0\.00$)/, '')}%`; // no −0.00%
    case 'decimal':
      return value.toFixed(3);
    case 'small':
      return value !== 0 && Math.abs(value) < 0.001
        ? value.toExponential(1)
        : String(Number(value.toFixed(4)));
    default:
      return String(value);
  }
}

function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const escape = (text: string) => text.replaceAll('|', '\\|');
  return [
    `**${title}**`,
    '',
    line(columns.map(({ label }) => escape(label))),
    line(columns.map(({ format }) => (format === 'text' ? '---' : '--:'))),
    ...rows.map(row => line(columns.map(column => escape(formatValue(row[column.key], column))))),
  ].join('\n');
}

function provenanceLine({ wallSeconds, date, weightsSha256 }: Provenance): string {
  const weights = Object.entries(weightsSha256).map(([name, hash]) => `${name} ${hash.slice(0, 16)}…`);
  const models = weights.length > 0 ? ` Weights (SHA-256): ${weights.join(', ')}.` : '';
  return `${wallSeconds.toFixed(1)} s of computing, shared models among it, ${date}.${models}`;
}

/** The whole of `results` as Markdown. */
export function toMarkdown(results: Results): string {
  const { seed, preset, backend, adapter, dataset, epsilon } = results;
  const synthetic =
    dataset === 'synthetic' ? ' Built-in synthetic digits: no figure stands beside the paper’s.' : '';
  const parts = [
    '# ActiveGuard, measured',
    `Preset ${preset}, seed ${seed}, ${dataset}, ${backend} (${adapter}), ε = ${epsilon}.${synthetic}`,
  ];
  for (const id of experimentsIn(results)) {
    const { title, section, about } = experimentOf(id);
    parts.push(
      `## ${section === 'ours' ? title : `${section}: ${title}`}`,
      about,
      ...tablesOf(results, id).map(markdownTable),
      provenanceLine(results.experiments[id]!.provenance),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

/** One table as CSV (RFC 4180): the raw values, not the rounded ones. */
export function toCsv({ columns, rows }: Table): string {
  return csvOf([columns.map(({ label }) => label), ...rows.map(row => columns.map(({ key }) => row[key]))]);
}
