/** On what the figures above were measured. */
import type { ExperimentId } from '../../experiments/all';
import type { Results } from '../../experiments/results';
import { useDurationText } from '../../ui/duration';
import styles from './Provenance.module.css';

export interface ProvenanceProps {
  readonly results: Results;
  readonly id: ExperimentId;
  readonly recorded: boolean;
}

const DATASETS = { mnist: 'MNIST', synthetic: 'built-in digits' } as const;
const SIZES = { tiny: 'a test’s size', quick: 'quick', paper: 'the paper’s size' } as const;

export function Provenance({ results, id, recorded }: ProvenanceProps) {
  const durationText = useDurationText();
  const provenance = results.experiments[id]?.provenance;
  if (!provenance) return null;
  const { seed, dataset, backend, adapter, wallSeconds, date, weightsSha256 } = provenance;
  const weights = Object.entries(weightsSha256);
  return (
    <div className={styles.provenance}>
      <p>
        {recorded ? 'Recorded' : 'Measured here'} {date.slice(0, 10)} · seed {seed} · {SIZES[results.preset]}{' '}
        · {DATASETS[dataset]} · {backend} ({adapter}) · {durationText(wallSeconds)} of computing, shared
        models included
      </p>
      {weights.length > 0 && (
        <details>
          <summary>
            SHA-256 of the {weights.length === 1 ? 'weights' : `${weights.length} models’ weights`}
          </summary>
          <dl>
            {weights.map(([name, hash]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{hash}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
