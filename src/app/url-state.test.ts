import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPERIMENT_IDS } from '../experiments/all';
import { WHAT_IF_IDS } from '../experiments/what-if-questions';
import { EPSILON_RANGE } from '../method/registry/allocation';
import { CLASS_LESSONS } from '../store/class-lessons';
import { EXPERIMENT_RUNS, LESSONS, SECTION_NAMES, TRAINING_RANGES, WHAT_IF_RUNS } from './link-values';
import { DEFAULT_URL_STATE, readUrlState, writeUrlState } from './url-state';
import type { UrlState } from './url-state';

describe('readUrlState', () => {
  it('reads a whole link', () => {
    const { state, trouble } = readUrlState(
      '?section=train&run=table4&preset=quick&lesson=minute&lang=de&present=1&seed=7&watermark=custom&digits=2026&lambda=0.02&range=0.35..0.7&epochs=3&batch=128&rate=0.001&schedule=constant&decay=0&rule=paper&epsilon=0.001&backend=wasm&dataset=synthetic&workers=2&tuning=gpu',
    );
    expect(state).toEqual({
      section: 'train',
      run: 'table4',
      preset: 'quick',
      lesson: 'minute',
      lang: 'de',
      present: true,
      seed: 7,
      watermark: 'custom',
      digits: '2026',
      lambda: 0.02,
      range: [0.35, 0.7],
      epochs: 3,
      batch: 128,
      rate: 0.001,
      schedule: 'constant',
      decay: 0,
      rule: 'paper',
      epsilon: 0.001,
      backend: 'wasm',
      dataset: 'synthetic',
      workers: 2,
      tuning: 'gpu',
    });
    expect(trouble).toEqual([]);
  });

  it('falls back to the defaults without saying a word when nothing is given', () => {
    expect(readUrlState('')).toEqual({ state: DEFAULT_URL_STATE, trouble: [] });
    expect(readUrlState('?utm_source=x')).toEqual({ state: DEFAULT_URL_STATE, trouble: [] });
  });

  it('clamps and says so', () => {
    const { state, trouble } = readUrlState('?seed=-3&epsilon=9');
    expect(state.seed).toBe(0);
    expect(state.epsilon).toBe(0.05);
    expect(trouble).toHaveLength(2);
    expect(trouble[0]).toMatchObject({
      key: 'clamped',
      values: { name: 'seed', text: '-3', min: '0', max: '4294967295', whole: 'true', used: '0' },
    });
    expect(trouble[1]).toMatchObject({
      key: 'clamped',
      values: { name: 'epsilon', text: '9', min: '0.001', max: '0.05', whole: 'false', used: '0.05' },
    });
  });

  it('takes no ε that the page’s own field does not take', () => {
    const { min, max } = EPSILON_RANGE;
    for (const epsilon of [min, max]) expect(readUrlState(`?epsilon=${epsilon}`).trouble).toEqual([]);
    const { state, trouble } = readUrlState('?epsilon=0.0005');
    expect(state.epsilon).toBe(min);
    expect(trouble).toMatchObject([
      { key: 'clamped', values: { text: '0.0005', min: '0.001', used: '0.001' } },
    ]);
  });

  it('takes a number of workers a browser can have', () => {
    expect(readUrlState('?workers=0').state.workers).toBe(1);
    expect(readUrlState('?workers=1000').state.workers).toBe(32);
    expect(readUrlState('?workers=many').state.workers).toBeNull();
  });

  it('takes weights that stand 0.05 apart, and names them as they are written', () => {
    expect(readUrlState('?range=0.1..0.15').trouble).toEqual([]);
    const { trouble } = readUrlState('?range=0.1..0.12');
    expect(trouble).toMatchObject([{ key: 'clampedRange', values: { used: '0.1..0.15' } }]);
  });

  it('takes the first of what a link says twice, and says so where they differ', () => {
    const { state, trouble } = readUrlState('?seed=1&seed=2&epochs=3&epochs=3&other=1&other=2');
    expect(state).toMatchObject({ seed: 1, epochs: 3 });
    expect(trouble).toMatchObject([{ key: 'twice', values: { name: 'seed', text: '1' } }]);
  });

  it('rounds a seed and says so', () => {
    const { state, trouble } = readUrlState('?seed=7.4');
    expect(state.seed).toBe(7);
    expect(trouble[0]?.values.whole).toBe('true');
  });

  it('leaves out what makes no sense, and says so', () => {
    for (const text of ['abc', '', 'NaN', 'Infinity', '1e999', '7;8']) {
      const { state, trouble } = readUrlState(`?seed=${text}`);
      expect(state.seed).toBeNull();
      expect(trouble).toHaveLength(1);
    }
    const { state, trouble } = readUrlState('?section=__proto__&backend=cuda&watermark=wm3');
    expect(state).toEqual(DEFAULT_URL_STATE);
    expect(trouble).toHaveLength(3);
  });

  it('opens the section of what a link starts, and starts nothing that there is not', () => {
    expect(readUrlState('?run=noise').state).toMatchObject({ section: 'how', run: 'noise' });
    expect(readUrlState('?run=table4&preset=paper').state).toMatchObject({
      section: 'paper',
      preset: 'paper',
    });
    const { state, trouble } = readUrlState('?run=everything&preset=huge');
    expect(state).toEqual(DEFAULT_URL_STATE);
    expect(trouble).toHaveLength(2);
  });

  it('opens Train for a lesson of a class', () => {
    expect(readUrlState('?lesson=minute').state).toMatchObject({ section: 'train', lesson: 'minute' });
    expect(readUrlState('?lesson=year').state).toEqual(DEFAULT_URL_STATE);
  });

  it('knows every experiment and every question', () => {
    expect(EXPERIMENT_RUNS).toEqual(EXPERIMENT_IDS);
    expect(WHAT_IF_RUNS).toEqual(WHAT_IF_IDS);
    expect(LESSONS).toEqual(Object.keys(CLASS_LESSONS));
  });

  it('never shows a long value whole', () => {
    const { trouble } = readUrlState(`?section=${'x'.repeat(10_000)}`);
    expect(trouble[0]?.values.text.length).toBeLessThan(40);
  });

  it('takes digits and nothing else as a watermark', () => {
    expect(readUrlState('?digits=0123').state.digits).toBe('0123');
    for (const text of ['', '12a', '-1', '1 2', '٣', '7'.repeat(151)])
      expect(readUrlState(`?digits=${encodeURIComponent(text)}`)).toMatchObject({
        state: { digits: null },
        trouble: [{ key: 'notDigits' }],
      });
  });

  it('takes two weights as the map’s range, in order and apart', () => {
    expect(readUrlState('?range=-1..1e-1')).toMatchObject({ state: { range: [-1, 0.1] }, trouble: [] });
    for (const [text, used] of [
      ['-9..9', [-2, 3]],
      ['0.5..0.2', [0.5, 0.55]],
      ['3..3', [2.95, 3]],
    ] as const)
      expect(readUrlState(`?range=${text}`)).toMatchObject({
        state: { range: used },
        trouble: [{ key: 'clampedRange', values: { used: used.join('..') } }],
      });
    for (const text of ['', '0.1', '..', '0.1..', '0.1..0.2..0.3', 'a..b', '0..Infinity', '0.1,0.45'])
      expect(readUrlState(`?range=${text}`)).toMatchObject({
        state: { range: null },
        trouble: [{ key: 'notRange' }],
      });
  });

  it('returns a valid state for any query at all', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.constantFrom(
        '1',
        'wm1',
        'custom',
        'paper',
        'de',
        '__proto__',
        'constructor',
        '-0',
        '1e-999',
        '-0..2',
        '5..-1',
        '0.1..0.1',
      ),
    );
    const names = fc.constantFrom(...Object.keys(DEFAULT_URL_STATE), 'toString', '__proto__');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value), { maxLength: 30 }), parameters => {
        const { state } = readUrlState(new URLSearchParams(parameters).toString());
        expect(Object.keys(state).toSorted()).toEqual(Object.keys(DEFAULT_URL_STATE).toSorted());
        expect(SECTION_NAMES).toContain(state.section);
        expect(state.seed === null || (Number.isInteger(state.seed) && state.seed >= 0)).toBe(true);
        expect(
          state.epsilon === null ||
            (state.epsilon >= EPSILON_RANGE.min && state.epsilon <= EPSILON_RANGE.max),
        ).toBe(true);
        for (const name of ['epochs', 'batch', 'rate', 'decay', 'lambda'] as const) {
          const { min, max } = TRAINING_RANGES[name];
          const number = state[name] ?? min;
          expect(number >= min && number <= max).toBe(true);
        }
        const [low, high] = state.range ?? [0, 1];
        expect(low >= -2 && high <= 3 && high - low > 0.05 - 1e-9).toBe(true);
        expect(state.digits === null || /^[0-9]{1,150}$/.test(state.digits)).toBe(true);
        // A link made of it is read as it was meant.
        expect(readUrlState(writeUrlState(state))).toEqual({ state, trouble: [] });
      }),
      { numRuns: 500 },
    );
  });
});

