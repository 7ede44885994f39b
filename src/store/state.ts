/**
 * The page's whole state, slice by slice, and what can be done to it. Components read it with `useStore(selector)` and
 * call the actions found in it; an action never throws: what goes wrong lands in `notices`, as a message for a person.
 */
import type {
  BackendChoice,
  DatasetInfo,
  EngineInfo,
  Fingerprint,
  FingerprintProgress,
  PruningRow,
} from '../jobs/protocol';
import type { TrainProgress, UsageProgress } from '../jobs/protocol';
import type { TuningName } from '../engine/webgpu/tuning';
import type { ExperimentId } from '../experiments/all';
import type { Results } from '../experiments/results';
import type { WhatIfAnswer, WhatIfId } from '../experiments/what-if-questions';
import type { RunProgress } from '../jobs/experiment-run';
import type { Verdict } from '../method/control/gate';
import type { Registry } from '../method/registry/registry';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { Checkpoint } from '../model/training';
import type { RanOn, SavedModel } from './saved-model';
import type { Attacks } from './kept-attacks';
import type { FinishedRun, HistoryPoint, TrainingSettings } from './training-run';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
}

export type LoadState = 'idle' | 'loading' | 'ready' | 'failed';

/** Backend, dataset, seed: what a number on the page was measured on. */
export interface SessionSlice {
  readonly engine: EngineInfo | null;
  readonly engineState: LoadState;
  readonly backendChoice: BackendChoice;
  /** The GPU's kernels compiled so far, while the engine is being opened. */
  readonly engineCompiling: { readonly compiled: number; readonly total: number } | null;
  /** Workers there are now, and the most there can be. */
  readonly workers: { readonly now: number; readonly most: number };
  readonly dataset: DatasetInfo | null;
  readonly datasetState: LoadState;
  /** Bytes of the dataset fetched so far, while loading. */
  readonly datasetBytes: { received: number; total: number; secondsLeft: number } | null;
  readonly seed: number;
  /** The owner's secret: draws positions and the licences' shares. Never leaves the browser. */
  readonly secret: string;
  readonly notices: readonly Notice[];
  /** True once what the last visit left has been looked for. */
  readonly restored: boolean;

  /** Opens the worker's engine and restores the last visit. Called once by the shell. */
  readonly start: (options: {
    backend: BackendChoice;
    seed: number | null;
    dataset: 'auto' | 'synthetic';
    /** The most workers; null: as many as the computer has cores, up to eight. */
    workers: number | null;
    /** WebGPU's tuning; null: the fastest, measured once for each adapter. */
    tuning: TuningName | null;
  }) => Promise<void>;
  /** Waits for what the last visit left: until then no model is at hand, and none is kept beside those that are not read yet. */
  readonly needShelf: () => Promise<void>;
  /** Loads the dataset when this visit has none yet, and waits for it; false when there is none to be had. */
  readonly needDigits: () => Promise<boolean>;
  /** Breaks off what is being fetched and takes the built-in digits. */
  readonly takeBuiltInDigits: () => Promise<void>;
  readonly setSeed: (seed: number) => void;
  readonly setSecret: (secret: string) => void;
  readonly notify: (tone: Notice['tone'], text: string) => void;
  /** An empty folder was. */
  readonly tellNothingDropped: () => void;
  readonly dismiss: (id: number) => void;
}

/** What is known of a model when it was made or read. */
export type NewModel = Omit<SavedModel, 'id' | 'name' | 'registry' | 'licences' | 'generations'>;

export interface ShelfSlice {
  readonly models: Readonly<Record<string, SavedModel>>;
  readonly currentId: string | null;
  readonly selectModel: (id: string) => void;
  readonly removeModel: (id: string) => void;
  /** The bundled model as it was taken off the shelf; null while it stands there, or was never read. */
  readonly removedBundled: SavedModel | null;
  /** Which of the bundled model's licences were revoked could not be read. */
  readonly bundledUnread: boolean;
  /** The model that comes with the page, after it was removed, with its revocations; takes it into use. */
  readonly bringBackBundled: () => Promise<void>;
  /** Puts a changed model back on the shelf, and keeps it. */
  readonly changeModel: (model: SavedModel) => void;
  /** Puts a new model of `kind` on the shelf and takes it into use; one that stands there already keeps its licences. Gives its id. */
  readonly addModel: (kind: string, made: NewModel) => string;
  /** tfjs LayersModel files; with or without the control layer at its end. */
  readonly exportModel: (options: {
    withControlLayer: boolean;
  }) => { modelJson: string; weights: Uint8Array } | null;
  /** A `model.json` and its `weights.bin`, in any order. What is in use stays when they are refused. */
  readonly importModel: (files: readonly File[]) => Promise<string | null>;
  readonly exportOwnerKey: () => string | null;
  readonly importOwnerKey: (key: string | File) => Promise<void>;
  readonly exportRegistry: () => string | null;
  /** In the place of the model's own; not while licences are searched for. One that would take something from the model is read, and waits in `registryAsked`. */
  readonly importRegistry: (registry: string | File) => Promise<void>;
  /** Read, and not taken yet: the visitor is told what it would take away (`lostTo`). */
  readonly registryAsked: Registry | null;
  readonly takeRegistry: () => void;
  readonly leaveRegistry: () => void;
}

