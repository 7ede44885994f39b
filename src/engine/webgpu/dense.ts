/**
 * z = x · kernel + bias, with relu after it or not, and its gradients in WGSL, written for one layer's shapes. Compare
 * `../reference/dense.ts` and `../wasm/dense.c`. `output_gradient` has been masked with relu′ by whoever wrote it.
 */
import { volume, type ShapedDense } from '../network';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, blockOf, range, reads, sumOf, unroll, writes, type KernelSource } from './kernel';
import { quadLane, quadLoads } from './quad';
import type { Section } from './sections';

/** How much one thread takes, tuned per adapter. */
export interface DenseTiles {
  readonly images: number;
  readonly inputs: number;
  readonly units: number;
  /** Terms of each sum that one turn of a loop adds, at most. */
  readonly terms: number;
  readonly workgroup: number;
  /** Whether four neighbouring threads share loads, where the device has subgroups. */
  readonly quads?: boolean;
}

export interface DenseKernels {
  readonly forward: KernelSource;
  readonly weightGradient: KernelSource;
  readonly inputGradient: KernelSource;
  /** Threads for `count` images; of the weight gradient for `groups` of them. */
  readonly forwardThreads: (count: number) => number;
  readonly weightThreads: (groups: number) => number;
  readonly inputThreads: (count: number) => number;
}

/** Each of the three is a product of two matrices: a thread takes `columns` of them, and all of a workgroup of quads one row. */
interface Grid {
  /** Threads of a row. */
  readonly width: number;
  /** Declares `row`, `column` and `live`. */
  readonly text: string;
}

function gridOf(columns: number, { workgroup, quads }: DenseTiles): Grid {
  const width = quads ? workgroup * Math.ceil(columns / workgroup) : columns;
  return {
    width,
    text: `
  let row = thread / ${width}u;
  let column = min(thread % ${width}u, ${columns - 1}u);
  let live = thread % ${width}u < ${columns}u;
  ${quadLane(quads ?? false)}`,
  };
}

