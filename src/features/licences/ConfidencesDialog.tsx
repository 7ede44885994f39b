/** C_fp and ε of the registry, and how many users they leave room for: N_au = K(z₂ − z₁)/2ε (section 2.4, Eq. 5). */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { candidateConfidences, capacity, EPSILON_RANGE, isAllocated } from '../../method/registry/allocation';
import type { Registry } from '../../method/registry/registry';
import { saySentence } from '../../texts/say';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { NumberField } from '../../ui/NumberField';
import { TextField } from '../../ui/TextField';
import styles from './ConfidencesDialog.module.css';
import { DropDialog } from './DropDialog';
import { readConfidences } from './confidence-list';

export interface ConfidencesDialogProps {
  readonly registry: Registry;
  readonly disabled: boolean;
  readonly onApply: (confidences: readonly number[], epsilon: number) => void;
  readonly onClose: () => void;
}

const listText = (confidences: readonly number[]) => confidences.join(', ');

export function ConfidencesDialog({ registry, disabled, onApply, onClose }: ConfidencesDialogProps) {
  const t = useTranslations('licences.confidences');
  const [text, setText] = useState(listText(registry.confidences));
  const [epsilon, setEpsilon] = useState(registry.epsilon);
  /** Whether what would be dropped is asked about. */
  const [asked, setAsked] = useState(false);
  const reading = readConfidences(text, epsilon);
  const changed =
    reading.ok &&
    (epsilon !== registry.epsilon || listText(reading.confidences) !== listText(registry.confidences));
  const dropped = reading.ok
    ? registry.licences.filter(licence => !isAllocated(licence, registry.classes, reading.confidences))
    : [];
  const apply = () => reading.ok && onApply(reading.confidences, epsilon);
  const users = reading.ok ? reading.confidences.length * registry.classes : null;
  const room = String(capacity(registry.classes, epsilon));
  const sub = (words: ReactNode) => <sub className={styles.sub}>{words}</sub>;
  const wrong = reading.ok
    ? null
    : 'unfit' in reading
      ? saySentence(reading.unfit)
      : t('notNumber', { text: reading.notNumber });
  // Another tab may have taken them.
  if (asked && dropped.length === 0) setAsked(false);
  return (
    <>
      {/* Before the window it lies upon: closed in this order, the focus finds its way back. */}
      {asked && <DropDialog licences={dropped} onTake={apply} onClose={() => setAsked(false)} />}
      <Dialog title={<>{t.rich('title', { sub })}</>} onClose={onClose}>
        <TextField
          label={t('marks')}
          value={text}
          onChange={setText}
          mono
          disabled={disabled}
          error={wrong}
        />
        <div className={styles.row}>
          <NumberField
            label="ε"
            compact
            value={epsilon}
            {...EPSILON_RANGE}
            step={0.001}
            disabled={disabled}
            onChange={setEpsilon}
          />
          <Button
            size="small"
            variant="quiet"
            disabled={disabled}
            title={t('allTitle')}
            onClick={() => setText(listText(candidateConfidences(epsilon)))}
          >
            {t('all')}
          </Button>
          <Button
            size="small"
            unavailable={disabled || !changed}
            aria-haspopup={dropped.length > 0 ? 'dialog' : undefined}
            onClick={() => (dropped.length > 0 ? setAsked(true) : apply())}
          >
            {t('apply')}
          </Button>
        </div>
        <p className={styles.words}>
          {users === null
            ? t.rich('room', { capacity: room, sub })
            : t.rich('users', { users: String(users), capacity: room, sub })}
          {dropped.length > 0 && ` ${t('drops', { count: dropped.length })}`}
        </p>
      </Dialog>
    </>
  );
}
