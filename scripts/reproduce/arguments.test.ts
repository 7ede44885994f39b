import { describe, expect, test } from 'vitest';
import { EXPERIMENT_IDS } from '../../src/experiments/all';
import { parseReproduceArguments } from './arguments';
import { outcomeOf, storeCell } from './stored-cell';

describe('what npm run reproduce understands', () => {
  test('nothing at all: everything, quick, the page’s seed', () => {
    expect(parseReproduceArguments([])).toEqual({
      only: EXPERIMENT_IDS,
      preset: 'quick',
      backend: 'auto',
      seed: 7,
      out: 'reproduced',
      resume: false,
      compare: null,
      workers: null,
    });
  });

  test('experiments in any order, each once', () => {
    expect(parseReproduceArguments(['--only', 'table4, figure2,table4']).only).toEqual(['figure2', 'table4']);
  });

  test.each([
    [['--only', 'table9'], '--only is "table9"; it must be one of figure2,'],
    [['--preset', 'tiny'], '--preset is "tiny"; it must be one of quick, paper.'],
    [['--backend', 'webgl'], '--backend is "webgl"; it must be one of auto, webgpu, wasm.'],
    [['--seed', '-1'], '--seed'],
    [['--seed=-1'], '--seed is "-1"; it must be a whole number from 0 to 4294967295.'],
    [['--seed', '1.5'], '--seed is "1.5"'],
    [['--workers', '0'], '--workers is "0"; it must be a whole number from 1'],
    [['--compare='], '--compare needs a name.'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is refused by name', (args, message) => {
    expect(() => parseReproduceArguments(args)).toThrow(message);
  });
});

test('a finished cell comes back from JSON as it went, arrays bit for bit', () => {
  const outcome = {
    value: { rows: [1, 2.5], text: 'ü' },
    seconds: 3.25,
    arrays: {
      parameters: Float32Array.of(0.1, -0, NaN, 3e38, 1e-45),
      pixels: Uint8Array.from({ length: 70_000 }, (_, i) => i % 256),
    },
  };
  const stored = storeCell('model/wm1-1', 'key', outcome);
  const back = outcomeOf(JSON.parse(JSON.stringify(stored)) as typeof stored);
  expect(back).toEqual(outcome);
  expect(back.arrays['parameters']).toBeInstanceOf(Float32Array);
});