/** The shelf as it is kept, which all tabs of the page share. */
export interface SharedShelfSlice {
  /** Keeps the model as it stands on the shelf; `before`: as it stood there before it was changed, null for a new one. */
  readonly keepModel: (id: string, before: SavedModel | null) => Promise<void>;
  /** Whether no change of it is left that could not be kept, once all that was asked for is done. */
  readonly isModelKept: (id: string) => Promise<boolean>;
  readonly unkeepModel: (model: SavedModel) => Promise<void>;
  /** Takes over what another tab made of a model. */
  readonly followModel: (id: string) => Promise<void>;
}

export type TrainingStatus = 'idle' | 'running' | 'paused' | 'finished';

export interface TrainingSlice {
  readonly trainingStatus: TrainingStatus;
  readonly trainingSettings: TrainingSettings;
  readonly trainingProgress: TrainProgress | null;
  readonly trainingHistory: readonly HistoryPoint[];
  /** Readings of every digit over time, for the dials' paths: one array of readings a point. */
  readonly readingHistory: readonly (readonly number[])[];
  /** The key being embedded by the run under way or just finished. */
  readonly trainingKey: OwnerKey | null;
  readonly trainingCheckpoint: Checkpoint | null;
  /** Of a run that came to its end, or was ended: how far it came, and what was measured there. */
  readonly trainingEnd: Pick<FinishedRun, 'epochs' | 'accuracy' | 'watermark'> | null;
  /** The weights that the latest run ended in, as they stand on the shelf: its curves are those of that model alone. */
  readonly trainedWeights: Float32Array | null;
  /** The digits that the run began on, and the engines that it has run on; a run never goes on on other digits. */
  readonly trainingDataset: 'mnist' | 'synthetic' | null;
  readonly trainingEngines: readonly RanOn[];
  /** Settings of the next run; while one is under way its own stay. */
  readonly setTraining: (change: Partial<TrainingSettings>) => void;
  /** The same of a link: while a run is under way, or was left by an earlier visit, they wait until it is reset. */
  readonly askForTraining: (settings: TrainingSettings) => void;
  readonly startTraining: () => Promise<void>;
  readonly pauseTraining: () => void;
  readonly resumeTraining: () => Promise<void>;
  /** Puts a run that an earlier visit left, and no other tab has, where it can be resumed. */
  readonly restoreTraining: () => Promise<void>;
  /** Ends the run and keeps what was trained as a model. */
  readonly stopTraining: () => Promise<void>;
  /** Forgets the run. */
  readonly resetTraining: () => void;
}

export interface FinishedRunsSlice {
  /** Seconds in which the run under way, or just finished, ran; null when an earlier visit saw its beginning. */
  readonly trainingSeconds: number | null;
  /** Of this visit, oldest first. */
  readonly finishedRuns: readonly FinishedRun[];
}

/** How one search went: point by point, what the model gave the class and how far the image had gone. */
export interface SearchedPath {
  readonly confidence: readonly number[];
  /** ‖x′ − x‖₂. */
  readonly distortion: readonly number[];
  /** From which point on each phase. Known only of a licence that is searched for alone: several are cut among workers. */
  readonly phases: readonly { readonly phase: string; readonly from: number }[];
  /** It ended in a licence; false where it goes on, was cancelled, missed its mark, or found what was not issued. */
  readonly issued: boolean;
}

