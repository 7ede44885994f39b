/** Hands bytes or text to the visitor as a file. */
export function download(name: string, content: Uint8Array | string, mime: string): void {
  const blob = new Blob([typeof content === 'string' ? content : Uint8Array.from(content)], { type: mime });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as a file name of plain letters, digits and dashes. */
export function fileName(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
