/**
 * Loading a window of an image. A place outside reads a neighbour and counts as 0, without a branch: software adapters
 * compile those for seconds. Where four neighbouring threads want the same window, each loads every fourth of its pixels and
 * hands them to the others: a load costs a software adapter some forty instructions, a hand-over a few.
 */
import type { ImageShape } from '../network';
import type { SideTaps } from './taps';

export interface WindowOptions {
  /** The buffer, and the image in it. */
  readonly array: string;
  readonly image: ImageShape;
  readonly rows: SideTaps;
  readonly columns: SideTaps;
  /** WGSL (i32) of the window's first row and column. Image `n` is read. */
  readonly top: string;
  readonly left: string;
}

export interface WindowText {
  /** Once for a window: where its pixels lie. */
  readonly places: string;
  /** For a channel: declares `v<row>_<column>` for each of its pixels. */
  readonly values: string;
}

/** The window's pixels one by one. @param channel WGSL of the channel. */
export function ownWindow(
  { array, image, rows, columns, top, left }: WindowOptions,
  channel: string,
): WindowText {
  const { height, width, channels } = image;
  const each = (text: (r: number, c: number) => string): string =>
    rows.places.flatMap(r => columns.places.map(c => text(r, c))).join('\n');
  const row = (r: number): string => `
  let row_in${r} = u32(${top} + ${r}) < ${height}u;
  let line${r} = (n * ${height}u + u32(clamp(${top} + ${r}, 0, ${height - 1}))) * ${width}u;`;
  const column = (c: number): string => `
  let column_in${c} = u32(${left} + ${c}) < ${width}u;
  let column${c} = u32(clamp(${left} + ${c}, 0, ${width - 1}));`;
  return {
    places: `${rows.places.map(row).join('')}${columns.places.map(column).join('')}
${each((r, c) => `let at${r}_${c} = (line${r} + column${c}) * ${channels}u;`)}`,
    values: each(
      (r, c) =>
        `let v${r}_${c} = select(0.0, ${array}[at${r}_${c} + ${channel}], row_in${r} & column_in${c});`,
    ),
  };
}

/** The same, shared by four threads that want the same window and the same channel. */
export function sharedWindow(
  { array, image, rows, columns, top, left }: WindowOptions,
  channel: string,
): WindowText {
  const { height, width, channels } = image;
  const step = ({ places }: SideTaps): number => (places.length > 1 ? places[1]! - places[0]! : 1);
  const count = rows.places.length * columns.places.length;
  const loads = Array.from({ length: Math.ceil(count / 4) }, (_, m) => m);
  return {
    places: loads
      .map(
        m => `
  let pixel${m} = min(${4 * m}u + (lane & 3u), ${count - 1}u);
  let row${m} = ${top} + ${rows.places[0]!} + i32(pixel${m} / ${columns.places.length}u) * ${step(rows)};
  let column${m} = ${left} + ${columns.places[0]!} + i32(pixel${m} % ${columns.places.length}u) * ${step(columns)};
  let inside${m} = (u32(row${m}) < ${height}u) & (u32(column${m}) < ${width}u);
  let at${m} = ((n * ${height}u + u32(clamp(row${m}, 0, ${height - 1}))) * ${width}u + u32(clamp(column${m}, 0, ${width - 1}))) * ${channels}u;`,
      )
      .join(''),
    values: [
      ...loads.map(m => `let own${m} = select(0.0, ${array}[at${m} + ${channel}], inside${m});`),
      ...rows.places.flatMap((r, i) =>
        columns.places.map((c, j) => {
          const p = i * columns.places.length + j;
          return `let v${r}_${c} = quadBroadcast(own${Math.floor(p / 4)}, ${p % 4}u);`;
        }),
      ),
    ].join('\n'),
  };
}
