/** Section 2.5 on the page: a training run that can be paused, resumed after a reload, stopped and kept as a model. */
import type { StateCreator } from 'zustand';
import { unlessAborted } from '../core/errors';
import { seeded } from '../core/random';
import { layOut } from '../engine/network';
import { drawOwnerKey, WATERMARK_1, WATERMARK_2 } from '../method/watermark/owner-key';
import type { OwnerKey } from '../method/watermark/owner-key';
import { readWatermark } from '../method/watermark/verification';
import { initializeParameters } from '../model/initialization';
import { LENET5 } from '../model/lenet5';
import type { Checkpoint } from '../model/training';
import { say } from '../texts/say';
import { lessonSecret } from './class-lessons';
import { LiveCurves } from './live-curves';
import { explain, jobs, trainingRow } from './services';
import { currentModel } from './state';
import { together, withEngine } from './ran-on';
import { same } from './same';
import type { State, TrainingSlice } from './state';
import type { TrainingSettings } from './training-run';
import { epochsAt } from './twin';
import { USUAL_TRAINING } from './usual-training';

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
  const curves = new LiveCurves(set, get);
  let run: Run | null = null;
  /** A run was started in this tab: what an earlier visit left is not taken up after that. */
  let begun = false;
  /** One is set up and not running yet: its settings are its own already. */
  let starting = false;
  /** What the link asks to train, until it is trained, or changed, or there is room for it: a run that an earlier visit left comes first. */
  let asked: TrainingSettings | null = null;

  /** A run is there already when what the link asks for arrives, or the other way round. */
  const letLinkWait = () => {
    if (!asked) return;
    const { trainingSettings, seed } = get();
    // A page reloaded during the very run that its link asks for.
    if (same({ ...asked, config: { ...asked.config, seed } }, trainingSettings)) asked = null;
    else get().notify('info', say('training.linkWaits'));
  };

  const keepCheckpoint = async (checkpoint: Checkpoint) => {
    curves.mark();
    const state = get();
    set({ trainingCheckpoint: checkpoint });
    const kept = await trainingRow.keep({
      settings: state.trainingSettings,
      seed: state.seed,
      key: state.trainingKey,
      checkpoint,
      history: state.trainingHistory,
      readings: state.readingHistory,
      dataset: state.trainingDataset,
      engines: state.trainingEngines,
    });
    if (!kept) get().notify('warning', say('training.noRow'));
  };

  /** Ends the run and keeps it as a model. */
  const finish = (
    output: { readonly checkpoint: Checkpoint; readonly accuracy: number | null },
    key: OwnerKey | null,
    settings: TrainingSettings,
  ) => {
    const { trainingDataset, trainingEngines } = get();
    const { parameters, optimizer, position } = output.checkpoint;
    // No progress tells of the mark where a reload left the run at rest.
    const reading = key && readWatermark(layOut(LENET5), parameters, key);
    set({
      trainingStatus: 'finished',
      trainingCheckpoint: null,
      trainingEnd: {
        epochs: epochsAt(position, settings.config),
        accuracy: output.accuracy,
        watermark: reading && { digits: key.digits, readings: reading.readings, verified: reading.verified },
      },
    });
    const on = together(trainingEngines);
    const id = get().addModel(settings.watermark, {
      parameters,
      key,
      accuracy: output.accuracy,
      dataset: trainingDataset,
      config: settings.config,
      run: {
        lambda: settings.lambda,
        steps: optimizer?.step ?? 0,
        ...(settings.from === 'current' && { from: 'current' }),
      },
      trainedOn: on && { ...on, date: new Date().toISOString() },
    });
    set({ trainedWeights: get().models[id]?.parameters ?? null });
    void giveUpRow(id);
  };

  /** Once the model of a finished run is kept; one that is not leaves its last checkpoint to a later visit. */
  const giveUpRow = async (id: string) => {
    const kept = await get().isModelKept(id);
    // Another run has begun in the row.
    if (get().trainingCheckpoint) return;
    await (kept ? trainingRow.forget() : trainingRow.leave());
  };

  /** To the end, or to where it is stopped; over the loss of its engine. */
  const perform = async (current: Run) => {
    const { trainingSettings: settings, trainingKey: key, trainingCheckpoint, dataset, engine } = get();
    if (!trainingCheckpoint) return;
    set(({ trainingDataset, trainingEngines }) => ({
      trainingDataset: trainingDataset ?? dataset?.name ?? null,
      trainingEngines: engine ? withEngine(trainingEngines, engine) : trainingEngines,
    }));
    const mine = () => run === current;
    const output = await jobs.runOn(
      'train',
      {
        checkpoint: trainingCheckpoint,
        config: settings.config,
        watermark: key && { key, lambda: settings.lambda },
      },
      {
        signal: current.controller.signal,
        onProgress: progress => {
          if (mine()) curves.follow(progress);
        },
        onCheckpoint: at => {
          if (mine()) void keepCheckpoint(at);
        },
        onAgain: again => {
          if (!mine()) return;
          curves.rewind();
          set(({ trainingEngines }) => ({ trainingEngines: withEngine(trainingEngines, again.engine) }));
          const { position } = get().trainingCheckpoint ?? trainingCheckpoint;
          get().notify('info', say('training.goesOn', position));
        },
      },
    );
    if (!mine()) return;
    curves.draw();
    if (output.finished) {
      finish(output, key, settings);
    } else {
      // One to be kept is measured first.
      if (current.atRest === 'pause') set({ trainingStatus: 'paused' });
      void keepCheckpoint(output.checkpoint);
    }
  };

  const train = async () => {
    if (run) return; // started twice while the first was being kept
    const { datasetState, dataset, trainingDataset, trainingCheckpoint } = get();
    if (!trainingCheckpoint) return; // reset meanwhile
    if (datasetState !== 'ready') {
      get().notify('info', say('training.waitForDigits'));
      return;
    }
    if (trainingDataset && trainingDataset !== dataset?.name) {
      get().notify('warning', say('training.otherDigits'));
      return;
    }
    const current: Run = { controller: new AbortController(), atRest: 'pause' };
    run = current;
    set({ trainingStatus: 'running' });
    try {
      await perform(current);
    } catch (error) {
      if (run !== current) return;
      curves.rewind();
      set({ trainingStatus: 'paused' });
      const text = explain(error);
      if (text) get().notify('error', say('training.kept', { reason: text }));
    } finally {
      const mine = run === current;
      if (mine) run = null;
      if (mine && current.atRest === 'keep' && get().trainingCheckpoint) await get().stopTraining();
    }
  };

  return {
    trainingStatus: 'idle',
    trainingSettings: USUAL_TRAINING,
    trainingProgress: null,
    trainingHistory: [],
    readingHistory: [],
    trainingKey: null,
    trainingCheckpoint: null,
    trainingEnd: null,
    trainedWeights: null,
    trainingDataset: null,
    trainingEngines: [],

    restoreTraining: async () => {
      const { training, elsewhere } = await trainingRow.restore(() => !begun);
      if (elsewhere) get().notify('info', say('training.elsewhere'));
      if (!training) {
        if (get().trainingStatus === 'idle') asked = null;
        return;
      }
      set({
        trainingStatus: 'paused',
        trainingSettings: training.settings,
        trainingKey: training.key,
        trainingCheckpoint: training.checkpoint,
        trainingHistory: training.history,
        readingHistory: training.readings,
        trainingDataset: training.dataset ?? null,
        trainingEngines: training.engines ?? [],
      });
      curves.mark();
      letLinkWait();
    },

    askForTraining: settings => {
      asked = settings;
      const { trainingStatus } = get();
      if (trainingStatus === 'running' || trainingStatus === 'paused') letLinkWait();
      else set({ trainingSettings: settings });
    },
    setTraining: change => {
      const { trainingStatus } = get();
      if (starting || trainingStatus === 'running' || trainingStatus === 'paused') {
        get().notify('info', say('training.settingsStay'));
        return;
      }
      asked = null;
      // With one of its settings changed it is no longer the lesson that the others have.
      set(state => ({ trainingSettings: { ...state.trainingSettings, lesson: null, ...change } }));
    },

    startTraining: async () => {
      if (run) return;
      begun = true;
      starting = true;
      asked = null;
      const { seed, secret, trainingSettings } = get();
      const model = trainingSettings.from === 'current' ? currentModel(get()) : undefined;
      const settings: TrainingSettings = {
        ...trainingSettings,
        // The model that it was to go on from may be removed by now.
        from: model ? 'current' : 'scratch',
        config: { ...trainingSettings.config, seed },
      };
      set({
        trainingSettings: settings,
        trainingHistory: [],
        readingHistory: [],
        trainingProgress: null,
        trainingEnd: null,
        trainedWeights: null,
      });
      try {
        const layout = layOut(LENET5);
        const parameters = model?.parameters ?? initializeParameters(layout, seeded(seed, 'initialization'));
        const digits = digitsOf(settings);
        const key =
          digits &&
          drawOwnerKey({
            layout,
            parameters,
            layer: 'conv2',
            digits,
            secret: settings.lesson ? lessonSecret(settings.lesson, seed) : secret,
            range: settings.range,
          });
        set({ trainingKey: key, trainingDataset: null, trainingEngines: [] });
        await keepCheckpoint({ parameters, optimizer: null, position: { epoch: 0, step: 0 } });
        starting = false;
        await train();
      } catch (error) {
        get().notify('error', explain(error) ?? say('training.notStarted'));
      } finally {
        starting = false;
      }
    },
    pauseTraining: () => run?.controller.abort(),
    resumeTraining: async () => {
      if (!run && get().trainingCheckpoint) await train();
    },
    stopTraining: async () => {
      if (run) {
        if (run.atRest === 'pause') run.controller.abort();
        run.atRest = 'keep';
        return;
      }
      const { trainingCheckpoint, trainingKey, trainingSettings, trainingDataset } = get();
      if (!trainingCheckpoint) return;
      const current: Run = { controller: new AbortController(), atRest: 'keep' };
      const { signal } = current.controller;
      run = current;
      try {
        // After a reload they may still be on their way.
        await unlessAborted(get().needDigits(), signal);
        // On other digits than its own a figure would say nothing.
        const accuracy =
          trainingDataset === get().dataset?.name
            ? (await jobs.run('accuracy', { parameters: trainingCheckpoint.parameters }, { signal })).accuracy
            : null;
        if (run !== current) return;
        finish({ checkpoint: trainingCheckpoint, accuracy }, trainingKey, trainingSettings);
      } catch (error) {
        if (run !== current) return;
        set({ trainingStatus: 'paused' });
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        if (run === current) run = null;
      }
    },
    resetTraining: () => {
      run?.controller.abort();
      run = null;
      starting = false;
      curves.drop();
      set({
        trainingStatus: 'idle',
        trainingProgress: null,
        trainingHistory: [],
        readingHistory: [],
        trainingKey: null,
        trainingCheckpoint: null,
        trainingEnd: null,
        trainedWeights: null,
        trainingDataset: null,
        trainingEngines: [],
        ...(asked ? { trainingSettings: asked } : {}),
      });
      asked = null;
      void trainingRow.forget();
    },
  };
};
