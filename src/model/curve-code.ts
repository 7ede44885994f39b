/**
 * A training curve as a few letters, so that two people can tell at a glance whether their computers computed the same to the last
 * digit: a lesson's link gives everyone on the WebAssembly engine the same code.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

export interface CurvePoint {
  /** Epochs done. */
  readonly epoch: number;
  /** Mean cross-entropy of the latest steps. */
  readonly loss: number | null;
  /** On the test set, in [0, 1]; null where an epoch has not ended. */
  readonly accuracy: number | null;
  /** (1/n)·Σ(d − map(v))²; null without a watermark. */
  readonly watermarkError: number | null;
}

/** 32 bits: two curves that differ have the same code once in four billion. */
const LETTERS = 8;
/** In the place of what was not measured: none of the figures is ever negative. */
const ABSENT = -1;

/** The points at which an epoch ended: the others come as often as a screen can show, these once each. */
export function epochEnds<Point extends CurvePoint>(curve: readonly Point[]): readonly Point[] {
  return curve.filter(point => point.accuracy !== null);
}

export interface MeasuredAccuracy {
  /** Epochs done, with fraction. */
  readonly epochs: number;
  readonly accuracy: number;
}

/** The accuracies that were measured: at each epoch's end, and once more where the run was stopped within an epoch (`end`). */
export function accuraciesOf(
  curve: readonly CurvePoint[],
  end: { readonly epochs: number; readonly accuracy: number | null } | null,
): readonly MeasuredAccuracy[] {
  const measured = curve.flatMap(({ epoch, accuracy }) =>
    accuracy === null ? [] : [{ epochs: epoch, accuracy }],
  );
  if (!end || end.accuracy === null || end.epochs <= (measured.at(-1)?.epochs ?? 0)) return measured;
  return [...measured, { epochs: end.epochs, accuracy: end.accuracy }];
}

/**
 * The first 8 hexadecimal digits of SHA-256 over (epoch, loss, accuracy, watermark's error) of each epoch's end, as little-endian
 * float64: the figures' very bits, not what is printed of them. Null before the first epoch has ended.
 */
export function curveCode(curve: readonly CurvePoint[]): string | null {
  const ends = epochEnds(curve);
  if (ends.length === 0) return null;
  const values = ends.flatMap(({ epoch, loss, accuracy, watermarkError }) => [
    epoch,
    loss ?? ABSENT,
    accuracy ?? ABSENT,
    watermarkError ?? ABSENT,
  ]);
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return bytesToHex(sha256(new Uint8Array(view.buffer))).slice(0, LETTERS);
}
