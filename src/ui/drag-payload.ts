/** What one of the page's images carries while it is dragged onto a drop zone: a text only this page understands. */
const TYPE = 'application/x-activeguard-image';

export function setDragPayload(transfer: DataTransfer, payload: string): void {
  transfer.effectAllowed = 'copy';
  transfer.setData(TYPE, payload);
}

export function hasDragPayload(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

/** Readable on drop only; null when something else was dropped. */
export function getDragPayload(transfer: DataTransfer): string | null {
  return hasDragPayload(transfer) ? transfer.getData(TYPE) : null;
}
