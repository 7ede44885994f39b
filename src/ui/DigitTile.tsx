/**
 * A digit that is one of the page's images and a PNG file at once: pressed, it is chosen; dragged onto a `DropZone`, it is taken there;
 * dragged out of the browser, it lies on the desktop as its file. For that it is an `<img>` of the file's own bytes, which Chromium hands
 * over on every system. Firefox saves no image that has no address on the web, and drags it within the page only.
 */
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import styles from './DigitImage.module.css';
import { classes } from './classes';
import { dataAddress, setDragFile, setDragPayload } from './drag-payload';
import type { DragFile } from './drag-payload';

export interface DigitTileProps {
  readonly file: DragFile;
  /** A `DropZone` gets this text in `onPayload`. */
  readonly payload: string;
  /** What it shows, for those who can't see it. */
  readonly alt: string;
  /** Words below. */
  readonly label: ReactNode;
  readonly selected: boolean;
  /** The colour of the selection's ring: what it means must also be said in words. */
  readonly tone: 'ink' | 'in' | 'out';
  readonly onSelect: () => void;
}

export function DigitTile({ file, payload, alt, label, selected, tone, onSelect }: DigitTileProps) {
  const address = useMemo(() => dataAddress(file), [file]);
  return (
    <button
      type="button"
      draggable
      className={classes(styles.figure, styles.button, styles.file)}
      aria-pressed={selected}
      onClick={onSelect}
      onDragStart={event => {
        setDragPayload(event.dataTransfer, payload);
        setDragFile(event.dataTransfer, file);
      }}
    >
      <img
        className={classes(styles.image, styles.whole, selected && styles.selected, selected && styles[tone])}
        src={address}
        alt={alt}
      />
      <span className={styles.label}>{label}</span>
    </button>
  );
}
