/** The bench's page: `bench(…)` measures one figure on one backend, and nothing else runs meanwhile. */
import { fillTemplate } from '../../src/core/sentence';
import { loadDataset } from '../../src/data/load-dataset';
import type { Engine } from '../../src/engine/engine';
import { loadWasmEngine } from '../../src/engine/wasm/load';
import { openWebGpuEngine } from '../../src/engine/webgpu/device';
import { readModel } from '../../src/model/format';
import { convolution } from './figures/convolution';
import { epoch } from './figures/epoch';
import { evaluate } from './figures/evaluate';
import type { MeasureFigure } from './figures/figure';
import { fingerprints } from './figures/fingerprints';
import { pruneSweep } from './figures/prune-sweep';
import { trainStep } from './figures/train-step';
import { wrnStep } from './figures/wrn-step';
import type { Measured } from './measure';
import type { Backend, Figure, Row } from './rows';
import { ratioTo } from './statistics';
import type { Composition } from './stock/open-tfjs';

export interface BenchRequest {
  readonly figure: Figure;
  readonly backend: Backend;
  readonly digits: 'mnist' | 'synthetic';
  readonly stock: Composition;
  readonly full: boolean;
}

declare global {
  interface Window {
    bench(request: BenchRequest): Promise<Row>;
  }
}

const MEASURES: Readonly<Record<Figure, MeasureFigure>> = {
  'train-step': trainStep,
  epoch,
  fingerprints,
  evaluate,
  'prune-sweep': pruneSweep,
  'conv-3x3x64x64': convolution,
  'wrn-step': wrnStep,
};

/** No fallback: a row says which backend it measured. */
function openEngine(backend: Backend): Promise<Engine> {
  return backend === 'wasm' ? loadWasmEngine() : openWebGpuEngine({ software: true });
}

async function trainedModel(): Promise<Float32Array> {
  const [model, weights] = await Promise.all([
    fetch('pretrained/model.json'),
    fetch('pretrained/weights.bin'),
  ]);
  if (!model.ok || !weights.ok) throw new Error('The bench cannot read public/pretrained.');
  return readModel(await model.text(), new Uint8Array(await weights.arrayBuffer())).parameters;
}

window.bench = async ({ figure, backend, digits, stock, full }) => {
  const { dataset, notes } = await loadDataset({
    preference: digits === 'mnist' ? 'auto' : 'synthetic',
    baseUrl: document.baseURI,
  });
  if (dataset.name !== digits)
    throw new Error(
      `There is no MNIST: ${notes.map(note => fillTemplate(note.template, note.values)).join(' ')}`,
    );
  const engine = await openEngine(backend);
  const { adapter } = engine;
  const result = await MEASURES[figure]({
    backend,
    engine,
    software: adapter.endsWith('(software)'),
    dataset,
    trained: await trainedModel(),
    stock,
    full,
  });
  engine.dispose();

  const { alternation, agreement, unit, operations } = result;
  const scale = unit === 's' ? 1000 : 1;
  const times = (measured: Measured | null) =>
    measured && {
      min: measured.milliseconds.min / scale,
      median: measured.milliseconds.median / scale,
      max: measured.milliseconds.max / scale,
    };
  const rate = (measured: Measured | null) =>
    measured && operations !== null ? operations / measured.milliseconds.median / 1e6 : null;
  const agrees = (difference: number | null | undefined) =>
    difference !== null && difference !== undefined && difference <= agreement!.tolerance;
  const [ours, peer, jax] = [times(alternation.ours)!, times(alternation.stock), times(alternation.jax)];
  return {
    figure,
    backend,
    what: result.what,
    unit,
    ours,
    stock: peer,
    jax,
    ratio: ratioTo(ours, peer, agrees(agreement?.stock)),
    ratioJax: ratioTo(ours, jax, agrees(agreement?.jax)),
    gflops:
      operations === null
        ? null
        : { ours: rate(alternation.ours)!, stock: rate(alternation.stock), jax: rate(alternation.jax) },
    share: {
      ours: alternation.ours.share,
      stock: alternation.stock?.share ?? null,
      jax: alternation.jax?.share ?? null,
    },
    samples: alternation.samples,
    agreement,
    adapter,
    note: result.note,
  };
};
