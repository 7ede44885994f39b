import { describe, expect, it } from 'vitest';
import { seeded } from '../../core/random';
import { findSlot, layOut } from '../../engine/network';
import type { Network } from '../../engine/network';
import { drawOwnerKey, ownerKeyToJson, parseDigits, parseOwnerKey, WATERMARK_1 } from './owner-key';

const NETWORK: Network = {
  input: { height: 12, width: 12, channels: 2 },
  layers: [
    { kind: 'conv-pool', name: 'first', size: 3, filters: 4, padding: 'same' },
    { kind: 'dense', name: 'out', units: 7, activation: 'linear' },
  ],
};
const layout = layOut(NETWORK); // "first": (3, 3, 2, 4), 18 positions in each of 4 components
const random = seeded(5);
const parameters = Float32Array.from({ length: layout.parameterCount }, () => 0.1 * random.normal());

/** Parameters in which component 2 has the largest norm, though component 1 holds the largest single weight. */
function withLargestComponent(): Float32Array {
  const copy = parameters.slice();
  const { offset, length } = findSlot(layout, 'first/kernel');
  for (let i = 0; i < length; i++) copy[offset + i] = i % 4 === 2 ? -0.3 : 0.05; // norm² 18·0.09 = 1.62
  copy[offset + 1] = 1.2; // norm² 1.44 + 17·0.0025 = 1.4825
  return copy;
}

const draw = (change: Partial<Parameters<typeof drawOwnerKey>[0]> = {}) =>
  drawOwnerKey({
    layout,
    parameters: withLargestComponent(),
    layer: 'first',
    digits: WATERMARK_1,
    secret: 'mine',
    range: [0.1, 0.45],
    ...change,
  });

describe('drawOwnerKey', () => {
  it('takes the component of largest L2 norm', () => {
    expect(draw().component).toBe(2);
  });

  it('draws distinct positions inside F·F·I, the same for the same secret, others for another', () => {
    const { positions } = draw();
    expect(new Set(positions).size).toBe(13);
    expect(Math.max(...positions)).toBeLessThan(18);
    expect(draw().positions).toEqual(positions);
    expect(draw({ secret: 'yours' }).positions).not.toEqual(positions);
  });

  it('takes as many digits as there are positions, and no more', () => {
    const digits = Array.from({ length: 18 }, (_, i) => i % 10);
    expect([...draw({ digits }).positions].sort((x, y) => x - y)).toEqual([...digits.keys()]);
    expect(() => draw({ digits: [...digits, 1] })).toThrow(/19 digits.*room for 18/);
  });

  it('refuses a dense layer, an unknown layer, no digits, and what is no digit', () => {
    expect(() => draw({ layer: 'out' })).toThrow(/\(144, 7\).*convolution/);
    expect(() => draw({ layer: 'conv9' })).toThrow(/conv9/);
    expect(() => draw({ digits: [] })).toThrow(/empty/);
    expect(() => draw({ digits: [1, 10] })).toThrow(/Digit 2 .* is 10/);
    expect(() => draw({ digits: [1.5] })).toThrow(/Digit 1 .* is 1.5/);
  });
});

describe('parseDigits', () => {
  it('reads digits with any separators', () => {
    expect(parseDigits('1234567890210')).toEqual(WATERMARK_1);
    expect(parseDigits(' 1, 2;3\n4')).toEqual([1, 2, 3, 4]);
  });

  it('names the first character that is none', () => {
    expect(() => parseDigits('12x')).toThrow(/Character 3 .*"x"/);
    expect(() => parseDigits('1.5')).toThrow(/Character 2 .*"\."/);
    expect(() => parseDigits(' ')).toThrow(/empty/);
  });
});

describe('the key as JSON', () => {
  const key = draw();
  const spoilt = (change: object) => JSON.stringify({ ...key, ...change });

  it('comes back as it went', () => {
    expect(parseOwnerKey(ownerKeyToJson(key))).toEqual(key);
  });

  it('is refused with the name of what is wrong', () => {
    expect(() => parseOwnerKey('{')).toThrow(/not JSON/);
    expect(() => parseOwnerKey('[]')).toThrow(/"version" is missing/);
    expect(() => parseOwnerKey(spoilt({ version: 2 }))).toThrow(/version 2; only version 1/);
    expect(() => parseOwnerKey(spoilt({ digits: [...key.digits.slice(1), 12] }))).toThrow(/"digits\[12\]"/);
    expect(() => parseOwnerKey(spoilt({ positions: key.positions.slice(1) }))).toThrow(
      /"positions".*one position for each/,
    );
    expect(() => parseOwnerKey(spoilt({ positions: key.positions.map(() => 3) }))).toThrow(
      /"positions".*twice/,
    );
    expect(() => parseOwnerKey(spoilt({ map: { a: 0, b: 1 } }))).toThrow(/"map.a".*not be 0/);
    expect(() => parseOwnerKey(spoilt({ component: -1 }))).toThrow(/"component"/);
    expect(() => parseOwnerKey(spoilt({ layer: undefined }))).toThrow(/"layer"/);
  });
});
