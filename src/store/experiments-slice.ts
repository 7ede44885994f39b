/**
 * Section 3 on the page: the run recorded with it, and the visitor's own, cell by cell. The experiments themselves load with
 * the section that shows them; finished cells are kept, so that a reload goes on where the last visit stopped.
 */
import type { StateCreator } from 'zustand';
import { AppError } from '../core/errors';
import type { Outcome, RunSettings } from '../experiments/experiment';
import type { Results } from '../experiments/results';
import { explain, jobs, persistence } from './services';
import type { ExperimentsSlice, State } from './state';

/** Where the recorded run of a preset lies beside the page. */
const recordedAt = (preset: string) => `reproduced/${preset}.json`;

/** The cells finished under one key, here and on earlier visits. */
interface KeptCells {
  readonly key: string;
  readonly outcomes: Map<string, Outcome>;
  /** When the latest was finished. */
  date: string;
}

async function loadExperimentCode() {
  const [run, all, results, pool] = await Promise.all([
    import('../experiments/run'),
    import('../experiments/all'),
    import('../experiments/results'),
    import('../jobs/experiment-run'),
  ]);
  return { ...run, ...all, ...results, ...pool };
}

export const createExperimentsSlice: StateCreator<State, [], [], ExperimentsSlice> = (set, get) => {
  let running: AbortController | null = null;
  let kept: KeptCells | null = null;
  let opening = 0;

  const settings = (): RunSettings => ({ seed: get().seed, preset: get().experimentPreset });

  /** What is finished under the settings, dataset and backend in use, as counts and results. */
  const show = async (cells: KeptCells) => {
    const { EXPERIMENT_IDS, planRun, combineRun } = await loadExperimentCode();
    const { engine, dataset } = get();
    if (kept !== cells || !engine || !dataset) return;
    const counts = EXPERIMENT_IDS.map(id => {
      const plan = planRun([id], settings());
      const left = plan.filter(cell => !cells.outcomes.has(cell.id));
      const secondsLeft = left.reduce((sum, { seconds }) => sum + seconds, 0);
      return [id, { finished: plan.length - left.length, total: plan.length, secondsLeft }] as const;
    });
    const complete = counts.flatMap(([id, { finished, total }]) => (finished === total ? [id] : []));
    const place = {
      dataset: dataset.name,
      backend: engine.backend,
      adapter: engine.adapter,
      date: cells.date,
    };
    set({
      experimentCells: Object.fromEntries(counts),
      ownRun: complete.length > 0 ? combineRun(complete, settings(), cells.outcomes, place) : null,
    });
  };

  const openCells = async (): Promise<KeptCells | null> => {
    const { runKey } = await loadExperimentCode();
    const { engine, dataset } = get();
    if (!engine || !dataset) return null;
    const key = runKey(settings(), { dataset: dataset.name, backend: engine.backend });
    if (kept?.key === key) return kept;
    opening += 1;
    const turn = opening;
    const earlier = await persistence.cells(key);
    if (turn !== opening) return null; // other settings were chosen meanwhile
    kept = {
      key,
      outcomes: new Map(earlier.map(({ id, outcome }) => [id, outcome])),
      date:
        earlier
          .map(({ date }) => date)
          .toSorted()
          .at(-1) ?? '',
    };
    return kept;
  };

  const loadRecorded = async () => {
    const { experimentPreset: preset, recordedRuns } = get();
    if (recordedRuns[preset] !== undefined) return;
    const put = (run: Results | null) =>
      set(state => ({ recordedRuns: { ...state.recordedRuns, [preset]: run } }));
    put(null);
    const answer = await fetch(new URL(recordedAt(preset), document.baseURI));
    const { parseResults } = await loadExperimentCode();
    // A host without the file may answer with its own page instead.
    const isJson = answer.ok && answer.headers.get('content-type')?.includes('json');
    if (isJson) put(parseResults(await answer.text()));
  };

  return {
    experimentPreset: 'paper',
    recordedRuns: {},
    ownRun: null,
    experimentCells: {},
    experimentsRunning: null,
    experimentsProgress: null,

    openExperiments: async () => {
      try {
        await loadRecorded();
      } catch (error) {
        get().notify('warning', `The run recorded with the page could not be read: ${explain(error)}`);
      }
      try {
        const cells = await openCells();
        if (cells) await show(cells);
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      }
    },

    setExperimentPreset: experimentPreset => {
      if (running) return;
      set({ experimentPreset, ownRun: null, experimentCells: {} });
    },

    runExperiments: async ids => {
      if (running) return;
      running = new AbortController();
      set({ experimentsRunning: ids, experimentsProgress: null });
      try {
        const { runOnPool } = await loadExperimentCode();
        const cells = await openCells();
        if (!cells)
          throw new AppError('engine', 'Engine or digits are not ready yet; try again in a moment.');
        await runOnPool(jobs, {
          ids,
          settings: settings(),
          finished: cells.outcomes,
          signal: running.signal,
          onProgress: experimentsProgress => set({ experimentsProgress }),
          onFinished: ({ id }, outcome) => {
            cells.outcomes.set(id, outcome);
            cells.date = new Date().toISOString();
            void show(cells);
            void persistence.keepCell({ key: cells.key, id, outcome, date: cells.date });
          },
        });
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', `${text} What was finished is kept.`);
      } finally {
        running = null;
        set({ experimentsRunning: null, experimentsProgress: null });
        if (kept) await show(kept);
      }
    },
    cancelExperiments: () => running?.abort(),

    forgetExperiments: async () => {
      if (running) return;
      await persistence.forgetCells();
      if (kept) {
        kept.outcomes.clear();
        await show(kept);
      }
    },
  };
};
