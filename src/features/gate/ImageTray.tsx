/** What a visitor can bring to the gate: a licence of the board, a clean digit, a drawing of his own, a file. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Card } from '../../ui/Card';
import { classes } from '../../ui/classes';
import { DigitTile } from '../../ui/DigitTile';
import { FileButton } from '../../ui/FileButton';
import { PencilIcon, ResetIcon } from '../../ui/icons';
import { SectionLink } from '../../ui/SectionLink';
import { DrawDialog } from './DrawDialog';
import styles from './ImageTray.module.css';
import { useTouchDrag } from './touch-drag';
import type { TrayItem } from './tray';

export interface ImageTrayProps {
  readonly licences: readonly TrayItem[];
  /** Of how many on the board. */
  readonly licenceCount: number;
  readonly clean: TrayItem | null;
  /** The item that stands before the gate. */
  readonly chosen: string | null;
  readonly tone: 'ink' | 'in' | 'out';
  readonly onItem: (id: string) => void;
  readonly onAnotherDigit: () => void;
  readonly onDrawing: (pixels: Uint8Array) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

const link = (words: ReactNode) => <SectionLink section="licences">{words}</SectionLink>;

export function ImageTray({
  licences,
  licenceCount,
  clean,
  chosen,
  tone,
  onItem,
  onAnotherDigit,
  onDrawing,
  onFiles,
}: ImageTrayProps) {
  const t = useTranslations('gate');
  const [drawing, setDrawing] = useState(false);
  const tray = useTouchDrag(onItem);
  const tile = (item: TrayItem) => (
    <li key={item.id} data-tray-item={item.id} className={classes(item.revoked && styles.revoked)}>
      <DigitTile
        file={item.file}
        payload={item.id}
        alt={item.alt}
        label={item.revoked ? t('tray.revoked') : item.label}
        selected={item.id === chosen}
        tone={tone}
        onSelect={() => onItem(item.id)}
      />
    </li>
  );

  return (
    <Card title={t('tray.title')} className={styles.tray} anchor="tray">
      <p className={styles.hint} data-minor>
        {t('tray.hint')}
      </p>
      <div ref={tray} className={styles.shelves}>
        <ul className={styles.tiles} aria-label={t('tray.without')}>
          {clean && tile(clean)}
          {clean && (
            <li>
              <button type="button" className={styles.draw} onClick={onAnotherDigit}>
                <ResetIcon size={18} />
                {t('tray.another')}
              </button>
            </li>
          )}
          <li>
            <button type="button" className={styles.draw} onClick={() => setDrawing(true)}>
              <PencilIcon size={18} />
              {t('tray.draw')}
            </button>
          </li>
        </ul>
        {licences.length > 0 ? (
          <ul className={styles.tiles} aria-label={t('tray.licences')}>
            {licences.map(tile)}
          </ul>
        ) : (
          <p className={styles.none}>{t.rich('tray.none', { link })}</p>
        )}
        {licenceCount > licences.length && (
          <p className={styles.more} data-minor>
            {t.rich('tray.more', {
              shown: String(licences.length),
              count: String(licenceCount),
              link,
            })}
          </p>
        )}
      </div>
      <div className={styles.file}>
        <FileButton wide accept=".png,image/png" onFiles={onFiles}>
          {t('tray.file')}
        </FileButton>
      </div>
      {drawing && (
        <DrawDialog
          onClose={() => setDrawing(false)}
          onDone={pixels => {
            setDrawing(false);
            onDrawing(pixels);
          }}
        />
      )}
    </Card>
  );
}
