/**
 * A digit that is one of the page's images and a PNG file at once: pressed, it is chosen; dragged onto a `DropZone`, it is taken there;
 * dragged out of the browser, it lies on the desktop as its file. For that it is an `<img>` of the file's own bytes, which browsers
 * hand over as such, and no `<button>` stands around it, out of which Firefox drags no image.
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
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above
      role="button"
      tabIndex={0}
      className={classes(styles.figure, styles.button, styles.file)}
      aria-pressed={selected}
      onClick={onSelect}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onSelect();
      }}
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
    </span>
  );
}
