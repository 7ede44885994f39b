/** Opens engine, last visit and dataset, then sets what the link asks for; and makes the link that asks another browser for the same. */
import type { useTranslations } from 'use-intl';
import { CLASS_LESSONS, LESSON_SEED } from '../store/class-lessons';
import { defaultRegistry } from '../store/default-registry';
import { kindOf, newestFirst } from '../store/shelf';
import { currentModel } from '../store/state';
import type { State } from '../store/state';
import type { TrainingSettings } from '../store/training-run';
import { useStore } from '../store/store';
import { USUAL_TRAINING } from '../store/usual-training';
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
  const training = trainingOf(state);
  if (training) store.askForTraining(training);
  const { models, selectModel, setConfidences, notify } = useStore.getState();
  // A reload leaves in use what was chosen since.
  const linked = isReload()
    ? undefined
    : newestFirst(models).find(model => kindOf(model) === state.watermark);
  if (linked) selectModel(linked.id);
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

function isReload(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return (navigation as PerformanceNavigationTiming | undefined)?.type === 'reload';
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

/** What the link asks to train; null: nothing. */
function trainingOf(link: UrlState): TrainingSettings | null {
  if (link.lesson !== null) {
    const lesson = CLASS_LESSONS[link.lesson];
    return { ...lesson, watermark: link.watermark ?? lesson.watermark };
  }
  const { watermark, digits, lambda, range, epochs, batch, rate, schedule, decay } = link;
  const asked = [watermark, digits, lambda, range, epochs, batch, rate, schedule, decay];
  if (asked.every(each => each === null)) return null;
  // A link leaves out what is as usual (`linkOf`).
  const usual = USUAL_TRAINING;
  return {
    ...usual,
    watermark: watermark ?? usual.watermark,
    customDigits: digits === null ? usual.customDigits : Array.from(digits, Number),
    lambda: lambda ?? usual.lambda,
    range: range ?? usual.range,
    config: {
      ...usual.config,
      epochs: epochs ?? usual.config.epochs,
      batchSize: batch ?? usual.config.batchSize,
      learningRate: rate ?? usual.config.learningRate,
      schedule: schedule ?? usual.config.schedule,
      weightDecay: decay ?? usual.config.weightDecay,
    },
  };
}

/** What a link says so that another browser shows what this one shows; what is as every browser has it is left out. */
export function linkOf(state: State, { section, lang, present }: UrlState): UrlState {
  const { lesson, watermark, lambda, range, customDigits, config } = state.trainingSettings;
  // A lesson brings its own.
  const usual = lesson === null ? USUAL_TRAINING : CLASS_LESSONS[lesson];
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
