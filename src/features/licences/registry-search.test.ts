import { describe, expect, it } from 'vitest';
import { createRegistry, issueLicence, renameLicence, revokeLicence } from '../../method/registry/registry';
import { findInRegistry, registryCsv } from './registry-search';

const record = (k: number) => Array.from({ length: 10 }, (_, i) => (i === k ? 0.2 : 0.8 / 9));
let registry = createRegistry({ classes: 10, confidences: [0.2, 0.3, 0.4], epsilon: 0.01 });
for (let k = 0; k < 10; k += 1)
  for (const confidence of [0.2, 0.3])
    registry = issueLicence(registry, { class: k, confidence, record: record(k), issuedAt: '2026-01-01' });
// User i·T + j (section 2.4): j from 1: 7–0.30 is 7·3 + 2 = 23, 0–0.20 is 1, 0–0.30 is 2.
registry = renameLicence(registry, 23, 'Ada, "the first"');
registry = revokeLicence(registry, 2, '2026-02-01');

const find = (query: string) =>
  findInRegistry(registry.licences, query, { revoked: 'revoked', inForce: 'in force' }).map(
    ({ user }) => user,
  );

describe('findInRegistry', () => {
  it('finds by number, class–confidence, name and standing', () => {
    expect(find('23')).toEqual([23]);
    for (const dash of ['7–0.30', '7-0.3', ' 7−0.30 ']) expect(find(dash)).toEqual([23]);
    expect(find('7-')).toEqual([22, 23]);
    expect(find('ADA')).toEqual([23]);
    expect(find('revoked')).toEqual([2]);
    expect(find('force')).toHaveLength(19);
  });

  it('wants every word to fit', () => {
    expect(find('ada 7-')).toEqual([23]);
    expect(find('ada revoked')).toEqual([]);
  });

  it('finds all for nothing, and nobody for what fits nobody', () => {
    expect(find('  ')).toHaveLength(20);
    expect(find('zzz')).toEqual([]);
  });
});

describe('registryCsv', () => {
  it('quotes a name as RFC 4180 asks, and leaves no date where none is', () => {
    const lines = registryCsv(registry.licences).split('\r\n');
    expect(lines).toContain('23,7,0.3,"Ada, ""the first""",2026-01-01,');
    expect(lines[2]).toMatch(/^2,0,0\.3,User 2,2026-01-01,2026-02-01$/);
  });
});
