/**
 * The sentences of the compute layers in German, by their English template (`core/sentence.ts`). `catalogues.test.ts` holds every
 * template in the source to an entry here, with the same `{names}`.
 */
export const sentences: Readonly<Record<string, string>> = {};