describe('writeUrlState', () => {
  it('writes nothing for the defaults', () => {
    expect(writeUrlState(DEFAULT_URL_STATE)).toBe('');
    expect(writeUrlState(DEFAULT_URL_STATE, '?seed=3&section=train')).toBe('');
  });

  it('keeps what is not ours', () => {
    expect(writeUrlState({ ...DEFAULT_URL_STATE, section: 'licences' }, '?class=7b&seed=3')).toBe(
      '?class=7b&section=licences',
    );
  });

  it('comes back as it went', () => {
    const states = fc.record<UrlState>({
      section: fc.constantFrom(...SECTION_NAMES),
      run: fc.constantFrom(null, ...EXPERIMENT_RUNS, ...WHAT_IF_RUNS),
      preset: fc.constantFrom(null, 'quick', 'paper'),
      lesson: fc.constantFrom(null, ...LESSONS),
      lang: fc.constantFrom(null, 'en', 'de'),
      present: fc.boolean(),
      seed: fc.option(fc.integer({ min: 0, max: 4_294_967_295 })),
      digits: fc.option(fc.stringMatching(/^[0-9]{1,150}$/)),
      lambda: fc.option(fc.double({ ...TRAINING_RANGES.lambda, noNaN: true })),
      range: fc.option(
        fc
          .tuple(
            fc.double({ min: -2, max: 2.9, noNaN: true }),
            fc.double({ min: 0.06, max: 0.1, noNaN: true }),
          )
          .map(([low, apart]) => [low + 0, low + apart] as const),
      ),
      epochs: fc.option(fc.integer(TRAINING_RANGES.epochs)),
      batch: fc.option(fc.integer(TRAINING_RANGES.batch)),
      rate: fc.option(fc.double({ ...TRAINING_RANGES.rate, noNaN: true })),
      schedule: fc.constantFrom(null, 'cosine', 'constant'),
      decay: fc.option(fc.double({ ...TRAINING_RANGES.decay, noNaN: true })),
      rule: fc.constantFrom(null, 'output-vector', 'paper-with-class', 'paper'),
      epsilon: fc.option(fc.double({ ...EPSILON_RANGE, noNaN: true })),
      watermark: fc.constantFrom(null, 'wm1', 'wm2', 'custom', 'none'),
      backend: fc.constantFrom('auto', 'webgpu', 'wasm'),
      dataset: fc.constantFrom('auto', 'synthetic'),
      workers: fc.option(fc.integer({ min: 1, max: 32 })),
      tuning: fc.constantFrom(null, 'software', 'gpu', 'gpu-quads', 'gpu-large'),
    });
    fc.assert(
      fc.property(states, state => {
        expect(readUrlState(writeUrlState(state))).toEqual({ state, trouble: [] });
      }),
    );
  });
});
