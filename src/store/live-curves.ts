/** The curves of the training under way, from its worker's reports: drawn now and then, and taken back to its last checkpoint. */
import type { StoreApi } from 'zustand';
import type { TrainProgress } from '../jobs/protocol';
import type { State } from './state';

/** Points kept of a curve: more cannot be told apart on a screen. */
const CURVE_POINTS = 400;

/**
 * Milliseconds between two drawings. A worker reports faster than a busy page draws: drawn one by one, its reports would pile up, and
 * whatever else is told to the page, a click or another tab's model, would wait behind them.
 */
const DRAWING_PAUSE = 100;

export class LiveCurves {
  /** Reports that the curves don't have yet, and when they are drawn. */
  private reports: TrainProgress[] = [];
  private drawing: ReturnType<typeof setTimeout> | undefined;
  /** Points at the last checkpoint. */
  private marked = 0;

  constructor(
    private readonly set: StoreApi<State>['setState'],
    private readonly get: StoreApi<State>['getState'],
  ) {}

  follow(progress: TrainProgress): void {
    this.reports.push(progress);
    this.drawing ??= setTimeout(() => this.draw(), DRAWING_PAUSE);
  }

  /** Brings the curves up to date. */
  draw(): void {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    const { reports } = this;
    const latest = reports.at(-1);
    this.reports = [];
    if (!latest) return;
    const { trainingHistory, readingHistory } = this.get();
    const points = [...trainingHistory];
    const readings = [...readingHistory];
    for (const { epoch: whole, step, stepsPerEpoch, epochs, loss, accuracy, watermark, due } of reports) {
      if (!due) continue;
      const epoch = whole + step / stepsPerEpoch;
      const last = points.at(-1);
      if (accuracy === null && last && epoch - last.epoch < epochs / CURVE_POINTS) continue;
      points.push({ epoch, loss, accuracy, watermarkError: watermark?.meanSquaredError ?? null });
      if (watermark) readings.push(watermark.readings);
    }
    const grown = points.length > trainingHistory.length;
    this.set({
      trainingProgress: latest,
      ...(grown ? { trainingHistory: points, readingHistory: readings } : {}),
    });
  }

  /** All that was reported so far belongs to a checkpoint. */
  mark(): void {
    this.draw();
    this.marked = this.get().trainingHistory.length;
  }

  /** Goes back to the last checkpoint: what was drawn after it is computed, and drawn, again. */
  rewind(): void {
    this.drop();
    this.set(({ trainingHistory, readingHistory }) => ({
      trainingHistory: trainingHistory.slice(0, this.marked),
      readingHistory: readingHistory.slice(0, this.marked),
    }));
  }

  /** Forgets what is reported and not drawn yet. */
  drop(): void {
    this.reports = [];
  }
}
