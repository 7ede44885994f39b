/** Wires the store into the shell, and the URL into both. The only place that knows all three. */
import { Suspense, useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { EmptyState } from '../ui/EmptyState';
import { Toasts } from '../ui/Toasts';
import { CLASS_LESSONS, LESSON_SEED } from '../store/class-lessons';
import { currentModel } from '../store/state';
import { useStore } from '../store/store';
import { saySentence } from '../texts/say';
import { ErrorBoundary } from './ErrorBoundary';
import { SECTIONS } from './sections';
import { Shell } from './Shell';
import type { ShellStatus } from './Shell';
import { readUrlState, writeUrlState } from './url-state';
import { UpdateOffer } from './UpdateOffer';
import { hrefOf, useUrlState } from './use-url-state';

/** Opens engine, last visit and dataset, then sets what the link asks for. Once a visit. */
async function openVisit(): Promise<void> {
  const { state, trouble } = readUrlState(window.location.search);
  const store = useStore.getState();
  for (const sentence of trouble) store.notify('warning', sentence);
  const { backend, dataset, workers, tuning } = state;
  // A lesson is the same for all who open its link, also where that names no seed.
  const seed = state.seed ?? (state.lesson && LESSON_SEED);
  await store.start({ backend, seed, dataset, workers, tuning });
  const { models, setTraining, selectModel, setConfidences, trainingStatus, notify } = useStore.getState();
  if (state.watermark !== null) {
    if (trainingStatus === 'idle') setTraining({ watermark: state.watermark });
    if (models[state.watermark]) selectModel(state.watermark);
  }
  if (state.lesson !== null) {
    const lesson = CLASS_LESSONS[state.lesson];
    setTraining({ ...lesson, watermark: state.watermark ?? lesson.watermark });
  }
  const registry = currentModel(useStore.getState())?.registry;
  if (state.epsilon === null || !registry || registry.epsilon === state.epsilon) return;
  // A link never changes the rule under which licences were issued.
  if (registry.licences.length === 0) setConfidences(registry.confidences, state.epsilon);
  else
    notify(
      'info',
      `The link asks for ε = ${state.epsilon}; this model’s licences were issued at ε = ${registry.epsilon}, which stays. It can be changed on Licences.`,
    );
}

/** A link that shows another browser what this one shows. */
async function copyLink(section: (typeof SECTIONS)[number]['name']): Promise<void> {
  const state = useStore.getState();
  const query = writeUrlState({
    section,
    run: null,
    preset: null,
    lesson: state.trainingSettings.lesson,
    // A link is read in its reader's language.
    lang: null,
    seed: state.seed,
    watermark: state.trainingSettings.watermark,
    epsilon: currentModel(state)?.registry.epsilon ?? null,
    backend: state.backendChoice,
    dataset: state.dataset?.name === 'synthetic' ? 'synthetic' : 'auto',
    // How many workers and which tuning suit is a matter of the computer that opens the link.
    workers: null,
    tuning: null,
  });
  const link = new URL(query, window.location.href.split(/[?#]/)[0]).href;
  try {
    await navigator.clipboard.writeText(link);
    state.notify('info', 'The link is copied: section, seed, watermark, ε and backend travel with it.');
  } catch {
    state.notify('info', `This browser doesn’t let the page copy. The link: ${link}`);
  }
}

function useShellStatus(): ShellStatus {
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
      progress:
        datasetBytes && datasetBytes.total > 0
          ? Math.min(1, datasetBytes.received / datasetBytes.total)
          : null,
    },
    seed,
  };
}

export function App() {
  const { state: url, move } = useUrlState();
  const status = useShellStatus();
  const notices = useStore(state => state.notices);
  const dismiss = useStore(state => state.dismiss);
  const setSeed = useStore(state => state.setSeed);
  const takeBuiltInDigits = useStore(state => state.takeBuiltInDigits);
  const section = SECTIONS.find(entry => entry.name === url.section) ?? SECTIONS[0]!;

  useEffect(() => {
    void openVisit();
  }, []);
  useEffect(() => {
    if (section.onDigits) void useStore.getState().needDigits();
  }, [section]);

  const { run, preset } = url;
  useEffect(() => {
    if (run !== null) void useStore.getState().startLesson(run, preset ?? 'quick');
  }, [run, preset]);

  return (
    <Shell
      sections={SECTIONS}
      section={section.name}
      hrefOf={name => hrefOf({ ...url, section: name, run: null, preset: null })}
      onSection={name => move({ section: name, run: null, preset: null }, 'push')}
      status={status}
      onBuiltInDigits={() => void takeBuiltInDigits()}
      onSeed={seed => {
        setSeed(seed);
        move({ seed }, 'replace');
      }}
      onShare={() => void copyLink(section.name)}
    >
      <ErrorBoundary key={section.name} name={section.title}>
        <Suspense fallback={<EmptyState title={`${section.title} is loading …`} />}>
          <section.Component />
        </Suspense>
      </ErrorBoundary>
      <Toasts toasts={notices} onDismiss={dismiss} />
      <UpdateOffer />
    </Shell>
  );
}
