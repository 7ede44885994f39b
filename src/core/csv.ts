/** Tables as comma-separated values (RFC 4180). */

export type CsvValue = number | string | boolean | null | undefined;

/** One line a row, ended by CRLF; a field with a comma, a quote or a line break is quoted, and what is missing is empty. */
export function csvOf(rows: readonly (readonly CsvValue[])[]): string {
  const field = (value: CsvValue) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map(row => `${row.map(field).join(',')}\r\n`).join('');
}
