/**
 * Sections 2.2 and 2.4 on the page: who stands before the gate, whether he is let in, and what the model tells him.
 * The verdict is computed from the pixels, never from a name, and anything that goes wrong leaves the control layer on. Nobody has
 * to tell the gate that a registry, a model or the rule has changed: whatever changes it, who stands there is judged again at once.
 */
import type { StateCreator } from 'zustand';
import { unlessAborted } from '../core/errors';
import { argmax } from '../core/math';
import { seeded } from '../core/random';
import { readFileBytes } from '../data/dropped-file';
import { MAX_DIGIT_BYTES, readDigitPng } from '../data/image-file';
import type { DatasetInfo, Digits, UsageProgress } from '../jobs/protocol';
import { controlOutput } from '../method/control/control-layer';
import { authenticate } from '../method/control/gate';
import { say } from '../texts/say';
import { groundOf, sameGround } from './ground';
import type { Ground } from './ground';
import { explain, jobs } from './services';
import { kindOf } from './shelf';
import { currentModel } from './state';
import type { SavedModel } from './saved-model';
import type { GateRule, GateSlice, GateSubmission, State } from './state';

const PIXELS = 784;
const CLASSES = 10;
/** Test digits shown with the model's answers. */
const ANSWERS = 16;

/** What Figure 2 is measured on: the model behind its control layer, whose dice the seed throws, and the digits. */
interface UsageGround extends Ground {
  readonly seed: number;
  /** Null until the digits are there. */
  readonly dataset: DatasetInfo['name'] | null;
}

/**
 * The rule that a model is judged by: the chosen one, but where its revocations could not be read the output vector alone. The paper's
 * asks for no licence, so that it would let in also those who were revoked.
 */
export function ruleFor(
  { rule, bundledUnread }: Pick<State, 'rule' | 'bundledUnread'>,
  model: Pick<SavedModel, 'id'>,
): GateRule {
  return bundledUnread && kindOf(model) === 'bundled' ? 'output-vector' : rule;
}

