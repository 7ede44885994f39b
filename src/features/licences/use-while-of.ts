/** What was asked about one model; null again once another stands in its place, since an answer would be the other's. */
import { useState } from 'react';

/** @param parameters the model's; undefined where there is none. */
export function useWhileOf<T>(
  parameters: Float32Array | undefined,
): readonly [T | null, (value: T | null) => void] {
  const [asked, setAsked] = useState<{ readonly of: Float32Array | undefined; readonly value: T } | null>(
    null,
  );
  const stands = asked !== null && asked.of === parameters;
  if (asked !== null && !stands) setAsked(null);
  return [stands ? asked.value : null, value => setAsked(value === null ? null : { of: parameters, value })];
}
