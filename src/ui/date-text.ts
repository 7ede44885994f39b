/** The day of an ISO 8601 text as the reader's language writes it; files keep the text as it is. */
import type { useFormatter } from 'use-intl';

/** `9 Nov 2026`, `09.11.2026`; a text that is no time, as a foreign file may have, stays as it is. */
export function dateText(iso: string, format: ReturnType<typeof useFormatter>): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : format.dateTime(date, { dateStyle: 'medium' });
}
