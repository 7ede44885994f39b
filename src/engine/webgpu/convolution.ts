/**
 * z = x ∗ kernel ('same' padding, stride 1 or 2) and its gradients in WGSL, written for one layer's shapes. Compare
 * `../reference/convolution.ts`, which says what each of these computes.
 *
 * A thread holds a tile of sums, some neighbouring pixels by some channels, and goes over all channels of what it reads; one
 * turn of that loop knows a window of pixels and all taps, so that many multiply-adds share a load. Neighbouring threads take
 * neighbouring channels: the weights of four lie side by side, and the pixels are the same. The gradient by the input is
 * the same kernel over the output's gradient with the weights' channels exchanged.
 */
import { samePadding, type ImageShape, type ShapedConvolution } from '../network';
import { maskBuffers, sendBack, type SendBack } from './flow';
import { COUNT_ALONE, blockOf, reads, unroll, writes, type KernelSource } from './kernel';
import { sameInBoth, type Dispatch, type LayerWork } from './layer-work';
import type { Section } from './sections';
import { backwardTaps, forwardTaps, type SideTaps } from './taps';

/** How much one thread takes, tuned per adapter. */
export interface ConvolutionTiles {
  /** Pixels and channels of what the forward pass and the input gradient write; even, for stride 2. */
  readonly pixels: { readonly rows: number; readonly columns: number; readonly channels: number };
  /** Pixels of one turn, and channels of x and of z, of the filter gradient. */
  readonly filterGradient: {
    readonly rows: number;
    readonly columns: number;
    readonly channels: number;
    readonly filters: number;
  };
  readonly workgroup: number;
}

export const CONVOLUTION_TILES: ConvolutionTiles = {
  pixels: { rows: 4, columns: 4, channels: 4 },
  filterGradient: { rows: 1, columns: 4, channels: 1, filters: 8 },
  workgroup: 64,
};

/** How many of n channels a thread takes: a divisor, at most `limit`, that leaves a multiple of four threads if one does. */
function channelsOfThread(n: number, limit: number): number {
  for (let block = Math.min(n, limit); block > 1; block--) if (n % (4 * block) === 0) return block;
  return n % 4 === 0 ? 1 : blockOf(n, limit);
}

function sumOf(terms: readonly string[]): string {
  return terms.length > 0 ? terms.join(' + ') : '0.0';
}

/** A window of an image: names its rows and columns, whether each lies inside, and where each pixel begins. */
function windowOf(
  rows: readonly number[],
  columns: readonly number[],
  { height, width, channels }: ImageShape,
  top: string,
  left: string,
): string {
  // A place outside reads a neighbour and counts as 0, without a branch: software adapters compile those for seconds.
  const row = (r: number): string => `
  let row_in${r} = u32(${top} + ${r}) < ${height}u;
  let line${r} = (n * ${height}u + u32(clamp(${top} + ${r}, 0, ${height - 1}))) * ${width}u;`;
  const column = (c: number): string => `
  let column_in${c} = u32(${left} + ${c}) < ${width}u;
  let column${c} = u32(clamp(${left} + ${c}, 0, ${width - 1}));`;
  return `${rows.map(row).join('')}${columns.map(column).join('')}
${rows
  .map(r => columns.map(c => `let at${r}_${c} = (line${r} + column${c}) * ${channels}u;`).join('\n'))
  .join('\n')}`;
}

