/** The gradients of a convolution with pooling, which undo the pool in registers. Compare `../wasm/conv-pool.c`. */
import type { ShapedConvPool } from '../network';
import { padOf, threadsOf, tilesOfBlock, windowLoads, type ConvPoolTiles } from './conv-pool-tile';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, blockOf, range, reads, sumOf, unroll, writes, type KernelSource } from './kernel';
import { quadLane, quadLoads } from './quad';
import type { Section } from './sections';

interface FilterGradient {
  readonly filterGradient: KernelSource;
  /** Threads for so many groups of images. */
  readonly filterThreads: (groups: number) => number;
}

interface InputGradient {
  readonly inputGradient: KernelSource;
  /** Threads for `count` images. */
  readonly inputThreads: (count: number) => number;
}

/**
 * Each thread sums all taps of some filters and one channel over a group of images, a tile of pooled positions at a turn.
 * @param argmaxBlock filters whose argmax bits share a word.
 */
export function filterGradientOf(
  shape: ShapedConvPool,
  section: Section,
  batch: string,
  tiles: ConvPoolTiles,
  argmaxBlock: number,
): FilterGradient {
  const { layer, input, output, kernel } = shape;
  const { size, filters } = layer;
  const pad = padOf(shape);
  const filterBlock = blockOf(argmaxBlock, tiles.filterGradient.filters);
  const filterBlocks = filters / filterBlock;
  const rows = Math.min(tiles.filterGradient.rows, output.height);
  const columns = Math.min(tiles.filterGradient.columns, output.width);
  const exact = output.height % rows === 0 && output.width % columns === 0;
  const places = range(rows * columns);
  const cells = range(4 * rows * columns);
  const taps = size * size;
  /** Place and cell k of the tile: its row and column in the convolution. */
  const rowOf = (k: number): number => 2 * Math.floor(k / 4 / columns) + ((k % 4) >> 1);
  const columnOf = (k: number): number => 2 * (Math.floor(k / 4) % columns) + (k % 2);
  const filterGradient: KernelSource = {
    name: `${layer.name} filter gradient`,
    buffers: [reads('x'), reads('argmax', 'u32'), reads('output_gradient'), writes('partials')],
    batch: batch,
    usesStep: false,
    declarations: '',
    workgroupSize: tiles.filterGradient.workgroup,
    body: `
  let first = (thread % ${filterBlocks}u) * ${filterBlock}u;
  let c = (thread / ${filterBlocks}u) % ${input.channels}u;
  let group = thread / ${filterBlocks * input.channels}u;
  let begin = group * ${section.size};
  if (begin >= batch.count) { return; }
  let end = min(begin + ${section.size}, batch.count);
  let shift = 2u * (first % ${argmaxBlock}u);
${unroll(filterBlock, f => `var total${f} = 0.0;`)}
${unroll(taps, t => unroll(filterBlock, f => `var a${t}_${f} = 0.0;`))}
  for (var n = begin; n < end; n++) {
    for (var row = 0u; row < ${output.height}u; row += ${rows}u) {
      for (var column = 0u; column < ${output.width}u; column += ${columns}u) {
        let top = 2 * i32(row) - ${pad};
        let left = 2 * i32(column) - ${pad};
${windowLoads('x', 'v', 2 * rows + size - 1, 2 * columns + size - 1, { n: 'n', top: 'top', left: 'left', ...input, channel: 'c' }, exact && pad === 0)}
${unroll(rows * columns, p => {
  const [r, s] = [Math.floor(p / columns), p % columns];
  const [y, z] = exact
    ? [`row + ${r}u`, `column + ${s}u`]
    : [`min(row + ${r}u, ${output.height - 1}u)`, `min(column + ${s}u, ${output.width - 1}u)`];
  const there = `(row + ${r}u < ${output.height}u) & (column + ${s}u < ${output.width}u)`;
  return `
        let place${p} = (n * ${output.height}u + ${y}) * ${output.width}u + ${z};
        let bits${p} = argmax[place${p} * ${filters / argmaxBlock}u + first / ${argmaxBlock}u] >> shift;
${exact ? '' : `let there${p} = ${there};`}
${unroll(filterBlock, f => {
  const value = `output_gradient[place${p} * ${filters}u + first + ${f}u]`;
  return `
        let o${p}_${f} = ${exact ? value : `select(0.0, ${value}, there${p})`};
        let b${p}_${f} = bits${p} & ${3 * 4 ** f}u;
${unroll(4, k => `let g${4 * p + k}_${f} = select(0.0, o${p}_${f}, b${p}_${f} == ${k * 4 ** f}u);`)}`;
})}`;
})}
${unroll(filterBlock, f => `total${f} += ${sumOf(places, p => `o${p}_${f}`)};`)}
${unroll(taps, t =>
  unroll(filterBlock, f => {
    const [i, j] = [Math.floor(t / size), t % size];
    return `a${t}_${f} += ${sumOf(cells, k => `g${k}_${f} * v${rowOf(k) + i}_${columnOf(k) + j}`)};`;
  }),
)}
      }
    }
  }
  let start = ${section.start} + group * ${section.length}u;
${unroll(taps, t => unroll(filterBlock, f => `partials[start + (${t * input.channels}u + c) * ${filters}u + first + ${f}u] = a${t}_${f};`))}
  if (c == 0u) {
${unroll(filterBlock, f => `partials[start + ${kernel.length}u + first + ${f}u] = total${f};`)}
  }`,
  };
  return { filterGradient, filterThreads: groups => groups * filterBlocks * input.channels };
}

