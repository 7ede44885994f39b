/**
 * Reads what was typed into a number field. A typed value passes only when it is a number within the range; otherwise
 * `problem` says what is wrong (words: `texts/<language>/ui.ts`, `number`), and `nearest` is what the field falls back to when it is left.
 */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

export type NumberReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: NumberProblem; readonly nearest: number | null };

export type NumberProblem = 'empty' | 'notNumber' | 'twoWays' | 'outOfRange';

/** A comma, or a point, before each three of the last digits. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/;

/**
 * A decimal comma is read as a point; thin and plain spaces between digits are left out; NaN for what is no number. Commas or points
 * that group digits by three are left out where there are several, and in whole numbers.
 */
export function toNumber(text: string, integer = false): number {
  const written = withoutSpaces(text);
  const thousands = GROUPED.test(written) && (integer || written.match(/[.,]/g)!.length > 1);
  const plain = thousands ? written.replace(/[.,]/g, '') : written.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

const withoutSpaces = (text: string) => text.replace(/[\s\u2009\u202f]/g, '').replace('−', '-');

/** Whether one comma stands where English divides thousands and German begins the fraction. */
const isTwoWays = (text: string) => /^[^,]+,[^,]+$/.test(text) && GROUPED.test(withoutSpaces(text));

/** A number as it stands in a field, unrounded. */
export function numberText(value: number): string {
  return String(value);
}

export function readNumber(text: string, { min, max, integer = false }: NumberRange): NumberReading {
  if (text.trim() === '') return { ok: false, problem: 'empty', nearest: null };
  if (!integer && isTwoWays(text)) return { ok: false, problem: 'twoWays', nearest: null };
  const value = toNumber(text, integer);
  if (!Number.isFinite(value)) return { ok: false, problem: 'notNumber', nearest: null };
  const whole = integer ? Math.round(value) : value;
  const nearest = Math.min(max, Math.max(min, whole));
  if (nearest !== value) return { ok: false, problem: 'outOfRange', nearest };
  return { ok: true, value };
}
