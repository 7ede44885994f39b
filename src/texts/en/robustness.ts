export const robustness = {} as const;
