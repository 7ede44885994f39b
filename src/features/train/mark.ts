/** A watermark as it stands in some weights now, for the section's cards. */
import type { WatermarkProgress } from '../../jobs/protocol';
import type { OwnerKey } from '../../method/watermark/owner-key';

export interface Mark extends WatermarkProgress {
  readonly key: OwnerKey;
  /** Whose weights, in words. */
  readonly source: string;
  /** Chance of as many matching digits in unmarked weights; known of a model at rest. */
  readonly pValue?: number;
}

/** Tint of a watermark: wm₁'s own, and wm₂'s for every other. */
export function markTone(choice: string | undefined): 'wm1' | 'wm2' {
  return choice === 'wm1' || choice === 'bundled' ? 'wm1' : 'wm2';
}

/** max_k |map(v_k) − d_k|, in digits. */
export function largestError(mark: Mark): number {
  return Math.max(...mark.readings.map((reading, k) => Math.abs(reading - mark.key.digits[k]!)));
}
