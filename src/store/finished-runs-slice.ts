/**
 * What came of this visit's trainings, and how long they took: "the fastest of the class", a file to keep, and the report of the
 * lesson. It watches the training from outside: the seconds are those in which it ran, pauses left out.
 */
import type { StateCreator } from 'zustand';
import { curveCode } from '../model/curve-code';
import type { FinishedRunsSlice, State } from './state';
import type { FinishedRun } from './training-run';

/** The latest of a visit, curves and all; a page left open for days keeps no more. */
const MOST_RUNS = 40;

export const createFinishedRunsSlice: StateCreator<State, [], [], FinishedRunsSlice> = (set, get, store) => {
  /** Milliseconds of the run before it was paused last; null for a run of which an earlier visit saw the beginning. */
  let before: number | null = null;
  /** When it went on last; null while it rests. */
  let since: number | null = null;

  const seconds = () => {
    if (before === null) return null;
    return (before + (since === null ? 0 : performance.now() - since)) / 1000;
  };

  const take = (state: State): FinishedRun => {
    const { trainingSettings, trainingHistory, trainingEnd } = state;
    return {
      settings: trainingSettings,
      dataset: state.trainingDataset,
      engines: state.trainingEngines,
      history: trainingHistory,
      epochs: trainingEnd?.epochs ?? 0,
      accuracy: trainingEnd?.accuracy ?? null,
      watermark: trainingEnd?.watermark ?? null,
      seconds: seconds(),
      code: curveCode(trainingHistory),
      date: new Date().toISOString(),
    };
  };

  store.subscribe((state, { trainingStatus: last, trainingHistory: lastHistory }) => {
    const { trainingStatus: now, trainingHistory } = state;
    if (now === last) {
      if (now === 'running' && trainingHistory !== lastHistory) set({ trainingSeconds: seconds() });
      return;
    }
    if (now === 'running') {
      if (last !== 'paused') before = 0;
      since = performance.now();
    } else if (since !== null) {
      before = before === null ? null : before + performance.now() - since;
      since = null;
    }
    if (now === 'idle') before = null;
    set({ trainingSeconds: seconds() });
    if (now === 'finished') set({ finishedRuns: [...get().finishedRuns, take(state)].slice(-MOST_RUNS) });
  });

  return { trainingSeconds: null, finishedRuns: [] };
};
