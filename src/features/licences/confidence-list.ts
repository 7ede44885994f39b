/** C_fp as it is typed: numbers with commas, semicolons or spaces between, checked as section 2.4 asks. */
import { checkConfidences } from '../../method/registry/allocation';

export type ConfidenceReading =
  | { readonly ok: true; readonly confidences: readonly number[] }
  | { readonly ok: false; readonly message: string };

export function readConfidences(text: string, epsilon: number): ConfidenceReading {
  const parts = text.split(/[,;\s]+/).filter(part => part !== '');
  const bad = parts.find(part => !/^\d*\.?\d+$/.test(part));
  if (bad !== undefined) {
    return {
      ok: false,
      message: `“${bad.slice(0, 20)}” is no number; write confidences such as 0.20, 0.30, 0.40.`,
    };
  }
  const confidences = parts.map(Number).sort((a, b) => a - b);
  try {
    checkConfidences(confidences, epsilon);
    return { ok: true, confidences };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
