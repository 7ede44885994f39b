/** The pace of pruning, for the time left: the job itself only tells what it has measured. */
import { useEffect, useState } from 'react';
import type { RobustnessSlice } from '../../store/state';
import { useStore } from '../../store/store';

/** Measurements of the run under way, on all of its models. */
export function countRows(rows: RobustnessSlice['pruningRows']): number {
  return Object.values(rows ?? {}).flat().length;
}

/** Seconds a measurement, since this was first on the screen; null while nothing runs or nothing was measured yet. */
export function usePruningPace(): number | null {
  const [pace, setPace] = useState<number | null>(null);
  useEffect(() => {
    let since: { readonly time: number; readonly done: number } | null = null;
    return useStore.subscribe(({ pruningRows }) => {
      if (!pruningRows) {
        since = null;
        setPace(null);
        return;
      }
      const done = countRows(pruningRows);
      if (!since || done < since.done) since = { time: performance.now(), done };
      else if (done > since.done) setPace((performance.now() - since.time) / 1000 / (done - since.done));
    });
  }, []);
  return pace;
}
