export const browser = {
  update: {
    ready: 'A new version of this page is ready.',
    computing: 'What is being computed stops at the reload; a training goes on from its last checkpoint.',
    tabs: 'The page is open in {tabs, plural, one {another tab that still needs} other {# other tabs that still need}} the old version. Close {tabs, plural, one {it} other {them}} first.',
    reload: 'Reload now',
    later: 'Later',
  },
} as const;
