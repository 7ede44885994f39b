/**
 * The watermark's digits as they die (section 3.5): for each rate a group of bars, one bar a digit, full while it still reads
 * true and a low pale stump when it doesn't. With the gutters of a `LineChart` of the same columns, the groups stand below its points.
 */
import { useTranslations } from 'use-intl';
import styles from './DigitStrips.module.css';
import { classes } from './classes';
import { CHART_GUTTER, CHART_RIGHT } from './chart-frame';
import { toneColour } from './tone';
import type { Tone } from './tone';

export interface DigitStripRow {
  /** Tells rows apart; the label when absent. */
  readonly key?: string;
  readonly label: string;
  /** A word in small below the label. */
  readonly detail?: string | undefined;
  readonly tone: Tone;
  /** For each column, whether each digit still reads true; null where it wasn't measured yet. */
  readonly groups: readonly (readonly boolean[] | null)[];
}

export interface DigitStripsProps {
  /** Names of the columns, e.g. `60%`, for tooltips and screen readers. */
  readonly columns: readonly string[];
  readonly rows: readonly DigitStripRow[];
  /** Height of a full bar; any CSS length. */
  readonly height?: number | string;
}

export function DigitStrips({ columns, rows, height = 32 }: DigitStripsProps) {
  const t = useTranslations('ui.strips');
  const countOf = (digits: readonly boolean[]) => {
    const alive = digits.filter(Boolean).length;
    return t(alive === digits.length ? 'verified' : 'notVerified', {
      alive: String(alive),
      count: String(digits.length),
    });
  };
  return (
    <div
      className={styles.strips}
      style={{
        '--gutter': `${CHART_GUTTER / 16}rem`,
        '--right': `${CHART_RIGHT / 16}rem`,
        '--height': typeof height === 'number' ? `${height / 16}rem` : height,
      }}
    >
      {rows.map(row => (
        <div
          key={row.key ?? row.label}
          className={styles.row}
          style={{ '--tint': toneColour(row.tone) }}
          aria-hidden="true"
        >
          <span className={styles.label}>
            {row.label}
            {row.detail !== undefined && <small className={styles.detail}>{row.detail}</small>}
          </span>
          <div className={styles.groups}>
            {columns.map((column, index) => {
              const digits = row.groups[index];
              return (
                <div
                  key={column}
                  className={styles.group}
                  title={
                    digits ? t('title', { row: nameOf(row), column, count: countOf(digits) }) : undefined
                  }
                >
                  {digits?.map((alive, k) => (
                    <span key={k} className={classes(styles.bar, !alive && styles.dead)} />
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      ))}
      <div className="visually-hidden">
        <table>
          <caption>{t('caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('rate')}</th>
              {rows.map(row => (
                <th key={row.key ?? row.label} scope="col">
                  {nameOf(row)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((column, index) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                {rows.map(row => {
                  const digits = row.groups[index];
                  return <td key={row.key ?? row.label}>{digits ? countOf(digits) : t('notMeasured')}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function nameOf(row: DigitStripRow): string {
  return row.detail === undefined ? row.label : `${row.label}, ${row.detail}`;
}
