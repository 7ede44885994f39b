/** What the three kernels of a convolution with pooling have in common: tiles of work and the windows they read. */
import type { ShapedConvPool } from '../network';
import { unroll } from './kernel';

/** How much one thread takes, tuned per adapter. */
export interface ConvPoolTiles {
  /** Pooled rows and columns, and filters (at most 16: their argmax bits share a word), of the forward pass. */
  readonly forward: Tile & { readonly filters: number };
  /** Pooled rows and columns of one turn, and filters, of the filter gradient. */
  readonly filterGradient: Tile & { readonly filters: number };
  /** Pixels, an even number of rows and of columns, and channels of the input gradient. */
  readonly inputGradient: Tile & { readonly channels: number };
}

export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly workgroup: number;
  /** Whether four neighbouring threads share the loads of weights, where the device has subgroups. */
  readonly quads?: boolean;
}

/** Zeros on each side of the input. */
export function padOf({ layer }: ShapedConvPool): number {
  return layer.padding === 'same' ? (layer.size - 1) / 2 : 0;
}

/**
 * The threads of a kernel in which all of a workgroup take the same `block`: `own` tiles of all images, the last one again
 * beyond them, where `live` is false.
 */
export function tilesOfBlock(tiles: number, blocks: number, workgroup: number): string {
  return `
  let tiles = batch.count * ${tiles}u;
  let groups = (tiles + ${workgroup - 1}u) / ${workgroup}u;
  let block = min((thread / ${workgroup}u) / groups, ${blocks - 1}u);
  let own = thread - block * groups * ${workgroup}u;
  let live = own < tiles;
  let tile = min(own, tiles - 1u);`;
}

export function threadsOf(tiles: number, blocks: number, workgroup: number): (count: number) => number {
  return count => blocks * workgroup * Math.ceil((count * tiles) / workgroup);
}

/**
 * Names of a window of `array` at rows `top` + r and columns `left` + c, and the text that loads it: places that may lie
 * outside read a neighbour and count as 0. Without branches: software adapters compile those for seconds.
 */
export function windowLoads(
  array: string,
  name: string,
  rows: number,
  columns: number,
  at: {
    n: string;
    top: string;
    left: string;
    height: number;
    width: number;
    channels: number;
    channel: string;
  },
  sure: boolean,
): string {
  const { n, top, left, height, width, channels, channel } = at;
  const inside = (what: string, from: string, k: number, limit: number): string =>
    sure
      ? `let ${name}${what}${k} = ${from} + ${k};`
      : `let ${name}${what}in${k} = u32(${from} + ${k}) < ${limit}u; let ${name}${what}${k} = clamp(${from} + ${k}, 0, ${limit - 1});`;
  return `
${unroll(rows, r => `${inside('row', top, r, height)} let ${name}line${r} = (${n} * ${height}u + u32(${name}row${r})) * ${width * channels}u + ${channel};`)}
${unroll(columns, c => `${inside('col', left, c, width)} let ${name}at${c} = u32(${name}col${c}) * ${channels}u;`)}
${unroll(rows, r =>
  unroll(columns, c => {
    const value = `${array}[${name}line${r} + ${name}at${c}]`;
    return `let ${name}${r}_${c} = ${sure ? value : `select(0.0, ${value}, ${name}rowin${r} & ${name}colin${c})`};`;
  }),
)}`;
}
