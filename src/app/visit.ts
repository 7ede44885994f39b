/** Opens engine, last visit and dataset, then sets what the link asks for; and makes the link that asks another browser for the same. */
import type { useTranslations } from 'use-intl';
import { defaultTraining } from '../model/training';
import { CLASS_LESSONS, LESSON_SEED } from '../store/class-lessons';
import { defaultRegistry } from '../store/default-registry';
import { currentModel } from '../store/state';
import type { State } from '../store/state';
import { useStore } from '../store/store';
import { readUrlState } from './url-state';
import type { UrlState } from './url-state';

type ShellWords = ReturnType<typeof useTranslations<'shell'>>;

/** Once a visit. What the link says amiss is told in `t`'s language. */
export async function openVisit(t: ShellWords): Promise<void> {
  const { state, trouble } = readUrlState(window.location.search);
  const store = useStore.getState();
  for (const { key, values } of trouble) store.notify('warning', t(`link.${key}`, values));
  if (state.rule !== null) store.setRule(state.rule);
  if (state.rule === 'paper') store.notify('warning', t('link.paperRule'));
  const { dataset, workers, tuning } = state;
  // A lesson is the same for all who open its link, also where that names no seed and no engine: WebAssembly's bits are everyone's.
  const seed = state.seed ?? (state.lesson && LESSON_SEED);
  const backend = state.lesson !== null && state.backend === 'auto' ? 'wasm' : state.backend;
  const started = store.start({ backend, seed, dataset, workers, tuning });
  await whenRestored();
  takeTraining(state);
  const { models, selectModel, setConfidences, notify } = useStore.getState();
  if (state.watermark !== null && models[state.watermark]) selectModel(state.watermark);
  const registry = currentModel(useStore.getState())?.registry;
  if (state.epsilon !== null && registry && registry.epsilon !== state.epsilon) {
    // A link never changes what licences were issued under.
    if (registry.licences.length === 0) setConfidences(registry.confidences, state.epsilon);
    else {
      const values = { asked: String(state.epsilon), kept: String(registry.epsilon) };
      notify('info', t('link.epsilonKept', values));
    }
  }
  await started;
}

/** What the last visit left is there long before the digits are. */
function whenRestored(): Promise<void> {
  return new Promise(resolve => {
    if (useStore.getState().restored) return resolve();
    const stop = useStore.subscribe(state => {
      if (!state.restored) return;
      stop();
      resolve();
    });
  });
}

/** The link's settings for the next run; one under way keeps its own. */
function takeTraining(link: UrlState): void {
  const { trainingStatus, trainingSettings, setTraining } = useStore.getState();
  if (link.lesson !== null) {
    const lesson = CLASS_LESSONS[link.lesson];
    setTraining({ ...lesson, watermark: link.watermark ?? lesson.watermark });
    return;
  }
  if (trainingStatus !== 'idle') return;
  const { config } = trainingSettings;
  setTraining({
    watermark: link.watermark ?? trainingSettings.watermark,
    customDigits: link.digits === null ? trainingSettings.customDigits : Array.from(link.digits, Number),
    lambda: link.lambda ?? trainingSettings.lambda,
    range: link.range ?? trainingSettings.range,
    config: {
      ...config,
      epochs: link.epochs ?? config.epochs,
      batchSize: link.batch ?? config.batchSize,
      learningRate: link.rate ?? config.learningRate,
      schedule: link.schedule ?? config.schedule,
      weightDecay: link.decay ?? config.weightDecay,
    },
  });
}

/** What a link says so that another browser shows what this one shows; what is as every browser has it is left out. */
export function linkOf(state: State, { section, lang, present }: UrlState): UrlState {
  const { lesson, watermark, lambda, range, customDigits, config } = state.trainingSettings;
  // A lesson brings its own.
  const usual =
    lesson === null
      ? { lambda: USUAL_LAMBDA, range: USUAL_RANGE, config: defaultTraining }
      : CLASS_LESSONS[lesson];
  const epsilon = currentModel(state)?.registry.epsilon ?? null;
  const unless = <T>(usual: T, value: T): T | null => (value === usual ? null : value);
  return {
    section,
    run: null,
    preset: null,
    lesson,
    lang,
    present,
    seed: state.seed,
    watermark: unless('wm1', watermark),
    digits: watermark === 'custom' ? customDigits.join('') : null,
    lambda: unless(usual.lambda, lambda),
    range: range.join() === usual.range.join() ? null : range,
    epochs: unless(usual.config.epochs, config.epochs),
    batch: unless(usual.config.batchSize, config.batchSize),
    rate: unless(usual.config.learningRate, config.learningRate),
    schedule: unless(usual.config.schedule, config.schedule),
    decay: unless(usual.config.weightDecay, config.weightDecay),
    epsilon: unless(defaultRegistry().epsilon, epsilon),
    rule: unless('output-vector', state.rule),
    backend: state.backendChoice,
    dataset: state.dataset?.name === 'synthetic' ? 'synthetic' : 'auto',
    // How many workers and which tuning suit is a matter of the computer that opens the link.
    workers: null,
    tuning: null,
  };
}

/** λ and the map's range as training-slice.ts begins with. */
const USUAL_LAMBDA = 0.01;
const USUAL_RANGE = [0.1, 0.45] as const;
