/** Whether the key P alone presents: on, or off for who speaks or types by accident (WCAG 2.1.4); kept between visits. */
import { useState } from 'react';
import { keepSetting, keptSetting } from './kept-setting';

export const SHORTCUT = ['on', 'off'] as const;
export type Shortcut = (typeof SHORTCUT)[number];

const kept = (): Shortcut => (keptSetting('shortcut') === 'off' ? 'off' : 'on');

export function useShortcut(): { shortcut: Shortcut; setShortcut: (shortcut: Shortcut) => void } {
  const [shortcut, setShortcut] = useState(kept);
  return {
    shortcut,
    setShortcut: next => {
      keepSetting('shortcut', next === 'on' ? null : next);
      setShortcut(next);
    },
  };
}
