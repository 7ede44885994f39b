/** A verdict of sections 2.2 and 2.4 in words: a title one can read from the back of a room, and the reason below it. */
import type { useFormatter, useTranslations } from 'use-intl';
import type { Verdict } from '../../method/control/gate';
import { hasDefaultName } from '../../method/registry/registry';
import { holderName } from '../../store/holder-name';
import { outputName } from '../../ui/confidence-scale';
import { dateText } from '../../ui/date-text';

export type GateWords = ReturnType<typeof useTranslations<'gate'>>;
type Format = ReturnType<typeof useFormatter>;

export const RULES = ['output-vector', 'paper', 'paper-with-class'] as const;

/** As sure of itself as the model is of an ordinary digit. */
const SURE = 0.9;

const REASONS = ['no-such-licence', 'revoked', 'record-differs', 'confidence-outside'] as const;

export function verdictTitle(verdict: Verdict, t: GateWords): string {
  if (verdict.authorized) {
    const { licence } = verdict;
    if (!licence) return t('verdict.stranger');
    return hasDefaultName(licence)
      ? t('verdict.user', { user: String(licence.user) })
      : t('verdict.named', { name: licence.name });
  }
  return t(`verdict.refused.${REASONS.find(reason => reason === verdict.reason) ?? 'other'}`);
}

export function verdictDetail(verdict: Verdict, t: GateWords, format: Format): string {
  const { matched, licence, predictedClass, confidence } = verdict;
  const name = matched ? outputName(matched) : '';
  const date = (iso: string) => dateText(iso, format);
  if (verdict.authorized) {
    if (!licence) return t('verdict.detail.stranger', { name });
    const values = { name, date: date(licence.issuedAt) };
    return hasDefaultName(licence)
      ? t('verdict.detail.unnamed', values)
      : t('verdict.detail.named', { ...values, user: String(licence.user) });
  }
  switch (verdict.reason) {
    case 'confidence-outside':
      return t(`verdict.detail.${(confidence ?? 0) > SURE ? 'sure' : 'unsure'}`, {
        digit: String(predictedClass),
      });
    case 'no-such-licence':
      return t('verdict.detail.nobody', { name });
    case 'revoked':
      return t('verdict.detail.revoked', {
        name,
        holder: licence ? holderName(licence) : '',
        date: licence?.revokedAt ? date(licence.revokedAt) : '',
      });
    case 'record-differs':
      return t('verdict.detail.differs', { name });
    default:
      return t('verdict.detail.none');
  }
}

/** What the visitor should know now. */
export function verdictAdvice(verdict: Verdict, t: GateWords): string {
  if (!verdict.authorized) return t('verdict.advice.random');
  return verdict.licence
    ? t('verdict.advice.key', { user: String(verdict.licence.user) })
    : t('verdict.advice.stranger');
}
