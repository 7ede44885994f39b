/** The order of the shelf, and where a new model goes on it: nothing that stands there is lost to another model. */
import { say } from '../texts/say';
import { same } from './same';
import type { SavedModel } from './saved-model';

type Models = Readonly<Record<string, SavedModel>>;

const KINDS = ['wm1', 'wm2', 'custom', 'none', 'bundled', 'imported'] as const;

/** What a model is of, by its id: `wm1` of `wm1-2`. */
export function kindOf({ id }: Pick<SavedModel, 'id'>): (typeof KINDS)[number] {
  const [kind] = id.split('-');
  return KINDS.find(known => known === kind) ?? 'imported';
}

/** The number in an id: 2 of `wm1-2`; the first of a kind has none. */
export function numberOf({ id }: Pick<SavedModel, 'id'>): number | null {
  return Number(id.split('-')[1]) || null;
}

/** "marked with wm₁", "marked with wm₁, no. 2" for `wm1-2`, …: what a model is called, by its id, in the page's language. */
export function modelName(model: Pick<SavedModel, 'id'>): string {
  const name = say(`shelf.model.${kindOf(model)}`);
  const number = numberOf(model);
  return number === null ? name : say('shelf.model.numbered', { name, number: String(number) });
}

/** `wm1-2` after `wm1`, `wm1-3` after that. */
export function nextId(id: string): string {
  return `${id.split('-')[0]}-${(numberOf({ id }) ?? 1) + 1}`;
}

/** `model` where it stands `at`, called by that place. */
export function placed(model: SavedModel, at: string): SavedModel {
  return model.id === at ? model : { ...model, id: at, name: modelName({ id: at }) };
}

/** What decides whether a model may go where another stands. */
type Made = Pick<SavedModel, 'parameters' | 'key' | 'dataset' | 'config' | 'run'>;

/**
 * Whether `made` goes where `there` stands: it is the same model, bit for bit, or the same training from scratch came further than when
 * it was stopped before, and no licence of the earlier is out.
 */
export function makesWay(there: SavedModel, made: Made): boolean {
  if (same(there.parameters, made.parameters)) return true;
  const runOf = ({ key, dataset, config, run }: Made) => [key, dataset, config, run?.lambda, run?.from];
  return (
    !!there.run &&
    !!made.run &&
    made.run.from === undefined &&
    there.run.steps < made.run.steps &&
    there.registry.licences.length === 0 &&
    same(runOf(there), runOf(made))
  );
}

/** The id for a new model: where it stands already, else its kind, or the first of `kind-2`, `kind-3`, … where no other model stands. */
export function freeId(models: Models, kind: string, made: Made): string {
  // Of those before it one may have been removed meanwhile.
  const there = Object.values(models).find(
    model => kindOf(model) === kind && same(model.parameters, made.parameters),
  );
  if (there) return there.id;
  let id = kind;
  for (;;) {
    const there = models[id];
    if (!there || makesWay(there, made)) return id;
    id = nextId(id);
  }
}

/** What `made` is on the shelf now: itself, whatever its id is by now, or one of the same weights that became one with it. */
export function standingFor(
  models: Models,
  { parameters }: Pick<SavedModel, 'parameters'>,
): SavedModel | undefined {
  const all = Object.values(models);
  return (
    all.find(model => model.parameters === parameters) ??
    all.find(model => same(model.parameters, parameters))
  );
}

/** What came from files, then what was trained here, both the newest first, then the bundled model. */
export function newestFirst(models: Models): readonly SavedModel[] {
  const rank = (model: SavedModel) => (kindOf(model) === 'bundled' ? 2 : model.trainedOn ? 1 : 0);
  const dateOf = ({ trainedOn }: SavedModel) => trainedOn?.date ?? '';
  return Object.values(models).toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(dateOf(a) < dateOf(b)) - Number(dateOf(a) > dateOf(b)) ||
      (numberOf(b) ?? 1) - (numberOf(a) ?? 1),
  );
}

/** Of each kind the newest, and the model in use: as many as a chart can show and an attack on all of them has time for. */
export function newestOfEachKind(models: Models, currentId: string | null): readonly SavedModel[] {
  const newest = newestFirst(models);
  return Object.values(models).filter(
    model => model.id === currentId || model === newest.find(other => kindOf(other) === kindOf(model)),
  );
}

/** What was trained here, is not in use and has no licences: nobody but the shelf would miss it. */
export function unusedModels(models: Models, currentId: string | null): readonly SavedModel[] {
  return newestFirst(models).filter(
    model =>
      kindOf(model) !== 'bundled' &&
      model.trainedOn !== null &&
      model.id !== currentId &&
      model.registry.licences.length === 0,
  );
}
