/**
 * z = maxpool₂ₓ₂(relu(x ∗ kernel + bias)) and its gradients in WGSL, written for one layer's shapes. Compare
 * `../reference/conv-pool.ts`, which says what each of these computes, and `../wasm/conv-pool.c`.
 *
 * Nothing of the convolution but the pooled values and two bits for each, the cell of the maximum, is stored. The gradients
 * undo the pool in registers: a pooled gradient stands in one of its four cells and is 0 in the others. `output_gradient`
 * has been masked with relu′ by whoever wrote it, and is 0 where dead.
 *
 * Each thread holds a whole tile of sums, so that many multiply-adds share one load, and adds all the terms of a sum that
 * one turn of the loop knows in one expression.
 */
import type { ShapedConvPool } from '../network';
import { filterGradientOf, inputGradientOf } from './conv-pool-gradients';
import { padOf, threadsOf, tilesOfBlock, windowLoads, type ConvPoolTiles } from './conv-pool-tile';
import type { SendBack } from './flow';
import { COUNT_ALONE, blockOf, range, reads, sumOf, unroll, writes, type KernelSource } from './kernel';
import { quadLane, quadLoads } from './quad';
import type { Section } from './sections';

export interface ConvPoolKernels {
  readonly forward: KernelSource;
  readonly filterGradient: KernelSource;
  readonly inputGradient: KernelSource;
  /** Threads for `count` images; of the filter gradient for `groups` of them. */
  readonly forwardThreads: (count: number) => number;
  readonly filterThreads: (groups: number) => number;
  readonly inputThreads: (count: number) => number;
  /** Words of argmax bits an image. */
  readonly argmaxWords: number;
}

/**
 * @param section where this layer's partial sums lie, @param batch the struct that says so (`batchStruct`).
 * @param send how the input gradient goes back to x, @param tiles what one thread takes.
 */
export function convPoolKernels(
  shape: ShapedConvPool,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: ConvPoolTiles,
): ConvPoolKernels {
  const filterBlock = blockOf(shape.layer.filters, Math.min(16, tiles.forward.filters));
  const filterBlocks = shape.layer.filters / filterBlock;
  return {
    ...forwardOf(shape, tiles, filterBlock),
    ...filterGradientOf(shape, section, batch, tiles, filterBlock),
    ...inputGradientOf(shape, send, tiles, filterBlock),
    argmaxWords: shape.output.height * shape.output.width * filterBlocks,
  };
}

function forwardOf(
  shape: ShapedConvPool,
  tiles: ConvPoolTiles,
  filterBlock: number,
): Pick<ConvPoolKernels, 'forward' | 'forwardThreads'> {
  const { layer, input, output, kernel, bias } = shape;
  const { size, filters } = layer;
  const pad = padOf(shape);
  const { workgroup, quads = false } = tiles.forward;
  const rows = Math.min(tiles.forward.rows, output.height);
  const columns = Math.min(tiles.forward.columns, output.width);
  const rowTiles = Math.ceil(output.height / rows);
  const columnTiles = Math.ceil(output.width / columns);
  const filterBlocks = filters / filterBlock;
  const [high, wide] = [2 * rows, 2 * columns];
  // A loop of one turn still makes variables of the sums.
  const loops = input.channels > 1;
  const exact = pad === 0 && output.height % rows === 0 && output.width % columns === 0;
  const taps = range(size * size);
  const sums = (text: (y: number, z: number, f: number) => string): string =>
    unroll(high, y => unroll(wide, z => unroll(filterBlock, f => text(y, z, f))));
  const weights = quadLoads(
    quads,
    'parameters',
    taps.flatMap(t =>
      range(filterBlock).map(f => ({ name: `w${t}_${f}`, at: t * input.channels * filters + f })),
    ),
    'at',
  );
  const forward: KernelSource = {
    name: `${layer.name} forward`,
    buffers: [reads('x'), reads('parameters'), writes('output'), writes('argmax', 'u32')],
    batch: COUNT_ALONE,
    usesStep: false,
    subgroups: quads,
    declarations: '',
    workgroupSize: workgroup,
    body: `
${tilesOfBlock(rowTiles * columnTiles, filterBlocks, workgroup)}
  let column = (tile % ${columnTiles}u) * ${columns}u;
  let row = ((tile / ${columnTiles}u) % ${rowTiles}u) * ${rows}u;
  let n = tile / ${rowTiles * columnTiles}u;
  let first = block * ${filterBlock}u;
  let top = 2 * i32(row) - ${pad};
  let left = 2 * i32(column) - ${pad};
${unroll(filterBlock, f => `let bias${f} = parameters[${bias.offset}u + first + ${f}u];`)}
  ${quadLane(quads)}
${loops ? `${sums((y, z, f) => `var a${y}_${z}_${f} = bias${f};`)} for (var c = 0u; c < ${input.channels}u; c++) {` : 'let c = 0u;'}
${windowLoads('x', 'v', high + size - 1, wide + size - 1, { n: 'n', top: 'top', left: 'left', ...input, channel: 'c' }, exact)}
    let at = ${kernel.offset}u + c * ${filters}u + first;
${weights}
${sums(
  (y, z, f) =>
    `${loops ? '' : 'let '}a${y}_${z}_${f} ${loops ? '+=' : `= bias${f} +`} ${sumOf(taps, t => `v${y + Math.floor(t / size)}_${z + (t % size)} * w${t}_${f}`)};`,
)}
${loops ? '}' : ''}
${unroll(rows, r =>
  unroll(
    columns,
    p => `
  if (live & (row + ${r}u < ${output.height}u) & (column + ${p}u < ${output.width}u)) {
    let place = (n * ${output.height}u + row + ${r}u) * ${output.width}u + column + ${p}u;
${unroll(filterBlock, f => {
  const cell = [0, 1, 2, 3].map(k => `a${2 * r + (k >> 1)}_${2 * p + (k & 1)}_${f}`);
  return `
    let p${f} = max(${cell[0]}, 0.0);
    let q${f} = max(p${f}, ${cell[1]});
    let r${f} = max(q${f}, ${cell[2]});
    output[place * ${filters}u + first + ${f}u] = max(r${f}, ${cell[3]});
    let c${f} = select(select(select(0u, 1u, ${cell[1]} > p${f}), 2u, ${cell[2]} > q${f}), 3u, ${cell[3]} > r${f}) << ${2 * f}u;`;
})}
    argmax[place * ${filterBlocks}u + block] = ${range(filterBlock)
      .map(f => `c${f}`)
      .join(' | ')};
  }`,
  ),
)}`,
  };
  return { forward, forwardThreads: threadsOf(rowTiles * columnTiles, filterBlocks, workgroup) };
}
