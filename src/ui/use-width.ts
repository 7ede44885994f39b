/** The width a drawing has to fill: an SVG drawn in real pixels keeps its words their size. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Put `ref` on the container; `initial` is what it has before it was measured. */
export function useWidth(initial: number): { ref: RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const container = ref.current;
    if (!container) return undefined;
    const measure = () => setWidth(Math.max(1, container.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(container);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
