/** A value on a range, with the value written beside it. */
import { useId } from 'react';
import styles from './Slider.module.css';
import field from './field.module.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  /** The value as it is written and spoken, e.g. `×4`. */
  readonly format?: (value: number) => string;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
}

export function Slider({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
  format = String,
  hideLabel = false,
  disabled = false,
}: SliderProps) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : field.label}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        className={styles.range}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={format(value)}
        style={{ '--filled': `${(100 * (value - min)) / (max - min)}%` }}
        onChange={event => onChange(Number(event.target.value))}
      />
      <output htmlFor={id} className={styles.value}>
        {format(value)}
      </output>
    </div>
  );
}
