/** The room a drawing has to fill: an SVG drawn in real pixels keeps its words their size. */
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Put `ref` on the container; `initial` is what it has before it was measured. */
export function useSize(initial: Size): Size & { readonly ref: RefObject<HTMLDivElement | null> } {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(initial);
  useLayoutEffect(() => {
    const container = ref.current;
    if (!container) return undefined;
    const measure = () => {
      const width = Math.max(1, container.clientWidth);
      const height = Math.max(1, container.clientHeight);
      setSize(before => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(container);
    return () => observer.disconnect();
  }, []);
  return { ref, ...size };
}

/** What `rem` is of a browser's usual one. */
const USUAL_REM = 16;

/** How much larger type is than usual, as in a presentation: by this grow the pixels of what is drawn around words. */
export function useScale(): number {
  return useSyncExternalStore(
    watchType,
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_REM,
  );
}

function watchType(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true });
  window.addEventListener('resize', changed);
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', changed);
  };
}
