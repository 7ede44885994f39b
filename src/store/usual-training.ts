/** What is trained as long as nobody asks for anything else. */
import { defaultTraining } from '../model/training';
import type { TrainingSettings } from './training-run';

export const USUAL_TRAINING: TrainingSettings = {
  watermark: 'wm1',
  customDigits: [2, 0, 2, 6],
  lambda: 0.01,
  range: [0.1, 0.45],
  from: 'scratch',
  config: defaultTraining,
  lesson: null,
};
