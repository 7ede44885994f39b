/** Section 3.5 on the page: pruning and fine-tuning attacks on every watermarked model at hand, kept over a reload. */
import type { StateCreator } from 'zustand';
import { defaultFineTuning } from '../attacks/fine-tuning';
import { TABLE_4_RATES } from '../attacks/pruning';
import type { Again } from '../jobs/batch';
import { say } from '../texts/say';
import { identityOf, readAttacks } from './kept-attacks';
import type { Attacks, MeasuredOn } from './kept-attacks';
import { enginesAgain, ranOn, together, withEngine } from './ran-on';
import { explain, jobs, persistence } from './services';
import { currentModel } from './state';
import type { RobustnessSlice, State } from './state';

export const createRobustnessSlice: StateCreator<State, [], [], RobustnessSlice> = (set, get) => {
  let pruning: AbortController | null = null;
  let fineTuning: AbortController | null = null;

  /** Whether what is measured still speaks of the model on the shelf. */
  const still = (id: string, parameters: Float32Array) => get().models[id]?.parameters === parameters;

  /** What an attack that begins now is measured on, also after an engine was lost on the way; null before there is anything. */
  const place = () => {
    const { dataset, engine } = get();
    if (!dataset || !engine) return null;
    const date = new Date().toISOString();
    let engines = withEngine([], engine);
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

  const change = (id: string, changed: Attacks) => {
    set(state => ({ attacks: { ...state.attacks, [id]: changed } }));
    void persistence.keep('robustness', get().attacks);
  };

  return {
    attacks: {},
    pruningRunning: false,
    fineTuningRunning: false,
    fineTuningProgress: null,

    restoreAttacks: async () => {
      const kept = await readAttacks(await persistence.attacks(), get().models);
      set(state => ({ attacks: { ...kept, ...state.attacks } }));
    },

    forgetAttacks: id => {
      const { [id]: forgotten, ...attacks } = get().attacks;
      if (!forgotten) return;
      set({ attacks });
      void persistence.keep('robustness', attacks);
    },

    runPruning: async () => {
      const marked = Object.values(get().models).filter(model => model.key !== null);
      if (pruning || marked.length === 0 || !place()) return;
      pruning = new AbortController();
      const { signal } = pruning;
      set(state => ({
        pruningRunning: true,
        attacks: Object.fromEntries(
          Object.entries(state.attacks).map(([id, attacks]) => [id, { ...attacks, pruning: undefined }]),
        ),
      }));
      try {
        for (const model of marked) {
          const { id, key, parameters } = model;
          const here = place();
          if (!key || !here) continue;
          const identity = await identityOf(model);
          await jobs.run(
            'prune',
            { parameters, key, rates: TABLE_4_RATES },
            {
              signal,
              onAgain: here.again('pruning'),
              onProgress: row => {
                if (!still(id, parameters)) return;
                const before = get().attacks[id];
                const rows = [...(before?.pruning?.rows ?? []), row];
                change(id, { ...before, identity, pruning: { on: here.on(), rows } });
              },
            },
          );
        }
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        pruning = null;
        set({ pruningRunning: false });
      }
    },
    cancelPruning: () => pruning?.abort(),

    runFineTuning: async (epochs, learningRate = defaultFineTuning.learningRate) => {
      const model = currentModel(get());
      const here = place();
      if (fineTuning || !model?.key || !here) return;
      const { id, key, parameters } = model;
      const seed = get().seed + 1;
      fineTuning = new AbortController();
      const { signal } = fineTuning;
      set({ fineTuningRunning: true, fineTuningProgress: { fraction: 0, secondsLeft: Infinity } });
      try {
        const identity = await identityOf(model);
        const run = { learningRate, seed };
        change(id, { ...get().attacks[id], identity, fineTuning: { ...run, on: here.on(), rows: [] } });
        await jobs.runOn(
          'fine-tune',
          { parameters, key, config: { ...defaultFineTuning, epochs, learningRate, seed } },
          {
            signal,
            onAgain: here.again('fineTuning'),
            onProgress: ({ row, fraction, secondsLeft }) => {
              set({ fineTuningProgress: { fraction, secondsLeft } });
              if (!row || !still(id, parameters)) return;
              const before = get().attacks[id];
              // One whose checkpoint was lost with its worker comes again.
              const earlier = (before?.fineTuning?.rows ?? []).filter(({ epoch }) => epoch < row.epoch);
              const fineTuned = { ...run, on: here.on(), rows: [...earlier, row] };
              change(id, { ...before, identity, fineTuning: fineTuned });
            },
          },
        );
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        fineTuning = null;
        set({ fineTuningRunning: false, fineTuningProgress: null });
      }
    },
    cancelFineTuning: () => fineTuning?.abort(),
  };
};