/** The forward pass, or the input gradient: what a tile of pixels sums over `from`, tap by tap. */
function tiledKernel(options: {
  readonly name: string;
  readonly buffers: KernelSource['buffers'];
  /** Names of what it reads, and of the weights [tap, channels read, channels written] from `offset` on. */
  readonly array: string;
  readonly weights: string;
  readonly offset: number;
  readonly from: ImageShape;
  readonly to: ImageShape;
  readonly rowTaps: SideTaps;
  readonly columnTaps: SideTaps;
  readonly size: number;
  readonly channels: number;
  readonly workgroup: number;
  /** Statement that stores `value` at place `at`. */
  readonly store: (at: string, value: string) => string;
}): Dispatch {
  const { name, buffers, array, weights, offset, from, to, rowTaps, columnTaps, size, workgroup, store } =
    options;
  const block = channelsOfThread(to.channels, options.channels);
  const lanes = to.channels / block;
  const rows = rowTaps.outputs;
  const columns = columnTaps.outputs;
  const rowTiles = Math.ceil(to.height / rows);
  const columnTiles = Math.ceil(to.width / columns);
  const tiles = rowTiles * columnTiles;
  const used = new Set<number>();
  const pixelTerms = (y: number, z: number, q: number): string[] =>
    rowTaps.taps(y).flatMap(i =>
      columnTaps.taps(z).map(j => {
        const tap = i.tap * size + j.tap;
        used.add(tap);
        return `v${i.place}_${j.place} * w${tap}_${q}`;
      }),
    );
  const sums = unroll(rows, y =>
    unroll(columns, z =>
      unroll(block, q => {
        const terms = pixelTerms(y, z, q);
        return terms.length > 0 ? `a${y}_${z}_${q} += ${sumOf(terms)};` : '';
      }),
    ),
  );
  const taps = [...used].sort((a, b) => a - b);
  const values = rowTaps.places
    .map(r =>
      columnTaps.places
        .map(c => `let v${r}_${c} = select(0.0, ${array}[at${r}_${c} + k], row_in${r} & column_in${c});`)
        .join('\n'),
    )
    .join('\n');
  const source: KernelSource = {
    name,
    buffers,
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: '',
    workgroupSize: workgroup,
    body: `
  let lane = thread % ${lanes}u;
  let tile = thread / ${lanes}u;
  let tile_column = (tile % ${columnTiles}u) * ${columns}u;
  let tile_row = ((tile / ${columnTiles}u) % ${rowTiles}u) * ${rows}u;
  let n = tile / ${tiles}u;
  if (n >= batch.count) { return; }
  let top = ${rowTaps.origin('tile_row')};
  let left = ${columnTaps.origin('tile_column')};
${windowOf(rowTaps.places, columnTaps.places, from, 'top', 'left')}
${unroll(rows, y => unroll(columns, z => unroll(block, q => `var a${y}_${z}_${q} = 0.0;`)))}
  for (var k = 0u; k < ${from.channels}u; k++) {
    let weight = ${offset}u + k * ${to.channels}u + lane;
${taps.map(tap => unroll(block, q => `let w${tap}_${q} = ${weights}[weight + ${tap * from.channels * to.channels + q * lanes}u];`)).join('\n')}
${values}
${sums}
  }
${unroll(rows, y =>
  unroll(
    columns,
    z => `
  if (tile_row + ${y}u < ${to.height}u && tile_column + ${z}u < ${to.width}u) {
    let out = ((n * ${to.height}u + tile_row + ${y}u) * ${to.width}u + tile_column + ${z}u) * ${to.channels}u + lane;
${unroll(block, q => store(`out + ${q * lanes}u`, `a${y}_${z}_${q}`))}
  }`,
  ),
)}`,
  };
  return { source, threads: count => count * tiles * lanes };
}

/** @param section where this layer's partial sums lie, @param batch the struct that says so (`batchStruct`). */
export function convolutionWork(
  shape: ShapedConvolution,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: ConvolutionTiles = CONVOLUTION_TILES,
): LayerWork {
  const { layer, input, output, kernel } = shape;
  const { size, stride, filters } = layer;
  const { workgroup } = tiles;
  const pads = [input.height, input.width].map(side => samePadding(side, size, stride));
  const [top, left] = [pads[0]!, pads[1]!];
  const tileSides = (to: ImageShape): [number, number] => [
    Math.min(tiles.pixels.rows, to.height + (to.height % stride)),
    Math.min(tiles.pixels.columns, to.width + (to.width % stride)),
  ];

  const [forwardRows, forwardColumns] = tileSides(output);
  const forward = tiledKernel({
    name: `${layer.name} forward`,
    buffers: [reads('x'), reads('parameters'), writes('output')],
    array: 'x',
    weights: 'parameters',
    offset: kernel.offset,
    from: input,
    to: output,
    rowTaps: forwardTaps(forwardRows, size, stride, top),
    columnTaps: forwardTaps(forwardColumns, size, stride, left),
    size,
    channels: tiles.pixels.channels,
    workgroup,
    store: (at, value) => `output[${at}] = ${value};`,
  });

  const exchange: Dispatch = {
    source: {
      name: `${layer.name} exchange of channels`,
      buffers: [reads('parameters'), writes('exchanged')],
      batch: COUNT_ALONE,
      usesStep: false,
      declarations: '',
      workgroupSize: workgroup,
      body: `
  if (thread >= ${kernel.length}u) { return; }
  let c = thread % ${input.channels}u;
  let f = (thread / ${input.channels}u) % ${filters}u;
  let tap = thread / ${input.channels * filters}u;
  exchanged[thread] = parameters[${kernel.offset}u + (tap * ${input.channels}u + c) * ${filters}u + f];`,
    },
    threads: () => kernel.length,
  };
  const [backRows, backColumns] = tileSides(input);
  const inputGradient = tiledKernel({
    name: `${layer.name} input gradient`,
    buffers: [...maskBuffers(send), reads('output_gradient'), reads('exchanged'), writes('input_gradient')],
    array: 'output_gradient',
    weights: 'exchanged',
    offset: 0,
    from: output,
    to: input,
    rowTaps: backwardTaps(backRows, size, stride, top),
    columnTaps: backwardTaps(backColumns, size, stride, left),
    size,
    channels: tiles.pixels.channels,
    workgroup,
    store: (at, value) => sendBack(send, at, value),
  });

  return sameInBoth(
    [forward],
    [filterGradientOf(shape, section, batch, tiles)],
    [[exchange, inputGradient]],
    { exchanged: () => kernel.length },
  );
}

