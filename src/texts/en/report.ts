export const report = {
  title: 'Report of the lesson',
  print: 'Print or save as PDF',
  close: 'Close',
} as const;
