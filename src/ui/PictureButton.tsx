/** A button that draws a picture and hands it over as a PNG file; where the browser can't make one, it says so. */
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './Button';
import type { ButtonProps } from './Button';
import { download, fileName } from './download';
import { DownloadIcon } from './icons';
import { Notice } from './Notice';
import styles from './PictureButton.module.css';

export interface PictureButtonProps extends Pick<ButtonProps, 'variant' | 'size'> {
  /** What the picture shows; the file is named after it. */
  readonly title: string;
  /** Gives the file's bytes; faces are as they are at `place`. */
  readonly draw: (place: Element) => Promise<Uint8Array>;
}

export function PictureButton({ title, draw, ...rest }: PictureButtonProps) {
  const t = useTranslations('ui');
  const place = useRef<HTMLDivElement>(null);
  /** Why the last try failed; null when it did not. */
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (element: Element) => {
    try {
      download(`${fileName(title)}.png`, await draw(element), 'image/png');
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error && error.message !== '' ? error.message : String(error));
    }
  };
  return (
    <div ref={place} className={styles.place}>
      <Button
        {...rest}
        aria-label={t('chart.save', { title })}
        title={t('chart.saveShort')}
        iconAfter={<DownloadIcon />}
        onClick={() => {
          if (place.current) void save(place.current);
        }}
      >
        PNG
      </Button>
      {trouble !== null && (
        <div className={styles.trouble}>
          <Notice tone="error" onDismiss={() => setTrouble(null)}>
            {t('chart.notSaved', { reason: trouble })}
          </Notice>
        </div>
      )}
    </div>
  );
}
