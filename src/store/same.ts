/** Whether two values of what is kept say the same, typed arrays number by number; a field that is undefined is as one that is absent. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    return sameNumbers(a as unknown as ArrayLike<number>, b as unknown as ArrayLike<number>);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => same(value, b[i]));
  }
  const [x, y] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(x!), ...Object.keys(y!)])].every(key => same(x![key], y![key]));
}

/** Weights are 44,426, and the images of 2,000 licences three million: a call for each number would hold up the page. */
function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
