import { describe, expect, it } from 'vitest';
import { candidateConfidences } from './allocation';
import {
  createRegistry,
  findLicence,
  issueLicence,
  parseRegistry,
  reallocate,
  registryToJson,
  reinstateLicence,
  renameLicence,
  revokeLicence,
} from './registry';

const empty = createRegistry({ classes: 4, confidences: [0.3, 0.4], epsilon: 0.01 });
const issuedAt = '2026-01-02T03:04:05.000Z';
const one = issueLicence(empty, {
  class: 2,
  confidence: 0.4,
  record: Float64Array.of(0.3, 0.2, 0.4, 0.1),
  issuedAt,
});
const two = issueLicence(one, {
  class: 0,
  confidence: 0.3,
  record: [0.3, 0.25, 0.25, 0.2],
  issuedAt,
  name: 'Ada',
});
/** Of user 1, another time. */
const anew = { class: 0, confidence: 0.3, record: [0.3, 0.3, 0.3, 0.1], issuedAt: 'now' };

describe('licences', () => {
  it('are issued to user i·T + j, in order, without changing the registry before', () => {
    expect(empty.licences).toEqual([]);
    expect(one.licences).toEqual([
      { user: 6, class: 2, confidence: 0.4, name: 'User 6', issuedAt, record: [0.3, 0.2, 0.4, 0.1] },
    ]);
    expect(two.licences.map(licence => licence.user)).toEqual([1, 6]);
    expect(findLicence(two, 1)?.name).toBe('Ada');
    expect(findLicence(two, 2)).toBeUndefined();
  });

  it('are renamed, revoked once, reinstated', () => {
    const renamed = renameLicence(two, 6, 'Grace');
    expect(findLicence(renamed, 6)?.name).toBe('Grace');
    const revoked = revokeLicence(revokeLicence(renamed, 6, 'first'), 6, 'second');
    expect(findLicence(revoked, 6)?.revokedAt).toBe('first');
    expect(reinstateLicence(revoked, 6)).toEqual(renamed);
    expect(() => revokeLicence(two, 3, 'now')).toThrow(/User 3 has no licence/);
  });

  it('are replaced when issued again: same name, another record', () => {
    const again = issueLicence(two, anew);
    expect(findLicence(again, 1)).toEqual({ user: 1, name: 'Ada', ...anew });
  });

  it('get other numbers under other confidences, and names that were only the number follow; the rest has none', () => {
    const revoked = revokeLicence(two, 6, 'then');
    const other = reallocate(revoked, { confidences: [0.2, 0.25, 0.4], epsilon: 0.02 });
    const { user: _, name: __, ...kept } = findLicence(revoked, 6)!;
    expect(other).toEqual({
      ...createRegistry({ classes: 4, confidences: [0.2, 0.25, 0.4], epsilon: 0.02 }),
      licences: [{ ...kept, user: 9, name: 'User 9' }],
    });
    expect(
      reallocate(renameLicence(two, 6, 'Grace'), { confidences: [0.4], epsilon: 0.01 }).licences,
    ).toEqual([{ ...findLicence(two, 6), user: 3, name: 'Grace' }]);
    expect(reallocate(two, two)).toEqual(two);
    expect(() => reallocate(two, { confidences: [0.4, 0.41], epsilon: 0.01 })).toThrow(/overlap/);
  });

  it('stay revoked when issued again, until they are reinstated', () => {
    const again = issueLicence(revokeLicence(two, 1, 'then'), anew);
    expect(findLicence(again, 1)).toEqual({ user: 1, name: 'Ada', revokedAt: 'then', ...anew });
    expect(reinstateLicence(again, 1)).toEqual(issueLicence(two, anew));
  });

  it('are refused where they do not belong', () => {
    const record = [0.25, 0.25, 0.25, 0.25];
    expect(() => issueLicence(empty, { class: 4, confidence: 0.3, record, issuedAt })).toThrow(/no class 4/);
    expect(() => issueLicence(empty, { class: 0, confidence: 0.2, record, issuedAt })).toThrow(/0.2 is none/);
    expect(() => issueLicence(empty, { class: 0, confidence: 0.3, record: [1], issuedAt })).toThrow(
      /1 entries/,
    );
    expect(() =>
      issueLicence(empty, { class: 0, confidence: 0.3, record: [NaN, 0, 0, 0], issuedAt }),
    ).toThrow(/NaN/);
  });
});

describe('createRegistry', () => {
  it('refuses confidences that overlap', () => {
    expect(() => createRegistry({ classes: 10, confidences: [0.2, 0.21], epsilon: 0.01 })).toThrow(/overlap/);
    expect(() => createRegistry({ classes: 1, confidences: [0.2], epsilon: 0.01 })).toThrow(/1 classes/);
  });
});

describe('the registry as JSON', () => {
  const whole = revokeLicence(two, 6, '2026-02-03T00:00:00.000Z');
  const spoilt = (
    edit: (data: { licences: Record<string, unknown>[] } & Record<string, unknown>) => void,
  ) => {
    const data = JSON.parse(registryToJson(whole));
    edit(data);
    return JSON.stringify(data);
  };

  it('comes back as it went', () => {
    expect(parseRegistry(registryToJson(whole))).toEqual(whole);
    expect(parseRegistry(registryToJson(empty))).toEqual(empty);
  });

  it('is refused with the name of what is wrong', () => {
    expect(() => parseRegistry('nonsense')).toThrow(/not JSON/);
    expect(() => parseRegistry(spoilt(data => (data.version = 7)))).toThrow(/version 7/);
    expect(() => parseRegistry(spoilt(data => (data.epsilon = 'x')))).toThrow(/"epsilon"/);
    expect(() => parseRegistry(spoilt(data => (data.confidences = [0.3, 0.31])))).toThrow(
      /0.3 and 0.31 overlap/,
    );
    expect(() => parseRegistry(spoilt(data => (data.licences[1]!.user = 5)))).toThrow(
      /"licences\[1\].user" is 5.*user 6/,
    );
    expect(() => parseRegistry(spoilt(data => (data.licences[0]!.record = [1])))).toThrow(
      /"licences\[0\].record" has 1/,
    );
    expect(() => parseRegistry(spoilt(data => (data.licences[0]!.record = ['a'])))).toThrow(
      /"licences\[0\].record\[0\]"/,
    );
    expect(() => parseRegistry(spoilt(data => data.licences.push(data.licences[0]!)))).toThrow(
      /user 1 has two/,
    );
    expect(() => parseRegistry(spoilt(data => delete data.licences[0]!.issuedAt))).toThrow(
      /"licences\[0\].issuedAt"/,
    );
  });
});

it('of all users there can be is read again once all are revoked, whatever they are called', () => {
  const confidences = candidateConfidences(0.001);
  const users = confidences.length * 10;
  const full = Array.from({ length: users }, (_, n) => ({
    user: n + 1,
    class: Math.floor(n / confidences.length),
    confidence: confidences[n % confidences.length]!,
    name: 'Ä'.repeat(1000),
    issuedAt: '2026-01-01T00:00:00.000Z',
    revokedAt: '2026-02-01T00:00:00.000Z',
    record: Array.from({ length: 10 }, (_, k) => Math.fround((k + 1) / 55.7 + n * 1e-7)),
  }));
  const registry = { ...createRegistry({ classes: 10, confidences, epsilon: 0.001 }), licences: full };
  expect(parseRegistry(registryToJson(registry))).toEqual(registry);
});
