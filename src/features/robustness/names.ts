/** How the section calls a model: by its mark, and by where it comes from when two carry the same. */
import { WATERMARK_1, WATERMARK_2 } from '../../method/watermark/owner-key';
import type { OwnerKey } from '../../method/watermark/owner-key';
import type { SavedModel } from '../../store/state';

/** A model whose owner's key is at hand. */
export type MarkedModel = SavedModel & { readonly key: OwnerKey };

export function isMarked(model: SavedModel): model is MarkedModel {
  return model.key !== null;
}

export interface ModelName {
  /** wm₁, wm₂, or own. */
  readonly mark: string;
  /** Where it comes from, unless it was trained here. */
  readonly origin: string | undefined;
  /** Both in one. */
  readonly whole: string;
}

const ORIGINS: Readonly<Record<string, string>> = { bundled: 'bundled', imported: 'from file' };

export function nameOf(model: MarkedModel): ModelName {
  const digits = model.key.digits.join();
  const mark = digits === WATERMARK_1.join() ? 'wm₁' : digits === WATERMARK_2.join() ? 'wm₂' : 'own digits';
  const origin = ORIGINS[model.id];
  return { mark, origin, whole: origin === undefined ? mark : `${mark}, ${origin}` };
}

export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)}%`;
