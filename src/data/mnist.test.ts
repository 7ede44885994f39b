import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip, parseIdx } from './idx';
import { findMnistFolder, readMnistFromDisk } from './mnist-from-disk';
import { checkMnistFile } from './mnist';

/** An IDX file by its definition: 00 00 08 rank, big-endian dimensions, bytes. */
function idx(dimensions: number[], values: number[]): Uint8Array<ArrayBuffer> {
  const bytes = [0, 0, 8, dimensions.length];
  for (const n of dimensions) bytes.push(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
  return Uint8Array.from([...bytes, ...values]);
}

describe('IDX', () => {
  it('gives dimensions and bytes, gzipped or not', async () => {
    const file = idx([2, 1, 3], [1, 2, 3, 4, 5, 6]);
    const packed = Uint8Array.from(gzipSync(file));
    for (const bytes of [file, packed]) {
      const array = parseIdx(await gunzip(bytes, 'x', 1000), 3, 'x');
      expect(array.dimensions).toEqual([2, 1, 3]);
      expect(Array.from(array.values)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a cut header', Uint8Array.of(0, 0, 8), /3 bytes/],
    ['another magic number', idx([1, 4], [7, 7, 7, 7]), /00 00 08 02/],
    ['missing bytes', idx([4, 4, 4], [1]), /4 × 4 × 4 = 64 bytes, and holds 1/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 3, 'file')).toThrow(message);
  });

  it('refuses a broken gzip stream and one that unpacks to too much', async () => {
    const packed = Uint8Array.from(gzipSync(new Uint8Array(100_000)));
    await expect(gunzip(packed.slice(0, 40), 'cut', 200_000)).rejects.toThrow(/cut is a broken gzip/);
    await expect(gunzip(packed, 'bomb', 1000)).rejects.toThrow(/more than the 1000 bytes/);
  });
});

describe('MNIST', () => {
  it('is trusted only by its hash', async () => {
    const labels = new Uint8Array(10_008);
    await expect(checkMnistFile('testLabels', labels, 'a mirror')).rejects.toThrow(
      /t10k-labels.*a mirror.*SHA-256/,
    );
    await expect(checkMnistFile('testLabels', labels.slice(1), 'a mirror')).rejects.toThrow(/10007 bytes/);
  });

  it.skipIf(findMnistFolder() === null)('is read whole from disk', async () => {
    const mnist = (await readMnistFromDisk())!;
    expect([mnist.train.count, mnist.test.count]).toEqual([60_000, 10_000]);
    // The test set begins 7, 2, 1, 0, 4, 1, 4, 9, 5, 9.
    expect(Array.from(mnist.test.labels.subarray(0, 10))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // Class counts of the training set, as published with it.
    const counts = Array.from({ length: 10 }, () => 0);
    for (const label of mnist.train.labels) counts[label]! += 1;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  });
});
