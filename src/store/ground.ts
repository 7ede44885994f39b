/** What of the model in use a figure was measured on. Once that is not in use any more, the figure is not shown any more. */
import { currentModel } from './state';
import type { ShelfSlice } from './state';

export interface Ground {
  readonly model: string | null;
  readonly parameters: Float32Array | null;
  /** C_fp, as a text. */
  readonly confidences: string | null;
  readonly epsilon: number | null;
}

export function groundOf(state: ShelfSlice): Ground {
  const model = currentModel(state);
  return {
    model: model?.id ?? null,
    parameters: model?.parameters ?? null,
    confidences: model?.registry.confidences.join() ?? null,
    epsilon: model?.registry.epsilon ?? null,
  };
}

/** Whether what was measured on `a` speaks of `b`, however they came about: an import, another tab, a dialog. */
export function sameGround<T extends Ground>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every(part => Object.is(a[part], b[part]));
}
