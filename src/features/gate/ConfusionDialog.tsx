/** Figure 2, looked at closely: for each digit shown, what was answered, with the control layer lifted and attached. */
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { UsageProgress } from '../../jobs/protocol';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { DownloadButton } from '../../ui/DownloadButton';
import styles from './ConfusionDialog.module.css';
import { confusionCsv, confusionJson, correctOf, DIGITS, rowOf } from './confusion';

export interface ConfusionDialogProps {
  readonly usage: UsageProgress;
  readonly onClose: () => void;
}

export function ConfusionDialog({ usage, onClose }: ConfusionDialogProps) {
  const t = useTranslations('gate.confusion');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="confusion-title" onCancel={onClose}>
      <div className={styles.head}>
        <h3 id="confusion-title">{t('title')}</h3>
        <DownloadButton
          size="small"
          name="confusion.csv"
          mime="text/csv"
          content={() => confusionCsv(usage)}
          aria-label={t('saveCsv')}
        >
          {t('csv')}
        </DownloadButton>
        <DownloadButton
          size="small"
          name="confusion.json"
          mime="application/json"
          content={() => confusionJson(usage)}
          aria-label={t('saveJson')}
        >
          {t('json')}
        </DownloadButton>
        <Button size="small" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <div className={styles.pair}>
        <Matrix title={t('authorized')} counts={usage.authorized} tone="in" />
        <Matrix title={t('unauthorized')} counts={usage.unauthorized} tone="out" />
      </div>
    </dialog>
  );
}

interface MatrixProps {
  readonly title: string;
  readonly counts: readonly number[];
  readonly tone: 'in' | 'out';
}

const ALL_DIGITS = Array.from({ length: DIGITS }, (_, digit) => digit);

function Matrix({ title, counts, tone }: MatrixProps) {
  const t = useTranslations('gate.confusion');
  const total = counts.reduce((sum, count) => sum + count, 0);
  const percent = total > 0 ? ((100 * correctOf(counts)) / total).toFixed(2) : '–';
  return (
    <table className={classes(styles.matrix, styles[tone])}>
      <caption>
        <strong>{title}</strong> {t('accuracy', { percent, count: total.toLocaleString('en') })}
        <span className="visually-hidden">{t('caption')}</span>
      </caption>
      <thead>
        <tr>
          <th className={styles.corner} scope="col">
            <span className={styles.long}>{t('answered')} →</span>
          </th>
          {ALL_DIGITS.map(digit => (
            <th key={digit} scope="col">
              {digit}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ALL_DIGITS.map(shown => {
          const row = rowOf(counts, shown);
          const all = row.reduce((sum, count) => sum + count, 0);
          return (
            <tr key={shown}>
              <th scope="row">
                {shown === 0 && <span className={styles.long}>{t('shown')} </span>}
                {shown}
              </th>
              {row.map((count, answered) => (
                <td
                  key={answered}
                  className={classes(shown === answered && styles.right)}
                  style={{ '--share': all > 0 ? count / all : 0 }}
                  title={t('cell', {
                    shown: String(shown),
                    answered: String(answered),
                    count: String(count),
                    total: String(all),
                  })}
                >
                  {count}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
