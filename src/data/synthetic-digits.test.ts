import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { syntheticDigits } from './synthetic-digits';

describe('synthetic digits', () => {
  const split = syntheticDigits(1000, 1);

  it('are the same bits everywhere', () => {
    const hash = createHash('sha256').update(split.images).update(split.labels).digest('hex');
    expect(hash).toBe('f1e2de0db9397796ee2a9773bfa6a6cd439cf911e7d196de488505394ec8c1ac');
  });

  it('have every class as often as any other', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const label of split.labels) counts[label]! += 1;
    expect(counts).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('are sized and centred as MNIST is: the centre of mass in the middle, the ink within about 20 pixels', () => {
    let meanOffset = 0;
    let meanSide = 0;
    for (let n = 0; n < split.count; n++) {
      let [mass, x, y] = [0, 0, 0];
      let [left, right, top, bottom] = [28, 0, 28, 0];
      for (let i = 0; i < 784; i++) {
        const value = split.images[n * 784 + i]!;
        mass += value;
        x += value * (i % 28);
        y += value * Math.floor(i / 28);
        if (value < 128) continue;
        left = Math.min(left, i % 28);
        right = Math.max(right, i % 28);
        top = Math.min(top, Math.floor(i / 28));
        bottom = Math.max(bottom, Math.floor(i / 28));
      }
      meanOffset += Math.hypot(x / mass - 13.5, y / mass - 13.5) / split.count;
      meanSide += Math.max(right - left + 1, bottom - top + 1) / split.count;
    }
    expect(meanOffset).toBeLessThan(1);
    expect(meanSide).toBeGreaterThan(17);
    expect(meanSide).toBeLessThan(21);
  });

  it('differ between seeds', () => {
    expect(syntheticDigits(10, 2).images).not.toEqual(split.images.subarray(0, 7840));
  });
});
