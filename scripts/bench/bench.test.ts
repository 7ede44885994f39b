/** The parts of the bench that measure nothing: what it counts, what it understands, and what it says. */
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/engine/network';
import { LENET5 } from '../../src/model/lenet5';
import { wideResNet, WRN_10_4 } from '../../src/model/wide-resnet';
import { parseBenchArguments } from './arguments';
import { alternate, type Contender } from './measure';
import { predictionOperations, stepOperations } from './operations';
import { reportSchema, rowSchema, type Row } from './rows';
import { largestDifference, ratioTo, rootMeanSquareDifference, spreadOf } from './statistics';
import { short, table } from './table';

const ROW: Row = {
  figure: 'train-step',
  backend: 'wasm',
  what: 'a step',
  unit: 'ms',
  ours: { min: 2, median: 2.5, max: 4 },
  stock: { min: 19, median: 20, max: 25 },
  jax: null,
  ratio: 8,
  ratioJax: null,
  gflops: { ours: 58, stock: 7.25, jax: null },
  share: { ours: 16, stock: 1, jax: null },
  samples: 7,
  agreement: { stock: 1e-6, jax: null, tolerance: 1e-4, of: 'weights' },
  adapter: 'WebAssembly SIMD',
  note: '',
};

describe('statistics', () => {
  it('takes the middle of an odd number of samples, and the mean of the two middle ones of an even number', () => {
    expect(spreadOf([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 });
    expect(spreadOf([10, 1, 4, 2])).toEqual({ min: 1, median: 3, max: 10 });
    expect(spreadOf([7])).toEqual({ min: 7, median: 7, max: 7 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('divides medians, and says nothing of a peer that computes something else', () => {
    expect(ratioTo(ROW.ours, ROW.stock, true)).toBe(8);
    expect(ratioTo(ROW.ours, ROW.stock, false)).toBeNull();
    expect(ratioTo(ROW.ours, null, true)).toBeNull();
  });

  it('finds the largest difference, and never takes NaN for agreement', () => {
    expect(largestDifference([1, 2, 3], [1, 2.5, 2.75])).toBe(0.5);
    expect(largestDifference([NaN, 1], [0, 1])).toBe(Infinity);
    expect(() => largestDifference([1], [1, 2])).toThrow('1 numbers cannot be compared with 2');
    expect(rootMeanSquareDifference([0, 3], [4, 0])).toBeCloseTo(Math.sqrt(12.5), 12);
  });
});

describe('operations', () => {
  it("counts LeNet-5's by hand", () => {
    // conv1 28·28·6·25, conv2 10·10·16·150, then 400·120, 120·84, 84·10.
    const forward = 117_600 + 240_000 + 48_000 + 10_080 + 840;
    expect(predictionOperations(layOut(LENET5))).toBe(2 * forward);
    // Three times each, but for conv1, whose images need no gradient: 144.9 million at batch 64.
    expect(stepOperations(layOut(LENET5), 64)).toBe(2 * 64 * (3 * forward - 117_600));
  });

  it("counts WRN-10-4's by hand", () => {
    // Stem, then for each group: first 3 × 3, second 3 × 3, shortcut; the last term is the dense layer.
    const forward =
      1024 * 27 * 16 +
      1024 * (9 * 16 * 64 + 9 * 64 * 64 + 16 * 64) +
      256 * (9 * 64 * 128 + 9 * 128 * 128 + 64 * 128) +
      64 * (9 * 128 * 256 + 9 * 256 * 256 + 128 * 256) +
      2560;
    expect(predictionOperations(layOut(wideResNet(WRN_10_4)))).toBe(2 * forward);
  });
});

describe('arguments', () => {
  it('measures everything without any', () => {
    const { backends, figures, json, full, stock } = parseBenchArguments([]);
    expect(backends).toEqual(['wasm', 'webgpu']);
    expect(figures).toHaveLength(7);
    expect({ json, full, stock }).toEqual({ json: null, full: false, stock: 'best' });
  });

  it('takes a backend, figures and a file', () => {
    const args = ['--backend', 'webgpu', '--only', 'epoch, wrn-step,epoch', '--json', 'out.json', '--full'];
    expect(parseBenchArguments(args)).toEqual({
      backends: ['webgpu'],
      figures: ['epoch', 'wrn-step'],
      json: 'out.json',
      full: true,
      stock: 'best',
    });
  });

  it.each([
    [['--backend', 'webgl'], '--backend is "webgl"; it must be one of wasm, webgpu'],
    [['--only', 'epoch,speed'], '--only is "speed"; it must be one of train-step'],
    [['--only', ''], '--only is ""'],
    [['--stock', 'worst'], '--stock is "worst"; it must be one of best, plain'],
    [['--json', ''], '--json needs the name of a file'],
    [['--fast'], '--fast'],
    [['epoch'], 'epoch'],
  ])('refuses %j, naming what is wrong', (args, message) => {
    expect(() => parseBenchArguments(args)).toThrow(message);
    expect(() => parseBenchArguments(args)).toThrow('npm run bench');
  });
});

describe('alternation', () => {
  /** Takes `cost` a run, and notes who ran. */
  const contender = (name: string, cost: number, share: number, log: string[]): Contender => ({
    share,
    time: times => {
      log.push(name);
      return Promise.resolve(cost * times);
    },
  });

  it('warms each up, then samples them in turn, scaled to a share of 1', async () => {
    const log: string[] = [];
    const { ours, stock, jax } = await alternate(
      { ours: contender('ours', 32, 16, log), stock: contender('stock', 25, 0.5, log), jax: null },
      { samples: 3, sampleMilliseconds: 100, warmMilliseconds: 50, whole: false },
    );
    expect(log.join(' ')).toBe('ours ours stock stock ours stock ours stock ours stock');
    expect(ours.milliseconds).toEqual({ min: 2, median: 2, max: 2 });
    // Three runs of 32 ms are nearest to 100 ms; four of 25 ms.
    expect(ours.share).toBe(48);
    expect(stock).toEqual({ milliseconds: { min: 50, median: 50, max: 50 }, share: 2 });
    expect(jax).toBeNull();
  });

  it('covers no more than the whole', async () => {
    const { ours } = await alternate(
      { ours: contender('ours', 1, 0.25, []), stock: null, jax: null },
      { samples: 1, sampleMilliseconds: 100, warmMilliseconds: 1, whole: true },
    );
    expect(ours.share).toBe(1);
  });
});

describe('what it says', () => {
  it('is a row of the promised form', () => {
    expect(rowSchema.parse(ROW)).toEqual(ROW);
    expect(rowSchema.safeParse({ ...ROW, ratio: 'fast' }).success).toBe(false);
    expect(rowSchema.safeParse({ ...ROW, figure: 'speed' }).success).toBe(false);
    const report = {
      adapter: 'none',
      browser: 'Chromium 156',
      cores: 2,
      load: 0.5,
      digits: 'MNIST',
      stock: 'best',
      versions: { '@tensorflow/tfjs': '4.22.0' },
      rows: [ROW],
      failures: [{ figure: 'epoch', backend: 'webgpu', reason: 'no adapter' }],
    };
    expect(reportSchema.parse(report)).toEqual(report);
  });

  it('is a table with aligned columns', () => {
    const [heading, row] = table([ROW]).split('\n');
    expect(row).toContain('2.50 (2.00–4.00)');
    expect(row!.indexOf('8.00×')).toBe(heading!.indexOf('ratio'));
    expect(table([{ ...ROW, share: { ours: 1, stock: 0.05, jax: null } }])).toContain('from 5.00%');
    expect([short(0.0123), short(1.234), short(12.34), short(1234), short(0)]).toEqual([
      '0.0123',
      '1.23',
      '12.3',
      '1234',
      '0',
    ]);
  });
});