export interface LicencesSlice {
  /** C_fp and ε of the current model's registry are changed here; refuses overlapping confidences with a notice. */
  readonly setConfidences: (confidences: readonly number[], epsilon: number) => void;
  readonly generating: boolean;
  readonly generationProgress: FingerprintProgress | null;
  /** The model that the latest generation is for, as it was then; only the board of these weights shows it. */
  readonly generationFor: SavedModel | null;
  /** Requests of the latest generation, in the order of `generationProgress`. */
  readonly generationRequests: readonly { class: number; confidence: number }[];
  readonly generationMethod: 'three-phase' | 'literal';
  /** Confidence and distortion over time of each request, for the live search path. */
  readonly generationPaths: readonly SearchedPath[];
  /** Results of the latest literal Eq. (1)–(3) run, which issues nothing. */
  readonly literalResults: readonly Fingerprint[] | null;
  /** Makes and issues licences for the given (t, c); those that exist are replaced. */
  readonly generateLicences: (
    requests: readonly { class: number; confidence: number }[],
    method?: 'three-phase' | 'literal',
  ) => Promise<void>;
  readonly cancelGeneration: () => void;
  readonly renameLicence: (user: number, name: string) => void;
  readonly revokeLicence: (user: number) => void;
  readonly reinstateLicence: (user: number) => void;
  /** The licence's PNG bytes; null when there is none. */
  readonly licencePng: (user: number) => Uint8Array | null;
  /** All of the current model's licences as a ZIP of PNG files. */
  readonly licencesZip: () => Uint8Array | null;
}

export type GateRule = 'paper' | 'paper-with-class' | 'output-vector';

export interface GateSubmission {
  readonly label: string;
  readonly pixels: Uint8Array;
  readonly probabilities: readonly number[];
  readonly verdict: Verdict;
}

export interface GateSlice {
  readonly rule: GateRule;
  /** What stands before the gate now; null before anything was dropped. */
  readonly submission: GateSubmission | null;
  readonly checking: boolean;
  /** The control layer is attached (strangers get dice) or lifted. */
  readonly access: 'protected' | 'authorized';
  /** Sixteen digits and what the model tells this visitor of them. */
  readonly answers: readonly { pixels: Uint8Array; label: number; answer: number }[];
  /** Where they and the clean digit are from: the test set, or, before it was needed, what the model's licences were made from. */
  readonly answersFrom: 'test set' | 'originals';
  /** A clean digit to try. */
  readonly cleanDigit: { pixels: Uint8Array; label: number } | null;
  readonly usage: UsageProgress | null;
  readonly usageRunning: boolean;
  readonly setRule: (rule: GateRule) => void;
  /** A dropped, pasted or picked file. Refused files leave the gate as it was, with a notice. */
  readonly submitFile: (file: File) => Promise<void>;
  /** What was dropped, pasted or picked at once. One image stands before the gate: of several files the first is taken, and said. */
  readonly submitFiles: (files: readonly File[]) => Promise<void>;
  /** Pixels that are already decoded: a licence of the board, a clean or a drawn digit. */
  readonly submitPixels: (pixels: Uint8Array, label: string) => Promise<void>;
  /** Attaches the control layer again. */
  readonly leaveGate: () => void;
  /** The same where the model can't be asked: whatever was said of who stands there no longer holds. */
  readonly closeGate: () => void;
  readonly drawCleanDigit: () => Promise<void>;
  /** Throws the strangers' dice again (or asks the model again, when authorized). */
  readonly refreshAnswers: () => Promise<void>;
  readonly runUsage: () => Promise<void>;
  readonly cancelUsage: () => void;
}

export interface RobustnessSlice {
  /** By model id. */
  readonly attacks: Readonly<Record<string, Attacks>>;
  readonly pruningRunning: boolean;
  /** What the run under way has measured so far on each of its models, by model id; null while there is none. */
  readonly pruningRows: Readonly<Record<string, readonly PruningRow[]>> | null;
  readonly fineTuningRunning: boolean;
  /** The model that the latest fine-tuning is of, as it was then. */
  readonly fineTuningFor: SavedModel | null;
  /** `epochs`: what the run is to have; `shown`: whether the rows of its model are its own, no longer an earlier run's. */
  readonly fineTuningProgress: {
    readonly epochs: number;
    readonly shown: boolean;
    readonly fraction: number;
    readonly secondsLeft: number;
  } | null;
  /** Reads what earlier visits measured on the models on the shelf; once, when they stand there. */
  readonly restoreAttacks: () => Promise<void>;
  /** Prunes the watermarked models on the shelf, of each kind the newest and the one in use, at 0, 10, … 90%. */
  readonly runPruning: () => Promise<void>;
  readonly cancelPruning: () => void;
  /** `learningRate`: the attacker's, 1e-4 when absent. How much the mark suffers depends on it. */
  readonly runFineTuning: (epochs: number, learningRate?: number) => Promise<void>;
  /** Goes on with the run on the model in use that was left before its end, by a reload too. */
  readonly resumeFineTuning: () => Promise<void>;
  readonly cancelFineTuning: () => void;
}

export interface ExperimentCells {
  readonly finished: number;
  readonly total: number;
  /** About how many seconds the rest takes one core. */
  readonly secondsLeft: number;
  /** And at least, however many there are: a training has no two halves. */
  readonly leastSeconds: number;
}