/** Parameters as those of `convPoolKernels`. */
export function denseKernels(
  shape: ShapedDense,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: DenseTiles,
): DenseKernels {
  const { layer, kernel, bias } = shape;
  const { units } = layer;
  const inputs = volume(shape.input);
  const { images, quads = false } = tiles;
  const unitBlock = blockOf(units, tiles.units);
  const unitGrid = gridOf(units / unitBlock, tiles);
  const inputBlock = blockOf(inputs, tiles.inputs);
  const inputBlocks = inputs / inputBlock;
  const inputGrid = gridOf(inputBlocks, tiles);
  const inputTerms = range(blockOf(inputs, tiles.terms));
  const imageTerms = range(tiles.terms);
  const unitTerms = range(blockOf(units, tiles.terms));
  const relu = layer.activation === 'relu';
  const common = { usesStep: false, subgroups: quads, declarations: '', workgroupSize: tiles.workgroup };

  /** Images of a row beyond the last one read the last one's numbers, and write nothing. */
  const rows = (width: number): string =>
    unroll(images, n => `let line${n} = min(row * ${images}u + ${n}u, batch.count - 1u) * ${width}u;`);
  const each = (count: number, text: (n: number, k: number) => string): string =>
    unroll(images, n => unroll(count, k => text(n, k)));
  const write = (width: number, text: (n: number) => string): string =>
    unroll(
      images,
      n => `
  if (live & (row * ${images}u + ${n}u < batch.count)) {
    let out = (row * ${images}u + ${n}u) * ${width}u + first;
${text(n)}
  }`,
    );

  const forward: KernelSource = {
    name: `${layer.name} forward`,
    buffers: [reads('x'), reads('parameters'), writes('output')],
    batch: COUNT_ALONE,
    ...common,
    body: `
${unitGrid.text}
  let first = column * ${unitBlock}u;
${rows(inputs)}
${each(unitBlock, (n, u) => `var a${n}_${u} = parameters[${bias.offset}u + first + ${u}u];`)}
  for (var i = 0u; i < ${inputs}u; i += ${inputTerms.length}u) {
    let at = ${kernel.offset}u + i * ${units}u + first;
${inputTerms
  .map(k => unroll(unitBlock, u => `let w${k}_${u} = parameters[at + ${k * units + u}u];`))
  .join('\n')}
${unroll(images, n =>
  quadLoads(
    quads,
    'x',
    inputTerms.map(k => ({ name: `x${k}_${n}`, at: k })),
    `line${n} + i`,
  ),
)}
${each(unitBlock, (n, u) => `a${n}_${u} += ${sumOf(inputTerms, k => `x${k}_${n} * w${k}_${u}`)};`)}
  }
${write(units, n => unroll(unitBlock, u => `output[out + ${u}u] = ${relu ? `max(a${n}_${u}, 0.0)` : `a${n}_${u}`};`))}`,
  };

  const tile = (text: (i: number, u: number) => string): string =>
    unroll(inputBlock, i => unroll(unitBlock, u => text(i, u)));
  const weightGradient: KernelSource = {
    name: `${layer.name} weight gradient`,
    buffers: [reads('x'), reads('output_gradient'), writes('partials')],
    batch: batch,
    ...common,
    body: `
${unitGrid.text}
  let first = column * ${unitBlock}u;
  let block = row % ${inputBlocks}u;
  let group = row / ${inputBlocks}u;
  let begin = group * ${section.size};
  let end = min(begin + ${section.size}, batch.count);
  let input = block * ${inputBlock}u;
${unroll(unitBlock, u => `var total${u} = 0.0;`)}
${tile((i, u) => `var a${i}_${u} = 0.0;`)}
  for (var turn = 0u; turn < ${section.size}; turn += ${tiles.terms}u) {
${imageTerms
  .map(
    k => `
    let there${k} = begin + turn + ${k}u < end;
    let image${k} = min(begin + turn + ${k}u, batch.count - 1u);
${quadLoads(
  quads,
  'x',
  range(inputBlock).map(i => ({ name: `x${k}_${i}`, at: i })),
  `image${k} * ${inputs}u + input`,
)}
${unroll(unitBlock, u => `let g${k}_${u} = select(0.0, output_gradient[image${k} * ${units}u + first + ${u}u], there${k});`)}`,
  )
  .join('\n')}
${unroll(unitBlock, u => `total${u} += ${sumOf(imageTerms, k => `g${k}_${u}`)};`)}
${tile((i, u) => `a${i}_${u} += ${sumOf(imageTerms, k => `x${k}_${i} * g${k}_${u}`)};`)}
  }
  if (!live || begin >= batch.count) { return; }
  let start = ${section.start} + group * ${section.length}u;
${tile((i, u) => `partials[start + (input + ${i}u) * ${units}u + first + ${u}u] = a${i}_${u};`)}
  if (block == 0u) {
${unroll(unitBlock, u => `partials[start + ${kernel.length}u + first + ${u}u] = total${u};`)}
  }`,
  };

  const inputGradient: KernelSource = {
    name: `${layer.name} input gradient`,
    buffers: [reads('output_gradient'), reads('parameters'), ...maskBuffers(send), writes('input_gradient')],
    batch: COUNT_ALONE,
    ...common,
    body: `
${inputGrid.text}
  let first = column * ${inputBlock}u;
${rows(units)}
${each(inputBlock, (n, i) => `var a${n}_${i} = 0.0;`)}
  for (var u = 0u; u < ${units}u; u += ${unitTerms.length}u) {
    let at = ${kernel.offset}u + first * ${units}u + u;
${unitTerms
  .map(k => unroll(inputBlock, i => `let w${k}_${i} = parameters[at + ${i * units + k}u];`))
  .join('\n')}
${unroll(images, n =>
  quadLoads(
    quads,
    'output_gradient',
    unitTerms.map(k => ({ name: `g${k}_${n}`, at: k })),
    `line${n} + u`,
  ),
)}
${each(inputBlock, (n, i) => `a${n}_${i} += ${sumOf(unitTerms, k => `g${k}_${n} * w${k}_${i}`)};`)}
  }
${write(inputs, n => unroll(inputBlock, i => sendBack(send, `out + ${i}u`, `a${n}_${i}`)))}`,
  };

  return {
    forward,
    weightGradient,
    inputGradient,
    forwardThreads: count => Math.ceil(count / images) * unitGrid.width,
    weightThreads: groups => groups * inputBlocks * unitGrid.width,
    inputThreads: count => Math.ceil(count / images) * inputGrid.width,
  };
}
