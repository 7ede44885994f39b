export const CHROMIUM_FLAGS: readonly string[];
export function findChromium(): Promise<string | null>;
export function bringChromium(): Promise<string>;
