/** Confusion matrices: how often a digit shown (row) was answered by each digit (column), 10 × 10, row-major. */
import { csvOf } from '../../core/csv';
import type { UsageProgress } from '../../jobs/protocol';

export const DIGITS = 10;

/** Right answers: the diagonal's sum. */
export function correctOf(counts: readonly number[]): number {
  return counts.reduce((sum, count, at) => sum + (at % (DIGITS + 1) === 0 ? count : 0), 0);
}

/** The counts of one digit shown, by answer. */
export function rowOf(counts: readonly number[], shown: number): readonly number[] {
  return counts.slice(shown * DIGITS, (shown + 1) * DIGITS);
}

/** All of them, a row a digit shown. */
export function rowsOf(counts: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: DIGITS }, (_, shown) => rowOf(counts, shown));
}

/** A line for each use, digit shown and answer given. */
export function confusionCsv(usage: UsageProgress): string {
  const lines = (['authorized', 'unauthorized'] as const).flatMap(use =>
    usage[use].map((count, at) => [use, Math.floor(at / DIGITS), at % DIGITS, count] as const),
  );
  return csvOf([['use', 'shown', 'answered', 'count'], ...lines]);
}

/** Both matrices as rows of numbers. */
export function confusionJson({ seen, total, authorized, unauthorized }: UsageProgress): string {
  return JSON.stringify(
    { seen, total, authorized: rowsOf(authorized), unauthorized: rowsOf(unauthorized) },
    null,
    2,
  );
}
