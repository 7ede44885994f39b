/** What the gate is about: sixteen test digits and what the model tells this visitor of them, and Figure 2 beside them. */
import { useTranslations } from 'use-intl';
import { MNIST_MEGABYTES } from '../../data/mnist';
import type { UsageProgress } from '../../jobs/protocol';
import type { GateSlice } from '../../store/state';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { classes } from '../../ui/classes';
import { DigitImage } from '../../ui/DigitImage';
import { DiceIcon } from '../../ui/icons';
import { PictureButton } from '../../ui/PictureButton';
import styles from './AnswersCard.module.css';
import { Usage } from './Usage';
import { answersPng } from './answers-image';

export interface AnswersCardProps {
  readonly access: 'protected' | 'authorized';
  readonly answers: GateSlice['answers'];
  readonly answersFrom: GateSlice['answersFrom'];
  readonly usage: UsageProgress | null;
  readonly usageRunning: boolean;
  readonly dataset: 'mnist' | 'synthetic' | null;
  /** The dataset is on its way. */
  readonly fetching: boolean;
  readonly onFetch: () => void;
  readonly onAgain: () => void;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

export function AnswersCard({ access, answers, answersFrom, onFetch, onAgain, ...usage }: AnswersCardProps) {
  const t = useTranslations('gate.answers');
  const dice = access === 'protected';
  const right = answers.filter(({ answer, label }) => answer === label).length;
  const from = t(dice ? 'dice' : 'lifted');
  const score =
    answers.length > 0 ? ` · ${t('right', { right: String(right), count: String(answers.length) })}` : '';
  return (
    <Card className={styles.card}>
      <div className={styles.answers}>
        <div className={styles.head}>
          <h2>{t('title')}</h2>
          <span className={styles.note} aria-live="polite">
            {from}
            {score}
            {answers.length > 0 && answersFrom === 'originals' && <span data-minor> {t('originals')}</span>}
          </span>
          {answers.length > 0 && dice && (
            <Button variant="quiet" size="small" onClick={onAgain}>
              {t('again')}
            </Button>
          )}
          {answers.length > 0 && (
            <span className={styles.file} data-minor>
              <PictureButton
                variant="quiet"
                size="small"
                title={t('title')}
                draw={place =>
                  answersPng(place, {
                    title: t('title'),
                    sentence: from + score + (answersFrom === 'originals' ? ` ${t('originals')}` : ''),
                    caption: t('caption'),
                    answers,
                  })
                }
              />
            </span>
          )}
        </div>
        {answers.length > 0 ? (
          <ol className={styles.digits}>
            {answers.map(({ pixels, label, answer }, index) => (
              <li key={index}>
                <DigitImage pixels={pixels} alt={t('digit', { label: String(label) })} size="100%" />
                <span className={classes(styles.answer, answer === label ? styles.right : styles.wrong)}>
                  {dice && <DiceIcon size={13} />}
                  <span aria-hidden="true">
                    {answer}
                    {answer !== label && <small>✗</small>}
                  </span>
                  <span className="visually-hidden">
                    {t('answered', { answer: String(answer), right: String(answer === label) })}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        ) : (
          <p className={styles.note}>
            {t('none', { megabytes: MNIST_MEGABYTES })}{' '}
            <Button size="small" variant="quiet" disabled={usage.fetching} onClick={onFetch}>
              {t('fetch')}
            </Button>
          </p>
        )}
      </div>
      <Usage {...usage} />
    </Card>
  );
}
