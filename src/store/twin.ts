/** How long a model was trained, stopped early or not, and what its mark cost against an unmarked twin of the same length (Table 2). */
import { stepsPerEpoch } from '../model/training';
import type { TrainingConfig, TrainingPosition } from '../model/training';
import { kindOf, newestFirst } from './shelf';
import type { SavedModel } from './saved-model';

/** Training images of MNIST, and of the built-in digits. */
const TRAIN_COUNT = 60_000;

type Trained = Pick<SavedModel, 'config' | 'run'>;

const stepsOfEpoch = ({ batchSize }: Pick<TrainingConfig, 'batchSize'>) =>
  stepsPerEpoch(TRAIN_COUNT, batchSize);

/** Epochs done at `position`, with fraction. */
export function epochsAt({ epoch, step }: TrainingPosition, config: TrainingConfig): number {
  return epoch + step / stepsOfEpoch(config);
}

/** Epochs of the training that made a model, with fraction; as planned where its steps are not known. Null for one from a file. */
export function epochsDone({ config, run }: Trained): number | null {
  if (!config) return null;
  return run ? run.steps / stepsOfEpoch(config) : config.epochs;
}

export function wasStoppedEarly(model: Trained): boolean {
  return model.config !== null && epochsDone(model) !== model.config.epochs;
}

/** Whether it was trained on from another model; earlier versions kept no run of such. */
export function wasTunedFrom({ config, run }: Trained): boolean {
  return config !== null && (run === null || run?.from === 'current');
}

/** All steps that a model ever took, or null: of one from a file, or trained on from another, nobody knows. */
export function stepsOf(model: Trained): number | null {
  const { config } = model;
  if (!config || wasTunedFrom(model)) return null;
  return Math.round(epochsDone(model)! * stepsOfEpoch(config));
}

/**
 * The newest model without a watermark that `model` may be compared with: measured on the same digits after as many steps, or, where
 * nobody knows how many the model took, not stopped early.
 */
export function twinOf(
  models: Readonly<Record<string, SavedModel>>,
  model: SavedModel | undefined,
): SavedModel | undefined {
  if (!model) return undefined;
  const steps = stepsOf(model);
  return newestFirst(models).find(other => {
    if (kindOf(other) !== 'none' || (model.dataset && other.dataset !== model.dataset)) return false;
    const its = stepsOf(other);
    return steps === null ? its !== null && !wasStoppedEarly(other) : its === steps;
  });
}

/**
 * Accuracy of the unmarked twin minus the marked model's, Table 2's "accuracy drop": null when there is no twin, or when the two
 * were not measured on the same digits.
 */
export function accuracyDrop(model: SavedModel, twin: SavedModel | undefined): number | null {
  if (!twin || model.accuracy === null || twin.accuracy === null) return null;
  return model.dataset === twin.dataset ? twin.accuracy - model.accuracy : null;
}

/** `15`, `0.4`, `14.9`: never more than there were. */
export function epochsText(epochs: number): string {
  if (Number.isInteger(epochs)) return String(epochs);
  const places = epochs < 0.1 ? 2 : 1;
  return (Math.floor(epochs * 10 ** places) / 10 ** places).toFixed(places);
}
