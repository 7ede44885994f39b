/** Series of a chart merged into rows by x, as recharts and the table both want them. */
export interface ChartPoint {
  readonly x: number;
  /** Null where nothing was measured. */
  readonly y: number | null;
}

/** x, and the y of each series by its key. */
export type ChartRow = Readonly<Record<string, number | null>> & { readonly x: number };

export function mergeSeries(
  series: readonly { readonly key: string; readonly points: readonly ChartPoint[] }[],
): ChartRow[] {
  // Several at one x, where a series has several points there.
  const rows = new Map<number, (Record<string, number | null> & { x: number })[]>();
  for (const { key, points } of series) {
    for (const { x, y } of points) {
      const there = rows.get(x) ?? [];
      rows.set(x, there);
      let row = there.find(candidate => candidate[key] === undefined);
      if (!row) {
        row = { x };
        there.push(row);
      }
      row[key] = y;
    }
  }
  return [...rows.values()].flat().sort((a, b) => a.x - b.x);
}

/** At most `limit` rows, evenly taken, first and last among them: a table of thousands helps nobody. */
export function thinRows<T>(rows: readonly T[], limit: number): readonly T[] {
  if (rows.length <= limit) return rows;
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))]!);
}
