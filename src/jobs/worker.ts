/** The worker's entry: hands every job to its function and its outcome back to the page. */
import { AppError, isAppError } from '../core/errors';
import { fineTuneJob } from './fine-tune-job';
import { fingerprintsJob } from './fingerprints-job';
import { Lab } from './lab';
import { accuracyJob, predictJob, usageJob } from './inference-jobs';
import { lateJob } from './late-job';
import type { FromWorker, JobContext, JobMap, JobName, ToWorker } from './protocol';
import { pruneJob } from './prune-job';
import type { Checkpoint } from '../model/training';
import { trainJob } from './train-job';

type Jobs = {
  [J in JobName]: (input: JobMap[J]['input'], context: JobContext<J>) => Promise<JobMap[J]['output']>;
};

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

const lab = new Lab(reason => send({ kind: 'engine-lost', reason }));

const jobs: Jobs = {
  'open-engine': (input, context) => lab.openEngine(input, context.report),
  'prepare-answers': async () => {
    await lab.prepareAnswers();
    return {};
  },
  'load-dataset': (input, context) => lab.loadDataset(input, context.signal, context.report),
  'lend-dataset': async ({ train }) => {
    const { dataset } = lab;
    return train ? dataset : { ...dataset, train: null };
  },
  'take-dataset': async input => {
    lab.takeDataset(input);
    return {};
  },
  digits: async input => lab.digits(input.split, input.indices),
  train: (input, context) => trainJob(lab, input, context),
  predict: input => predictJob(lab, input),
  accuracy: (input, context) => accuracyJob(lab, input, context.signal),
  usage: (input, context) => usageJob(lab, input, context),
  fingerprints: (input, context) => fingerprintsJob(lab, input, context),
  prune: (input, context) => pruneJob(lab, input, context),
  cell: lateJob(lab, async () => (await import('./cell-job')).cellJob),
  'what-if': lateJob(lab, async () => (await import('./what-if-job')).whatIfJob),
  'fine-tune': (input, context) => fineTuneJob(lab, input, context),
};

const running = new Map<number, AbortController>();

async function start<J extends JobName>(id: number, job: J, input: JobMap[J]['input']): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const output = await jobs[job](input, {
      signal: controller.signal,
      report: progress => send({ kind: 'progress', id, progress }),
      keep: checkpoint => send({ kind: 'checkpoint', id, checkpoint }, buffersOf(checkpoint)),
    });
    send({ kind: 'done', id, output });
  } catch (error) {
    const known = isAppError(error)
      ? error
      : new AppError('internal', error instanceof Error ? error.message : String(error));
    send({ kind: 'failed', id, code: known.code, template: known.template, values: known.values });
  } finally {
    running.delete(id);
  }
}

function buffersOf({ parameters, optimizer }: Checkpoint): ArrayBuffer[] {
  const arrays = optimizer ? [parameters, optimizer.firstMoment, optimizer.secondMoment] : [parameters];
  return arrays.map(array => array.buffer as ArrayBuffer);
}

scope.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.kind === 'ping') send({ kind: 'pong' });
  else if (message.kind === 'abort') running.get(message.id)?.abort();
  else void start(message.id, message.job, message.input as never);
};
