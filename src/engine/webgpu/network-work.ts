/** What each layer of a network has to do, by its kind: the one place that knows all of them. */
import type { Layout, ShapedConvPool, ShapedDense, ShapedLayer } from '../network';
import { batchNormWork } from './batch-norm';
import { convolutionWork } from './convolution';
import { convPoolKernels } from './conv-pool';
import { denseKernels } from './dense';
import { flowsOf, type Flow, type SendBack } from './flow';
import { averageWork } from './global-average-pool';
import { sameInBoth, type LayerWork } from './layer-work';
import { batchStruct, type Section } from './sections';
import { sumWork } from './sum';
import type { Tuning } from './tuning';

function convPoolWork(
  shaped: ShapedConvPool,
  section: Section,
  batch: string,
  send: SendBack,
  tuning: Tuning,
): LayerWork {
  const made = convPoolKernels(shaped, section, batch, send, tuning.convPool(shaped));
  return sameInBoth(
    [{ source: made.forward, threads: made.forwardThreads }],
    [{ source: made.filterGradient, threads: (_, groups) => made.filterThreads(groups) }],
    [[{ source: made.inputGradient, threads: made.inputThreads }]],
    { argmax: capacity => capacity * made.argmaxWords },
  );
}

function denseWork(
  shaped: ShapedDense,
  section: Section,
  batch: string,
  send: SendBack,
  tuning: Tuning,
): LayerWork {
  const made = denseKernels(shaped, section, batch, send, tuning.dense);
  return sameInBoth(
    [{ source: made.forward, threads: made.forwardThreads }],
    [{ source: made.weightGradient, threads: (_, groups) => made.weightThreads(groups) }],
    [[{ source: made.inputGradient, threads: made.inputThreads }]],
  );
}

function workOf(
  shaped: ShapedLayer,
  section: Section | null,
  batch: string,
  { sends }: Flow,
  sameAs: (place: number) => boolean,
  tuning: Tuning,
): LayerWork {
  const send = sends[0]!;
  switch (shaped.kind) {
    case 'conv-pool':
      return convPoolWork(shaped, section!, batch, send, tuning);
    case 'convolution':
      return convolutionWork(shaped, section!, batch, send, tuning.convolution);
    case 'batch-norm':
      return batchNormWork(shaped, section!, batch, send);
    case 'sum':
      return sumWork(
        shaped,
        shaped.sources.map((place, k) => (sameAs(place) ? null : sends[k]!)),
      );
    case 'global-average-pool':
      return averageWork(shaped, send);
    case 'dense':
      return denseWork(shaped, section!, batch, send, tuning);
  }
}

/** One for each layer, in order. @param sections `sectionsOf(layout)`. */
export function networkWork(
  layout: Layout,
  sections: readonly (Section | null)[],
  tuning: Tuning,
): LayerWork[] {
  const batch = batchStruct(sections);
  const flows = flowsOf(layout);
  return layout.layers.map((shaped, l) =>
    workOf(shaped, sections[l]!, batch, flows[l]!, place => flows[place]?.sameAs === l, tuning),
  );
}
