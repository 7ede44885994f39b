/** Light, dark, or as the system has it; kept between visits. index.html sets it before the first paint. */
import { useEffect, useState } from 'react';
import { keepSetting, keptSetting } from './kept-setting';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

function kept(): Theme {
  const theme = keptSetting('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const [theme, setTheme] = useState(kept);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return {
    theme,
    setTheme: next => {
      keepSetting('theme', next === 'system' ? null : next);
      setTheme(next);
    },
  };
}
