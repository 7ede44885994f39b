/** A run cut down to one of its experiments. */
import type { ExperimentId } from '../../experiments/all';
import type { Results } from '../../experiments/results';

export function only(results: Results, id: ExperimentId): Results {
  return { ...results, experiments: { [id]: results.experiments[id] } };
}
