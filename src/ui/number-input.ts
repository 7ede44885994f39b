/**
 * Reads what was typed into a number field. A typed value passes only when it is a number within the range; otherwise the
 * message names the value and the range, and `nearest` is what the field falls back to when it is left.
 */
export interface NumberRange {
  /** How the message calls the value, e.g. "ε". */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

export type NumberReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly message: string; readonly nearest: number | null };

/** A decimal comma is read as a point; thin and plain spaces between digits are left out. */
function toNumber(text: string): number {
  const plain = text
    .replace(/[\s\u2009\u202f]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** A number as it stands in a field, unrounded. */
export function numberText(value: number): string {
  return String(value);
}

export function readNumber(text: string, { label, min, max, integer = false }: NumberRange): NumberReading {
  const range = `${integer ? 'a whole number' : 'a number'} from ${numberText(min)} to ${numberText(max)}`;
  if (text.trim() === '')
    return { ok: false, message: `${label} is empty; it must be ${range}.`, nearest: null };
  const value = toNumber(text);
  if (!Number.isFinite(value)) {
    return { ok: false, message: `“${text.trim()}” is no number; ${label} must be ${range}.`, nearest: null };
  }
  const whole = integer ? Math.round(value) : value;
  const nearest = Math.min(max, Math.max(min, whole));
  if (nearest !== value) {
    return {
      ok: false,
      message: `${numberText(value)} is out of range; ${label} must be ${range}.`,
      nearest,
    };
  }
  return { ok: true, value };
}
