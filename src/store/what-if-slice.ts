/** What-if questions on the page: put to the model in use, with its own licences, and answered by as many workers as there are. */
import type { StateCreator } from 'zustand';
import { unlessAborted } from '../core/errors';
import { countLetIn, joinWhatIf, splitWhatIf, WHAT_IFS } from '../experiments/what-if-questions';
import { RECORD_TOLERANCE } from '../method/control/gate';
import { findLicence } from '../method/registry/registry';
import { say } from '../texts/say';
import { enginesAgain, ranOn, together, withEngine } from './ran-on';
import { explain, jobs } from './services';
import { currentModel } from './state';
import type { State, WhatIfSlice } from './state';

export const createWhatIfSlice: StateCreator<State, [], [], WhatIfSlice> = (set, get, store) => {
  let running: AbortController | null = null;

  // An answer names its model: under that name, other weights never said it.
  store.subscribe(({ models, whatIfAnswers }, before) => {
    if (models === before.models) return;
    const all = Object.entries(whatIfAnswers);
    const stand = all.filter(
      ([, { model }]) => models[model]?.parameters === before.models[model]?.parameters,
    );
    if (stand.length < all.length) set({ whatIfAnswers: Object.fromEntries(stand) });
  });

  return {
    howView: 'method',
    setHowView: howView => set({ howView }),
    chosenWhatIf: 'noise',
    chooseWhatIf: chosenWhatIf => set({ chosenWhatIf }),
    whatIfAnswers: {},
    whatIfRunning: null,
    whatIfProgress: null,

    askWhatIf: async (id, setting) => {
      if (running) return;
      const current = new AbortController();
      running = current;
      set({ whatIfRunning: id, whatIfProgress: null });
      try {
        await unlessAborted(get().needDigits(), current.signal);
        const { dataset, engine, seed } = get();
        const model = currentModel(get());
        if (!model || !dataset || !engine) {
          get().notify('warning', say('paper.whatIf.notReady'));
          return;
        }
        const { registry, parameters } = model;
        const valid = model.licences.filter(
          ({ user }) => findLicence(registry, user)?.revokedAt === undefined,
        );
        const licences =
          WHAT_IFS[id].who === 'licences' ? valid.map(({ user, pixels }) => ({ user, pixels })) : [];
        const pieces = splitWhatIf({ id, setting, parameters, registry, licences, seed }, dataset);
        if (pieces.length === 0) {
          get().notify('warning', say('paper.whatIf.noLicences'));
          return;
        }
        let engines = withEngine([], engine);
        const answer = joinWhatIf(
          await jobs.map('what-if', pieces, {
            signal: current.signal,
            weight: ({ count }) => count,
            onResult: (_piece, _output, whatIfProgress) => set({ whatIfProgress }),
            onAgain: again => {
              engines = enginesAgain(engines, again);
              get().notify('info', say('session.goesOn', { work: say('session.work.whatIf') }));
            },
          }),
        );
        const { backend, adapter } = together(engines) ?? ranOn(engine);
        const answered = {
          id,
          setting,
          seed,
          model: model.id,
          epsilon: registry.epsilon,
          confidences: registry.confidences,
          tolerance: RECORD_TOLERANCE,
          licences: registry.licences.length,
          dataset: dataset.name,
          backend,
          adapter,
          date: new Date().toISOString(),
          letIn: countLetIn(answer),
          ...answer,
        };
        if (get().models[model.id]?.parameters !== parameters) return;
        set(state => ({ whatIfAnswers: { ...state.whatIfAnswers, [id]: answered } }));
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        running = null;
        set({ whatIfRunning: null, whatIfProgress: null });
      }
    },
    cancelWhatIf: () => running?.abort(),
  };
};
