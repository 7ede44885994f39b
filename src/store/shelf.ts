/** Where a new model goes on the shelf: a model that has licences out is never replaced. */
import type { SavedModel } from './state';

/**
 * The id for a new model of `kind`: the kind itself, unless a model there has issued licences or is `source`, what the new one
 * was made from; then `kind-2`, `kind-3`, …
 */
export function freeId(
  models: Readonly<Record<string, SavedModel>>,
  kind: string,
  source: string | null = null,
): string {
  const taken = (id: string) => {
    const model = models[id];
    return model !== undefined && (model.registry.licences.length > 0 || id === source);
  };
  let id = kind;
  for (let n = 2; taken(id); n++) id = `${kind}-${n}`;
  return id;
}

/** "marked with wm₁", "marked with wm₁, 2nd" for `wm1-2`, … */
export function nameOf(base: string, id: string): string {
  const number = Number(/-(\d+)$/.exec(id)?.[1] ?? 1);
  return number === 1 ? base : `${base}, no. ${number}`;
}
