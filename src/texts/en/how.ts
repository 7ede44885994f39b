export const how = {
  title: 'How it works, and where it breaks',
} as const;
