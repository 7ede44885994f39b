/** Before what cannot be taken back: what would be lost, and a second press that is meant. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './SureDialog.module.css';

export interface SureDialogProps {
  readonly title: string;
  /** What would be lost. */
  readonly children: ReactNode;
  /** The words of the press that does it. */
  readonly take: string;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export function SureDialog({ title, children, take, onTake, onClose }: SureDialogProps) {
  const t = useTranslations('licences');
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={styles.words}>
        {children}
        <p>{t('final')}</p>
      </div>
      <div>
        <Button size="small" className={styles.take} onClick={onTake}>
          {take}
        </Button>
      </div>
    </Dialog>
  );
}
