/** Whether the key P alone presents: on, or off for who speaks or types by accident (WCAG 2.1.4); kept between visits. */
import { useState } from 'react';

export const SHORTCUT = ['on', 'off'] as const;
export type Shortcut = (typeof SHORTCUT)[number];

const KEY = 'activeguard.shortcut';

function kept(): Shortcut {
  try {
    return localStorage.getItem(KEY) === 'off' ? 'off' : 'on';
  } catch {
    return 'on';
  }
}

function keep(shortcut: Shortcut): void {
  try {
    if (shortcut === 'on') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, shortcut);
  } catch {
    // A browser that keeps nothing has it so until the page is left.
  }
}

export function useShortcut(): { shortcut: Shortcut; setShortcut: (shortcut: Shortcut) => void } {
  const [shortcut, setShortcut] = useState(kept);
  return {
    shortcut,
    setShortcut: next => {
      keep(next);
      setShortcut(next);
    },
  };
}
