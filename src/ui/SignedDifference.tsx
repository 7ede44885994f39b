/**
 * What an image has that another has not: gain · (changed − original) for each pixel, blue squares where it became darker, red
 * dots where brighter, as strong as the difference; nothing where nothing changed.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { GreyPixels } from './DigitImage';
import styles from './SignedDifference.module.css';
import { signedMarks } from './signed-marks';

export interface SignedDifferenceProps {
  readonly original: GreyPixels;
  readonly changed: GreyPixels;
  /** What a difference is multiplied by before it is cut at full strength. */
  readonly gain: number;
  readonly size?: number | string;
  readonly label?: ReactNode;
}

export function SignedDifference({ original, changed, gain, size = 116, label }: SignedDifferenceProps) {
  const t = useTranslations('ui.difference');
  const width = Math.round(Math.sqrt(original.length));
  const marks = signedMarks(original, changed, gain);
  const brighter = marks.filter(({ strength }) => strength > 0).length;
  return (
    <span className={styles.figure}>
      <svg
        className={styles.image}
        style={{ width: size }}
        viewBox={`0 0 ${width} ${Math.max(1, Math.ceil(original.length / width))}`}
        role="img"
        aria-label={t('label', {
          gain: String(gain),
          darker: String(marks.length - brighter),
          brighter: String(brighter),
        })}
      >
        {marks.map(({ x, y, strength }) =>
          strength < 0 ? (
            <rect
              key={`${x} ${y}`}
              className={styles.darker}
              x={x}
              y={y}
              width="1"
              height="1"
              opacity={-strength}
            />
          ) : (
            <circle
              key={`${x} ${y}`}
              className={styles.brighter}
              cx={x + 0.5}
              cy={y + 0.5}
              r="0.5"
              opacity={strength}
            />
          ),
        )}
      </svg>
      {label !== undefined && <span className={styles.label}>{label}</span>}
    </span>
  );
}

/** The key to the two signs. */
export function DifferenceLegend() {
  const t = useTranslations('ui.difference');
  return (
    <span className={styles.legend}>
      <span className={styles.darkerWord}>■ {t('darker')}</span>
      <span className={styles.brighterWord}>● {t('brighter')}</span>
    </span>
  );
}
