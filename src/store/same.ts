/** Whether two values of what is kept say the same, typed arrays number by number; a field that is undefined is as one that is absent. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [x, y] = [a, b] as unknown as readonly ArrayLike<unknown>[];
    return x!.length === y!.length && Array.prototype.every.call(x, (value, i) => same(value, y![i]));
  }
  const [x, y] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(x!), ...Object.keys(y!)])].every(key => same(x![key], y![key]));
}
