/** How the agreement tests compare a fast backend with the reference. Test support. */
import { expect } from 'vitest';
import type { AgreementCase } from './agreement-cases';
import type { Engine, PreparedNetwork } from './engine';
import type { Layout } from './network';
import { createReferenceEngine } from './reference/reference-engine';

/** Of the largest entry of a tensor. */
export const TOLERANCE = 1e-5;
const reference = createReferenceEngine();

export function expectAgreement(
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  tolerance = TOLERANCE,
): void {
  expect(actual.length, what).toBe(expected.length);
  let difference = 0;
  let largest = 0;
  expected.forEach((value, i) => {
    // `!(≤)` rather than `>`: NaN is a difference.
    const apart = Math.abs(actual[i]! - value);
    if (!(apart <= difference)) difference = apart;
    largest = Math.max(largest, Math.abs(value));
  });
  expect(
    difference,
    `${what}: largest difference, where the largest entry is ${largest}`,
  ).toBeLessThanOrEqual(tolerance * largest);
}

/** Tensor by tensor, so that a small one is not lost beside a large one. */
export function expectSlotsAgree(
  layout: Layout,
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  tolerance = TOLERANCE,
): void {
  expect(actual.length, what).toBe(expected.length);
  for (const { name, offset, length } of layout.slots) {
    const part = (values: Float32Array) => values.subarray(offset, offset + length);
    expectAgreement(part(actual), part(expected), `${what}, ${name}`, tolerance);
  }
}

/** The case's network on both engines; `compare` is given both, and both are disposed of after it. */
export async function onBoth(
  engine: Engine,
  { layout }: AgreementCase,
  compare: (fast: PreparedNetwork, exact: PreparedNetwork) => Promise<void>,
): Promise<void> {
  const fast = await engine.prepare(layout.network);
  const exact = await reference.prepare(layout.network);
  try {
    await compare(fast, exact);
  } finally {
    fast.dispose();
  }
}

export function bytesOf(images: Float32Array): Uint8Array {
  return Uint8Array.from(images, x => Math.floor(256 * x));
}
