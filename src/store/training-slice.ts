/** Section 2.5 on the page: a training run that can be paused, resumed after a reload, stopped and kept as a model. */
import type { StateCreator } from 'zustand';
import { seeded } from '../core/random';
import { layOut } from '../engine/network';
import type { JobMap, TrainProgress } from '../jobs/protocol';
import { drawOwnerKey, WATERMARK_1, WATERMARK_2 } from '../method/watermark/owner-key';
import type { OwnerKey } from '../method/watermark/owner-key';
import { initializeParameters } from '../model/initialization';
import { LENET5 } from '../model/lenet5';
import { defaultTraining } from '../model/training';
import type { Checkpoint } from '../model/training';
import { defaultRegistry } from './default-registry';
import { explain, jobs, persistence } from './services';
import { freeId, nameOf } from './shelf';
import { currentModel } from './state';
import type { HistoryPoint, State, TrainingSettings, TrainingSlice, WatermarkChoice } from './state';

/** Points kept of a curve: more cannot be told apart on a screen. */
const CURVE_POINTS = 400;

const MODEL_NAMES: Record<WatermarkChoice, string> = {
  wm1: 'marked with wm₁',
  wm2: 'marked with wm₂',
  custom: 'marked with own digits',
  none: 'unmarked twin',
};

function digitsOf(settings: TrainingSettings): readonly number[] | null {
  switch (settings.watermark) {
    case 'wm1':
      return WATERMARK_1;
    case 'wm2':
      return WATERMARK_2;
    case 'custom':
      return settings.customDigits;
    case 'none':
      return null;
  }
}

/** A run under way. */
interface Run {
  readonly controller: AbortController;
  /** What becomes of it when it is stopped: left to be resumed, or kept as a model. One that is forgotten is no longer `run`. */
  atRest: 'pause' | 'keep';
}

