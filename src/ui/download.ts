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
