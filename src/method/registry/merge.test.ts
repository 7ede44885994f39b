import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRegistries } from './merge';
import {
  createRegistry,
  findLicence,
  issueLicence,
  parseRegistry,
  registryToJson,
  reinstateLicence,
  renameLicence,
  revokeLicence,
} from './registry';
import type { Registry } from './registry';

const [CLASSES, CONFIDENCES] = [2, [0.2, 0.3, 0.4]];
const USERS = CLASSES * CONFIDENCES.length;
const issue = (registry: Registry, user: number, issuedAt: string) =>
  issueLicence(registry, {
    class: Math.floor((user - 1) / 3),
    confidence: CONFIDENCES[(user - 1) % 3]!,
    record: [0.5, 0.5],
    issuedAt,
  });
const empty = createRegistry({ classes: CLASSES, confidences: CONFIDENCES, epsilon: 0.01 });
const base = [1, 2, 3, 4, 5, 6].reduce((registry, user) => issue(registry, user, 'day 1'), empty);
const revoked = revokeLicence(base, 2, 'day 2');

const revokedAt = (registry: Registry, user: number) => findLicence(registry, user)?.revokedAt;
const nameOf = (registry: Registry, user: number) => findLicence(registry, user)?.name;

describe('mergeRegistries', () => {
  it('keeps what either changed: a revocation here, a name there', () => {
    for (const [ours, theirs] of [
      [revoked, renameLicence(base, 5, 'Ada')],
      [renameLicence(base, 5, 'Ada'), revoked],
    ] as const) {
      const merged = mergeRegistries(base, ours, theirs);
      expect(revokedAt(merged, 2)).toBe('day 2');
      expect(nameOf(merged, 5)).toBe('Ada');
    }
  });

  it('revokes whom either revoked, though the other renamed or issued anew', () => {
    for (const other of [renameLicence(base, 2, 'Eve'), issue(base, 2, 'day 3')]) {
      expect(revokedAt(mergeRegistries(base, revoked, other), 2)).toBe('day 2');
      expect(revokedAt(mergeRegistries(base, other, revoked), 2)).toBe('day 2');
    }
    const again = revokeLicence(reinstateLicence(revoked, 2), 2, 'day 4');
    expect(revokedAt(mergeRegistries(revoked, again, reinstateLicence(revoked, 2)), 2)).toBe('day 4');
  });

  it('reinstates whom one reinstated and the other left alone', () => {
    const reinstated = reinstateLicence(revoked, 2);
    expect(revokedAt(mergeRegistries(revoked, reinstated, renameLicence(revoked, 2, 'Ada')), 2)).toBe(
      undefined,
    );
    // Issued anew is not reinstated.
    expect(revokedAt(mergeRegistries(revoked, revoked, issue(revoked, 2, 'day 3')), 2)).toBe('day 2');
  });

  it('takes out what either took out, unless it was issued anew', () => {
    const without = { ...base, licences: base.licences.filter(({ user }) => user !== 2) };
    expect(findLicence(mergeRegistries(base, without, renameLicence(base, 2, 'Eve')), 2)).toBeUndefined();
    expect(findLicence(mergeRegistries(base, base, without), 2)).toBeUndefined();
    expect(findLicence(mergeRegistries(base, without, issue(base, 2, 'day 3')), 2)?.issuedAt).toBe('day 3');
  });

  it('finds the licence that was revoked under a C_fp that numbers it otherwise', () => {
    const fewer = [1, 2, 3, 4].reduce(
      (registry, user) =>
        issueLicence(registry, {
          class: Math.floor((user - 1) / 2),
          confidence: [0.3, 0.4][(user - 1) % 2]!,
          record: [0.5, 0.5],
          issuedAt: 'day 1',
        }),
      createRegistry({ classes: CLASSES, confidences: [0.3, 0.4], epsilon: 0.02 }),
    );
    // (1, 0.3) is user 5 of six and user 3 of four.
    const ours = revokeLicence(base, 5, 'day 2');
    for (const merged of [mergeRegistries(base, ours, fewer), mergeRegistries(base, fewer, ours)]) {
      expect(merged).toMatchObject({ confidences: [0.3, 0.4], epsilon: 0.02 });
      expect(merged.licences.map(({ user, name }) => [user, name])).toEqual(
        [1, 2, 3, 4].map(user => [user, `User ${user}`]),
      );
      expect(merged.licences.filter(licence => licence.revokedAt).map(({ user }) => user)).toEqual([3]);
    }
  });

  it('never loses a revocation, whatever else is done on either side, and gives a registry that reads back', () => {
    const user = fc.integer({ min: 1, max: USERS });
    const edits = fc.array(
      fc.oneof(
        user.map(each => (registry: Registry) => renameLicence(registry, each, 'Ada')),
        user.map(each => (registry: Registry) => issue(registry, each, 'day 3')),
        user.map(each => (registry: Registry) => reinstateLicence(registry, each)),
      ),
      { maxLength: 6 },
    );
    const edited = (list: readonly ((registry: Registry) => Registry)[]) =>
      list.reduce((registry, edit) => edit(registry), base);
    fc.assert(
      fc.property(edits, edits, user, fc.boolean(), (here, there, shutOut, mine) => {
        const revoking = revokeLicence(edited(here), shutOut, 'day 4');
        const other = edited(there);
        const merged = mine ? mergeRegistries(base, revoking, other) : mergeRegistries(base, other, revoking);
        expect(revokedAt(merged, shutOut)).toBe('day 4');
        expect(parseRegistry(registryToJson(merged))).toEqual(merged);
      }),
    );
  });

  it('changes nothing where nothing was changed', () => {
    expect(mergeRegistries(base, base, base)).toEqual(base);
    expect(mergeRegistries(base, revoked, base)).toEqual(revoked);
    expect(mergeRegistries(base, base, revoked)).toEqual(revoked);
  });
});
