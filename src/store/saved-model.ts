/** What is kept of a model: its weights with everything that is valid for them alone, its key, its registry and its licences. */
import type { Fingerprint } from '../jobs/protocol';
import type { Registry } from '../method/registry/registry';
import type { OwnerKey } from '../method/watermark/owner-key';
import type { TrainingConfig } from '../model/training';

/** What a training ran on, or a generation of licences, an attack. */
export interface RanOn {
  readonly backend: string;
  readonly adapter: string;
}

/** A licence as issued: the image, where it came from, what the model says of it. */
export interface StoredLicence extends Fingerprint {
  /** i·T + j, section 2.4. */
  readonly user: number;
  /** What the generation it is of ran on; absent in those of earlier versions and of the bundled model. */
  readonly madeOn?: RanOn | null | undefined;
}

/** One trained network and everything that belongs to it. A licence and a registry are only valid for their own model. */
export interface SavedModel {
  /** `wm1`, `wm2`, `custom`, `none`, `imported` or `bundled`; `wm1-2` and so on where another model stands there. */
  readonly id: string;
  readonly name: string;
  readonly parameters: Float32Array;
  readonly key: OwnerKey | null;
  /** Test accuracy in [0, 1] on `dataset`; null when never measured. */
  readonly accuracy: number | null;
  readonly dataset: 'mnist' | 'synthetic' | null;
  readonly config: TrainingConfig | null;
  /**
   * Of its training, beside `config`: λ, the steps taken, fewer than planned where it was stopped, and whether it went on from another
   * model; absent: from scratch. Null or absent in models of earlier versions.
   */
  readonly run?:
    | { readonly lambda: number; readonly steps: number; readonly from?: 'current' | undefined }
    | null
    | undefined;
  /** More than one engine, joined by "→", where a device was lost on the way. */
  readonly trainedOn: (RanOn & { readonly date: string }) | null;
  readonly registry: Registry;
  readonly licences: readonly StoredLicence[];
  /** Generations asked of this model so far: each searches from other images, so that a licence made anew is another. */
  readonly generations: number;
}
