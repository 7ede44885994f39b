/**
 * z = maxpool₂ₓ₂(relu(x ∗ kernel + bias)) and its gradients in WGSL, written for one layer's shapes. Compare
 * `../reference/conv-pool.ts`, which says what each of these computes, and `../wasm/conv-pool.c`.
 *
 * Nothing of the convolution but the pooled values and two bits for each, the cell of the maximum, is stored. The gradients
 * run over pooled positions alone: `output_gradient` has been masked with relu′ by whoever wrote it, and is 0 where dead.
 */
import type { ShapedConvPool } from '../network';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, blockOf, reads, unroll, writes, type KernelSource } from './kernel';
import type { Section } from './sections';

/** How much one thread takes, tuned per adapter. */
export interface ConvPoolTiles {
  /** Filters of the forward pass, at most 16: their argmax bits share a word. */
  readonly filters: number;
  /** Neighbouring pooled columns of the forward pass. */
  readonly columns: number;
  /** Input channels of the input gradient. */
  readonly channels: number;
  /** Pixels of the input gradient, every other one of a row. */
  readonly pixels: number;
  readonly workgroup: number;
}

export const CONV_POOL_TILES: ConvPoolTiles = {
  filters: 8,
  columns: 2,
  channels: 8,
  pixels: 7,
  workgroup: 64,
};

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

/** x at a place that may lie outside, where it is 0. Without a branch: software adapters compile those for seconds. */
function pixelFunction({ input }: ShapedConvPool): string {
  return `
fn pixel(n: u32, y: i32, z: i32, c: u32) -> f32 {
  let inside = (u32(y) < ${input.height}u) & (u32(z) < ${input.width}u);
  let at = ((n * ${input.height}u + u32(y)) * ${input.width}u + u32(z)) * ${input.channels}u + c;
  return select(0.0, x[select(0u, at, inside)], inside);
}`;
}

/**
 * @param section where this layer's partial sums lie, @param batch the struct that says so (`batchStruct`).
 * @param send how the input gradient goes back to x.
 */
