/** Before C_fp loses marks that licences were issued for: what goes with them, revocations above all. */
import { useTranslations } from 'use-intl';
import type { Licence } from '../../method/registry/registry';
import { SureDialog } from './SureDialog';

export interface DropDialogProps {
  /** Of the marks that go. */
  readonly licences: readonly Licence[];
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export function DropDialog({ licences, onTake, onClose }: DropDialogProps) {
  const t = useTranslations('licences.drop');
  const revoked = licences.filter(({ revokedAt }) => revokedAt !== undefined).length;
  return (
    <SureDialog
      title={t('title', { count: licences.length })}
      take={t('take')}
      onTake={onTake}
      onClose={onClose}
    >
      <p>{t('refused')}</p>
      {revoked > 0 && <p>{t('revocations', { count: revoked })}</p>}
    </SureDialog>
  );
}
