/** Where a new model goes on the shelf: a model that has licences out is never replaced. */
import { say } from '../texts/say';
import type { SavedModel } from './saved-model';

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

const KINDS = ['wm1', 'wm2', 'custom', 'none', 'bundled', 'imported'] as const;

/** "marked with wm₁", "marked with wm₁, no. 2" for `wm1-2`, …: what a model is called, by its id, in the page's language. */
export function modelName({ id }: Pick<SavedModel, 'id'>): string {
  const [kind, number] = id.split('-');
  const name = say(`shelf.model.${KINDS.find(known => known === kind) ?? 'imported'}`);
  return number === undefined ? name : say('shelf.model.numbered', { name, number });
}