/** Each thread sums a tile of pixels over all filters. Parameters as above. */
export function inputGradientOf(
  shape: ShapedConvPool,
  send: SendBack,
  tiles: ConvPoolTiles,
  argmaxBlock: number,
): InputGradient {
  const { layer, input, output, kernel } = shape;
  const { size, filters } = layer;
  const pad = padOf(shape);
  const { workgroup, quads = false } = tiles.inputGradient;
  const channelBlock = blockOf(input.channels, tiles.inputGradient.channels);
  const channelBlocks = input.channels / channelBlock;
  const even = (limit: number, side: number): number => Math.min(limit, 2 * Math.ceil(side / 2));
  const rows = even(tiles.inputGradient.rows, input.height);
  const columns = even(tiles.inputGradient.columns, input.width);
  const rowTiles = Math.ceil(input.height / rows);
  const columnTiles = Math.ceil(input.width / columns);
  // The convolution's outputs that a tile's pixels were seen by: from pixel − reach on, `reach` = size − 1 − pad, row and
  // column alike. A tile begins at an even pixel, so that which cell of its window each is is known here.
  const reach = size - 1 - pad;
  const lead = Math.ceil(reach / 2);
  const pooledRows = Math.floor((rows - 1 + pad) / 2) + lead + 1;
  const pooledColumns = Math.floor((columns - 1 + pad) / 2) + lead + 1;
  // A tile as wide as the image knows which pooled columns there are.
  const whole = columnTiles === 1;
  const isThere = (s: number): boolean => !whole || (s - lead >= 0 && s - lead < output.width);
  const places = range(pooledRows * pooledColumns).filter(p => isThere(p % pooledColumns));
  const sums = (text: (y: number, z: number, c: number) => string): string =>
    unroll(rows, y => unroll(columns, z => unroll(channelBlock, c => text(y, z, c))));
  const taps = range(size * size);
  /** The terms of pixel (y, z) of the tile for channel c. */
  const terms = (y: number, z: number, c: number): string[] =>
    taps.flatMap(t => {
      const row = y + pad - Math.floor(t / size) + 2 * lead;
      const column = z + pad - (t % size) + 2 * lead;
      const [r, s] = [row >> 1, column >> 1];
      const k = 2 * (row & 1) + (column & 1);
      return isThere(s) ? [`g${r * pooledColumns + s}_${k} * w${t}_${c}`] : [];
    });
  const weights = quadLoads(
    quads,
    'parameters',
    taps.flatMap(t =>
      range(channelBlock).map(c => ({ name: `w${t}_${c}`, at: (t * input.channels + c) * filters })),
    ),
    'at',
  );
  const argmaxBlocks = filters / argmaxBlock;
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
    subgroups: quads,
    declarations: '',
    workgroupSize: workgroup,
    body: `
${tilesOfBlock(rowTiles * columnTiles, channelBlocks, workgroup)}
  let left = (tile % ${columnTiles}u) * ${columns}u;
  let top = ((tile / ${columnTiles}u) % ${rowTiles}u) * ${rows}u;
  let n = tile / ${rowTiles * columnTiles}u;
  let first = block * ${channelBlock}u;
  let row = i32(top / 2u) - ${lead};
  let column = i32(left / 2u) - ${lead};
  ${quadLane(quads)}
${sums((y, z, c) => `var a${y}_${z}_${c} = 0.0;`)}
${unroll(pooledRows, r => `let rowin${r} = u32(row + ${r}) < ${output.height}u; let line${r} = n * ${output.height}u + u32(clamp(row + ${r}, 0, ${output.height - 1}));`)}
${unroll(pooledColumns, s => `let colin${s} = u32(column + ${s}) < ${output.width}u; let at${s} = u32(clamp(column + ${s}, 0, ${output.width - 1}));`)}
${places
  .map(p => {
    const [r, s] = [Math.floor(p / pooledColumns), p % pooledColumns];
    return `let place${p} = line${r} * ${output.width}u + at${s}; let in${p} = ${whole ? `rowin${r}` : `rowin${r} & colin${s}`};`;
  })
  .join('\n')}
  for (var b = 0u; b < ${argmaxBlocks}u; b++) {
${places.map(p => `let bits${p} = argmax[place${p} * ${argmaxBlocks}u + b];`).join('\n')}
    for (var f = 0u; f < ${argmaxBlock}u; f++) {
      let unit = b * ${argmaxBlock}u + f;
      let at = ${kernel.offset}u + first * ${filters}u + unit;
${weights}
${places
  .map(
    p => `
      let o${p} = select(0.0, output_gradient[place${p} * ${filters}u + unit], in${p});
      let b${p} = (bits${p} >> (2u * f)) & 3u;
${unroll(4, k => `let g${p}_${k} = select(0.0, o${p}, b${p} == ${k}u);`)}`,
  )
  .join('\n')}
${sums((y, z, c) => {
  const products = terms(y, z, c);
  return products.length > 0 ? `a${y}_${z}_${c} += ${products.join(' + ')};` : '';
})}
    }
  }
${unroll(rows, y =>
  unroll(
    columns,
    z => `
  if (live & (top + ${y}u < ${input.height}u) & (left + ${z}u < ${input.width}u)) {
    let out = ((n * ${input.height}u + top + ${y}u) * ${input.width}u + left + ${z}u) * ${input.channels}u + first;
${unroll(channelBlock, c => sendBack(send, `out + ${c}u`, `a${y}_${z}_${c}`))}
  }`,
  ),
)}`,
  };
  return { inputGradient, inputThreads: threadsOf(rowTiles * columnTiles, channelBlocks, workgroup) };
}
