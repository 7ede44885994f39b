/** What one of the page's images carries while it is dragged onto a drop zone: a text only this page understands. */
const TYPE = 'application/x-activeguard-image';

export function setDragPayload(transfer: DataTransfer, payload: string): void {
  transfer.effectAllowed = 'copy';
  transfer.setData(TYPE, payload);
}

/** A file that a dragged image becomes outside of the browser. */
export interface DragFile {
  readonly name: string;
  readonly mime: string;
  /** Null when there is nothing to hand over. */
  readonly content: () => Uint8Array | null;
}

/** Chromium's `DownloadURL`: let go on the desktop, the image lies there as a file. Other browsers pass over it. */
export function setDragFile(transfer: DataTransfer, file: DragFile): void {
  const bytes = file.content();
  if (!bytes) return;
  const base64 = btoa(String.fromCharCode(...bytes));
  transfer.setData('DownloadURL', `${file.mime}:${file.name}:data:${file.mime};base64,${base64}`);
}

export function hasDragPayload(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

/** Readable on drop only; null when something else was dropped. */
export function getDragPayload(transfer: DataTransfer): string | null {
  return hasDragPayload(transfer) ? transfer.getData(TYPE) : null;
}
