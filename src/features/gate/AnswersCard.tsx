/** What the gate is about: sixteen test digits and what the model tells this visitor of them, and Figure 2 beside them. */
import type { UsageProgress } from '../../jobs/protocol';
import type { GateSlice } from '../../store/state';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { classes } from '../../ui/classes';
import { DigitImage } from '../../ui/DigitImage';
import { DiceIcon } from '../../ui/icons';
import styles from './AnswersCard.module.css';
import { Usage } from './Usage';

export interface AnswersCardProps {
  readonly access: 'protected' | 'authorized';
  readonly answers: GateSlice['answers'];
  readonly usage: UsageProgress | null;
  readonly usageRunning: boolean;
  readonly dataset: 'mnist' | 'synthetic' | null;
  readonly onAgain: () => void;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

export function AnswersCard({ access, answers, onAgain, ...usage }: AnswersCardProps) {
  const dice = access === 'protected';
  const right = answers.filter(({ answer, label }) => answer === label).length;
  return (
    <Card className={styles.card}>
      <div className={styles.answers}>
        <div className={styles.head}>
          <h2>What the model tells you now</h2>
          <span className={styles.note} aria-live="polite">
            control layer {dice ? 'attached: dice' : 'lifted: real answers'}
            {answers.length > 0 && ` · ${right} of ${answers.length} right`}
          </span>
          {answers.length > 0 && dice && (
            <Button variant="quiet" size="small" onClick={onAgain}>
              Throw again
            </Button>
          )}
        </div>
        {answers.length > 0 ? (
          <ol className={styles.digits}>
            {answers.map(({ pixels, label, answer }, index) => (
              <li key={index}>
                <DigitImage pixels={pixels} alt={`a ${label}`} size="100%" />
                <span className={classes(styles.answer, answer === label ? styles.right : styles.wrong)}>
                  {dice && <DiceIcon size={13} />}
                  <span className="visually-hidden">answered </span>
                  {answer}
                  {answer !== label && <span aria-hidden="true">✗</span>}
                  <span className="visually-hidden">{answer === label ? ', right' : ', wrong'}</span>
                </span>
              </li>
            ))}
          </ol>
        ) : (
          <p className={styles.note}>The test digits are on their way.</p>
        )}
      </div>
      <Usage {...usage} />
    </Card>
  );
}
