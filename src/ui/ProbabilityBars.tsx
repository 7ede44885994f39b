/**
 * The model's ten probabilities. A bar's value appears under the pointer; with the keyboard, the chart takes the focus and the arrow
 * keys walk from class to class. Screen readers get a table.
 */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './ProbabilityBars.module.css';
import { axisEnd, axisSide, barText, isWithoutNumbers, valueSide } from './bar-labels';
import { classes } from './classes';

export interface ProbabilityBarsProps {
  readonly probabilities: readonly number[];
  /** The predicted class. */
  readonly highlighted?: number | null;
  readonly tone?: 'ink' | 'in' | 'out';
  /** Height of a bar of probability 1; any CSS length. */
  readonly height?: number | string;
  /** Names of the classes; their numbers unless told. */
  readonly names?: readonly string[];
  readonly caption?: string;
  /** Digits after the point. */
  readonly decimals?: number;
}

export function ProbabilityBars({
  probabilities,
  highlighted = null,
  tone = 'ink',
  height = 90,
  names,
  caption: given,
  decimals = 4,
}: ProbabilityBarsProps) {
  const t = useTranslations('ui.probabilities');
  const caption = given ?? t('caption');
  const [pointed, setPointed] = useState<number | null>(null);
  const nameOf = (index: number) => names?.[index] ?? String(index);
  const shown = pointed ?? highlighted;
  const top = axisEnd(probabilities);
  const heightOf = (probability: number) =>
    Number.isFinite(probability) ? `${(100 * probability) / top}%` : 0;
  const silent = isWithoutNumbers(probabilities);

  return (
    <div>
      <div className={styles.chart} style={{ height }} onPointerLeave={() => setPointed(null)}>
        {silent ? (
          <p className={styles.silent}>
            <span className="visually-hidden">{caption}: </span>
            {t('silent')}
          </p>
        ) : (
          <input
            type="range"
            className={styles.walker}
            min={0}
            max={Math.max(0, probabilities.length - 1)}
            step={1}
            value={shown ?? 0}
            aria-label={t('walk', { caption })}
            aria-valuetext={
              shown === null ? t('none') : `${nameOf(shown)}: ${barText(probabilities[shown] ?? 0, decimals)}`
            }
            onChange={event => setPointed(Number(event.target.value))}
            onBlur={() => setPointed(null)}
          />
        )}
        <span className={styles.top} data-side={axisSide(shown, probabilities.length)} aria-hidden="true">
          {top}
        </span>
        {probabilities.map((probability, index) => (
          <div key={nameOf(index)} className={styles.column} onPointerEnter={() => setPointed(index)}>
            {index === shown && !silent && (
              <span
                className={styles.value}
                style={{ bottom: heightOf(probability) }}
                data-side={valueSide(index, probabilities.length)}
              >
                {barText(probability, decimals)}
              </span>
            )}
            <div
              className={classes(
                styles.bar,
                index === highlighted && styles[tone],
                index === pointed && styles.pointed,
              )}
              style={{ height: heightOf(probability) }}
            />
          </div>
        ))}
      </div>
      <div className={styles.names} aria-hidden="true">
        {probabilities.map((_, index) => (
          <span
            key={nameOf(index)}
            className={classes(
              index === highlighted && styles.name,
              index === highlighted && styles[`${tone}Text`],
            )}
          >
            {nameOf(index)}
          </span>
        ))}
      </div>
      {!silent && (
        <div className="visually-hidden">
          <table>
            <caption>{caption}</caption>
            <tbody>
              {probabilities.map((probability, index) => (
                <tr key={nameOf(index)}>
                  <th scope="row">{nameOf(index)}</th>
                  <td>{barText(probability, decimals)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
