/** Before a registry out of a file takes the place of the model's own: what would be lost. */
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import type { RegistryLoss } from '../../store/replace-registry';
import { SureDialog } from './SureDialog';

export interface ReplaceDialogProps {
  /** The file's. */
  readonly registry: Registry;
  readonly loss: RegistryLoss;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

const LOSSES = ['images', 'licences', 'revocations', 'names'] as const;

export function ReplaceDialog({ registry, loss, onTake, onClose }: ReplaceDialogProps) {
  const t = useTranslations('licences.replace');
  return (
    <SureDialog title={t('title')} take={t('take')} onTake={onTake} onClose={onClose}>
      <p>{t('file', { count: registry.licences.length })}</p>
      <ul>
        {LOSSES.filter(kind => loss[kind] > 0).map(kind => (
          <li key={kind}>{t(kind, { count: loss[kind] })}</li>
        ))}
      </ul>
    </SureDialog>
  );
}
