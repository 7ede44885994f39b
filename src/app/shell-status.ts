/** What the header says of the engine and the digits, out of the store. */
import { useShallow } from 'zustand/react/shallow';
import { useStore } from '../store/store';
import { saySentence } from '../texts/say';
import type { ShellStatus } from './ShellStatus';

export function useShellStatus(): ShellStatus {
  const { engineState, engine, compiling, workers, datasetState, dataset, datasetBytes, seed } = useStore(
    useShallow(state => ({
      engineState: state.engineState,
      engine: state.engine,
      compiling: state.engineCompiling,
      workers: state.workers,
      datasetState: state.datasetState,
      dataset: state.dataset,
      datasetBytes: state.datasetBytes,
      seed: state.seed,
    })),
  );
  return {
    engine: {
      state: engineState,
      backend: engine?.backend ?? null,
      adapter: engine?.adapter ?? null,
      reason: engine?.reason ? saySentence(engine.reason) : null,
      tuning: engine?.tuning ?? null,
      compiling,
      workers,
    },
    dataset: {
      state: datasetState,
      name: dataset?.name ?? null,
      source: dataset?.source ?? null,
      bytes: datasetBytes,
    },
    seed,
  };
}
