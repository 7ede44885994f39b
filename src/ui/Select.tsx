/** A choice of a few: the browser's own select, so that keyboard, touch and screen readers are at home. */
import { useId } from 'react';
import styles from './Select.module.css';
import { classes } from './classes';
import field from './field.module.css';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean;
  /** As a pill, for card headings. */
  readonly compact?: boolean;
  readonly disabled?: boolean;
  readonly hint?: string;
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
  compact = false,
  disabled = false,
  hint,
}: SelectProps<T>) {
  const id = useId();
  return (
    <div className={classes(field.field, compact && field.compact, compact && field.row)}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : field.label}>
        {label}
      </label>
      <div className={classes(field.box, styles.box)}>
        <select
          id={id}
          className={classes(field.input, styles.select)}
          value={value}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={event => {
            const chosen = options.find(option => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map(option => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
      {hint !== undefined && (
        <span id={`${id}-hint`} className={field.hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
