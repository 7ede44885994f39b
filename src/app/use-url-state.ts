/** The URL as state: read at every visit and every step back or forward, written when a section is opened. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { readUrlState, writeUrlState } from './url-state';
import type { UrlState } from './url-state';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
}

/** The address of the page in `state`, relative: works in any folder. */
export function hrefOf(state: UrlState): string {
  return `${window.location.pathname}${writeUrlState(state, window.location.search)}`;
}

export interface UrlHandle {
  readonly state: UrlState;
  /** `push` for what the back button should undo, `replace` for what it should not. */
  readonly move: (change: Partial<UrlState>, how: 'push' | 'replace') => void;
}

export function useUrlState(): UrlHandle {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const state = useMemo(() => readUrlState(search).state, [search]);
  const move = useCallback((change: Partial<UrlState>, how: 'push' | 'replace') => {
    const next = hrefOf({ ...readUrlState(window.location.search).state, ...change });
    if (how === 'push') window.history.pushState(null, '', next);
    else window.history.replaceState(null, '', next);
    // pushState and replaceState tell nobody; `ui/SectionLink.tsx` does the same.
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  return { state, move };
}
