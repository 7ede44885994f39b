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
import { ownWindow, sharedWindow } from './window';

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
  /** Threads of a workgroup, where it need not be one tile's. */
  readonly workgroup: number;
  /** Whether neighbouring threads share what they load; the device must have the feature `subgroups`. */
  readonly quads: boolean;
}

/** How many of n channels a thread takes: a divisor, at most `limit`, that leaves a multiple of four threads if one does. */
function channelsOfThread(n: number, limit: number): number {
  for (let block = Math.min(n, limit); block > 1; block--) if (n % (4 * block) === 0) return block;
  return n % 4 === 0 ? 1 : blockOf(n, limit);
}

/** Whether the threads of one tile make a workgroup of whole quads, so that they may hand each other what they load. */
function isWorkgroupOfQuads(lanes: number): boolean {
  return lanes % 4 === 0 && lanes <= 256;
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
  readonly rows: SideTaps;
  readonly columns: SideTaps;
  readonly size: number;
  readonly tiles: ConvolutionTiles;
  /** Statement that stores `value` at place `at`. */
  readonly store: (at: string, value: string) => string;
}): Dispatch {
  const { name, buffers, array, weights, offset, from, to, rows, columns, size, tiles, store } = options;
  const block = channelsOfThread(to.channels, tiles.pixels.channels);
  const lanes = to.channels / block;
  const quads = tiles.quads && isWorkgroupOfQuads(lanes);
  const rowTiles = Math.ceil(to.height / rows.outputs);
  const columnTiles = Math.ceil(to.width / columns.outputs);
  const imageTiles = rowTiles * columnTiles;
  const eachPixel = (text: (y: number, z: number) => string): string =>
    unroll(rows.outputs, y => unroll(columns.outputs, z => text(y, z)));
  const taps = new Set<number>();
  const sums = eachPixel((y, z) =>
    unroll(block, q => {
      const terms = rows.taps(y).flatMap(i =>
        columns.taps(z).map(j => {
          const tap = i.tap * size + j.tap;
          taps.add(tap);
          return `v${i.place}_${j.place} * w${tap}_${q}`;
        }),
      );
      return terms.length > 0 ? `a${y}_${z}_${q} += ${terms.join(' + ')};` : '';
    }),
  );
  const window = (quads ? sharedWindow : ownWindow)(
    { array, image: from, rows, columns, top: 'top', left: 'left' },
    'k',
  );
  const weight = (tap: number, q: number): string =>
    `let w${tap}_${q} = ${weights}[weight + ${tap * from.channels * to.channels + q * lanes}u];`;
  const source: KernelSource = {
    name,
    buffers,
    batch: COUNT_ALONE,
    usesStep: false,
    subgroups: quads,
    declarations: '',
    workgroupSize: quads ? lanes : tiles.workgroup,
    body: `
  let channel = thread % ${lanes}u;
  let tile = min(thread / ${lanes}u, batch.count * ${imageTiles}u - 1u);
  let tile_column = (tile % ${columnTiles}u) * ${columns.outputs}u;
  let tile_row = ((tile / ${columnTiles}u) % ${rowTiles}u) * ${rows.outputs}u;
  let n = tile / ${imageTiles}u;
  let top = ${rows.origin('tile_row')};
  let left = ${columns.origin('tile_column')};
${window.places}
${eachPixel((y, z) => unroll(block, q => `var a${y}_${z}_${q} = 0.0;`))}
  for (var k = 0u; k < ${from.channels}u; k++) {
    let weight = ${offset}u + k * ${to.channels}u + channel;
${[...taps].map(tap => unroll(block, q => weight(tap, q))).join('\n')}
${window.values}
${sums}
  }
  let live = thread < batch.count * ${imageTiles * lanes}u;
${eachPixel(
  (y, z) => `
  if (live && tile_row + ${y}u < ${to.height}u && tile_column + ${z}u < ${to.width}u) {
    let out = ((n * ${to.height}u + tile_row + ${y}u) * ${to.width}u + tile_column + ${z}u) * ${to.channels}u + channel;
${unroll(block, q => store(`out + ${q * lanes}u`, `a${y}_${z}_${q}`))}
  }`,
)}`,
  };
  return { source, threads: count => count * imageTiles * lanes };
}

