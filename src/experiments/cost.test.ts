import { expect, it } from 'vitest';
import { layOut } from '../engine/network';
import { LENET5 } from '../model/lenet5';
import { multiplicationsOf } from './cost';

it('LeNet-5 takes 28²·5²·6 + 10²·5²·6·16 + 400·120 + 120·84 + 84·10 multiplications', () => {
  expect(multiplicationsOf(layOut(LENET5))).toBe(117_600 + 240_000 + 48_000 + 10_080 + 840);
});
