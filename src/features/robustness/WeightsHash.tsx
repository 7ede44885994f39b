/** The first digits of a SHA-256 over weights, which tell them apart; all of it when pointed at, and in the files. */
import { useTranslations } from 'use-intl';

const SHOWN = 8;

export function WeightsHash({ sha256 }: { readonly sha256: string }) {
  const t = useTranslations('robustness');
  return <code title={t('weightsTitle', { sha256 })}>{sha256.slice(0, SHOWN)}</code>;
}
