import { expect, test } from 'vitest';
import { layOut, volume } from '../engine/network';
import { wideResNet, WRN_10_4 } from './wide-resnet';

test('WRN-10-4 has the layers of its table and the 1.2 million parameters of its paper', () => {
  const layout = layOut(wideResNet(WRN_10_4));
  const trained = layout.slots.filter(({ role }) => role !== 'moving_mean' && role !== 'moving_variance');
  // Kernels: stem 3·16·9; blocks in·out·9 + out·out·9 + in·out; dense 256·10 + 10. Norms: 2 × (16 + 64 + 64 + 128 + 128 + 256 + 256).
  const blocks = [
    [16, 64],
    [64, 128],
    [128, 256],
  ].map(([from, to]) => 9 * from! * to! + 9 * to! * to! + from! * to!);
  const kernels = 432 + blocks.reduce((sum, n) => sum + n, 0) + 2570;
  expect(trained.reduce((sum, { length }) => sum + length, 0)).toBe(kernels + 2 * 912);
  const sums = layout.layers.filter(({ kind }) => kind === 'sum').map(({ output }) => output);
  expect(sums.map(volume)).toEqual([32 * 32 * 64, 16 * 16 * 128, 8 * 8 * 256]);
});
