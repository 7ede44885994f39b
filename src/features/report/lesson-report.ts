/** What the report tells, gathered from the visit as it stands: plain data, for the sheet and for the JSON file. */
import { version } from '../../../package.json';
import { layOut } from '../../engine/network';
import { readWatermark } from '../../method/watermark/verification';
import { LENET5 } from '../../model/lenet5';
import { currentModel } from '../../store/state';
import type { SavedModel } from '../../store/saved-model';
import type { State } from '../../store/state';
import { modelName } from '../../store/shelf';
import { accuracyDrop, epochsDone, twinOf } from '../../store/twin';

const layout = layOut(LENET5);

/** Right answers of a 10 × 10 confusion matrix, row-major. */
function diagonal(matrix: readonly number[]): number {
  return matrix.reduce((sum, count, i) => (i % (layout.classes + 1) === 0 ? sum + count : sum), 0);
}

function modelPart(model: SavedModel, twin: SavedModel | undefined) {
  const { key, accuracy, dataset, config, trainedOn, registry } = model;
  const reading = key && readWatermark(layout, model.parameters, key);
  return {
    name: modelName(model),
    accuracy,
    dataset,
    config,
    /** Of those planned; null for a model from a file. */
    epochs: epochsDone(model),
    trainedOn,
    /** Accuracy of the unmarked twin minus this model's (Table 2); null without one of as many steps, measured on the same digits. */
    costAgainstTwin: key && accuracyDrop(model, twin),
    epsilon: registry.epsilon,
    watermark: reading && {
      digits: key.digits,
      readings: reading.readings,
      matches: reading.matches,
      verified: reading.verified,
      largestError: reading.largestError,
      pValue: reading.pValue,
    },
  };
}

export function gatherReport(state: State) {
  const model = currentModel(state);
  const { submission, usage, engine } = state;
  const attacks = model && state.attacks[model.id];
  const fineTuning = attacks?.fineTuning ?? null;
  return {
    kind: 'activeguard-lesson',
    version: 1,
    page: version,
    date: new Date().toISOString(),
    seed: state.seed,
    dataset: state.dataset && { name: state.dataset.name, source: state.dataset.source },
    engine: engine && { backend: engine.backend, adapter: engine.adapter },
    trainings: state.finishedRuns,
    model: model ? modelPart(model, twinOf(state.models, model)) : null,
    licences: (model?.registry.licences ?? []).map(
      ({ user, name, class: digit, confidence, issuedAt, revokedAt }) => ({
        user,
        name,
        class: digit,
        confidence,
        issuedAt,
        revokedAt: revokedAt ?? null,
      }),
    ),
    gate: submission && {
      label: submission.label,
      rule: submission.verdict.rule,
      authorized: submission.verdict.authorized,
      reason: submission.verdict.reason,
      predictedClass: submission.verdict.predictedClass,
      confidence: submission.verdict.confidence,
      user: submission.verdict.user,
    },
    figure2:
      usage && usage.seen > 0
        ? {
            seen: usage.seen,
            total: usage.total,
            authorized: diagonal(usage.authorized) / usage.seen,
            unauthorized: diagonal(usage.unauthorized) / usage.seen,
          }
        : null,
    pruning: attacks?.pruning ?? null,
    // Where it would go on from is nobody's to read.
    fineTuning: fineTuning && { ...fineTuning, unfinished: undefined },
  };
}

export type LessonReport = ReturnType<typeof gatherReport>;
export type ReportedRun = LessonReport['trainings'][number];
