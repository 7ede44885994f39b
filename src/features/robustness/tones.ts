/** Which of the two watermark tints a model has, and its curve's name. */
import type { SavedModel } from '../../store/state';

export function toneOf(model: SavedModel): 'wm1' | 'wm2' {
  return model.id === 'wm2' || model.id === 'custom' ? 'wm2' : 'wm1';
}

export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)}%`;
