/**
 * The confidence of the predicted class on its axis 0 … 1, with the marks C_fp ± ε (section 2.2). ε is too small to see there,
 * so the nearest mark stands magnified above, with its band true to scale.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './ConfidenceScale.module.css';
import { classes } from './classes';
import { drawnBand, markText, nearestMark, situation, spacedLabels } from './confidence-scale';
import { useScale, useSize } from './use-size';

export interface ConfidenceScaleProps {
  /** Null before anything was shown to the gate. */
  readonly confidence: number | null;
  /** C_fp. */
  readonly marks: readonly number[];
  readonly epsilon: number;
  /** The verdict's colour; null while there is none. */
  readonly accepted: boolean | null;
  /** Shows the magnified mark. */
  readonly magnify?: boolean;
  /** Replaces the sentence at the arrow. */
  readonly sentence?: string;
  /** Below the axis. */
  readonly caption?: ReactNode;
}

/** How much of the magnified axis 2ε takes. */
const BAND_SHARE = 0.42;

/** Of the axis, before it is measured; of a digit below it, in pixels where type has its usual size. */
const USUAL = { width: 560, height: 86 };
const DIGIT = 7.2;

export function ConfidenceScale({
  confidence,
  marks,
  epsilon,
  accepted,
  magnify = true,
  sentence,
  caption,
}: ConfidenceScaleProps) {
  const t = useTranslations('ui.scale');
  const { ref, width } = useSize(USUAL);
  const digit = (DIGIT * useScale()) / width;
  const nearest = confidence === null ? null : nearestMark(confidence, marks);
  const within = nearest !== null && nearest.distance < epsilon;
  const tone = accepted === null ? styles.waiting : accepted ? styles.accepted : styles.refused;
  const words =
    sentence ??
    t(situation(confidence, nearest, within), {
      confidence: confidence?.toFixed(4) ?? '',
      mark: nearest ? markText(nearest.mark) : '',
    });
  const { band, exaggeration } = drawnBand(epsilon);

  return (
    <figure className={classes(styles.scale, tone)}>
      {magnify && (
        <MagnifiedMark confidence={confidence} mark={nearest?.mark ?? marks[0] ?? null} epsilon={epsilon} />
      )}
      <span className="visually-hidden">
        {t('spoken', { sentence: words, marks: marks.map(markText).join(', '), epsilon: String(epsilon) })}
      </span>
      <div className={styles.plot} ref={ref} aria-hidden="true">
        {confidence !== null && (
          <>
            {/* The spacer gives way where the words would leave the plot. */}
            <div className={styles.sentence}>
              <span style={{ flex: `0 1 ${100 * confidence}%` }} />
              <span className={styles.words}>{words}</span>
            </div>
            <div className={styles.arrow} style={{ left: `${100 * confidence}%` }} />
          </>
        )}
        {marks.map(mark => (
          <div
            key={mark}
            className={classes(styles.mark, within && mark === nearest?.mark && styles.hit)}
            style={{ left: `${100 * mark}%`, '--band': `${100 * band}%` }}
          />
        ))}
        <div className={styles.axis} />
        {spacedLabels(marks, 0.095, digit).map(label => (
          <span
            key={label.at}
            className={classes(
              styles.label,
              label.isMark && styles.markLabel,
              !label.isMark && label.at % 0.5 !== 0 && styles.minor,
            )}
            style={{ left: `${100 * label.at}%` }}
          >
            {label.text}
          </span>
        ))}
      </div>
      <figcaption className={styles.caption} data-minor>
        {caption ??
          t.rich(exaggeration > 1.05 ? 'captionDrawn' : 'caption', {
            epsilon: String(epsilon),
            factor: String(Number(exaggeration.toPrecision(2))),
            sub: chunks => <sub>{chunks}</sub>,
          })}
      </figcaption>
    </figure>
  );
}

function MagnifiedMark({
  confidence,
  mark,
  epsilon,
}: {
  readonly confidence: number | null;
  readonly mark: number | null;
  readonly epsilon: number;
}) {
  const t = useTranslations('ui.scale');
  const offset = confidence === null || mark === null ? null : confidence - mark;
  const place = offset === null ? null : 0.5 + (offset / (2 * epsilon)) * BAND_SHARE;
  const outside = place !== null && (place < 0 || place > 1);
  return (
    <div className={styles.lens} aria-hidden="true">
      <div className={styles.lensTitle}>
        <span>{mark === null ? t('noMark') : t('magnified', { mark: markText(mark) })}</span>
        {outside && (
          <span className={styles.away}>{t('away', { distance: Math.abs(offset ?? 0).toFixed(3) })}</span>
        )}
      </div>
      <div className={styles.lensPlot}>
        <div className={styles.lensBand} style={{ '--share': `${100 * BAND_SHARE}%` }} />
        <div className={styles.lensMark} />
        <div className={styles.axis} />
        {place !== null && !outside && <div className={styles.dot} style={{ left: `${100 * place}%` }} />}
        {outside && <div className={classes(styles.beyond, (place ?? 0) < 0 && styles.beyondLeft)} />}
        <span className={styles.label} style={{ left: `${50 - 50 * BAND_SHARE}%` }}>
          c − ε
        </span>
        {mark !== null && (
          <span className={classes(styles.label, styles.markLabel)} style={{ left: '50%' }}>
            {markText(mark)}
          </span>
        )}
        <span className={styles.label} style={{ left: `${50 + 50 * BAND_SHARE}%` }}>
          c + ε
        </span>
      </div>
    </div>
  );
}
