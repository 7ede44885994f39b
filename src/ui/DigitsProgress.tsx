/** What is to be run waits for the digits, and how far they are. */
import { useTranslations } from 'use-intl';
import { Progress } from './Progress';

export interface DigitsProgressProps {
  /** 0 … 1; null while it is unknown. */
  readonly share: number | null;
  readonly secondsLeft: number | null;
  /** Gives up what waits; the digits come all the same. */
  readonly onCancel: () => void;
}

export function DigitsProgress({ share, secondsLeft, onCancel }: DigitsProgressProps) {
  const t = useTranslations('ui.progress');
  return <Progress label={t('digits')} value={share} secondsLeft={secondsLeft} onCancel={onCancel} />;
}
