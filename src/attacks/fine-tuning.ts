/**
 * The fine-tuning attack, section 3.5: the adversary goes on training a stolen model, on data of his own and without the
 * watermark's term, hoping that the marked weights drift away. He has the weights, not the owner's optimizer state.
 */
import type { DatasetHandle, PreparedNetwork } from '../engine/engine';
import { train } from '../model/training';
import type { TrainingConfig, TrainingOptions, TrainingPosition } from '../model/training';

export interface FineTuningOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: TrainingOptions['onProgress'];
  /** Awaited after each epoch (1, 2, …), with the weights as they are then; `prepared` holds them too. */
  readonly onEpoch?: ((epoch: number, parameters: Float32Array) => Promise<void> | void) | undefined;
}

/**
 * Trains `parameters` further in `prepared` for `config.epochs` epochs by the cross-entropy alone, Adam starting afresh. The
 * result stays in `prepared`. Gives where it stopped: at the end, or where the signal aborted it.
 * @throws AppError `bad-input` for a config that cannot run.
 */
export async function fineTune(
  prepared: PreparedNetwork,
  parameters: Float32Array,
  dataset: DatasetHandle,
  config: TrainingConfig,
  { signal, onProgress, onEpoch }: FineTuningOptions = {},
): Promise<TrainingPosition> {
  prepared.putParameters(parameters);
  prepared.putOptimizer(null);
  return train(prepared, dataset, config, {
    signal,
    onProgress,
    onEpochEnd: async ({ epoch }) => onEpoch?.(epoch, await prepared.readParameters()),
  });
}
