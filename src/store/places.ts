/** Where a model is kept, asked inside one transaction: the same weights are one model, at whatever number of their kind they stand. */
import { same } from './same';
import { kindOf, nextId } from './shelf';
import type { SavedModel } from './saved-model';

/** What is asked of the store of models. */
interface ModelStore {
  get(id: string): Promise<unknown>;
  getAllKeys(): Promise<readonly string[]>;
}

interface Place {
  readonly at: string;
  /** What is kept there; undefined where nothing is. */
  readonly row: unknown;
}

interface Options {
  /** Places whose rows the browser does not give, or gave not at all before. */
  readonly skipped?: ReadonlySet<string>;
  /** Whether only its own place and those after it are asked for. */
  readonly ownOnly?: boolean;
}

/**
 * Places for `model`, in the order to try them: where the same weights stand, then its own, then those after it, without an end.
 * The bundled model's is always its own.
 */
export async function* placesFor(
  store: ModelStore,
  { id, parameters }: Pick<SavedModel, 'id' | 'parameters'>,
  { skipped = new Set(), ownOnly = false }: Options = {},
): AsyncGenerator<Place, never> {
  const holdsSame = (row: unknown) => same((row as Partial<SavedModel> | undefined)?.parameters, parameters);
  const own: unknown = skipped.has(id) ? undefined : await store.get(id);
  if (!ownOnly && !holdsSame(own) && kindOf({ id }) !== 'bundled') {
    for (const at of await store.getAllKeys()) {
      if (at === id || skipped.has(at) || kindOf({ id: at }) !== kindOf({ id })) continue;
      const row: unknown = await store.get(at);
      if (holdsSame(row)) yield { at, row };
    }
  }
  for (let at = id; ; at = nextId(at)) {
    if (!skipped.has(at)) yield { at, row: at === id ? own : await store.get(at) };
  }
}
