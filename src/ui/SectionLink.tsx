/** A link from one section of the page to another, by `?section=`, without loading the page again: what runs goes on. */
import type { ReactNode } from 'react';

export interface SectionLinkProps {
  readonly section: 'gate' | 'train' | 'licences' | 'robustness' | 'paper' | 'how';
  /** What the link starts there (`run`, `preset`), beside the parameters that stay. */
  readonly starts?: Readonly<Record<string, string>> | undefined;
  readonly className?: string | undefined;
  /** Called as the link is followed here, not in a new tab. */
  readonly onFollow?: () => void;
  readonly children: ReactNode;
}

export function SectionLink({ section, starts, className, onFollow, children }: SectionLinkProps) {
  const query = new URLSearchParams(window.location.search);
  query.set('section', section);
  for (const name of ['run', 'preset']) query.delete(name);
  for (const [name, value] of Object.entries(starts ?? {})) query.set(name, value);
  const href = `?${query.toString()}`;
  return (
    <a
      href={href}
      className={className}
      onClick={event => {
        // A new tab or window is the browser's.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        onFollow?.();
        window.history.pushState(null, '', href);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }}
    >
      {children}
    </a>
  );
}
