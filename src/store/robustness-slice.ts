/** Section 3.5 on the page: pruning and fine-tuning attacks on the watermarked models at hand, kept over a reload. */
import type { StateCreator } from 'zustand';
import { defaultFineTuning } from '../attacks/fine-tuning';
import { TABLE_4_RATES } from '../attacks/pruning';
import type { Again } from '../jobs/batch';
import type { PruningRow } from '../jobs/protocol';
import { say } from '../texts/say';
import { identityOf, readAttacks, withAttacks, withoutAttacks } from './kept-attacks';
import type { Attacks, KeptFineTuning, MeasuredOn } from './kept-attacks';
import { enginesAgain, ranOn, together, withEngine } from './ran-on';
import { ifFree } from './row-lock';
import { explain, jobs, persistence } from './services';
import { newestOfEachKind } from './shelf';
import { currentModel } from './state';
import type { RanOn, SavedModel } from './saved-model';
import type { RobustnessSlice, State } from './state';

/** Begun, or gone on with, later; or the same at a later epoch. */
function isFurther(one: KeptFineTuning, other: KeptFineTuning): boolean {
  if (one.on.date !== other.on.date) return one.on.date > other.on.date;
  return one.rows.length > other.rows.length || (other.unfinished !== undefined && !one.unfinished);
}

