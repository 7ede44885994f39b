/** What the page runs on: the workers' engine, the dataset, seed and secret, and the notices for the visitor. */
import type { StateCreator } from 'zustand';
import type { TuningName } from '../engine/webgpu/tuning';
import { saySentence } from '../texts/say';
import { BUNDLED_ID, fetchBundledModel } from './bundled-model';
import { DEFAULT_WORKERS, explain, jobs, listen, persistence } from './services';
import type { SessionSlice, State } from './state';

/** The owner's secret of a first visit: drawn in this browser, kept in it, to be replaced by one's own. */
function drawSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

let noticeCount = 0;

export const createSessionSlice: StateCreator<State, [], [], SessionSlice> = (set, get) => {
  let tuning: TuningName | null = null;

  const openEngine = async () => {
    set({ engineState: 'loading' });
    try {
      const choice = get().backendChoice;
      const measured = choice === 'wasm' ? {} : await persistence.tunings();
      const engine = await jobs.run(
        'open-engine',
        { choice, tuning: tuning ?? undefined, measured },
        { onProgress: engineCompiling => set({ engineCompiling }) },
      );
      set({ engine, engineState: 'ready', engineCompiling: null });
      if (engine.tuning?.milliseconds) {
        void persistence.keep('tunings', { ...measured, [engine.adapter]: engine.tuning.name });
      }
      if (engine.reason) get().notify('info', saySentence(engine.reason));
    } catch (error) {
      set({ engineState: 'failed', engineCompiling: null });
      get().notify('error', explain(error) ?? 'The engine was not opened.');
    }
  };

  let datasetLoad: AbortController | null = null;

  const loadDataset = async (preference: 'auto' | 'synthetic') => {
    const current = new AbortController();
    datasetLoad = current;
    set({ datasetState: 'loading', datasetBytes: null });
    try {
      const baseUrl = new URL('.', document.baseURI).href;
      const dataset = await jobs.run(
        'load-dataset',
        { preference, baseUrl },
        { signal: current.signal, onProgress: datasetBytes => set({ datasetBytes }) },
      );
      set({ dataset, datasetState: 'ready', datasetBytes: null });
      if (dataset.notes.length > 0) {
        get().notify(
          dataset.name === 'mnist' ? 'info' : 'warning',
          dataset.notes.map(note => saySentence(note)).join(' '),
        );
      }
    } catch (error) {
      if (datasetLoad !== current) return; // another load has taken its place
      set({ datasetState: 'failed', datasetBytes: null });
      get().notify('error', explain(error) ?? 'The dataset was not loaded.');
    }
  };

  return {
    engine: null,
    engineState: 'idle',
    backendChoice: 'auto',
    engineCompiling: null,
    workers: { now: 1, most: DEFAULT_WORKERS },
    dataset: null,
    datasetState: 'idle',
    datasetBytes: null,
    seed: 7,
    secret: '',
    notices: [],
    restored: false,

    start: async options => {
      if (get().engineState !== 'idle') return;
      const most = options.workers ?? DEFAULT_WORKERS;
      jobs.setLimit(most);
      tuning = options.tuning;
      set({ backendChoice: options.backend, workers: { now: 1, most } });
      let datasetPreference = options.dataset;
      listen({
        workers: now => set({ workers: { now, most } }),
        storageTrouble: text => get().notify('warning', text),
        engineLost: reason => {
          // A worker that never started is told of by the job that failed.
          if (get().engineState !== 'ready') return;
          get().notify(
            'warning',
            `The computing device was lost (${reason}). It is opened again; a training goes on from its last checkpoint with Resume.`,
          );
          void openEngine().then(() => loadDataset(datasetPreference));
        },
      });

      const opened = openEngine().then(() => loadDataset(datasetPreference));
      const [visit, bundled] = await Promise.all([
        persistence.restore(),
        fetchBundledModel().catch((error: unknown) => {
          get().notify(
            'warning',
            `The model that comes with the page could not be read (${explain(error)}).`,
          );
          return null;
        }),
      ]);
      const kept = Object.fromEntries(visit.models.map(model => [model.id, model]));
      const models = bundled && !visit.bundledRemoved ? { [BUNDLED_ID]: bundled, ...kept } : kept;
      const secret = visit.secret ?? drawSecret();
      const seed = options.seed ?? visit.seed ?? get().seed;
      const training = visit.training;
      set({
        restored: true,
        seed,
        secret,
        models,
        currentId:
          visit.currentId && models[visit.currentId] ? visit.currentId : (Object.keys(models)[0] ?? null),
        ...(training
          ? {
              trainingStatus: 'paused',
              trainingSettings: training.settings,
              trainingKey: training.key,
              trainingCheckpoint: training.checkpoint,
              trainingHistory: training.history,
              readingHistory: training.readings,
            }
          : {}),
      });
      if (visit.secret === undefined) void persistence.keep('secret', secret);
      await opened;
      datasetPreference = get().dataset?.name === 'synthetic' ? 'synthetic' : options.dataset;
      await Promise.all([get().drawCleanDigit(), get().refreshAnswers()]);
    },

    takeBuiltInDigits: async () => {
      datasetLoad?.abort();
      await loadDataset('synthetic');
      await Promise.all([get().drawCleanDigit(), get().refreshAnswers()]);
    },
    setSeed: seed => {
      set({ seed });
      void persistence.keep('seed', seed);
    },
    setSecret: secret => {
      set({ secret });
      void persistence.keep('secret', secret);
    },
    notify: (tone, text) => {
      noticeCount += 1;
      const notice = { id: noticeCount, tone, text };
      set(state => ({ notices: [...state.notices.filter(other => other.text !== text), notice] }));
    },
    dismiss: id => set(state => ({ notices: state.notices.filter(notice => notice.id !== id) })),
  };
};