export function convPoolKernels(
  shape: ShapedConvPool,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: ConvPoolTiles = CONV_POOL_TILES,
): ConvPoolKernels {
  const { layer, input, output, kernel, bias } = shape;
  const { size, filters } = layer;
  const pad = layer.padding === 'same' ? (size - 1) / 2 : 0;
  const filterBlock = blockOf(filters, Math.min(16, tiles.filters));
  const filterBlocks = filters / filterBlock;
  const columns = Math.min(tiles.columns, output.width);
  const columnBlocks = Math.ceil(output.width / columns);
  const channelBlock = blockOf(input.channels, tiles.channels);
  const channelBlocks = input.channels / channelBlock;
  const taps = size * size;

  const wide = 2 * columns;
  const rowOf = (name: string, y: string): string =>
    unroll(wide + size - 1, k => `${name}${k} = pixel(n, ${y}, left + ${k}, c);`);
  const forward: KernelSource = {
    name: `${layer.name} forward`,
    buffers: [reads('x'), reads('parameters'), writes('output'), writes('argmax', 'u32')],
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: pixelFunction(shape),
    workgroupSize: tiles.workgroup,
    body: `
  let block = thread % ${filterBlocks}u;
  let group = (thread / ${filterBlocks}u) % ${columnBlocks}u;
  let row = (thread / ${filterBlocks * columnBlocks}u) % ${output.height}u;
  let n = thread / ${filterBlocks * columnBlocks * output.height}u;
  if (n >= batch.count) { return; }
  let first = block * ${filterBlock}u;
  let top = 2 * i32(row) - ${pad};
  let left = ${wide} * i32(group) - ${pad};
${unroll(filterBlock, f => {
  const name = `parameters[${bias.offset}u + first + ${f}u]`;
  return [
    `let bias${f} = ${name};`,
    ...Array.from({ length: wide }, (_, k) => `var a${k}_${f} = bias${f}; var b${k}_${f} = bias${f};`),
  ].join('\n');
})}
${unroll(wide + size - 1, k => `var u${k}: f32; var l${k}: f32;`)}
  for (var c = 0u; c < ${input.channels}u; c++) {
${rowOf('u', 'top')}
    for (var i = 0u; i < ${size}u; i++) {
${rowOf('l', 'top + i32(i) + 1')}
      var at = ${kernel.offset}u + (i * ${size * input.channels}u + c) * ${filters}u + first;
${unroll(size, j =>
  [
    '{',
    unroll(filterBlock, f => `let w${f} = parameters[at + ${f}u];`),
    unroll(filterBlock, f =>
      unroll(wide, k => `a${k}_${f} += u${k + j} * w${f}; b${k}_${f} += l${k + j} * w${f};`),
    ),
    `at += ${input.channels * filters}u;`,
    '}',
  ].join('\n'),
)}
${unroll(wide + size - 1, k => `u${k} = l${k};`)}
    }
  }
${unroll(
  columns,
  p => `
  {
    let column = group * ${columns}u + ${p}u;
    if (column < ${output.width}u) {
      let place = (n * ${output.height}u + row) * ${output.width}u + column;
      var cells = 0u;
${unroll(
  filterBlock,
  f => `
      {
        var best = max(a${2 * p}_${f}, 0.0);
        var cell = 0u;
        cell = select(cell, 1u, a${2 * p + 1}_${f} > best);
        best = max(best, a${2 * p + 1}_${f});
        cell = select(cell, 2u, b${2 * p}_${f} > best);
        best = max(best, b${2 * p}_${f});
        cell = select(cell, 3u, b${2 * p + 1}_${f} > best);
        best = max(best, b${2 * p + 1}_${f});
        output[place * ${filters}u + first + ${f}u] = best;
        cells |= cell << ${2 * f}u;
      }`,
)}
      argmax[place * ${filterBlocks}u + block] = cells;
    }
  }`,
)}`,
  };

  const cellOf = (place: string, f: string): string =>
    `(argmax[${place} * ${filterBlocks}u + ${f} / ${filterBlock}u] >> (2u * (${f} % ${filterBlock}u))) & 3u`;

  const filterGradient: KernelSource = {
    name: `${layer.name} filter gradient`,
    buffers: [reads('x'), reads('argmax', 'u32'), reads('output_gradient'), writes('partials')],
    batch: batch,
    usesStep: false,
    declarations: pixelFunction(shape),
    workgroupSize: tiles.workgroup,
    body: `
  let f = thread % ${filters}u;
  let c = (thread / ${filters}u) % ${input.channels}u;
  let group = thread / ${filters * input.channels}u;
  let begin = group * ${section.size};
  if (begin >= batch.count) { return; }
  let end = min(begin + ${section.size}, batch.count);
  var total = 0.0;
${unroll(taps, t => `var a${t} = 0.0;`)}
  for (var n = begin; n < end; n++) {
    for (var row = 0u; row < ${output.height}u; row++) {
      for (var column = 0u; column < ${output.width}u; column++) {
        let place = (n * ${output.height}u + row) * ${output.width}u + column;
        let g = output_gradient[place * ${filters}u + f];
        if (g == 0.0) { continue; }
        let cell = ${cellOf('place', 'f')};
        let top = i32(2u * row + (cell >> 1u)) - ${pad};
        let left = i32(2u * column + (cell & 1u)) - ${pad};
        total += g;
${unroll(taps, t => `a${t} += g * pixel(n, top + ${Math.floor(t / size)}, left + ${t % size}, c);`)}
      }
    }
  }
  let start = ${section.start} + group * ${section.length}u;
${unroll(taps, t => `partials[start + (${t * input.channels}u + c) * ${filters}u + f] = a${t};`)}
  if (c == 0u) { partials[start + ${kernel.length}u + f] = total; }`,
  };

  // A thread takes every other column: those lie under the same cells of their windows, whichever tap they are seen through.
  const half = Math.ceil(input.width / 2);
  const pixels = Math.min(tiles.pixels, half);
  const pixelBlocks = Math.ceil(half / pixels);
  const rowThreads = channelBlocks * 2 * pixelBlocks;
  const accumulators = (text: (p: number, c: number) => string): string =>
    unroll(pixels, p => unroll(channelBlock, c => text(p, c)));
  const inputGradient: KernelSource = {
    name: `${layer.name} input gradient`,
    buffers: [
      reads('argmax', 'u32'),
      reads('output_gradient'),
      reads('parameters'),
      ...maskBuffers(send),
      writes('input_gradient'),
    ],
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: '',
    workgroupSize: tiles.workgroup,
    body: `
  let first = (thread % ${channelBlocks}u) * ${channelBlock}u;
  let parity = (thread / ${channelBlocks}u) % 2u;
  let z = ((thread / ${2 * channelBlocks}u) % ${pixelBlocks}u) * ${2 * pixels}u + parity;
  let y = (thread / ${rowThreads}u) % ${input.height}u;
  let n = thread / ${rowThreads * input.height}u;
  if (n >= batch.count) { return; }
${accumulators((p, c) => `var a${p}_${c} = 0.0;`)}
  for (var i = 0u; i < ${size}u; i++) {
    let py = i32(y + ${pad}u) - i32(i);
    if (py < 0 || py >= ${2 * output.height}) { continue; }
    let line = (n * ${output.height}u + (u32(py) >> 1u)) * ${output.width}u;
    for (var j = 0u; j < ${size}u; j++) {
      let pz = i32(z + ${pad}u) - i32(j);
      // Two bits a filter, 0 where the maximum lies in this cell.
      let cell = 0x55555555u * (2u * (u32(py) & 1u) + (u32(pz) & 1u));
${unroll(
  pixels,
  p => `
      let column${p} = (pz >> 1u) + ${p};
      let inside${p} = u32(column${p}) < ${output.width}u;
      let place${p} = select(0u, line + u32(column${p}), inside${p});`,
)}
      for (var b = 0u; b < ${filterBlocks}u; b++) {
${unroll(pixels, p => `let other${p} = select(0xffffffffu, argmax[place${p} * ${filterBlocks}u + b] ^ cell, inside${p});`)}
        let at = ${kernel.offset}u + ((i * ${size}u + j) * ${input.channels}u + first) * ${filters}u + b * ${filterBlock}u;
        for (var f = 0u; f < ${filterBlock}u; f++) {
          let bits = 3u << (2u * f);
${unroll(
  pixels,
  p =>
    `let g${p} = select(0.0, output_gradient[place${p} * ${filters}u + b * ${filterBlock}u + f], (other${p} & bits) == 0u);`,
)}
${unroll(channelBlock, c => `let w${c} = parameters[at + ${c * filters}u + f];`)}
${accumulators((p, c) => `a${p}_${c} += g${p} * w${c};`)}
        }
      }
    }
  }
${unroll(
  pixels,
  p => `
  if (z + ${2 * p}u < ${input.width}u) {
    let out = ((n * ${input.height}u + y) * ${input.width}u + z + ${2 * p}u) * ${input.channels}u + first;
${unroll(channelBlock, c => sendBack(send, `out + ${c}u`, `a${p}_${c}`))}
  }`,
)}`,
  };

  return {
    forward,
    filterGradient,
    inputGradient,
    forwardThreads: count => count * output.height * columnBlocks * filterBlocks,
    filterThreads: groups => groups * filters * input.channels,
    inputThreads: count => count * input.height * rowThreads,
    argmaxWords: output.height * output.width * filterBlocks,
  };
}
