/** A choice of the visitor's that outlasts the visit: by name in this browser, until the page is left where that keeps nothing. */

const keyOf = (name: string) => `activeguard.${name}`;

/** @returns null when nothing was chosen; `refused` where the browser keeps nothing. */
export function keptSetting(name: string, refused: string | null = null): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return refused;
  }
}

/** @param value null forgets the choice. */
export function keepSetting(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), value);
  } catch {
    // It holds until the page is left.
  }
}
