/** A share as the paper prints it, 99.15%; an en dash for what was not measured. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(2)}%`;
}