export const createTrainingSlice: StateCreator<State, [], [], TrainingSlice> = (set, get) => {
  let run: Run | null = null;

  const follow = (progress: TrainProgress) => {
    set(state => {
      const epoch = progress.epoch + progress.step / progress.stepsPerEpoch;
      const last = state.trainingHistory.at(-1);
      const due = progress.accuracy !== null || !last || epoch - last.epoch >= progress.epochs / CURVE_POINTS;
      if (!due) return { trainingProgress: progress };
      const point: HistoryPoint = {
        epoch,
        loss: progress.loss,
        accuracy: progress.accuracy,
        watermarkError: progress.watermark?.meanSquaredError ?? null,
      };
      return {
        trainingProgress: progress,
        trainingHistory: [...state.trainingHistory, point],
        readingHistory: progress.watermark
          ? [...state.readingHistory, progress.watermark.readings]
          : state.readingHistory,
      };
    });
  };

  const keepCheckpoint = (checkpoint: Checkpoint) => {
    const { trainingSettings, trainingKey, trainingHistory, readingHistory, seed } = get();
    set({ trainingCheckpoint: checkpoint });
    void persistence.keep('training', {
      settings: trainingSettings,
      seed,
      key: trainingKey,
      checkpoint,
      history: trainingHistory,
      readings: readingHistory,
    });
  };

  const keepAsModel = (
    output: JobMap['train']['output'],
    key: OwnerKey | null,
    settings: TrainingSettings,
  ) => {
    const { engine, dataset, models, currentId } = get();
    const id = freeId(models, settings.watermark, settings.from === 'current' ? currentId : null);
    const model = {
      id,
      name: nameOf(MODEL_NAMES[settings.watermark], id),
      parameters: output.checkpoint.parameters,
      key,
      accuracy: output.accuracy,
      dataset: dataset?.name ?? null,
      config: settings.config,
      trainedOn: engine && {
        backend: engine.backend,
        adapter: engine.adapter,
        date: new Date().toISOString(),
      },
      registry: defaultRegistry(),
      licences: [],
      generations: 0,
    };
    get().changeModel(model);
    get().selectModel(id);
    void persistence.keep('training', null);
  };

  const train = async (checkpoint: Checkpoint, key: OwnerKey | null) => {
    if (get().datasetState !== 'ready') {
      get().notify('warning', 'The digits are still being loaded; training starts when they are here.');
      return;
    }
    const settings = get().trainingSettings;
    const current: Run = { controller: new AbortController(), atRest: 'pause' };
    run = current;
    set({ trainingStatus: 'running', trainingKey: key, trainingCheckpoint: checkpoint });
    const mine = () => run === current;
    try {
      const output = await jobs.run(
        'train',
        { checkpoint, config: settings.config, watermark: key && { key, lambda: settings.lambda } },
        {
          signal: current.controller.signal,
          onProgress: progress => {
            if (mine()) follow(progress);
          },
          onCheckpoint: at => {
            if (mine()) keepCheckpoint(at);
          },
        },
      );
      if (!mine()) return;
      if (output.finished || current.atRest === 'keep') {
        set({ trainingStatus: 'finished', trainingCheckpoint: null });
        keepAsModel(output, key, settings);
      } else {
        set({ trainingStatus: 'paused' });
        keepCheckpoint(output.checkpoint);
      }
    } catch (error) {
      if (!mine()) return;
      set({ trainingStatus: 'paused' });
      const text = explain(error);
      if (text)
        get().notify('error', `${text} The run is kept at its last checkpoint: Resume goes on from there.`);
    } finally {
      if (mine()) run = null;
    }
  };

  return {
    trainingStatus: 'idle',
    trainingSettings: {
      watermark: 'wm1',
      customDigits: [2, 0, 2, 6],
      lambda: 0.01,
      range: [0.1, 0.45],
      from: 'scratch',
      config: defaultTraining,
    },
    trainingProgress: null,
    trainingHistory: [],
    readingHistory: [],
    trainingKey: null,
    trainingCheckpoint: null,

    setTraining: change => {
      const { trainingStatus } = get();
      if (trainingStatus === 'running' || trainingStatus === 'paused') {
        get().notify('info', 'The run under way keeps its own settings; finish or reset it to change them.');
        return;
      }
      set(state => ({ trainingSettings: { ...state.trainingSettings, ...change } }));
    },

    startTraining: async () => {
      if (run) return;
      const { seed, secret, trainingSettings } = get();
      const settings = { ...trainingSettings, config: { ...trainingSettings.config, seed } };
      set({ trainingSettings: settings, trainingHistory: [], readingHistory: [], trainingProgress: null });
      try {
        const layout = layOut(LENET5);
        const model = settings.from === 'current' ? currentModel(get()) : undefined;
        const parameters = model?.parameters ?? initializeParameters(layout, seeded(seed, 'initialization'));
        const digits = digitsOf(settings);
        const key =
          digits &&
          drawOwnerKey({ layout, parameters, layer: 'conv2', digits, secret, range: settings.range });
        await train({ parameters, optimizer: null, position: { epoch: 0, step: 0 } }, key);
      } catch (error) {
        get().notify('error', explain(error) ?? 'The training did not start.');
      }
    },
    pauseTraining: () => run?.controller.abort(),
    resumeTraining: async () => {
      const { trainingCheckpoint, trainingKey } = get();
      if (!run && trainingCheckpoint) await train(trainingCheckpoint, trainingKey);
    },
    stopTraining: async () => {
      if (run) {
        run.atRest = 'keep';
        run.controller.abort();
        return;
      }
      const { trainingCheckpoint, trainingKey, trainingSettings } = get();
      if (!trainingCheckpoint) return;
      const current: Run = { controller: new AbortController(), atRest: 'keep' };
      run = current;
      try {
        const { accuracy } = await jobs.run('accuracy', { parameters: trainingCheckpoint.parameters });
        if (run !== current) return;
        set({ trainingStatus: 'finished', trainingCheckpoint: null });
        keepAsModel(
          { checkpoint: trainingCheckpoint, finished: false, accuracy },
          trainingKey,
          trainingSettings,
        );
      } catch (error) {
        get().notify('error', explain(error) ?? 'The model was not kept.');
      } finally {
        if (run === current) run = null;
      }
    },
    resetTraining: () => {
      run?.controller.abort();
      run = null;
      set({
        trainingStatus: 'idle',
        trainingProgress: null,
        trainingHistory: [],
        readingHistory: [],
        trainingKey: null,
        trainingCheckpoint: null,
      });
      void persistence.keep('training', null);
    },
  };
};
