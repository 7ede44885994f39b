/**
 * Section 3 on the page: the runs recorded with it, and the visitor's own, cell by cell. The experiments themselves load with
 * the section that shows them; finished cells are kept, so that a reload goes on where the last visit stopped.
 */
import type { StateCreator } from 'zustand';
import { AppError } from '../core/errors';
import { readFileText } from '../data/dropped-file';
import type { ExperimentId } from '../experiments/all';
import type { Outcome, RunSettings } from '../experiments/experiment';
import type { Results } from '../experiments/results';
import type { RunPlace } from '../experiments/run';
import { say } from '../texts/say';
import { explain, jobs, persistence } from './services';
import type { ExperimentsSlice, State } from './state';
import { TAKEN_AWAY, unreadableNotice } from './storage-trouble';

/** Where the recorded run of a preset lies beside the page. */
const recordedAt = (preset: string) => `reproduced/${preset}.json`;

/** The cells finished under one key, here and on earlier visits, and what they were computed on. */
interface KeptCells {
  readonly key: string;
  readonly settings: RunSettings;
  readonly place: Omit<RunPlace, 'date'>;
  readonly outcomes: Map<string, Outcome>;
  /** When each was finished. */
  readonly dates: Map<string, string>;
  /** Of the experiments that were complete when it was last put together. */
  results: Results | null;
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

type ExperimentCode = Awaited<ReturnType<typeof loadExperimentCode>>;

/** The results of what is complete; those of before stay as they are, since putting a library together takes time. */
function combine(
  { combineRun, planRun }: ExperimentCode,
  cells: KeptCells,
  complete: readonly ExperimentId[],
): Results | null {
  const fresh = complete.filter(id => cells.results?.experiments[id] === undefined);
  for (const id of fresh) {
    const dates = planRun([id], cells.settings).map(cell => cells.dates.get(cell.id) ?? '');
    const date = dates.toSorted().at(-1) ?? '';
    const made = combineRun([id], cells.settings, cells.outcomes, { ...cells.place, date });
    cells.results = { ...made, experiments: { ...cells.results?.experiments, ...made.experiments } };
  }
  return cells.results;
}

export const createExperimentsSlice: StateCreator<State, [], [], ExperimentsSlice> = (set, get) => {
  let running: AbortController | null = null;
  /** Of this visit, by key: those of a run under way grow, also while another seed's are looked at. */
  const opened = new Map<string, KeptCells>();

  const settingsNow = (): RunSettings => ({ seed: get().seed, preset: get().experimentPreset });

  /** What is finished of `cells`, as counts and results, unless others are looked at. */
  const show = async (cells: KeptCells) => {
    const code = await loadExperimentCode();
    if (cells.key !== cellsWanted(code, settingsNow())?.key) return;
    const counts = code.EXPERIMENT_IDS.map(id => {
      const plan = code.planRun([id], cells.settings);
      const left = plan.filter(cell => !cells.outcomes.has(cell.id));
      const secondsLeft = left.reduce((sum, { seconds }) => sum + seconds, 0);
      const leastSeconds = Math.max(0, ...code.chainSeconds(left).values());
      const finished = plan.length - left.length;
      return [id, { finished, total: plan.length, secondsLeft, leastSeconds }] as const;
    });
    const complete = counts.flatMap(([id, { finished, total }]) => (finished === total ? [id] : []));
    set({ experimentCells: Object.fromEntries(counts), ownRun: combine(code, cells, complete) });
  };

  /** Under what the finished cells are kept: settings, and the dataset and engine in use; null while those are not there. */
  const cellsWanted = ({ runKey }: ExperimentCode, settings: RunSettings) => {
    const { engine, dataset } = get();
    if (!engine || !dataset) return null;
    const place = { dataset: dataset.name, backend: engine.backend, adapter: engine.adapter };
    return { key: runKey(settings, { ...place, tuning: engine.tuning?.name ?? null }), settings, place };
  };

  /** These cells; null while they can't be named, or when dataset or engine changed meanwhile. */
  const openCells = async (settings: RunSettings): Promise<KeptCells | null> => {
    const code = await loadExperimentCode();
    const wanted = cellsWanted(code, settings);
    if (!wanted) return null;
    const there = opened.get(wanted.key);
    if (there) return there;
    const earlier = await persistence.cells(wanted.key);
    // Somebody else may have opened them as well.
    const meanwhile = opened.get(wanted.key);
    if (meanwhile) return meanwhile;
    if (cellsWanted(code, settings)?.key !== wanted.key) return null;
    const outcomes = code.wholeOutcomes(
      new Map(earlier.map(({ id, outcome }) => [id, outcome])),
      wanted.settings,
    );
    const broken = earlier.filter(({ id }) => !outcomes.has(id));
    if (broken.length > 0) {
      get().notify('warning', unreadableNotice([{ thing: 'cells' }], TAKEN_AWAY));
      void persistence.removeCells(broken);
    }
    const cells: KeptCells = {
      ...wanted,
      outcomes,
      dates: new Map(earlier.map(({ id, date }) => [id, date])),
      results: null,
    };
    opened.set(wanted.key, cells);
    return cells;
  };

  const loadRecorded = async (preset: 'quick' | 'paper') => {
    if (get().recordedRuns[preset] !== undefined) return;
    const answer = await fetch(new URL(recordedAt(preset), document.baseURI));
    const { parseResults } = await loadExperimentCode();
    // A host without the file may answer with its own page instead.
    const isJson = answer.ok && answer.headers.get('content-type')?.includes('json');
    const run = isJson ? parseResults(await answer.text()) : null;
    set(state => ({ recordedRuns: { ...state.recordedRuns, [preset]: run } }));
  };

  /** Runs on the engine in use; false when a loss ended that, and the run is to move to the next: figures of two engines are never mixed. */
  const runHere = async (
    ids: readonly ExperimentId[],
    settings: RunSettings,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const { runOnPool } = await loadExperimentCode();
    const cells = await openCells(settings);
    if (!cells) throw new AppError('engine', 'Engine or digits are not ready yet; try again in a moment.');
    const here = new AbortController();
    const stop = () => here.abort();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    let moves = false;
    try {
      await runOnPool(jobs, {
        ids,
        settings: cells.settings,
        finished: cells.outcomes,
        signal: here.signal,
        onProgress: experimentsProgress => set({ experimentsProgress }),
        onFinished: ({ id }, outcome) => {
          const date = new Date().toISOString();
          cells.outcomes.set(id, outcome);
          cells.dates.set(id, date);
          void show(cells);
          void persistence.keepCell({ key: cells.key, id, outcome, date });
        },
        onAgain: ({ engine: { backend, adapter } }) => {
          moves = backend !== cells.place.backend || adapter !== cells.place.adapter;
          if (moves) stop();
          else get().notify('info', say('session.goesOn', { work: say('session.work.experiments') }));
        },
      });
    } catch (error) {
      if (!moves || signal.aborted) throw error;
      get().notify('warning', say('paper.moved'));
      return false;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return true;
  };

  return {
    experimentPreset: 'paper',
    chosenExperiment: 'figure2',
    chooseExperiment: chosenExperiment => set({ chosenExperiment }),
    recordedRuns: {},
    ownRun: null,
    resultsFile: null,
    experimentCells: {},
    experimentsRunning: null,
    experimentsProgress: null,

    openResultsFile: async file => {
      try {
        const { parseResults, experimentsIn, MAX_RESULTS_CHARACTERS } = await loadExperimentCode();
        const results = parseResults(await readFileText(file, MAX_RESULTS_CHARACTERS));
        const held = experimentsIn(results);
        const first = held[0];
        if (first === undefined) throw new AppError('bad-input', 'This results file holds no experiment.');
        set(({ chosenExperiment }) => ({
          resultsFile: { name: file.name, results },
          chosenExperiment: held.includes(chosenExperiment) ? chosenExperiment : first,
        }));
      } catch (error) {
        get().notify('error', say('paper.fileNotRead', { name: file.name, reason: explain(error) ?? '' }));
      }
    },
    closeResultsFile: () => set({ resultsFile: null }),

    openRecordedRun: async preset => {
      try {
        await loadRecorded(preset);
      } catch (error) {
        get().notify('warning', say('paper.recordedNotRead', { reason: explain(error) ?? '' }));
      }
    },

    openExperiments: async () => {
      await get().openRecordedRun(get().experimentPreset);
      try {
        const cells = await openCells(settingsNow());
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
      const { signal } = running;
      // Its own to the end, whatever seed is looked at meanwhile.
      const settings = settingsNow();
      set({ experimentsRunning: ids, experimentsProgress: null });
      try {
        while (!(await runHere(ids, settings, signal)));
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', say('paper.stopped', { reason: text }));
      } finally {
        running = null;
        set({ experimentsRunning: null, experimentsProgress: null });
        for (const cells of opened.values()) await show(cells);
      }
    },
    cancelExperiments: () => running?.abort(),

    forgetExperiments: async () => {
      if (running) return;
      await persistence.forgetCells();
      opened.clear();
      set({ ownRun: null, experimentCells: {} });
      await get().openExperiments();
    },
  };
};
