/** What the board offers to make: what is missing at once, what was issued only anew, what was revoked not at all. */
import { describe, expect, it } from 'vitest';
import { createRegistry, issueLicence, revokeLicence } from '../../method/registry/registry';
import type { StoredLicence } from '../../store/saved-model';
import { savedModel } from '../../store/saved-model.node';
import { boardOf, isMissing, isRenewable, passingCount } from './board-cells';

const RECORD = [0.3, 0.7];
const empty = createRegistry({ classes: 2, confidences: [0.2, 0.3], epsilon: 0.01 });
const users = (registry: typeof empty, wanted: typeof isMissing) =>
  boardOf(savedModel({ registry }), [], null)
    .flat()
    .filter(wanted)
    .map(cell => cell.user)
    .sort((x, y) => x - y);

describe('of an empty board', () => {
  it('every licence is missing, and none can be made anew', () => {
    expect(users(empty, isMissing)).toEqual([1, 2, 3, 4]);
    expect(users(empty, isRenewable)).toEqual([]);
  });
});

describe('of a board where some are issued', () => {
  const issued = [0.2, 0.3].reduce(
    (registry, confidence) =>
      issueLicence(registry, { class: 1, confidence, record: RECORD, issuedAt: 'day 1' }),
    empty,
  );

  it('an issued one whose image lies elsewhere is not missing: its holder has a file', () => {
    expect(users(issued, isMissing)).toEqual([1, 2]);
    expect(users(issued, isRenewable)).toEqual([3, 4]);
  });

  it('a revoked one is neither missing nor made anew', () => {
    const revoked = revokeLicence(issued, 3, 'day 2');
    expect(users(revoked, isMissing)).toEqual([1, 2]);
    expect(users(revoked, isRenewable)).toEqual([4]);
  });

  it('a revoked one is not counted among those that pass', () => {
    const licence: StoredLicence = {
      user: 3,
      class: 1,
      confidence: 0.2,
      probabilities: [0.1, 0.2],
      original: new Uint8Array(784),
      pixels: new Uint8Array(784),
      originalLabel: 4,
      passed: true,
    };
    const passing = (registry: typeof empty) =>
      passingCount(boardOf(savedModel({ registry, licences: [licence] }), [], null).flat(), 0.01);
    expect(passing(issued)).toBe(1);
    expect(passing(revokeLicence(issued, 3, 'day 2'))).toBe(0);
  });
});
