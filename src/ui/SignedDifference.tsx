/**
 * What an image has that another has not: gain · (changed − original) for each pixel, blue squares where it became darker, red
 * dots where brighter, as strong as the difference; nothing where nothing changed.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { GreyPixels } from './DigitImage';
import styles from './SignedDifference.module.css';

export interface SignedDifferenceProps {
  readonly original: GreyPixels;
  readonly changed: GreyPixels;
  /** What a difference is multiplied by before it is cut at full strength. */
  readonly gain: number;
  readonly size?: number | string;
  readonly label?: ReactNode;
}

/** Below this, strength is under half a grey level of 8 bits: nothing to see. */
const INVISIBLE = 1 / 510;

function unitLevel(pixels: GreyPixels, index: number): number {
  const value = pixels[index] ?? 0;
  return pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray ? value / 255 : value;
}

export function SignedDifference({ original, changed, gain, size = 116, label }: SignedDifferenceProps) {
  const t = useTranslations('ui.difference');
  const width = Math.round(Math.sqrt(original.length));
  let darker = 0;
  let brighter = 0;
  const marks: ReactNode[] = [];
  for (let i = 0; i < original.length; i += 1) {
    const strength = gain * (unitLevel(changed, i) - unitLevel(original, i));
    if (Math.abs(strength) < INVISIBLE) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    const opacity = Math.min(1, Math.abs(strength));
    if (strength < 0) {
      darker += 1;
      marks.push(
        <rect key={i} className={styles.darker} x={x} y={y} width="1" height="1" opacity={opacity} />,
      );
    } else {
      brighter += 1;
      marks.push(
        <circle key={i} className={styles.brighter} cx={x + 0.5} cy={y + 0.5} r="0.5" opacity={opacity} />,
      );
    }
  }
  return (
    <span className={styles.figure}>
      <svg
        className={styles.image}
        style={{ width: size }}
        viewBox={`0 0 ${width} ${Math.max(1, Math.ceil(original.length / width))}`}
        role="img"
        aria-label={t('label', {
          gain: String(gain),
          darker: String(darker),
          brighter: String(brighter),
        })}
      >
        {marks}
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
