/** The board of section 2.3: a cell for every class t and confidence c of the registry, with whatever is known of it. */
import { l2 } from '../../core/image-metrics';
import type { FingerprintProgress } from '../../jobs/protocol';
import { passes } from '../../method/fingerprint/reached';
import { userOf } from '../../method/registry/allocation';
import type { Licence } from '../../method/registry/registry';
import type { SavedModel, StoredLicence } from '../../store/saved-model';
import { outputName } from '../../ui/confidence-scale';

/** FO = (t, c). */
export interface Output {
  readonly class: number;
  readonly confidence: number;
}

/** Where a search that runs now stands. */
export interface LiveSearch {
  readonly confidence: number;
  readonly distortion: number;
}

export interface Cell extends Output {
  /** i·T + j. */
  readonly user: number;
  /** The image; null when there is none here. */
  readonly licence: StoredLicence | null;
  /** What the registry says; null when nothing was issued. */
  readonly entry: Licence | null;
  readonly live: LiveSearch | null;
}

export function sameOutput(a: Output, b: Output): boolean {
  return a.class === b.class && a.confidence === b.confidence;
}

/** Row by row: the confidences in the registry's order, in each the classes from 0. */
export function boardOf(
  { registry, licences }: SavedModel,
  requests: readonly Output[],
  progress: FingerprintProgress | null,
): Cell[][] {
  const entries = new Map(registry.licences.map(entry => [entry.user, entry]));
  const images = new Map(licences.map(licence => [licence.user, licence]));
  const searches = new Map(requests.map((request, index) => [outputName(request), index]));
  return registry.confidences.map(confidence =>
    Array.from({ length: registry.classes }, (_, k) => {
      const output = { class: k, confidence };
      const user = userOf(output, registry.classes, registry.confidences);
      const search = searches.get(outputName(output)) ?? -1;
      const confidenceNow = progress?.confidence[search] ?? NaN;
      const distortion = progress?.distortion[search] ?? NaN;
      return {
        ...output,
        user,
        licence: images.get(user) ?? null,
        entry: entries.get(user) ?? null,
        // One that waits for its turn shows what it was before.
        live: Number.isNaN(confidenceNow) ? null : { confidence: confidenceNow, distortion },
      };
    }),
  );
}

/** Nothing was issued for it. One whose image lies elsewhere was: made anew, it would lock its holder out. */
export function isMissing({ licence, entry }: Cell): boolean {
  return licence === null && entry === null;
}

/** It was issued and holds: made anew, its file is let in no more. A revoked one has to be reinstated first. */
export function isRenewable(cell: Cell): boolean {
  return !isMissing(cell) && cell.entry?.revokedAt === undefined;
}

/** Bytes as grey levels in [0, 1]. */
export function unitPixels(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, byte => byte / 255);
}

/** How many of the board's licences would be let in. */
export function passingCount(cells: readonly Cell[], epsilon: number): number {
  return cells.filter(
    ({ licence, entry }) => licence && entry?.revokedAt === undefined && passes(licence, epsilon),
  ).length;
}

/** ‖x′ − x‖₂ in grey levels of [0, 1]. */
export function distortion(licence: StoredLicence): number {
  return l2(unitPixels(licence.original), unitPixels(licence.pixels));
}
