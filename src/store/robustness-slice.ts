/** Section 3.5 on the page: pruning and fine-tuning attacks on every watermarked model at hand. */
import type { StateCreator } from 'zustand';
import { defaultTraining } from '../model/training';
import { explain, jobs } from './services';
import { currentModel } from './state';
import type { RobustnessSlice, State } from './state';

/** Table 4's rates. */
const RATES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export const createRobustnessSlice: StateCreator<State, [], [], RobustnessSlice> = (set, get) => {
  let pruning: AbortController | null = null;
  let fineTuning: AbortController | null = null;

  return {
    pruning: {},
    pruningRunning: false,
    fineTuning: {},
    fineTuningRunning: false,
    fineTuningProgress: null,

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
            { parameters, key, rates: RATES },
            {
              signal,
              onProgress: row =>
                set(state => ({ pruning: { ...state.pruning, [id]: [...(state.pruning[id] ?? []), row] } })),
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

    runFineTuning: async epochs => {
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
          { parameters, key, config: { ...(model.config ?? defaultTraining), epochs, seed: get().seed + 1 } },
          {
            signal: fineTuning.signal,
            onProgress: ({ row, fraction, secondsLeft }) =>
              set(state => ({
                fineTuningProgress: { fraction, secondsLeft },
                ...(row
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
