export const shell = {
  sections: 'Sections',
  skip: 'Skip to {section}',
} as const;
