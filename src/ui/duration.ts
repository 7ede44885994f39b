/** Durations in words, coarse on purpose: a time left that jitters by tenths is worse than none. */
import { useTranslations } from 'use-intl';

/** A message of `texts/<language>/ui.ts`, `duration`, and what stands in it. */
export interface Duration {
  readonly key: 'unknown' | 'underSecond' | 'seconds' | 'minutes' | 'hours';
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
}

/** `under a second`, `12 s`, `2 min 05 s`, `1 h 03 min`; an em dash for what isn't known (NaN, infinite, negative). */
export function durationOf(seconds: number): Duration {
  const none = { hours: '', minutes: '', seconds: '' };
  if (!Number.isFinite(seconds) || seconds < 0) return { key: 'unknown', ...none };
  if (seconds < 1) return { key: 'underSecond', ...none };
  const whole = Math.round(seconds);
  if (whole < 60) return { ...none, key: 'seconds', seconds: String(whole) };
  if (whole < 3600)
    return { ...none, key: 'minutes', minutes: String(Math.floor(whole / 60)), seconds: two(whole % 60) };
  const minutes = Math.round(whole / 60);
  return { ...none, key: 'hours', hours: String(Math.floor(minutes / 60)), minutes: two(minutes % 60) };
}

/** Seconds in the page's language. */
export function useDurationText(): (seconds: number) => string {
  const t = useTranslations('ui.duration');
  return seconds => {
    const { key, ...values } = durationOf(seconds);
    return t(key, values);
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
