/**
 * The watermark's digits as dials (section 2.5): each with its target, the band ±0.5 around it in which it reads true, where it
 * stands now and the path it came. In its band a dot is full, outside it is hollow and its target struck through.
 */
import { useTranslations } from 'use-intl';
import styles from './Dials.module.css';
import { ScrollFrame } from './ScrollFrame';
import { classes } from './classes';
import { isTrue, place, trueCount } from './dial';
import { toneColour } from './tone';

export interface DialsProps {
  /** The digits embedded, 0 … 9. */
  readonly targets: readonly number[];
  /** a·h + b at each position now, unrounded; null before the first reading. */
  readonly readings: readonly number[] | null;
  /** Earlier readings, oldest first: one array of readings a point. */
  readonly history?: readonly (readonly number[])[];
  readonly tone?: 'wm1' | 'wm2';
  /** Height of a dial; any CSS length. */
  readonly height?: number | string;
}

export function Dials({ targets, readings, history = [], tone = 'wm2', height = 190 }: DialsProps) {
  const t = useTranslations('ui.dials');
  const matching = trueCount(targets, readings);
  const many = targets.length > 26;
  const label = t('label', { matching: String(matching), count: String(targets.length) });
  return (
    <div className={styles.frame} style={{ '--tint': toneColour(tone), '--band': `var(--${tone}-soft)` }}>
      <div className={styles.axis} style={{ height }} aria-hidden="true">
        {[9, 6, 3, 0].map(digit => (
          <span key={digit} style={{ top: `${100 * place(digit)}%` }}>
            {digit}
          </span>
        ))}
      </div>
      <ScrollFrame label={label} className={styles.window}>
        <ol className={classes(styles.dials, many && styles.many)} aria-label={label}>
          {targets.map((target, k) => {
            const reading = readings?.[k];
            const holds = isTrue(reading, target);
            return (
              <li key={k} className={styles.column}>
                <div className={styles.dial} style={{ height }} aria-hidden="true">
                  <div className={styles.band} style={{ top: `${100 * place(target)}%` }} />
                  <Path history={history} position={k} />
                  {reading !== undefined && (
                    <div
                      className={classes(styles.dot, !holds && styles.hollow)}
                      style={{ top: `${100 * place(reading)}%` }}
                      title={t('title', {
                        place: String(k + 1),
                        reading: reading.toFixed(2),
                        target: String(target),
                      })}
                    />
                  )}
                </div>
                <span className={classes(styles.target, !holds && styles.lost)}>
                  {target}
                  <span className="visually-hidden">
                    {reading === undefined
                      ? t('unread')
                      : t(holds ? 'inBand' : 'outside', { reading: reading.toFixed(2) })}
                  </span>
                </span>
              </li>
            );
          })}
        </ol>
      </ScrollFrame>
    </div>
  );
}

/** At most this many points a path, or a long training would draw thousands. */
const PATH_POINTS = 80;

function Path({
  history,
  position,
}: {
  readonly history: readonly (readonly number[])[];
  readonly position: number;
}) {
  if (history.length < 2) return null;
  const stride = Math.max(1, Math.ceil(history.length / PATH_POINTS));
  const points: string[] = [];
  for (let i = 0; i < history.length; i += 1) {
    // The newest point is always drawn, so that the path ends at the dot.
    if ((history.length - 1 - i) % stride !== 0) continue;
    const reading = history[i]?.[position];
    if (reading === undefined) continue;
    points.push(`${((100 * i) / (history.length - 1)).toFixed(1)},${(100 * place(reading)).toFixed(2)}`);
  }
  return (
    <svg className={styles.path} viewBox="0 0 100 100" preserveAspectRatio="none">
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
