/** What one of the page's images carries while it is dragged onto a drop zone: a text only this page understands. */
const TYPE = 'application/x-activeguard-image';

export function setDragPayload(transfer: DataTransfer, payload: string): void {
  transfer.effectAllowed = 'copy';
  transfer.setData(TYPE, payload);
}

/** A small file that a dragged image becomes outside of the browser. */
export interface DragFile {
  readonly name: string;
  readonly mime: string;
  readonly content: () => Uint8Array;
}

/** The file's bytes as a `data:` address. */
export function dataAddress({ mime, content }: DragFile): string {
  return `data:${mime};base64,${btoa(String.fromCharCode(...content()))}`;
}

/** Chromium's `DownloadURL`, which gives the file its name where the system takes one; elsewhere the dragged `<img>` has to do. */
export function setDragFile(transfer: DataTransfer, file: DragFile): void {
  transfer.setData('DownloadURL', `${file.mime}:${file.name}:${dataAddress(file)}`);
}

export function hasDragPayload(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

/** Readable on drop only; null when something else was dropped. */
export function getDragPayload(transfer: DataTransfer): string | null {
  return hasDragPayload(transfer) ? transfer.getData(TYPE) : null;
}