function filterGradientOf(
  shape: ShapedConvolution,
  section: Section,
  batch: string,
  { filterGradient: tile, workgroup }: ConvolutionTiles,
): Dispatch {
  const { layer, input, output } = shape;
  const { size, stride, filters } = layer;
  const top = samePadding(input.height, size, stride);
  const left = samePadding(input.width, size, stride);
  const filterBlock = channelsOfThread(filters, tile.filters);
  const lanes = filters / filterBlock;
  const channelBlock = blockOf(input.channels, tile.channels);
  const channelBlocks = input.channels / channelBlock;
  const rows = Math.min(tile.rows, output.height);
  const columns = Math.min(tile.columns, output.width);
  const exact = output.height % rows === 0 && output.width % columns === 0;
  const rowTaps = forwardTaps(rows, size, stride, top);
  const columnTaps = forwardTaps(columns, size, stride, left);
  const eachSum = (text: (tap: number, k: number, f: number) => string): string =>
    unroll(size * size, tap => unroll(channelBlock, k => unroll(filterBlock, f => text(tap, k, f))));
  const pixels = Array.from(
    { length: rows * columns },
    (_, p) => [Math.floor(p / columns), p % columns] as const,
  );
  const gradients = pixels.map(([y, z]) => {
    const there = `(row + ${y}u < ${output.height}u) & (column + ${z}u < ${output.width}u)`;
    const at = exact
      ? `(n * ${output.height}u + row + ${y}u) * ${output.width}u + column + ${z}u`
      : `(n * ${output.height}u + min(row + ${y}u, ${output.height - 1}u)) * ${output.width}u + min(column + ${z}u, ${output.width - 1}u)`;
    return `
        let from${y}_${z} = (${at}) * ${filters}u + lane;
${unroll(filterBlock, f => {
  const value = `output_gradient[from${y}_${z} + ${f * lanes}u]`;
  return `let g${y}_${z}_${f} = ${exact ? value : `select(0.0, ${value}, ${there})`};`;
})}`;
  });
  const source: KernelSource = {
    name: `${layer.name} filter gradient`,
    buffers: [reads('x'), reads('output_gradient'), writes('partials')],
    batch,
    usesStep: false,
    declarations: '',
    workgroupSize: workgroup,
    body: `
  let lane = thread % ${lanes}u;
  let channel = (thread / ${lanes}u) % ${channelBlocks}u * ${channelBlock}u;
  let group = thread / ${lanes * channelBlocks}u;
  let begin = group * ${section.size};
  if (begin >= batch.count) { return; }
  let end = min(begin + ${section.size}, batch.count);
${eachSum((tap, k, f) => `var a${tap}_${k}_${f} = 0.0;`)}
  for (var n = begin; n < end; n++) {
    for (var row = 0u; row < ${output.height}u; row += ${rows}u) {
      let top = ${rowTaps.origin('row')};
      for (var column = 0u; column < ${output.width}u; column += ${columns}u) {
        let left = ${columnTaps.origin('column')};
${windowOf(rowTaps.places, columnTaps.places, input, 'top', 'left')}
${rowTaps.places
  .map(r =>
    columnTaps.places
      .map(c =>
        unroll(
          channelBlock,
          k =>
            `let v${r}_${c}_${k} = select(0.0, x[at${r}_${c} + channel + ${k}u], row_in${r} & column_in${c});`,
        ),
      )
      .join('\n'),
  )
  .join('\n')}
${gradients.join('')}
${eachSum((tap, k, f) => {
  const [i, j] = [Math.floor(tap / size), tap % size];
  return `a${tap}_${k}_${f} += ${sumOf(pixels.map(([y, z]) => `v${y * stride + i}_${z * stride + j}_${k} * g${y}_${z}_${f}`))};`;
})}
      }
    }
  }
  let start = ${section.start} + group * ${section.length}u + channel * ${filters}u + lane;
${eachSum((tap, k, f) => `partials[start + ${(tap * input.channels + k) * filters + f * lanes}u] = a${tap}_${k}_${f};`)}`,
  };
  return { source, threads: (_, groups) => groups * channelBlocks * lanes };
}
