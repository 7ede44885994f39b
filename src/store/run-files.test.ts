import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../model/training';
import { curveCode } from '../model/curve-code';
import { curveCsv, runJson } from './run-files';
import type { FinishedRun } from './training-run';

const history = [
  { epoch: 0.1, loss: 0.1 + 0.2, accuracy: null, watermarkError: null },
  { epoch: 1, loss: 1 / 3, accuracy: 0.9781, watermarkError: 2e-7 },
];

describe('curveCsv', () => {
  it('loses no digit and leaves empty what was not measured', () => {
    const [header, ...lines] = curveCsv(history).trimEnd().split('\r\n');
    expect(header).toBe('epoch,loss,test_accuracy,watermark_term');
    expect(lines).toEqual(['0.1,0.30000000000000004,,', '1,0.3333333333333333,0.9781,2e-7']);
  });
});

describe('runJson', () => {
  it('brings back the curve whose code it names', () => {
    const run: FinishedRun = {
      settings: {
        watermark: 'none',
        customDigits: [],
        lambda: 0.01,
        range: [0.1, 0.45],
        from: 'scratch',
        config: defaultTraining,
        lesson: 'taster',
      },
      dataset: 'mnist',
      engines: [{ backend: 'wasm', adapter: 'SIMD' }],
      history,
      epochs: 1,
      accuracy: 0.9781,
      watermark: null,
      seconds: 3.25,
      code: curveCode(history),
      date: '2026-01-01T00:00:00.000Z',
    };
    const back = JSON.parse(runJson(run)) as FinishedRun;
    expect(back).toMatchObject(run);
    expect(curveCode(back.history)).toBe(run.code);
  });
});
