/**
 * The fine-tuning attack, section 3.5: the adversary goes on training a stolen model, on data of his own and without the
 * watermark's term, hoping that the marked weights drift away. He has the weights, not the owner's optimizer state.
 */
import type { DatasetHandle, PreparedNetwork } from '../engine/engine';
import { defaultTraining, restoreCheckpoint, train } from '../model/training';
import type { Checkpoint, TrainingConfig, TrainingOptions, TrainingPosition } from '../model/training';

/**
 * An adversary who wants to keep the accuracy: a tenth of the training rate, no decay, the 30 epochs of Table 3. The rate decides what
 * the mark suffers: measured on a LeNet-5 of 8 epochs with wm₁ (99.10%), the largest error in digits after two epochs is 0.12 at
 * 1e-4, 0.37 at 3e-4, 1.5 (8 of 13 digits left) at the training's own 1e-3; decay of 0.05 makes it 0.17, 0.61 and 2.4. The
 * accuracy is 99.0–99.1% after each.
 */
export const defaultFineTuning: TrainingConfig = {
  ...defaultTraining,
  epochs: 30,
  learningRate: 1e-4,
  schedule: 'constant',
  weightDecay: 0,
};

export interface FineTuningOptions {
  /** Where to go on, after it was cut off; the start when absent. */
  readonly from?: Checkpoint | undefined;
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
  { from, signal, onProgress, onEpoch }: FineTuningOptions = {},
): Promise<TrainingPosition> {
  restoreCheckpoint(prepared, from ?? { parameters, optimizer: null, position: { epoch: 0, step: 0 } });
  return train(prepared, dataset, config, {
    from: from?.position,
    signal,
    onProgress,
    onEpochEnd: async ({ epoch }) => onEpoch?.(epoch, await prepared.readParameters()),
  });
}
