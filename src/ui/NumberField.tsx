/**
 * A number, checked while it is typed: `onChange` is called only with values within the range. What is out of range is said
 * below the field and replaced by the nearest allowed value when the field is left.
 */
import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from './classes';
import field from './field.module.css';
import { numberText, readNumber, toNumber } from './number-input';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What arrow up and down add; a hundredth of the range unless told, 1 for whole numbers. */
  readonly step?: number;
  readonly integer?: boolean;
  readonly unit?: string;
  readonly hint?: string;
  readonly hideLabel?: boolean;
  /** Label and box in one line, as a pill. */
  readonly compact?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberField({
  label,
  value,
  min,
  max,
  integer = false,
  step = integer ? 1 : (max - min) / 100,
  unit,
  hint,
  hideLabel = false,
  compact = false,
  disabled = false,
  onChange,
}: NumberFieldProps) {
  const t = useTranslations('ui.number');
  const id = useId();
  /** What is being typed; null while the field shows its value. */
  const [typed, setTyped] = useState<string | null>(null);
  /** Its value when it was entered. */
  const before = useRef(value);
  const range = { min, max, integer };
  const reading = typed === null ? null : readNumber(typed, range);
  const error =
    reading && !reading.ok
      ? t(reading.problem, {
          label,
          min: numberText(min),
          max: numberText(max),
          integer: String(integer),
          ...wordsOf(typed, integer),
        })
      : null;

  const accept = (next: number) => {
    if (next !== value) onChange(next);
  };
  const leave = () => {
    if (reading && !reading.ok && reading.nearest !== null) accept(reading.nearest);
    setTyped(null);
  };
  const turn = (direction: 1 | -1) => {
    const decimals = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
    const next = Number((value + direction * step).toFixed(Math.min(decimals, 12)));
    setTyped(null);
    accept(Math.min(max, Math.max(min, integer ? Math.round(next) : next)));
  };

  return (
    <div className={classes(field.field, compact && field.compact, compact && field.row)}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : field.label}>
        {label}
      </label>
      <div className={classes(field.box, error !== null && field.wrong)}>
        <input
          id={id}
          className={classes(field.input, field.mono)}
          type="text"
          inputMode={integer && min >= 0 ? 'numeric' : 'decimal'}
          size={Math.max((typed ?? numberText(value)).length, compact ? 2 : 5)}
          autoComplete="off"
          value={typed ?? numberText(value)}
          disabled={disabled}
          aria-invalid={error !== null}
          aria-describedby={error === null && hint === undefined ? undefined : `${id}-help`}
          onFocus={() => {
            before.current = value;
          }}
          onChange={event => {
            setTyped(event.target.value);
            const next = readNumber(event.target.value, range);
            if (next.ok) accept(next.value);
            // On the way to “1,000” stood “1,00”.
            else if (next.problem === 'twoWays') accept(before.current);
          }}
          onBlur={leave}
          onKeyDown={event => {
            if (event.key === 'Enter') leave();
            else if (event.key === 'Escape') setTyped(null);
            else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
              event.preventDefault();
              turn(event.key === 'ArrowUp' ? 1 : -1);
            }
          }}
        />
        {unit !== undefined && <span className={field.unit}>{unit}</span>}
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

/** What was typed, and how its number is written: as it is read, and as one of thousands. */
function wordsOf(typed: string | null, integer: boolean) {
  const text = typed?.trim() ?? '';
  return {
    text,
    value: numberText(toNumber(text, integer)),
    thousands: numberText(toNumber(text, true)),
  };
}