/** @param section where this layer's partial sums lie, @param batch the struct that says so (`batchStruct`). */
export function convolutionWork(
  shape: ShapedConvolution,
  section: Section,
  batch: string,
  send: SendBack,
  tiles: ConvolutionTiles,
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
    rows: forwardTaps(forwardRows, size, stride, top),
    columns: forwardTaps(forwardColumns, size, stride, left),
    size,
    tiles,
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
    rows: backwardTaps(backRows, size, stride, top),
    columns: backwardTaps(backColumns, size, stride, left),
    size,
    tiles,
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
  tiles: ConvolutionTiles,
): Dispatch {
  const { layer, input, output } = shape;
  const { size, stride, filters } = layer;
  const { filterGradient: tile } = tiles;
  const filterBlock = channelsOfThread(filters, tile.filters);
  const lanes = filters / filterBlock;
  const channelBlock = blockOf(input.channels, tile.channels);
  const channelBlocks = input.channels / channelBlock;
  const quads = tiles.quads && channelBlock === 4 && isWorkgroupOfQuads(lanes);
  const rows = Math.min(tile.rows, output.height);
  const columns = Math.min(tile.columns, output.width);
  const rowTaps = forwardTaps(rows, size, stride, samePadding(input.height, size, stride));
  const columnTaps = forwardTaps(columns, size, stride, samePadding(input.width, size, stride));
  const eachSum = (text: (tap: number, k: number, f: number) => string): string =>
    unroll(size * size, tap => unroll(channelBlock, k => unroll(filterBlock, f => text(tap, k, f))));
  const window = ownWindow(
    { array: 'x', image: input, rows: rowTaps, columns: columnTaps, top: 'top', left: 'left' },
    '',
  );
  const pixels = Array.from(
    { length: rows * columns },
    (_, p) => [Math.floor(p / columns), p % columns] as const,
  );
  const gradients = pixels.map(([y, z]) => {
    const [sureRow, sureColumn] = [output.height % rows === 0, output.width % columns === 0];
    const line = sureRow ? `row + ${y}u` : `min(row + ${y}u, ${output.height - 1}u)`;
    const place = sureColumn ? `column + ${z}u` : `min(column + ${z}u, ${output.width - 1}u)`;
    const there = [
      'live',
      ...(sureRow ? [] : [`(row + ${y}u < ${output.height}u)`]),
      ...(sureColumn ? [] : [`(column + ${z}u < ${output.width}u)`]),
    ].join(' & ');
    return `
        let there${y}_${z} = ${there};
        let from${y}_${z} = ((n * ${output.height}u + ${line}) * ${output.width}u + ${place}) * ${filters}u + unit;
${unroll(filterBlock, f => `let g${y}_${z}_${f} = select(0.0, output_gradient[from${y}_${z} + ${f * lanes}u], there${y}_${z});`)}`;
  });
  const values = rowTaps.places.flatMap(r =>
    columnTaps.places.flatMap(c => {
      const at = `at${r}_${c}`;
      const value = (k: string): string =>
        `select(0.0, x[${at} + channel + ${k}], row_in${r} & column_in${c})`;
      if (!quads) return unroll(channelBlock, k => `let v${r}_${c}_${k} = ${value(`${k}u`)};`);
      return [
        `let own${r}_${c} = ${value('(lane & 3u)')};`,
        unroll(4, k => `let v${r}_${c}_${k} = quadBroadcast(own${r}_${c}, ${k}u);`),
      ].join('\n');
    }),
  );
  const source: KernelSource = {
    name: `${layer.name} filter gradient`,
    buffers: [reads('x'), reads('output_gradient'), writes('partials')],
    batch,
    usesStep: false,
    subgroups: quads,
    declarations: '',
    workgroupSize: quads ? lanes : tiles.workgroup,
    body: `
  let unit = thread % ${lanes}u;
  let channel = (thread / ${lanes}u) % ${channelBlocks}u * ${channelBlock}u;
  let group = thread / ${lanes * channelBlocks}u;
  let begin = group * ${section.size};
${eachSum((tap, k, f) => `var a${tap}_${k}_${f} = 0.0;`)}
  for (var image = 0u; image < ${section.size}; image++) {
    let live = begin + image < batch.count;
    let n = min(begin + image, batch.count - 1u);
    for (var row = 0u; row < ${output.height}u; row += ${rows}u) {
      let top = ${rowTaps.origin('row')};
      for (var column = 0u; column < ${output.width}u; column += ${columns}u) {
        let left = ${columnTaps.origin('column')};
${window.places}
${values.join('\n')}
${gradients.join('')}
${eachSum((tap, k, f) => {
  const [i, j] = [Math.floor(tap / size), tap % size];
  const terms = pixels.map(([y, z]) => `v${y * stride + i}_${z * stride + j}_${k} * g${y}_${z}_${f}`);
  return `a${tap}_${k}_${f} += ${terms.join(' + ')};`;
})}
      }
    }
  }
  if (group < ${section.groups}) {
    let start = ${section.start} + group * ${section.length}u + channel * ${filters}u + unit;
${eachSum((tap, k, f) => `partials[start + ${(tap * input.channels + k) * filters + f * lanes}u] = a${tap}_${k}_${f};`)}
  }`,
  };
  return { source, threads: (_, groups) => groups * channelBlocks * lanes };
}
