/** Before a registry out of a file takes the place of the model's own: what would be lost, and a second press that is meant. */
import { useTranslations } from 'use-intl';
import type { Registry } from '../../method/registry/registry';
import type { RegistryLoss } from '../../store/registry-import';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './ReplaceDialog.module.css';

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
    <Dialog title={t('title')} onClose={onClose}>
      <p className={styles.words}>{t('file', { count: registry.licences.length })}</p>
      <ul className={styles.losses}>
        {LOSSES.filter(kind => loss[kind] > 0).map(kind => (
          <li key={kind}>{t(kind, { count: loss[kind] })}</li>
        ))}
      </ul>
      <p className={styles.words}>{t('final')}</p>
      <div>
        <Button size="small" className={styles.take} onClick={onTake}>
          {t('take')}
        </Button>
      </div>
    </Dialog>
  );
}
