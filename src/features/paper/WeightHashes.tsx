/** The hashes of the weights that a result was measured on: whoever has the same has the same models. */
import { useTranslations } from 'use-intl';
import type { Results } from '../../experiments/results';
import styles from './WeightHashes.module.css';

export interface WeightHashesProps {
  /** Of each model by its name. */
  readonly hashes: NonNullable<
    Results['experiments'][keyof Results['experiments']]
  >['provenance']['weightsSha256'];
}

export function WeightHashes({ hashes }: WeightHashesProps) {
  const t = useTranslations('paper.provenance');
  const weights = Object.entries(hashes);
  return (
    <div className={styles.hashes}>
      <p>{t('hashes', { count: weights.length })}</p>
      <dl>
        {weights.map(([name, hash]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{hash}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
