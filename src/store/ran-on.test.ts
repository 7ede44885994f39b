/** What figures say they were computed on. */
import { expect, it } from 'vitest';
import { enginesAgain, ranOn, together, withEngine } from './ran-on';

const wasm = { backend: 'wasm', adapter: 'CPU', tuning: null };
const gpu = (name: string) => ({ backend: 'webgpu', adapter: 'GPU', tuning: { name } });

it('names each engine once, in order, with how a GPU’s kernels are cut: other cuts give other bits', () => {
  let engines = withEngine([], gpu('gpu'));
  engines = withEngine(engines, gpu('gpu'));
  expect(together(engines)).toEqual(ranOn(gpu('gpu')));
  engines = withEngine(engines, gpu('gpu-large'));
  engines = withEngine(engines, wasm);
  expect(together(engines)).toEqual({
    backend: 'webgpu → webgpu → wasm',
    adapter: 'GPU (gpu) → GPU (gpu-large) → CPU',
  });
  const none = { reason: null, tuning: null };
  expect(
    enginesAgain(engines, { engine: { backend: 'wasm', adapter: 'CPU', ...none }, afresh: true }),
  ).toEqual([{ backend: 'wasm', adapter: 'CPU' }]);
  expect(together([])).toBeNull();
});
