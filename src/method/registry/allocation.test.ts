import { describe, expect, it } from 'vitest';
import { candidateConfidences, capacity, checkConfidences, outputOf, userOf } from './allocation';

const C_FP = [0.2, 0.3, 0.4];

describe('users and fingerprint outputs (section 2.4)', () => {
  it('gives FO = (i, c_j) to user i·T + j: (0, 0.20) → 1, (4, 0.30) → 14, (9, 0.40) → 30', () => {
    expect(userOf({ class: 0, confidence: 0.2 }, 10, C_FP)).toBe(1);
    expect(userOf({ class: 4, confidence: 0.3 }, 10, C_FP)).toBe(14);
    expect(userOf({ class: 9, confidence: 0.4 }, 10, C_FP)).toBe(30);
  });

  it('has an inverse for all thirty users', () => {
    for (let user = 1; user <= 30; user++) expect(userOf(outputOf(user, 10, C_FP), 10, C_FP)).toBe(user);
  });

  it('recognizes 0.1 + 0.02·10 as 0.3', () => {
    expect(userOf({ class: 0, confidence: 0.1 + 0.02 * 10 }, 10, C_FP)).toBe(2);
  });

  it('refuses what is not allocated', () => {
    expect(() => userOf({ class: 0, confidence: 0.25 }, 10, C_FP)).toThrow(/0.25 is none of/);
    expect(() => userOf({ class: 10, confidence: 0.2 }, 10, C_FP)).toThrow(/no class 10/);
    expect(() => outputOf(0, 10, C_FP)).toThrow(/no user 0; users are 1 … 30/);
    expect(() => outputOf(31, 10, C_FP)).toThrow(/no user 31/);
  });
});

describe('capacity, Eq. (5)', () => {
  it("is the paper's 200 at ε = 0.01, and 2,000 at 0.001", () => {
    expect(capacity(10, 0.01)).toBe(200);
    expect(capacity(10, 0.001)).toBe(2000);
    expect(capacity(100, 0.005, { z1: 0.1, z2: 0.3 })).toBe(2000);
  });

  it("lists the paper's candidates 0.10, 0.12, … 0.48", () => {
    const paper = Array.from({ length: 20 }, (_, k) => (10 + 2 * k) / 100);
    expect(candidateConfidences(0.01)).toEqual(paper);
    checkConfidences(candidateConfidences(0.01), 0.01);
    checkConfidences(candidateConfidences(0.001), 0.001);
  });
});

describe('checkConfidences', () => {
  it('accepts error intervals that touch and refuses those that overlap', () => {
    checkConfidences([0.3, 0.32, 0.1, 0.1 + 0.02], 0.01);
    expect(() => checkConfidences([0.4, 0.3, 0.319], 0.01)).toThrow(/0.3 and 0.319 overlap.*0.02 apart/);
    expect(() => checkConfidences([0.2, 0.2], 0.001)).toThrow(/0.2 and 0.2 overlap/);
  });

  it('refuses more confidences than a registry has, whatever ε they are fit for', () => {
    expect(() => checkConfidences(candidateConfidences(0.0005), 0.0005)).toThrow(/400 confidences.*most 200/);
  });

  it('refuses what lies outside, what is no number, and a bad ε', () => {
    expect(() => checkConfidences([0.5], 0.01)).toThrow(/0.5 lies outside \[0.1, 0.5\)/);
    expect(() => checkConfidences([0.09], 0.01)).toThrow(/0.09/);
    expect(() => checkConfidences([NaN], 0.01)).toThrow(/NaN/);
    expect(() => checkConfidences([], 0.01)).toThrow(/no confidences/);
    expect(() => checkConfidences([0.2], 0)).toThrow(/ε is 0/);
  });
});
