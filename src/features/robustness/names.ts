/** How the section calls a model: by its mark, and by where it comes from when two carry the same. */
import { useTranslations } from 'use-intl';
import { WATERMARK_1, WATERMARK_2 } from '../../method/watermark/owner-key';
import type { OwnerKey } from '../../method/watermark/owner-key';
import { kindOf, numberOf } from '../../store/shelf';
import type { SavedModel } from '../../store/saved-model';

/** A model whose owner's key is at hand. */
export type MarkedModel = SavedModel & { readonly key: OwnerKey };

export function isMarked(model: SavedModel): model is MarkedModel {
  return model.key !== null;
}

export interface ModelName {
  /** wm₁, wm₂, or own. */
  readonly mark: string;
  /** Where it comes from, unless it was trained here, and its number, unless it is the first. */
  readonly origin: string | undefined;
  /** The same, for where there is little room. */
  readonly short: string | undefined;
  /** Both in one. */
  readonly whole: string;
}

export type NameOf = (model: MarkedModel) => ModelName;

export function useNames(): NameOf {
  const t = useTranslations('robustness.name');
  const withNumber = (place: string | undefined, number: number | null) =>
    number === null ? place : [place, t('number', { number: String(number) })].filter(Boolean).join(' ');
  return ({ key, ...model }) => {
    const digits = key.digits.join();
    const mark = digits === WATERMARK_1.join() ? 'wm₁' : digits === WATERMARK_2.join() ? 'wm₂' : t('own');
    const kind = kindOf(model);
    const number = numberOf(model);
    const elsewhere = kind === 'bundled' || kind === 'imported';
    const origin = withNumber(elsewhere ? t(kind) : undefined, number);
    const short = withNumber(elsewhere ? t(`short.${kind}`) : undefined, number);
    return { mark, origin, short, whole: origin === undefined ? mark : t('whole', { mark, origin }) };
  };
}

export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)}%`;
