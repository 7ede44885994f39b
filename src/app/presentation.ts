/** Presentation mode: large type and no clutter, for a projector; `P` turns it, unless that was switched off, Esc leaves it. base.css has the type's size. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { isCovered, isForThePage } from './keys';

export interface Presentation {
  readonly present: boolean;
  readonly turn: () => void;
}

/**
 * @param change writes the mode into the address, which is where it is kept.
 * @param byKey whether `P` turns it.
 */
export function usePresentation(
  present: boolean,
  change: (present: boolean) => void,
  byKey: boolean,
): Presentation {
  const turn = () => {
    change(!present);
    // A browser without it, or one that refuses, presents in its window.
    if (present) void leaveFullscreen();
    else void document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  const latest = useRef({ turn, change });
  useEffect(() => {
    latest.current = { turn, change };
  });

  // Before the page is painted: who sees it can press.
  useLayoutEffect(() => {
    if (!byKey) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'p' && !event.repeat && isForThePage(event)) latest.current.turn();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [byKey]);

  useEffect(() => {
    if (!present) return;
    document.documentElement.dataset['present'] = '';
    const leave = () => {
      latest.current.change(false);
      void leaveFullscreen();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isCovered()) leave();
    };
    // Esc in fullscreen reaches the browser only.
    const onFullscreen = () => {
      if (!document.fullscreenElement) leave();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('fullscreenchange', onFullscreen);
    return () => {
      delete document.documentElement.dataset['present'];
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('fullscreenchange', onFullscreen);
    };
  }, [present]);

  return { present, turn };
}

async function leaveFullscreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}