export interface ExperimentsSlice {
  readonly experimentPreset: 'quick' | 'paper';
  /** The experiment that is looked at. */
  readonly chosenExperiment: ExperimentId;
  readonly chooseExperiment: (id: ExperimentId) => void;
  /** The run of each preset that comes with the page; null where none does, absent before it was read. */
  readonly recordedRuns: Readonly<Partial<Record<'quick' | 'paper', Results | null>>>;
  /** The experiments finished here under the seed, preset, dataset and backend in use; null before the first. */
  readonly ownRun: Results | null;
  /** A file of somebody's results, shown beside the page's own until it is put away; not kept. */
  readonly resultsFile: { readonly name: string; readonly results: Results } | null;
  /** A file that is none leaves what was there. */
  readonly openResultsFile: (file: File) => Promise<void>;
  readonly closeResultsFile: () => void;
  /** How many cells of each are finished here, shared ones among them, and how long the rest takes. */
  readonly experimentCells: Readonly<Partial<Record<ExperimentId, ExperimentCells>>>;
  /** What is being run; null for nothing. */
  readonly experimentsRunning: readonly ExperimentId[] | null;
  readonly experimentsProgress: RunProgress | null;
  /** Reads the recorded run and what is finished here. Due when the section opens, and when what a run depends on changes. */
  readonly openExperiments: () => Promise<void>;
  /** Reads the recorded run of a preset alone. */
  readonly openRecordedRun: (preset: 'quick' | 'paper') => Promise<void>;
  readonly setExperimentPreset: (preset: 'quick' | 'paper') => void;
  /** Runs what is not finished of these. */
  readonly runExperiments: (ids: readonly ExperimentId[]) => Promise<void>;
  /** Finished cells stay. */
  readonly cancelExperiments: () => void;
  /** Drops every finished cell of every run made here. */
  readonly forgetExperiments: () => Promise<void>;
}

/** A what-if question answered, with all that it was measured on. */
export interface AnsweredWhatIf extends WhatIfAnswer {
  readonly id: WhatIfId;
  readonly setting: number;
  readonly seed: number;
  /** The model’s id, and what of its registry the rules looked at. */
  readonly model: string;
  readonly epsilon: number;
  readonly confidences: readonly number[];
  readonly tolerance: number;
  readonly licences: number;
  readonly dataset: DatasetInfo['name'];
  readonly backend: EngineInfo['backend'];
  readonly adapter: string;
  readonly date: string;
  /** Of `trials`, by the paper's rule and by the output vector. */
  readonly letIn: { readonly paper: number; readonly vector: number };
}

export interface WhatIfSlice {
  /** What the section “How it works” shows. */
  readonly howView: 'method' | 'limits' | 'what-if';
  readonly setHowView: (view: WhatIfSlice['howView']) => void;
  readonly chosenWhatIf: WhatIfId;
  readonly chooseWhatIf: (id: WhatIfId) => void;
  /** The latest answer to each question. */
  readonly whatIfAnswers: Readonly<Partial<Record<WhatIfId, AnsweredWhatIf>>>;
  readonly whatIfRunning: WhatIfId | null;
  readonly whatIfProgress: { readonly fraction: number; readonly secondsLeft: number } | null;
  /** Puts the question to the model in use. One at a time. */
  readonly askWhatIf: (id: WhatIfId, setting: number) => Promise<void>;
  readonly cancelWhatIf: () => void;
}

export interface LessonSlice {
  /** The lesson that waits for engine and digits. */
  readonly lessonWaiting: ExperimentId | WhatIfId | null;
  /** Opens and starts an experiment at a size, or a what-if question, once engine and digits are there. */
  readonly startLesson: (run: ExperimentId | WhatIfId, preset: 'quick' | 'paper') => Promise<void>;
  /** While it waits. */
  readonly cancelLesson: () => void;
}

/** How far the digits are that something waits for; unknown until their first bytes, and while they are unpacked. */
export function digitsOnTheWay({ datasetBytes }: Pick<SessionSlice, 'datasetBytes'>): {
  readonly share: number | null;
  readonly secondsLeft: number | null;
} {
  if (!datasetBytes || datasetBytes.received >= datasetBytes.total) return { share: null, secondsLeft: null };
  const { received, total, secondsLeft } = datasetBytes;
  return { share: received / total, secondsLeft };
}

export type State = SessionSlice &
  ShelfSlice &
  SharedShelfSlice &
  TrainingSlice &
  FinishedRunsSlice &
  LicencesSlice &
  GateSlice &
  RobustnessSlice &
  ExperimentsSlice &
  WhatIfSlice &
  LessonSlice;

/** The model in use, or undefined when the shelf is empty. */
export function currentModel(state: ShelfSlice): SavedModel | undefined {
  return state.currentId === null ? undefined : state.models[state.currentId];
}
