/** C_fp and ε of the registry, and how many users they leave room for: N_au = K(z₂ − z₁)/2ε (section 2.4, Eq. 5). */
import { useState } from 'react';
import { candidateConfidences, capacity } from '../../method/registry/allocation';
import type { Registry } from '../../method/registry/registry';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { NumberField } from '../../ui/NumberField';
import { TextField } from '../../ui/TextField';
import styles from './ConfidencesCard.module.css';
import { readConfidences } from './confidence-list';

export interface ConfidencesCardProps {
  readonly registry: Registry;
  readonly disabled: boolean;
  readonly onApply: (confidences: readonly number[], epsilon: number) => void;
}

const listText = (confidences: readonly number[]) => confidences.join(', ');

/** Remount it (`key`) when the registry's confidences change from elsewhere. */
export function ConfidencesCard({ registry, disabled, onApply }: ConfidencesCardProps) {
  const [text, setText] = useState(listText(registry.confidences));
  const [epsilon, setEpsilon] = useState(registry.epsilon);
  const reading = readConfidences(text, epsilon);
  const changed =
    reading.ok &&
    (epsilon !== registry.epsilon || listText(reading.confidences) !== listText(registry.confidences));
  const dropped = reading.ok
    ? registry.licences.filter(licence => !reading.confidences.includes(licence.confidence)).length
    : 0;
  const users = reading.ok ? reading.confidences.length * registry.classes : null;
  return (
    <Card
      title={
        <>
          Confidences C<sub className={styles.sub}>fp</sub>
        </>
      }
      section="2.4"
    >
      <TextField
        label="marks, from 0.10 to below 0.50"
        value={text}
        onChange={setText}
        mono
        disabled={disabled}
        error={reading.ok ? null : reading.message}
      />
      <div className={styles.row}>
        <NumberField
          label="ε"
          compact
          value={epsilon}
          min={0.0001}
          max={0.05}
          step={0.001}
          disabled={disabled}
          onChange={setEpsilon}
        />
        <Button
          size="small"
          variant="quiet"
          disabled={disabled}
          title="Every confidence of [0.10, 0.50) that stands 2ε from the next"
          onClick={() => setText(listText(candidateConfidences(epsilon)))}
        >
          All that fit
        </Button>
        <Button
          size="small"
          disabled={disabled || !changed}
          onClick={() => reading.ok && onApply(reading.confidences, epsilon)}
        >
          Apply
        </Button>
      </div>
      <p className={styles.words}>
        {users === null ? 'ε leaves room for ' : `${users} users of `}N<sub className={styles.sub}>au</sub> ={' '}
        {capacity(registry.classes, epsilon)}
        {users !== null && ' that ε leaves room for'}.
        {dropped > 0 &&
          ` Applying drops ${dropped} ${dropped === 1 ? 'licence' : 'licences'} of marks no longer listed.`}
      </p>
    </Card>
  );
}