export const createGateSlice: StateCreator<State, [], [], GateSlice> = (set, get, store) => {
  let usageRun: AbortController | null = null;
  /** Of the figures shown and of the run under way. */
  let usageOn: UsageGround | null = null;
  /** Counts throws of the dice, so that each shows others. */
  let throws = 0;
  let cleanDigits = 0;
  /** Counts what came to the gate, files from the moment they were dropped, and who left. */
  let arrivals = 0;
  /** The arrival that stands before the gate or is being checked: what came before it opens nothing any more. */
  let standing = 0;
  /** Counts questions for the answers: only the latest one's are shown. */
  let questions = 0;
  /** What a model said of the digits shown, without its control layer: what a visitor is told is made from it, whenever he is let in or out. */
  let outputs: {
    readonly parameters: Float32Array;
    readonly digits: Digits;
    readonly said: readonly (readonly number[])[];
  } | null = null;

  const predict = async (model: SavedModel, images: Uint8Array): Promise<number[][]> => {
    const { probabilities } = await jobs.run('predict', { parameters: model.parameters, images });
    const count = images.length / PIXELS;
    return Array.from({ length: count }, (_, n) =>
      Array.from(probabilities.subarray(n * CLASSES, (n + 1) * CLASSES)),
    );
  };

  const verdictOf = (probabilities: readonly number[], model: SavedModel) =>
    authenticate(probabilities, model.registry, ruleFor(get(), model));

  /** The answers for a visitor: the model's own, or the control layer's dice. None of a model that is not in use. */
  const told = (access: GateSlice['access']): GateSlice['answers'] => {
    const model = currentModel(get());
    if (!outputs || !model || model.parameters !== outputs.parameters) return [];
    const { images, labels } = outputs.digits;
    const { confidences, epsilon } = model.registry;
    const random = seeded(get().seed, `dice ${throws++}`);
    return outputs.said.map((output, n) => ({
      pixels: images.slice(n * PIXELS, (n + 1) * PIXELS),
      label: labels[n] ?? 0,
      answer: argmax(
        access === 'authorized' ? output : controlOutput(output, { confidences, epsilon }, random),
      ),
    }));
  };

  /** The outputs of the model in use are asked for once: who comes and goes is told from them. */
  const askWhenNew = () => {
    if (outputs?.parameters !== currentModel(get())?.parameters) void get().refreshAnswers();
  };

  const admit = (submission: GateSubmission) => {
    const access = submission.verdict.authorized ? 'authorized' : 'protected';
    set({ submission, access, answers: told(access) });
    askWhenNew();
  };

  /** Whatever was said of who stands there no longer holds. */
  const shut = () => set({ submission: null, access: 'protected', answers: told('protected') });

  /** Has the model in use asked about what came as number `arrival`. */
  const check = async (pixels: Uint8Array, label: string, arrival: number): Promise<void> => {
    await get().needShelf();
    if (arrival < standing) return;
    const model = currentModel(get());
    if (!model) {
      get().notify('warning', say('gate.noModel'));
      return;
    }
    standing = arrival;
    set({ checking: true });
    try {
      const [probabilities] = await predict(model, pixels);
      if (arrival !== standing) return;
      // The model may have been changed while it was asked: what it said holds for no other, but its registry may have moved on.
      const now = currentModel(get());
      if (now?.parameters !== model.parameters) return await check(pixels, label, arrival);
      const verdict = verdictOf(probabilities ?? [], now);
      admit({ label, pixels, probabilities: probabilities ?? [], verdict });
    } catch (error) {
      if (arrival === standing) get().leaveGate();
      get().notify('error', explain(error) ?? say('gate.notChecked'));
    } finally {
      if (arrival === standing) set({ checking: false });
    }
  };

  /**
   * Up to `count` digits drawn by `purpose`: of the test set, or, while nothing has needed it yet, of the images that the model's
   * licences were made from, which come with them. Some licences have the same original.
   */
  const digitsAtHand = async (
    count: number,
    purpose: string,
  ): Promise<{ digits: Digits; from: GateSlice['answersFrom'] }> => {
    const random = seeded(get().seed, purpose);
    if (get().datasetState === 'ready') {
      const total = get().dataset?.testCount ?? 0;
      const indices = random.choose(total, Math.min(count, total));
      return { digits: await jobs.run('digits', { split: 'test', indices }), from: 'test set' };
    }
    const licences = currentModel(get())?.licences ?? [];
    const originals = [...new Map(licences.map(licence => [licence.original.join(), licence])).values()];
    const chosen = random
      .choose(originals.length, Math.min(count, originals.length))
      .map(index => originals[index]!);
    const images = new Uint8Array(chosen.length * PIXELS);
    chosen.forEach(({ original }, n) => images.set(original, n * PIXELS));
    const labels = Uint8Array.from(chosen, ({ originalLabel }) => originalLabel);
    return { digits: { images, labels }, from: 'originals' };
  };

  const usageGround = (): UsageGround => {
    const { seed, dataset } = get();
    return { ...groundOf(get()), seed, dataset: dataset?.name ?? null };
  };

  /** By what is known now. */
  const judgeAgain = (model: SavedModel | undefined) => {
    const { submission } = get();
    if (submission && model) {
      admit({ ...submission, verdict: verdictOf(submission.probabilities, model) });
    }
    // The dice hang on C_fp and ε.
    else set({ answers: told(get().access) });
  };

  store.subscribe((state, before) => {
    const [model, was] = [currentModel(state), currentModel(before)];
    if (model === was && state.rule === before.rule && state.bundledUnread === before.bundledUnread) return;
    // What other parameters said of an image says nothing about these.
    if (model?.parameters === was?.parameters) judgeAgain(model);
    // Who is still being checked, or read, is asked about next.
    else shut();
  });

  store.subscribe((state, before) => {
    const { models, currentId, seed, dataset } = state;
    const untouched = models === before.models && currentId === before.currentId;
    if (!usageOn || (untouched && seed === before.seed && dataset === before.dataset)) return;
    const now = usageGround();
    if (sameGround(usageOn, usageOn.dataset === null ? { ...now, dataset: null } : now)) return;
    usageOn = null;
    get().cancelUsage();
    set({ usage: null });
  });

  return {
    rule: 'output-vector',
    submission: null,
    checking: false,
    access: 'protected',
    answers: [],
    answersFrom: 'originals',
    cleanDigit: null,
    usage: null,
    usageRunning: false,

    setRule: rule => set({ rule }),

    submitFile: async file => {
      const arrival = ++arrivals;
      try {
        const { pixels, enlargement } = readDigitPng(await readFileBytes(file, MAX_DIGIT_BYTES));
        if (enlargement > 1)
          get().notify('info', say('gate.enlarged', { name: file.name, enlargement: String(enlargement) }));
        await check(pixels, file.name, arrival);
      } catch (error) {
        get().notify('error', `${file.name}: ${explain(error) ?? say('gate.notRead')}`);
      }
    },

    submitFiles: async files => {
      // What else lies in a folder of licences is passed over.
      const first = files.find(({ name }) => /\.png$/i.test(name)) ?? files[0];
      if (!first) return;
      if (files.length > 1) {
        get().notify('warning', say('gate.onlyFirst', { count: String(files.length), name: first.name }));
      }
      await get().submitFile(first);
    },

    submitPixels: (pixels, label) => check(pixels, label, ++arrivals),

    leaveGate: () => {
      get().closeGate();
      askWhenNew();
    },
    closeGate: () => {
      standing = ++arrivals;
      shut();
      set({ checking: false });
    },

    drawCleanDigit: async () => {
      try {
        const { digits } = await digitsAtHand(1, `clean digit ${cleanDigits++}`);
        const [label] = digits.labels;
        set({ cleanDigit: label === undefined ? null : { pixels: digits.images, label } });
      } catch (error) {
        get().notify('error', explain(error) ?? say('gate.noDigit'));
      }
    },

    refreshAnswers: async () => {
      const model = currentModel(get());
      if (!model) return;
      const { parameters } = model;
      const question = ++questions;
      const isLatest = () => question === questions && currentModel(get())?.parameters === parameters;
      try {
        const { digits, from } = await digitsAtHand(ANSWERS, 'answers');
        if (!isLatest()) return;
        const said = digits.labels.length > 0 ? await predict(model, digits.images) : [];
        if (!isLatest()) return;
        outputs = { parameters, digits, said };
        set({ answersFrom: from, answers: told(get().access) });
      } catch (error) {
        if (!isLatest()) return;
        outputs = null;
        set({ answers: [] });
        get().notify('error', explain(error) ?? say('gate.noAnswer'));
      }
    },

    runUsage: async () => {
      const model = currentModel(get());
      if (usageRun || !model) return;
      const current = new AbortController();
      usageRun = current;
      usageOn = usageGround();
      set({ usageRunning: true, usage: null });
      try {
        if (!(await unlessAborted(get().needDigits(), current.signal))) return;
        usageOn = usageGround();
        const { confidences, epsilon } = model.registry;
        const show = (usage: UsageProgress) => {
          if (!current.signal.aborted) set({ usage });
        };
        const { parameters } = model;
        const input = { parameters, confidences, epsilon, seed: get().seed };
        const onAgain = () =>
          get().notify('info', say('session.goesOn', { work: say('session.work.usage') }));
        show(await jobs.runOn('usage', input, { signal: current.signal, onProgress: show, onAgain }));
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        usageRun = null;
        set({ usageRunning: false });
      }
    },
    cancelUsage: () => usageRun?.abort(),
  };
};
