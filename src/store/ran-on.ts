/** The engines that a run went over: more than one where a device was lost on the way and another went on. */
import type { Again } from '../jobs/batch';
import type { RanOn } from './saved-model';

/** The engines of a run, once each, in the order in which it first ran on them. */
export function withEngine(engines: readonly RanOn[], { backend, adapter }: RanOn): readonly RanOn[] {
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
