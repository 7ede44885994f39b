/** A stranger's own digit: drawn, scaled and centred as MNIST's are, then brought to the gate. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { DigitImage } from '../../ui/DigitImage';
import { DrawPad } from '../../ui/DrawPad';
import styles from './DrawDialog.module.css';

export interface DrawDialogProps {
  readonly onDone: (pixels: Uint8Array) => void;
  readonly onClose: () => void;
}

export function DrawDialog({ onDone, onClose }: DrawDialogProps) {
  const t = useTranslations('gate.draw');
  const [digit, setDigit] = useState<Uint8Array | null>(null);

  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className={styles.work}>
        <DrawPad size={224} onChange={setDigit} />
        <div className={styles.seen}>
          {digit ? (
            <DigitImage pixels={digit} size={84} alt={t('alt')} label={t('seen')} />
          ) : (
            <span className={styles.nothing}>{t('nothing')}</span>
          )}
        </div>
      </div>
      <div className={styles.actions}>
        <Button variant="primary" disabled={digit === null} onClick={() => digit && onDone(digit)}>
          {t('bring')}
        </Button>
      </div>
    </Dialog>
  );
}
