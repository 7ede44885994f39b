/** Finding users in the registry, and the registry as a table for a file. */
import { csvOf } from '../../core/csv';
import type { Licence } from '../../method/registry/registry';
import { holderName } from '../../store/holder-name';
import { outputName } from '../../ui/confidence-scale';

/** A hyphen or a minus does for the dash of `7–0.30`, and case does not count. */
const plain = (text: string) =>
  text
    .trim()
    .toLocaleLowerCase()
    .replaceAll(/[-−–—]/g, '-');

/**
 * Those that every word of `query` fits: a whole user number, the beginning of class–confidence, a part of the name, or the beginning of
 * the standing, in the words the visitor reads. All for an empty query.
 */
export function findInRegistry(
  licences: readonly Licence[],
  query: string,
  words: { readonly revoked: string; readonly inForce: string },
): readonly Licence[] {
  const parts = plain(query).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return licences;
  return licences.filter(licence => {
    const output = plain(outputName(licence));
    const name = plain(holderName(licence));
    const standing = plain(licence.revokedAt === undefined ? words.inForce : words.revoked);
    return parts.every(
      part =>
        String(licence.user) === part ||
        (part.includes('-') && output.startsWith(part)) ||
        (!/^\d+$/.test(part) && name.includes(part)) ||
        standing.split(/\s+/).some(word => word.startsWith(part)),
    );
  });
}

export function registryCsv(licences: readonly Licence[]): string {
  return csvOf([
    ['user', 'class', 'confidence', 'name', 'issued_at', 'revoked_at'],
    ...licences.map(licence => [
      licence.user,
      licence.class,
      licence.confidence,
      licence.name,
      licence.issuedAt,
      licence.revokedAt,
    ]),
  ]);
}
