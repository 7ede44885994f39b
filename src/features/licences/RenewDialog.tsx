/** Before licences that were issued are made anew: whose files are refused then. */
import { useTranslations } from 'use-intl';
import { SureDialog } from './SureDialog';

export interface RenewDialogProps {
  /** How many licences are made anew. */
  readonly count: number;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export function RenewDialog({ count, onTake, onClose }: RenewDialogProps) {
  const t = useTranslations('licences.renew');
  return (
    <SureDialog title={t('title', { count })} take={t('take')} onTake={onTake} onClose={onClose}>
      <p>{t('refused', { count })}</p>
    </SureDialog>
  );
}
