/**
 * Loads that four neighbouring threads share: where all four want the same numbers, each loads every fourth and hands it to
 * the others. A load costs a software adapter some thirty instructions, a hand-over some five.
 */
import { unroll } from './kernel';

export interface QuadLoad {
  /** Name of the value. */
  readonly name: string;
  /** Its place beyond `base`, known when the kernel is written. */
  readonly at: number;
}

/** Declares `quad_lane`, 0 … 3, which `quadLoads` reads. */
export function quadLane(quads: boolean): string {
  return quads ? 'let quad_lane = lane & 3u;' : '';
}

/**
 * Declares each of `loads` as `array[base + at]`. All threads of a workgroup must want the same and come here together.
 */
export function quadLoads(quads: boolean, array: string, loads: readonly QuadLoad[], base: string): string {
  if (!quads) return loads.map(({ name, at }) => `let ${name} = ${array}[${base} + ${at}u];`).join('\n');
  const last = loads.length - 1;
  return unroll(Math.ceil(loads.length / 4), q => {
    const four = [0, 1, 2, 3].map(k => loads[Math.min(last, 4 * q + k)]!);
    const step = four[1]!.at - four[0]!.at;
    const even = four.every(({ at }, k) => at === four[0]!.at + k * step);
    const own = even
      ? `${four[0]!.at}u + quad_lane * ${step}u`
      : `select(select(${four[0]!.at}u, ${four[1]!.at}u, quad_lane == 1u), select(${four[2]!.at}u, ${four[3]!.at}u, quad_lane == 3u), quad_lane >= 2u)`;
    const mine = `own_${four[0]!.name}`;
    return [
      `let ${mine} = ${array}[${base} + ${own}];`,
      ...[0, 1, 2, 3]
        .filter(k => 4 * q + k <= last)
        .map(k => `let ${four[k]!.name} = quadBroadcast(${mine}, ${k}u);`),
    ].join('\n');
  });
}
