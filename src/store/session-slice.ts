/** What the page runs on: the workers' engine, the dataset, seed and secret, and the notices for the visitor. */
import type { StateCreator } from 'zustand';
import { isMnistKept } from '../data/mnist-kept';
import { hasWasmSimd } from '../engine/wasm/simd';
import type { TuningName } from '../engine/webgpu/tuning';
import type { Loss } from '../jobs/client';
import { secondsLeft, stopwatch } from '../jobs/time-left';
import { say, saySentence } from '../texts/say';
import { BUNDLED_ID, fetchBundledModel, withoutLicences } from './bundled-model';
import { DEFAULT_WORKERS, explain, jobs, listen, persistence } from './services';
import type { SessionSlice, State } from './state';
import { fullNotice, isFull, storageNotice, unreadableNotice } from './storage-trouble';
import type { Full, StorageTrouble } from './storage-trouble';

/** A GPU that is lost twice within so many milliseconds is not opened a third time: WebAssembly goes on. */
const DISTRUST = 300_000;
/** How often engine and digits are opened after one loss before it is given up. */
const ATTEMPTS = 3;

/** The owner's secret of a first visit: drawn in this browser, kept in it, to be replaced by one's own. */
function drawSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

const pageUrl = () => new URL('.', document.baseURI).href;

let noticeCount = 0;

