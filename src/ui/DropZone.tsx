/**
 * Takes files by drop, by paste anywhere on the page (Ctrl+V), by click, Enter or Space, and the page's own images by drag.
 * It refuses nothing by itself: what a file is shows only when it is read, and whoever reads it says what is wrong with it.
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTranslations } from 'use-intl';
import styles from './DropZone.module.css';
import { classes } from './classes';
import { getDragPayload, hasDragPayload } from './drag-payload';

export interface DropZoneProps {
  /** What the zone is for, spoken. */
  readonly label: string;
  /** What the file picker offers: MIME types and their endings, e.g. `{ 'image/png': ['.png'] }`. */
  readonly accept: Readonly<Record<string, readonly string[]>>;
  /** The same in words, e.g. `PNG, 28 × 28, grey`. */
  readonly acceptWords: string;
  /** All files of one drop; with `multiple` false, the picker offers one, a drop may still bring more. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Told of a drop without one file: an empty folder. */
  readonly onNothing: () => void;
  /** One of the page's images, by its `dragPayload`. */
  readonly onPayload?: (payload: string) => void;
  readonly multiple?: boolean;
  /** Listens for Ctrl+V on the whole page. One zone a page at most. */
  readonly paste?: boolean;
  /** False where the zone holds controls of its own: then a press opens nothing, and the file picker must stand elsewhere. */
  readonly clickable?: boolean;
  readonly disabled?: boolean;
  /** `none` shows no frame until something is dragged over. */
  readonly tone?: 'plain' | 'in' | 'out' | 'none';
  /** Hides the line of words below. */
  readonly hideWords?: boolean;
  readonly className?: string | undefined;
  /** What lies in the zone. */
  readonly children?: ReactNode;
}

export function DropZone({
  label,
  accept,
  acceptWords,
  onFiles,
  onNothing,
  onPayload,
  multiple = false,
  paste = false,
  clickable = true,
  disabled = false,
  tone = 'plain',
  hideWords = false,
  className,
  children,
}: DropZoneProps) {
  const t = useTranslations('ui.drop');
  const [payloadOver, setPayloadOver] = useState(false);
  const { getRootProps, getInputProps, isDragActive } = useDropzone({
    accept,
    multiple,
    disabled,
    noPaste: true,
    // What is dropped beside the zone is the page's matter (`app/stray-files.ts`).
    preventDropOnDocument: false,
    noClick: !clickable,
    noKeyboard: !clickable,
    onDrop: (accepted, rejections) => {
      const files = [...accepted, ...rejections.map(rejection => rejection.file)];
      if (files.length > 0) onFiles(files);
      else onNothing();
    },
  });

  useEffect(() => {
    if (!paste || disabled) return;
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [paste, disabled, onFiles]);

  const active = payloadOver || isDragActive;
  const words = { accept: acceptWords, clickable: String(clickable), paste: String(paste) };
  return (
    <div
      className={className}
      onDragOverCapture={event => {
        if (!onPayload || disabled || !hasDragPayload(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'copy';
        setPayloadOver(true);
      }}
      onDragLeaveCapture={event => {
        // Entering a child leaves the zone in the event's eyes only.
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setPayloadOver(false);
      }}
      onDropCapture={event => {
        const payload = getDragPayload(event.dataTransfer);
        setPayloadOver(false);
        if (payload === null || !onPayload || disabled) return;
        event.preventDefault();
        event.stopPropagation();
        onPayload(payload);
      }}
    >
      <div
        {...getRootProps({
          className: classes(
            styles.zone,
            styles[tone],
            active && styles.active,
            disabled && styles.disabled,
            !clickable && styles.still,
          ),
          role: 'group',
          'aria-label': t('label', { label, ...words }),
        })}
      >
        <input {...getInputProps({ 'aria-label': label })} />
        {children}
        {!hideWords && <p className={styles.words}>{active ? t('active') : t('words', words)}</p>}
      </div>
    </div>
  );
}
