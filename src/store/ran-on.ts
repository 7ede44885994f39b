/** The engines that a training run went over: more than one where a device was lost on the way. */
import type { RanOn, SavedModel } from './state';

/** The engines of a run, once each, in the order in which it first ran on them. */
export function withEngine(engines: readonly RanOn[], { backend, adapter }: RanOn): readonly RanOn[] {
  const known = engines.some(other => other.backend === backend && other.adapter === adapter);
  return known ? engines : [...engines, { backend, adapter }];
}

/** What a model was trained on; null for nothing known. */
export function together(engines: readonly RanOn[], date: string): SavedModel['trainedOn'] {
  if (engines.length === 0) return null;
  const join = (field: keyof RanOn) => engines.map(engine => engine[field]).join(' → ');
  return { backend: join('backend'), adapter: join('adapter'), date };
}
