import { describe, expect, it } from 'vitest';
import { seeded } from '../core/random';
import { findSlot, layOut } from '../engine/network';
import type { Layout } from '../engine/network';
import { initializeParameters } from '../model/initialization';
import { bitErrorRate, bitTerm, drawBitKey } from './uchida';
import type { BitKey } from './uchida';

const LAYOUT = layOut({
  input: { height: 8, width: 8, channels: 1 },
  layers: [
    { kind: 'conv-pool', name: 'conv', size: 3, filters: 4, padding: 'same' },
    { kind: 'dense', name: 'out', units: 2, activation: 'linear' },
  ],
});
const KEY = drawBitKey(LAYOUT, 'conv', 6, 'secret');

/** E_R of Uchida et al., Eq. (5) and (6), written down once more. */
function loss(layout: Layout, parameters: Float32Array | Float64Array, key: BitKey): number {
  const { offset } = findSlot(layout, 'conv/kernel');
  let sum = 0;
  key.bits.forEach((bit, j) => {
    let projected = 0;
    for (let i = 0; i < 9; i++) {
      const mean = [0, 1, 2, 3].reduce((all, o) => all + parameters[offset + 4 * i + o]!, 0) / 4;
      projected += key.projection[9 * j + i]! * mean;
    }
    const y = 1 / (1 + Math.exp(-projected));
    sum -= bit * Math.log(y) + (1 - bit) * Math.log(1 - y);
  });
  return sum;
}

describe('bits of Uchida et al.', () => {
  it('have the gradient of their loss, by finite differences', () => {
    const parameters = initializeParameters(LAYOUT, seeded(1));
    const { term, update } = bitTerm(LAYOUT, KEY, 0.01);
    update(parameters);
    const exact = Float64Array.from(parameters);
    for (const n of [0, 7, 20, 35]) {
      const index = term.indices[n]!;
      const at = (move: number) => {
        const moved = exact.slice();
        moved[index]! += move;
        return 0.01 * loss(LAYOUT, moved, KEY);
      };
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect(term.derivative(parameters[index]!, term.constants.subarray(n, n + 1))).toBeCloseTo(slope, 6);
    }
  });

  it('are all read after a descent along it, and half of them before', () => {
    const parameters = initializeParameters(LAYOUT, seeded(1));
    const { term, update } = bitTerm(LAYOUT, KEY, 1);
    const many = drawBitKey(LAYOUT, 'conv', 2000, 'other');
    expect(Math.abs(bitErrorRate(LAYOUT, parameters, many) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
    for (let step = 0; step < 200; step++) {
      update(parameters);
      term.indices.forEach((index, n) => (parameters[index]! -= term.constants[n]!));
    }
    expect(bitErrorRate(LAYOUT, parameters, KEY)).toBe(0);
  });
});
