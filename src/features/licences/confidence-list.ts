/** C_fp as it is typed: numbers with commas, semicolons or spaces between, checked as section 2.4 asks. */
import { isAppError } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import { checkConfidences } from '../../method/registry/allocation';

export type ConfidenceReading =
  | { readonly ok: true; readonly confidences: readonly number[] }
  /** A part that is no number. */
  | { readonly ok: false; readonly notNumber: string }
  | { readonly ok: false; readonly unfit: Sentence };

export function readConfidences(text: string, epsilon: number): ConfidenceReading {
  const parts = text.split(/[,;\s]+/).filter(part => part !== '');
  const bad = parts.find(part => !/^\d*\.?\d+$/.test(part));
  if (bad !== undefined) {
    return { ok: false, notNumber: bad.slice(0, 20) };
  }
  const confidences = parts.map(Number).sort((a, b) => a - b);
  try {
    checkConfidences(confidences, epsilon);
    return { ok: true, confidences };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ok: false, unfit: error };
  }
}
