/** Section 3.5 on the page: pruning and fine-tuning attacks on every watermarked model at hand. */
import type { StateCreator } from 'zustand';
import { defaultFineTuning } from '../attacks/fine-tuning';
import { TABLE_4_RATES } from '../attacks/pruning';
import { explain, jobs } from './services';
import { currentModel } from './state';
import type { RobustnessSlice, State } from './state';

export const createRobustnessSlice: StateCreator<State, [], [], RobustnessSlice> = (set, get) => {
  let pruning: AbortController | null = null;
  let fineTuning: AbortController | null = null;

  /** Whether what is measured still speaks of the model on the shelf. */
  const still = (id: string, parameters: Float32Array) => get().models[id]?.parameters === parameters;

  return {
    pruning: {},
    pruningRunning: false,
    fineTuning: {},
    fineTuningRunning: false,
    fineTuningProgress: null,

    forgetAttacks: id =>
      set(state => {
        const { [id]: _pruned, ...pruned } = state.pruning;
        const { [id]: _tuned, ...tuned } = state.fineTuning;
        return { pruning: pruned, fineTuning: tuned };
      }),

    runPruning: async () => {
      const marked = Object.values(get().models).filter(model => model.key !== null);
      if (pruning || marked.length === 0) return;
      pruning = new AbortController();
      const { signal } = pruning;
      set({ pruningRunning: true, pruning: {} });
      try {
        for (const { id, key, parameters } of marked) {
          if (!key) continue;
          await jobs.run(
            'prune',
            { parameters, key, rates: TABLE_4_RATES },
            {
              signal,
              onProgress: row => {
                if (!still(id, parameters)) return;
                set(state => ({ pruning: { ...state.pruning, [id]: [...(state.pruning[id] ?? []), row] } }));
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
      if (fineTuning || !model?.key) return;
      const { id, key, parameters } = model;
      fineTuning = new AbortController();
      set(state => ({
        fineTuningRunning: true,
        fineTuningProgress: { fraction: 0, secondsLeft: Infinity },
        fineTuning: { ...state.fineTuning, [id]: [] },
      }));
      try {
        await jobs.run(
          'fine-tune',
          { parameters, key, config: { ...defaultFineTuning, epochs, learningRate, seed: get().seed + 1 } },
          {
            signal: fineTuning.signal,
            onProgress: ({ row, fraction, secondsLeft }) =>
              set(state => ({
                fineTuningProgress: { fraction, secondsLeft },
                ...(row && still(id, parameters)
                  ? { fineTuning: { ...state.fineTuning, [id]: [...(state.fineTuning[id] ?? []), row] } }
                  : {}),
              })),
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
