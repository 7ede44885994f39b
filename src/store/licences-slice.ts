/** Sections 2.3 and 2.4 on the page: making licences for the model in use, and managing who holds them. */
import { zipSync } from 'fflate';
import type { StateCreator } from 'zustand';
import { unlessAborted } from '../core/errors';
import { encodeDigitPng } from '../data/image-file';
import { drawCleanImages } from '../jobs/fingerprints-job';
import type { Fingerprint, FingerprintProgress } from '../jobs/protocol';
import { stopwatch } from '../jobs/time-left';
import { passes } from '../method/fingerprint/reached';
import { isAllocated, userOf } from '../method/registry/allocation';
import { byOutput, outputKey } from '../method/registry/merge';
import {
  findLicence,
  issueLicence,
  reallocate,
  reinstateLicence,
  renameLicence,
  revokeLicence,
} from '../method/registry/registry';
import type { Registry } from '../method/registry/registry';
import { say } from '../texts/say';
import { groundOf, sameGround } from './ground';
import type { Ground } from './ground';
import { withRegistry } from './replace-registry';
import { enginesAgain, together, withEngine } from './ran-on';
import { same } from './same';
import { explain, jobs } from './services';
import { modelName, standingFor } from './shelf';
import { currentModel } from './state';
import type { RanOn, SavedModel, StoredLicence } from './saved-model';
import type { LicencesSlice, SearchedPath, State } from './state';

/** What is found waits so long at most, seconds: each issue writes the whole model. */
const SECONDS_KEPT_BACK = 2;

/** Of licences found: how many of a confidence that is still agreed, of one that is not, revoked or issued by another tab meanwhile, off their mark. */
interface Issued {
  readonly agreed: number;
  readonly noLonger: number;
  readonly shutOut: number;
  readonly elsewhere: number;
  readonly missed: number;
}

const NO_PATH: SearchedPath = { confidence: [], distortion: [], phases: [], issued: false };

/** The name of a licence's file: class, confidence. The gate never reads it. */
export function licenceFileName(licence: { class: number; confidence: number }): string {
  return `licence-${licence.class}-${licence.confidence.toFixed(3)}.png`;
}

function isRevoked(registry: Registry, output: { class: number; confidence: number }): boolean {
  const user = userOf(output, registry.classes, registry.confidences);
  return findLicence(registry, user)?.revokedAt !== undefined;
}