export const createRobustnessSlice: StateCreator<State, [], [], RobustnessSlice> = (set, get, store) => {
  let pruning: AbortController | null = null;
  let fineTuning: AbortController | null = null;

  /** Whether what is measured still speaks of the model on the shelf. */
  const still = ({ id, parameters, key }: SavedModel): boolean => {
    const now = get().models[id];
    return now?.parameters === parameters && now.key === key;
  };

  const forget = async (model: SavedModel) => {
    const { [model.id]: forgotten, ...attacks } = get().attacks;
    if (forgotten) set({ attacks });
    const { pruningRows } = get();
    if (pruningRows?.[model.id]) {
      const { [model.id]: _, ...others } = pruningRows;
      set({ pruningRows: others });
    }
    const identity = await identityOf(model);
    void persistence.changeAttacks(there => withoutAttacks(there, model.id, identity));
  };

  // What was measured goes with the model, however it is replaced or taken off the shelf: here, or in another tab.
  store.subscribe(({ models }, before) => {
    if (models === before.models) return;
    for (const model of Object.values(before.models)) if (model.key && !still(model)) void forget(model);
  });

  /**
   * What an attack that begins now, or goes on after `before`, is measured on, also after an engine was lost on the way; null before there
   * is anything.
   */
  const place = (before: readonly RanOn[] = []) => {
    const { dataset, engine } = get();
    if (!dataset || !engine) return null;
    const date = new Date().toISOString();
    let engines = withEngine(before, engine);
    return {
      on: (): MeasuredOn => {
        const { backend, adapter } = together(engines) ?? ranOn(engine);
        return { dataset: dataset.name, backend, adapter, date };
      },
      again: (job: 'pruning' | 'fineTuning') => (again: Again) => {
        engines = enginesAgain(engines, again);
        get().notify('info', say('session.goesOn', { work: say(`session.work.${job}`) }));
      },
    };
  };

  /** Takes what `changed` names as the latest of its kind on this model; another attack on it stays. */
  const change = (id: string, changed: Attacks) => {
    set(({ attacks }) => ({ attacks: { ...attacks, [id]: { ...attacks[id], ...changed } } }));
    void persistence.changeAttacks(there => withAttacks(there, id, changed));
  };

  /** @param from where an earlier run was left; absent for one from the start. */
  const fineTune = async (
    model: SavedModel,
    here: NonNullable<ReturnType<typeof place>>,
    { epochs, ...run }: { epochs: number; learningRate: number; seed: number },
    from: Pick<KeptFineTuning, 'rows' | 'unfinished'> = { rows: [] },
  ) => {
    const { id, key, parameters } = model;
    if (fineTuning || !key) return;
    fineTuning = new AbortController();
    const { signal } = fineTuning;
    let { rows, unfinished } = from;
    const anew = get().attacks[id]?.fineTuning !== undefined && rows.length === 0;
    /** What an earlier run left stays until this one has an epoch of its own. */
    const shown = () => rows.length > 0 && (!anew || rows.at(-1)!.epoch > 0);
    const follow = (fraction: number, secondsLeft: number) =>
      set({ fineTuningProgress: { epochs, shown: shown(), fraction, secondsLeft } });
    set({ fineTuningRunning: true, fineTuningFor: model });
    follow(0, Infinity);
    try {
      const identity = await identityOf(model);
      const tell = () => {
        if (!shown() || !still(model)) return;
        change(id, { identity, fineTuning: { ...run, on: here.on(), rows, unfinished } });
      };
      await jobs.runOn(
        'fine-tune',
        {
          parameters,
          key,
          config: { ...defaultFineTuning, ...run, epochs },
          ...(unfinished && { checkpoint: unfinished.checkpoint }),
        },
        {
          signal,
          onAgain: here.again('fineTuning'),
          onCheckpoint: checkpoint => {
            unfinished = { epochs, checkpoint };
            tell();
          },
          onProgress: ({ row, fraction, secondsLeft }) => {
            // One whose checkpoint was lost with its worker comes again.
            if (row) rows = [...rows.filter(({ epoch }) => epoch < row.epoch), row];
            follow(fraction, secondsLeft);
            if (row) tell();
          },
        },
      );
      unfinished = undefined;
      tell();
    } catch (error) {
      const text = explain(error);
      if (text) get().notify('error', text);
    } finally {
      fineTuning = null;
      set({ fineTuningRunning: false, fineTuningProgress: null });
    }
  };

  /** Takes over the fine-tuning of this model that another tab has begun, or gone on with, since this one read it. */
  const catchUp = async (model: SavedModel) => {
    const { id } = model;
    const { [id]: kept } = await readAttacks(await persistence.attacks(), { [id]: model });
    const here = get().attacks[id]?.fineTuning;
    if (!kept?.fineTuning || !still(model) || (here && !isFurther(kept.fineTuning, here))) return;
    const { fineTuning: further } = kept;
    set(({ attacks }) => ({
      attacks: { ...attacks, [id]: { ...kept, ...attacks[id], fineTuning: further } },
    }));
  };

  /** Does `work` unless another tab fine-tunes this model, which is said. */
  const alone = async ({ id }: SavedModel, work: () => Promise<void>) => {
    if (!(await ifFree(`fine-tuning ${id}`, work))) get().notify('warning', say('robustness.elsewhere'));
  };

  return {
    attacks: {},
    pruningRunning: false,
    pruningRows: null,
    fineTuningRunning: false,
    fineTuningFor: null,
    fineTuningProgress: null,

    restoreAttacks: async () => {
      const { models } = get();
      const kept = await readAttacks(await persistence.attacks(), models);
      const here = Object.entries(kept).filter(([id]) => still(models[id]!));
      set(({ attacks }) => ({
        attacks: {
          ...attacks,
          ...Object.fromEntries(here.map(([id, earlier]) => [id, { ...earlier, ...attacks[id] }])),
        },
      }));
    },

    runPruning: async () => {
      const { models, currentId } = get();
      const marked = newestOfEachKind(models, currentId).filter(({ key }) => key !== null);
      if (pruning || marked.length === 0 || !place()) return;
      pruning = new AbortController();
      const { signal } = pruning;
      set({ pruningRunning: true, pruningRows: Object.fromEntries(marked.map(({ id }) => [id, []])) });
      try {
        for (const model of marked) {
          const { id, key, parameters } = model;
          const here = place();
          if (!key || !here || !still(model)) continue;
          const identity = await identityOf(model);
          let rows: readonly PruningRow[] = [];
          await jobs.run(
            'prune',
            { parameters, key, rates: TABLE_4_RATES },
            {
              signal,
              onAgain: here.again('pruning'),
              onProgress: row => {
                // A bundled model that was removed may be brought back.
                rows = [...rows, row];
                if (!still(model)) return;
                set(({ pruningRows }) => ({ pruningRows: { ...pruningRows, [id]: rows } }));
                // Rows of two runs are never shown as one, and what an earlier one measured gives way to no less.
                if (rows.length < (get().attacks[id]?.pruning?.rows.length ?? 0)) return;
                change(id, { identity, pruning: { on: here.on(), rows } });
              },
            },
          );
        }
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        pruning = null;
        set({ pruningRunning: false, pruningRows: null });
      }
    },
    cancelPruning: () => pruning?.abort(),

    runFineTuning: async (epochs, learningRate = defaultFineTuning.learningRate) => {
      const model = currentModel(get());
      const here = place();
      if (!model || !here) return;
      await alone(model, () => fineTune(model, here, { epochs, learningRate, seed: get().seed + 1 }));
    },
    resumeFineTuning: async () => {
      const model = currentModel(get());
      if (!model) return;
      await alone(model, async () => {
        await catchUp(model);
        const earlier = get().attacks[model.id]?.fineTuning;
        const here = earlier && place([earlier.on]);
        if (!here || !earlier.unfinished || earlier.on.dataset !== get().dataset?.name) return;
        const { learningRate, seed, unfinished, rows } = earlier;
        await fineTune(model, here, { epochs: unfinished.epochs, learningRate, seed }, { rows, unfinished });
      });
    },
    cancelFineTuning: () => fineTuning?.abort(),
  };
};
