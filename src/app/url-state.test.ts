import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPERIMENT_IDS } from '../experiments/all';
import { WHAT_IF_IDS } from '../experiments/what-if-questions';
import { CLASS_LESSONS } from '../store/class-lessons';
import {
  DEFAULT_URL_STATE,
  EXPERIMENT_RUNS,
  LESSONS,
  SECTION_NAMES,
  WHAT_IF_RUNS,
  readUrlState,
  writeUrlState,
} from './url-state';
import type { UrlState } from './url-state';

describe('readUrlState', () => {
  it('reads a whole link', () => {
    const { state, trouble } = readUrlState(
      '?section=train&run=table4&preset=quick&lesson=minute&lang=de&seed=7&watermark=wm2&epsilon=0.001&backend=wasm&dataset=synthetic&workers=2&tuning=gpu',
    );
    expect(state).toEqual({
      section: 'train',
      run: 'table4',
      preset: 'quick',
      lesson: 'minute',
      lang: 'de',
      seed: 7,
      watermark: 'wm2',
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
    expect(trouble[0]).toMatch(/seed=“-3”.*0 to 4294967295.*0 is used/);
    expect(trouble[1]).toMatch(/epsilon=“9”.*0\.0001 to 0\.05/);
  });

  it('takes a number of workers a browser can have', () => {
    expect(readUrlState('?workers=0').state.workers).toBe(1);
    expect(readUrlState('?workers=1000').state.workers).toBe(32);
    expect(readUrlState('?workers=many').state.workers).toBeNull();
  });

  it('rounds a seed and says so', () => {
    const { state, trouble } = readUrlState('?seed=7.4');
    expect(state.seed).toBe(7);
    expect(trouble[0]).toMatch(/whole numbers/);
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
    expect(trouble[0]!.length).toBeLessThan(150);
  });

  it('returns a valid state for any query at all', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (section, seed, epsilon) => {
        const query = new URLSearchParams({ section, seed, epsilon }).toString();
        const { state } = readUrlState(query);
        expect(SECTION_NAMES).toContain(state.section);
        expect(state.seed === null || (Number.isInteger(state.seed) && state.seed >= 0)).toBe(true);
        expect(state.epsilon === null || (state.epsilon >= 0.0001 && state.epsilon <= 0.05)).toBe(true);
      }),
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
      seed: fc.option(fc.integer({ min: 0, max: 4_294_967_295 })),
      epsilon: fc.option(fc.double({ min: 0.0001, max: 0.05, noNaN: true })),
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