export const createLicencesSlice: StateCreator<State, [], [], LicencesSlice> = (set, get, store) => {
  let generation: AbortController | null = null;
  /** Of the literal results shown. */
  let literalOn: Ground | null = null;

  store.subscribe((state, before) => {
    if (!literalOn || (state.models === before.models && state.currentId === before.currentId)) return;
    if (sameGround(literalOn, groundOf(state))) return;
    literalOn = null;
    set({ literalResults: null });
  });

  /** Changes the model in use; an error becomes a notice and changes nothing. */
  const edit = (change: (model: SavedModel) => SavedModel) => {
    const model = currentModel(get());
    if (!model) return;
    try {
      get().changeModel(change(model));
    } catch (error) {
      get().notify('error', explain(error) ?? say('licences.notChanged'));
    }
  };
  const editRegistry = (change: (registry: Registry) => Registry) =>
    edit(model => ({ ...model, registry: change(model.registry) }));

  /** A path grows where its search has moved: most of a large library waits. */
  const follow = (progress: FingerprintProgress) =>
    set(state => ({
      generationProgress: progress,
      generationPaths: progress.confidence.map((confidence, i) => {
        const distortion = progress.distortion[i] ?? NaN;
        const path = state.generationPaths[i] ?? NO_PATH;
        const waits = Number.isNaN(confidence);
        if (waits || (path.confidence.at(-1) === confidence && path.distortion.at(-1) === distortion))
          return path;
        const begins = progress.confidence.length === 1 && path.phases.at(-1)?.phase !== progress.phase;
        return {
          ...path,
          confidence: [...path.confidence, confidence],
          distortion: [...path.distortion, distortion],
          phases: begins
            ? [...path.phases, { phase: progress.phase, from: path.confidence.length }]
            : path.phases,
        };
      }),
    }));

  const endPaths = (at: readonly Fingerprint[]) => {
    const issued = new Set(at.map(outputKey));
    set(state => ({
      generationPaths: state.generationPaths.map((path, i) =>
        issued.has(outputKey(state.generationRequests[i]!)) ? { ...path, issued: true } : path,
      ),
    }));
  };

  /** Puts what passed into registry and board of the model it was made for; null where that is gone. */
  const issue = (made: SavedModel, results: readonly Fingerprint[], madeOn: RanOn | null): Issued | null => {
    const model = standingFor(get().models, made);
    if (!model) return null;
    let { registry } = model;
    const agreed = results.filter(({ confidence }) => registry.confidences.includes(confidence));
    // Whoever was shut out while the search ran stays out.
    const shutOut = agreed.filter(result => isRevoked(registry, result));
    const [held, heldThen] = [byOutput(registry), byOutput(made.registry)];
    const elsewhere = agreed.filter(result => {
      const key = outputKey(result);
      const now = held.get(key);
      return now && !shutOut.includes(result) && !same(now.record, heldThen.get(key)?.record);
    });
    // ε may have been made finer.
    const hits = (result: Fingerprint) => result.passed && passes(result, registry.epsilon);
    const missed = agreed.filter(result => !hits(result));
    const passed = agreed.filter(
      result => hits(result) && !shutOut.includes(result) && !elsewhere.includes(result),
    );
    const issuedAt = new Date().toISOString();
    const licences = new Map(model.licences.map(licence => [licence.user, licence]));
    for (const result of passed) {
      registry = issueLicence(registry, { ...result, record: result.probabilities, issuedAt });
      const user = userOf(result, registry.classes, registry.confidences);
      licences.set(user, { ...result, user, madeOn });
    }
    get().changeModel({
      ...model,
      registry,
      generations: Math.max(model.generations, made.generations + 1),
      licences: [...licences.values()].sort((x, y) => x.user - y.user),
    });
    endPaths(passed);
    return {
      agreed: agreed.length,
      noLonger: results.length - agreed.length,
      shutOut: shutOut.length,
      elsewhere: elsewhere.length,
      missed: missed.length,
    };
  };

  /** What a search finds, issued as it comes: little is lost when it is cancelled or the page is closed. */
  const issuing = (made: SavedModel) => {
    let found: Fingerprint[] = [];
    let sum: Issued = { agreed: 0, noLonger: 0, shutOut: 0, elsewhere: 0, missed: 0 };
    let replaced = false;
    let elapsed = stopwatch();
    const issueFound = (madeOn: RanOn | null) => {
      if (found.length === 0 || replaced) return;
      const issued = issue(made, found, madeOn);
      found = [];
      elapsed = stopwatch();
      replaced = issued === null;
      if (issued) {
        sum = {
          agreed: sum.agreed + issued.agreed,
          noLonger: sum.noLonger + issued.noLonger,
          shutOut: sum.shutOut + issued.shutOut,
          elsewhere: sum.elsewhere + issued.elsewhere,
          missed: sum.missed + issued.missed,
        };
      }
    };
    return {
      add: (results: readonly Fingerprint[], madeOn: RanOn | null) => {
        found.push(...results);
        if (elapsed() > SECONDS_KEPT_BACK) issueFound(madeOn);
      },
      /** Issues the rest, and says what was not issued. */
      end: (madeOn: RanOn | null) => {
        issueFound(madeOn);
        const { agreed, noLonger, shutOut, elsewhere, missed } = sum;
        if (replaced) get().notify('warning', say('licences.replaced', { name: modelName(made) }));
        if (noLonger > 0) get().notify('warning', say('licences.noLongerAgreed', { count: noLonger }));
        if (shutOut > 0) get().notify('info', say('licences.leftRevoked', { count: shutOut }));
        if (elsewhere > 0) get().notify('info', say('licences.issuedMeanwhile', { count: elsewhere }));
        if (missed === 0) return;
        const epsilon = String(get().models[made.id]?.registry.epsilon ?? made.registry.epsilon);
        get().notify('warning', say('licences.missed', { missed: String(missed), count: agreed, epsilon }));
      },
    };
  };

  const licenceOf = (user: number): StoredLicence | undefined =>
    currentModel(get())?.licences.find(licence => licence.user === user);

  return {
    generating: false,
    generationProgress: null,
    generationFor: null,
    generationRequests: [],
    generationMethod: 'three-phase',
    generationPaths: [],
    literalResults: null,

    setConfidences: (confidences, epsilon) =>
      edit(model => withRegistry(model, reallocate(model.registry, { confidences, epsilon }))),

    generateLicences: async (asked, method = 'three-phase') => {
      const model = currentModel(get());
      if (generation || !model || asked.length === 0) return;
      // They may have been asked for while C_fp was another.
      const { classes, confidences } = model.registry;
      const agreed = asked.filter(request => isAllocated(request, classes, confidences));
      if (agreed.length < asked.length) {
        get().notify('warning', say('licences.noLongerAgreed', { count: asked.length - agreed.length }));
      }
      // The literal method issues nothing, so it may try for all.
      const requests =
        method === 'literal' ? agreed : agreed.filter(request => !isRevoked(model.registry, request));
      if (requests.length < agreed.length) {
        get().notify('info', say('licences.leftRevoked', { count: agreed.length - requests.length }));
      }
      if (requests.length === 0) return;
      let engines: readonly RanOn[] = [];
      const issued = method === 'literal' ? null : issuing(model);
      const ground = groundOf(get());
      const { signal } = (generation = new AbortController());
      set({
        generating: true,
        generationFor: model,
        generationRequests: requests,
        generationMethod: method,
        generationPaths: [],
        generationProgress: null,
      });
      try {
        if (!(await unlessAborted(get().needDigits(), signal))) return;
        const { engine, dataset } = get();
        if (!dataset) return;
        if (engine) engines = withEngine([], engine);
        const results = await jobs.run(
          'fingerprints',
          {
            parameters: model.parameters,
            requests,
            // Another generation searches from other images towards other vectors: a licence made anew is not the old one.
            secret: `${get().secret} ${model.generations}`,
            images: drawCleanImages(get().seed + model.generations, requests.length, dataset.testCount),
            epsilon: model.registry.epsilon,
            method,
          },
          {
            signal,
            onProgress: follow,
            onPiece: found => issued?.add(found, together(engines)),
            onAgain: again => {
              engines = enginesAgain(engines, again);
              get().notify('info', say('session.goesOn', { work: say('session.work.licences') }));
            },
          },
        );
        if (!issued && sameGround(ground, groundOf(get()))) {
          literalOn = ground;
          set({ literalResults: results });
        }
      } catch (error) {
        const text = explain(error);
        if (text) get().notify('error', text);
      } finally {
        issued?.end(together(engines));
        generation = null;
        set({ generating: false, generationProgress: null });
      }
    },
    cancelGeneration: () => generation?.abort(),

    renameLicence: (user, name) => editRegistry(registry => renameLicence(registry, user, name)),
    revokeLicence: user => editRegistry(registry => revokeLicence(registry, user, new Date().toISOString())),
    reinstateLicence: user => editRegistry(registry => reinstateLicence(registry, user)),

    licencePng: user => {
      const licence = licenceOf(user);
      return licence ? encodeDigitPng(licence.pixels) : null;
    },
    licencesZip: () => {
      const model = currentModel(get());
      if (!model || model.licences.length === 0) return null;
      return zipSync(
        Object.fromEntries(
          model.licences.map(licence => [licenceFileName(licence), encodeDigitPng(licence.pixels)]),
        ),
      );
    },
  };
};
