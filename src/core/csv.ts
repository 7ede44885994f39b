/** Tables as comma-separated values (RFC 4180). */

export type CsvValue = number | string | boolean | null | undefined;

/** What a spreadsheet would compute instead of show (OWASP, "CSV Injection"): a holder's name is anybody's text. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number written out, such as -0.02 or 1e-6, is one in a spreadsheet as well. */
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * One line a row, ended by CRLF; a field with a comma, a quote or a line break is quoted, and what is missing is empty. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it; numbers are as they are.
 */
export function csvOf(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map(row => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvValue): string {
  const text = asText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asText(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  return FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
}
