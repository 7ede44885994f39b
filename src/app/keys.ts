/** When a key is for the page, and not for what is being typed or for a dialog that lies over it. */

/** Inputs in which letters are typed or mean something. */
const TYPED =
  'input:not([type=radio], [type=checkbox], [type=button], [type=range]), textarea, select, [contenteditable]';

export function isForThePage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.target instanceof Element && event.target.closest(TYPED)) return false;
  return !isCovered();
}

/** Whether a dialog or the tour lies over the page. */
export function isCovered(): boolean {
  return document.querySelector('dialog[open]') !== null || document.body.classList.contains('driver-active');
}
