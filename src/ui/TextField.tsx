/** A line of text. What is wrong with it is for its owner to say, in `error`. */
import { useId } from 'react';
import { classes } from './classes';
import field from './field.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Called when the field is left or Enter is pressed. */
  readonly onCommit?: () => void;
  readonly placeholder?: string;
  readonly error?: string | null;
  readonly hint?: string;
  readonly hideLabel?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  readonly inputMode?: 'text' | 'numeric';
}

export function TextField({
  label,
  value,
  onChange,
  onCommit,
  placeholder,
  error = null,
  hint,
  hideLabel = false,
  mono = false,
  maxLength,
  disabled = false,
  inputMode = 'text',
}: TextFieldProps) {
  const id = useId();
  return (
    <div className={field.field}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : field.label}>
        {label}
      </label>
      <div className={classes(field.box, error !== null && field.wrong)}>
        <input
          id={id}
          className={classes(field.input, mono && field.mono)}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          disabled={disabled}
          aria-invalid={error !== null}
          aria-describedby={error === null && hint === undefined ? undefined : `${id}-help`}
          onChange={event => onChange(event.target.value)}
          onBlur={onCommit}
          onKeyDown={event => {
            if (event.key === 'Enter') onCommit?.();
          }}
        />
      </div>
      {(error !== null || hint !== undefined) && (
        <span
          id={`${id}-help`}
          className={error === null ? field.hint : field.error}
          role={error === null ? undefined : 'alert'}
        >
          {error ?? hint}
        </span>
      )}
    </div>
  );
}
