/** Two changes of one registry, made without knowing of one another (in two tabs of the page), as one. */
import type { FingerprintOutput } from './allocation';
import { reallocate } from './registry';
import type { Licence, Registry } from './registry';

type Held = Licence | undefined;

/** A licence is known by its (t, c): its user's number changes with C_fp. */
export function outputKey({ class: t, confidence }: FingerprintOutput): string {
  return `${t} ${confidence.toFixed(9)}`;
}

/** The licences by their (t, c): `outputKey`. */
export function byOutput({ licences }: Registry): ReadonlyMap<string, Licence> {
  return new Map(licences.map(licence => [outputKey(licence), licence]));
}

/** Whether K, C_fp or ε are not the same. */
function allocatesOtherwise(a: Registry, b: Registry): boolean {
  return a.classes !== b.classes || a.epsilon !== b.epsilon || a.confidences.join() !== b.confidences.join();
}

function issuedAnew(before: Held, now: Licence): boolean {
  return before?.issuedAt !== now.issuedAt || before.record.join() !== now.record.join();
}

function mergeRevocation(base: Held, ours: Licence, theirs: Licence): string | undefined {
  const before = base?.revokedAt;
  const dates = [theirs.revokedAt, ours.revokedAt];
  const revokedSince = dates.find(date => date !== undefined && date !== before);
  return revokedSince ?? (dates.includes(undefined) ? undefined : before);
}

function mergeLicence(base: Held, ours: Held, theirs: Held): Held {
  if (!ours || !theirs) {
    const left = ours ?? theirs;
    return left && issuedAnew(base, left) ? left : undefined;
  }
  const { revokedAt: _, ...issue } = issuedAnew(base, ours) ? ours : theirs;
  const { name } = ours.name === base?.name ? theirs : ours;
  const revokedAt = mergeRevocation(base, ours, theirs);
  return { ...issue, name, ...(revokedAt === undefined ? {} : { revokedAt }) };
}

/**
 * `ours` and `theirs`, both made from `base`, as one: what either changed stands, licence by licence, and in a licence its name, its
 * issue and its revocation each for itself. Where both changed the same thing:
 * - who was revoked by either is revoked, though the other reinstated, renamed or issued anew;
 * - a licence that either took out is out, unless the other issued it anew;
 * - in all else, C_fp and ε among it, ours stands. Licences that a changed C_fp does not allocate are out, others get its numbers.
 */
export function mergeRegistries(base: Registry, ours: Registry, theirs: Registry): Registry {
  const { classes, confidences, epsilon } = allocatesOtherwise(base, ours) ? ours : theirs;
  const [before, here, there] = [byOutput(base), byOutput(ours), byOutput(theirs)];
  const licences = [...new Set([...here.keys(), ...there.keys()])].flatMap(
    key => mergeLicence(before.get(key), here.get(key), there.get(key)) ?? [],
  );
  return reallocate({ ...ours, classes, licences }, { confidences, epsilon });
}
