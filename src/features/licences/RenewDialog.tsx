/** Before licences that were issued are made anew: whose files are refused then, and a second press that is meant. */
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './ReplaceDialog.module.css';

export interface RenewDialogProps {
  /** How many licences are made anew. */
  readonly count: number;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export function RenewDialog({ count, onTake, onClose }: RenewDialogProps) {
  const t = useTranslations('licences');
  return (
    <Dialog title={t('renew.title', { count })} onClose={onClose}>
      <p className={styles.words}>{t('renew.refused', { count })}</p>
      <p className={styles.words}>{t('replace.final')}</p>
      <div>
        <Button size="small" className={styles.take} onClick={onTake}>
          {t('renew.take')}
        </Button>
      </div>
    </Dialog>
  );
}
