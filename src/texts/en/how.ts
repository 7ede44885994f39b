export const how = {} as const;
