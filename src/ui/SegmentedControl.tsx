/** One of a few, all in sight: a radio group in one frame. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './SegmentedControl.module.css';
import { classes } from './classes';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly disabled?: boolean;
}

export interface SegmentedControlProps<T extends string> {
  /** For screen readers; shown when `showLabel`. */
  readonly label: string;
  readonly value: T;
  readonly segments: readonly Segment<T>[];
  readonly onChange: (value: T) => void;
  readonly showLabel?: boolean;
  readonly disabled?: boolean;
  /** More than one row where one has no room for all. */
  readonly wrap?: boolean;
}

export function SegmentedControl<T extends string>({
  label,
  value,
  segments,
  onChange,
  showLabel = false,
  disabled = false,
  wrap = false,
}: SegmentedControlProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.group} disabled={disabled}>
      <legend className={showLabel ? styles.legend : 'visually-hidden'}>{label}</legend>
      <div className={classes(styles.frame, wrap && styles.wrap)}>
        {segments.map(segment => (
          <label
            key={segment.value}
            className={classes(styles.segment, segment.value === value && styles.chosen)}
          >
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={segment.value}
              checked={segment.value === value}
              disabled={segment.disabled}
              onChange={() => onChange(segment.value)}
            />
            {segment.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
