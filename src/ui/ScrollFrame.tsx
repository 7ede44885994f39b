/** What is wider or taller than its room scrolls in it: then, and only then, the keyboard can stop there and a screen reader names it. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';

export interface ScrollFrameProps {
  /** What scrolls. */
  readonly label: string;
  /** Says how it overflows. */
  readonly className: string | undefined;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

export function ScrollFrame({ label, className, style, children }: ScrollFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const measure = () =>
      setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      className={className}
      style={style}
      {...(scrolls && { role: 'region', 'aria-label': label, tabIndex: 0 })}
    >
      {children}
    </div>
  );
}