export const createSessionSlice: StateCreator<State, [], [], SessionSlice> = (set, get) => {
  let tuning: TuningName | null = null;
  /** The tunings of this visit, by adapter: one that is opened again after a loss is cut as before, also where nothing can be kept. */
  let tunings: Readonly<Record<string, TuningName>> = {};

  const openEngine = async (choice = get().backendChoice) => {
    set({ engineState: 'loading' });
    try {
      const measured = choice === 'wasm' ? {} : { ...(await persistence.tunings()), ...tunings };
      const engine = await jobs.run(
        'open-engine',
        { choice, tuning: tuning ?? undefined, measured },
        { onProgress: engineCompiling => set({ engineCompiling }) },
      );
      set({ engine, engineState: 'ready', engineCompiling: null });
      if (engine.tuning) tunings = { ...tunings, [engine.adapter]: engine.tuning.name };
      if (engine.tuning?.milliseconds) {
        void persistence.keep('tunings', { ...measured, [engine.adapter]: engine.tuning.name });
      }
      // What makes everything slow stays until it is dismissed.
      const tone = engine.backend === 'reference' ? 'warning' : 'info';
      if (engine.reason) get().notify(tone, saySentence(engine.reason));
    } catch (error) {
      set({ engineState: 'failed', engineCompiling: null });
      get().notify('error', explain(error) ?? say('session.notOpened'));
    }
  };

  /** The latest loading of digits. */
  let datasetLoad: { readonly controller: AbortController; readonly loaded: Promise<void> } | null = null;

  /** One that another takes the place of ends with that one. */
  const loadDataset = (preference: 'auto' | 'synthetic'): Promise<void> => {
    const controller = new AbortController();
    const loaded = load(preference, controller.signal);
    datasetLoad = { controller, loaded };
    return loaded;
  };
  const load = async (preference: 'auto' | 'synthetic', signal: AbortSignal): Promise<void> => {
    const elapsed = stopwatch();
    set({ datasetState: 'loading', datasetBytes: null });
    try {
      const dataset = await jobs.run(
        'load-dataset',
        { preference, baseUrl: pageUrl() },
        {
          signal,
          onProgress: ({ received, total }) => {
            const share = total > 0 ? received / total : 0;
            set({ datasetBytes: { received, total, secondsLeft: secondsLeft(elapsed(), share) } });
          },
        },
      );
      set({ dataset, datasetState: 'ready', datasetBytes: null });
      if (dataset.notes.length > 0) {
        get().notify(
          dataset.name === 'mnist' ? 'info' : 'warning',
          dataset.notes.map(note => saySentence(note)).join(' '),
        );
      }
    } catch (error) {
      if (datasetLoad && datasetLoad.controller.signal !== signal) return datasetLoad.loaded;
      set({ datasetState: 'failed', datasetBytes: null });
      get().notify('error', explain(error) ?? say('session.noDigits'));
    }
  };

  /** The first engine of the visit, and what asks for it at once; a loading of the dataset under way. */
  let opened: Promise<void> = Promise.resolve();
  let openNow: () => void = () => {};
  let loading: Promise<void> | null = null;

  const showDigits = async () => {
    await Promise.all([get().drawCleanDigit(), get().refreshAnswers()]);
  };
  const showOnce = (loaded: Promise<void>): Promise<void> => {
    const mine = loaded.then(showDigits).finally(() => {
      if (loading === mine) loading = null;
    });
    return (loading = mine);
  };

  let datasetPreference: 'auto' | 'synthetic' = 'auto';
  let recovery: Promise<void> | null = null;
  /** Something was lost again while engine and digits were being opened. */
  let lostMeanwhile = false;
  /** When a GPU was lost last. */
  let gpuLost = -Infinity;

  /** Opens what is gone again: the same backend once more, then WebAssembly. */
  const openAgain = async ({ what, reason }: Loss) => {
    const onGpu = get().engine?.backend === 'webgpu';
    const now = performance.now();
    const distrusted = onGpu && now - gpuLost < DISTRUST;
    if (onGpu) gpuLost = now;
    get().notify('warning', say('session.lost', { what, reason }));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      lostMeanwhile = false;
      await openEngine(distrusted || attempt > 1 ? 'wasm' : get().backendChoice);
      const wanted = get().datasetState !== 'idle';
      if (wanted && (what === 'worker' || attempt > 1 || get().datasetState !== 'ready')) {
        // A run on one kind of digits never goes on on the other, so the same are asked for.
        await loadDataset(get().dataset?.name === 'synthetic' ? 'synthetic' : datasetPreference);
      }
      const digits = !wanted || get().datasetState === 'ready';
      if (get().engineState === 'ready' && digits && !lostMeanwhile) break;
    }
    const { engine, engineState } = get();
    if (engineState === 'ready' && engine) {
      get().notify('info', say('session.again', { backend: engine.backend, adapter: engine.adapter }));
      await get().refreshAnswers();
    }
  };

  /** Nobody is let in by a computer that failed, whatever the gate had said; what is dropped again is judged again. */
  const shutGate = () => {
    const letIn = get().access === 'authorized';
    get().closeGate();
    set({ answers: [] });
    if (letIn) get().notify('warning', say('gate.shut'));
  };

  const recover = (loss: Loss): Promise<void> => {
    recovery ??= openAgain(loss).finally(() => {
      recovery = null;
    });
    return recovery;
  };

  /** The notice of a full storage, for all that it names. */
  let full: { readonly text: string; readonly troubles: ReadonlySet<Full> } | null = null;
  const tellStorage = (trouble: StorageTrouble, reason: string): void => {
    if (!isFull(trouble)) return get().notify('warning', storageNotice(trouble, reason));
    const standing = get().notices.find(({ text }) => text === full?.text);
    const troubles = new Set([...(standing && full ? full.troubles : []), trouble]);
    full = { text: fullNotice(troubles), troubles };
    if (standing) get().dismiss(standing.id);
    get().notify('warning', full.text);
  };

  /** What the last visit left, once it is looked for. */
  let shelfFilled: Promise<void> = Promise.resolve();

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
      let fillShelf: () => void = () => undefined;
      shelfFilled = new Promise(resolve => {
        fillShelf = resolve;
      });
      const seedBefore = get().seed;
      const most = options.workers ?? DEFAULT_WORKERS;
      jobs.setLimit(most);
      tuning = options.tuning;
      set({ backendChoice: options.backend, workers: { now: 1, most } });
      datasetPreference = options.dataset;
      listen({
        workers: now => set({ workers: { now, most } }),
        storage: {
          onTrouble: tellStorage,
          onUnreadable: (things, became) => get().notify('warning', unreadableNotice(things, became)),
          // What the last visit left would else be put over it.
          onModel: id => void shelfFilled.then(() => get().followModel(id)),
        },
        engineLost: loss => {
          shutGate();
          // While an engine is being opened, it was the one before; if not, the job that opens it fails and tells.
          if (get().engineState !== 'ready') return;
          if (recovery) lostMeanwhile = true;
          void recover(loss);
        },
        engineAfter: async (failed, reason) => {
          // Whoever hears of a loss first begins; the engine in use may be another already.
          if (recovery) await recovery;
          else if (get().engine === failed) {
            shutGate();
            await recover({ what: 'device', reason: saySentence(reason) });
          }
          return get().engineState === 'ready' && get().datasetState === 'ready';
        },
      });

      const turn = new Promise<void>(resolve => {
        openNow = resolve;
      });
      // WebAssembly alone gives the first answers; a GPU, whose kernels take seconds to compile, is opened after them.
      if (options.backend === 'wasm' || !hasWasmSimd()) openNow();
      else void jobs.run('prepare-answers', {}).catch(() => undefined);
      set({ engineState: 'loading' });
      opened = turn
        .then(() => openEngine())
        // A worker that failed to start, or whose engine did, gets one more chance, on what runs everywhere.
        .then(() => (get().engineState === 'failed' ? openEngine('wasm') : undefined));
      const [visit, bundled] = await Promise.all([
        persistence.restore(),
        fetchBundledModel().catch((error: unknown) => {
          get().notify('warning', say('session.noBundledModel', { reason: explain(error) ?? '' }));
          return null;
        }),
      ]);
      const kept = Object.fromEntries(visit.models.map(model => [model.id, model]));
      const { unreadModels } = visit;
      // Which of its licences were revoked is not known then.
      const bundledUnread = unreadModels === 'unknown' || unreadModels.includes(BUNDLED_ID);
      const shipped = bundled && bundledUnread ? withoutLicences(bundled) : bundled;
      const { [BUNDLED_ID]: atHand, ...others } = shipped ? { [BUNDLED_ID]: shipped, ...kept } : kept;
      const models = atHand && !visit.bundledRemoved ? { [BUNDLED_ID]: atHand, ...others } : others;
      if (bundledUnread && !kept[BUNDLED_ID] && models[BUNDLED_ID])
        get().notify('warning', say('session.bundledUnread'));
      // What was typed meanwhile stays.
      const secret = get().secret || (visit.secret ?? drawSecret());
      const { seed: seedNow } = get();
      const seed = seedNow === seedBefore ? (options.seed ?? visit.seed ?? seedNow) : seedNow;
      set({
        restored: true,
        seed,
        secret,
        models,
        removedBundled: (visit.bundledRemoved && atHand) || null,
        bundledUnread,
        currentId:
          visit.currentId !== undefined && Object.hasOwn(models, visit.currentId)
            ? visit.currentId
            : (Object.keys(models)[0] ?? null),
      });
      fillShelf();
      void get().restoreAttacks();
      // One that is kept and could not be read is not written over.
      const noSecret = visit.secret === undefined && !visit.unreadValues.includes('secret');
      if (noSecret) void persistence.keep('secret', secret);
      void get().restoreTraining();
      await showDigits();
      openNow();
      await opened;
      // What the first worker could not answer, the next one can.
      if (get().answers.length === 0) await showDigits();
      // A model without licences has no digits of its own to show: those that cost no fetching are taken.
      const isFree = options.dataset === 'synthetic' || (await isMnistKept(pageUrl()));
      if (get().cleanDigit === null && isFree) await get().needDigits();
    },

    needShelf: () => shelfFilled,
    needDigits: async () => {
      if (get().datasetState === 'ready') return true;
      openNow();
      // What was lost is loaded again without being asked for.
      if (recovery && !loading) await recovery;
      if (get().datasetState === 'ready') return true;
      await (loading ?? showOnce(opened.then(() => loadDataset(datasetPreference))));
      // Others may be on their way in their place, or the same once more where the worker was lost that loaded them.
      await recovery;
      return get().datasetState === 'ready' || (loading !== null && get().needDigits());
    },

    takeBuiltInDigits: () => {
      datasetLoad?.controller.abort();
      // Also by a recovery under way.
      datasetPreference = 'synthetic';
      return showOnce(loadDataset('synthetic'));
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
    tellNothingDropped: () => get().notify('info', say('session.nothingDropped')),
    dismiss: id => set(state => ({ notices: state.notices.filter(notice => notice.id !== id) })),
  };
};
