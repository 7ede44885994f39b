/** What a figure is given to measure with, and what it gives back. */
import type { Dataset } from '../../../src/data/dataset';
import type { Engine } from '../../../src/engine/engine';
import type { Alternation } from '../measure';
import type { Backend, Row } from '../rows';
import type { Composition } from '../stock/open-tfjs';

export interface Bench {
  readonly backend: Backend;
  readonly engine: Engine;
  /** Whether the GPU is one that computes on the CPU: figures are then made smaller, and say so. */
  readonly software: boolean;
  readonly dataset: Dataset;
  /** A trained LeNet-5, for what only a trained network can do: the one that the page opens on. */
  readonly trained: Float32Array;
  readonly stock: Composition;
  readonly full: boolean;
}

export interface FigureResult extends Pick<Row, 'what' | 'unit' | 'agreement' | 'note'> {
  readonly alternation: Alternation;
  /** Of the whole figure; null where nothing is counted. */
  readonly operations: number | null;
}

export type MeasureFigure = (bench: Bench) => Promise<FigureResult>;
