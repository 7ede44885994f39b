/** Seconds left of a job that is `fraction` (0 … 1) done after `elapsed` seconds, if it goes on at its mean pace. */
export function secondsLeft(elapsed: number, fraction: number): number {
  return fraction > 0 ? (elapsed * (1 - fraction)) / fraction : Infinity;
}

/** A clock that starts now and gives elapsed seconds. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
