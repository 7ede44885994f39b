/** The engines that a run went over: more than one where a device was lost on the way and another went on. */
import type { Again } from '../jobs/batch';
import type { RanOn } from './saved-model';

/** An engine in use. */
type Engine = RanOn & { readonly tuning?: { readonly name: string } | null };

/** A GPU's bits depend on how its kernels are cut as well: that is told with the adapter, "NVIDIA H100 (gpu-large)". */
export function ranOn({ backend, adapter, tuning }: Engine): RanOn {
  return { backend, adapter: tuning ? `${adapter} (${tuning.name})` : adapter };
}

/** The engines of a run, once each, in the order in which it first ran on them. */
export function withEngine(engines: readonly RanOn[], engine: Engine): readonly RanOn[] {
  const { backend, adapter } = ranOn(engine);
  const known = engines.some(other => other.backend === backend && other.adapter === adapter);
  return known ? engines : [...engines, { backend, adapter }];
}

/** The engines of a run that goes on after a loss. */
export function enginesAgain(engines: readonly RanOn[], { engine, afresh }: Again): readonly RanOn[] {
  return withEngine(afresh ? [] : engines, engine);
}

/** Several engines as one; null for nothing known. */
export function together(engines: readonly RanOn[]): RanOn | null {
  if (engines.length === 0) return null;
  const join = (field: keyof RanOn) => engines.map(engine => engine[field]).join(' → ');
  return { backend: join('backend'), adapter: join('adapter') };
}
