import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OwnerKey } from '../method/watermark/owner-key';
import { identityOf, readAttacks } from './kept-attacks';
import { savedModel } from './saved-model.node';
import type { SavedModel } from './saved-model';

const key: OwnerKey = {
  version: 1,
  layer: 'conv2',
  component: 1,
  positions: [3, 0],
  digits: [2, 7],
  map: { a: 10, b: 0 },
};

function modelOf(parameters: readonly number[], own: OwnerKey | null = key): SavedModel {
  return savedModel({ id: 'wm1', name: 'wm₁', parameters: Float32Array.from(parameters), key: own });
}

const model = modelOf([0.5, -1]);
const on = { dataset: 'mnist', backend: 'wasm', adapter: 'CPU', date: '2026-11-24T15:00:00.000Z' };
const row = {
  weightsSha256: 'aa',
  rate: 0.1,
  accuracy: 0.99,
  readings: [2.1, 7],
  digits: [2, 7],
  matches: [true, true],
  verified: true,
};
const kept = async () => ({
  identity: await identityOf(model),
  pruning: { on, rows: [row] },
});

describe('readAttacks', () => {
  it('gives back what was kept of the same weights and key', async () => {
    const attacks = await kept();
    expect(await readAttacks({ wm1: attacks }, { wm1: model })).toEqual({ wm1: attacks });
  });

  it('leaves out what speaks of other weights, of another key, or of a model without one', async () => {
    const attacks = { wm1: await kept() };
    for (const other of [
      modelOf([0.5, -2]),
      modelOf([0.5, -1], { ...key, digits: [2, 8] }),
      modelOf([0.5, -1], null),
    ]) {
      expect(await readAttacks(attacks, { wm1: other })).toEqual({});
    }
    expect(await readAttacks(attacks, {})).toEqual({});
  });

  it('leaves out what does not fit, and only that', async () => {
    const good = await kept();
    const lies = [
      undefined,
      'text',
      { ...good, pruning: { on, rows: [{ ...row, accuracy: 2 }] } },
      { ...good, pruning: { on, rows: [{ ...row, matches: [true] }] } },
      { ...good, pruning: { on: { ...on, date: 'yesterday' }, rows: [row] } },
      { ...good, pruning: { on, rows: Array.from({ length: 1001 }, () => row) } },
    ];
    for (const lie of lies) {
      expect(await readAttacks({ wm1: good, wm2: lie }, { wm1: model, wm2: model })).toEqual({ wm1: good });
    }
    for (const nothing of [undefined, null, 3, 'text', []]) {
      expect(await readAttacks(nothing, { wm1: model })).toEqual({});
    }
  });
});

describe('identityOf', () => {
  it('is the SHA-256 of the weights alone where there is no key', async () => {
    // 0.5 and -1 as little-endian 32-bit floats (IEEE 754).
    const bytes = Buffer.from('0000003f000080bf', 'hex');
    expect(await identityOf(modelOf([0.5, -1], null))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
