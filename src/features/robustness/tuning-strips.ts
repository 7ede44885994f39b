/** The watermark's digits over the epochs of fine-tuning: which epochs have a column, and what stands in it. */
import type { FineTuningRow } from '../../jobs/protocol';
import { watermarkTone } from '../../store/watermark-tone';
import type { DigitStripRow } from '../../ui/DigitStrips';
import type { MarkedModel, ModelName } from './names';

/** More groups of digits than these cannot be told apart. */
const COLUMNS = 10;

export interface EpochColumns {
  /** Epochs from one column to the next. */
  readonly stride: number;
  /** The columns' epochs, from 0, before the attack. */
  readonly epochs: readonly number[];
}

/** @param planned epochs the run under way has before it; 0 when none is. */
export function epochColumns(rows: readonly FineTuningRow[], planned: number): EpochColumns {
  const last = Math.max(1, planned, rows.at(-1)?.epoch ?? 0);
  const stride = Math.ceil(last / COLUMNS);
  return { stride, epochs: Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride) };
}

export function tuningStrip(
  model: MarkedModel,
  name: ModelName,
  rows: readonly FineTuningRow[],
  epochs: readonly number[],
): DigitStripRow {
  return {
    key: model.id,
    label: name.mark,
    tone: watermarkTone(model.key.digits),
    groups: epochs.map(epoch => rows.find(row => row.epoch === epoch)?.matches ?? null),
  };
}
