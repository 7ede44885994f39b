/** Figure 2, looked at closely: for each digit shown, what was answered, with the control layer lifted and attached. */
import { useTranslations } from 'use-intl';
import type { UsageProgress } from '../../jobs/protocol';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { DownloadButton } from '../../ui/DownloadButton';
import { matricesPng } from '../../ui/matrix-image';
import { PictureButton } from '../../ui/PictureButton';
import styles from './ConfusionDialog.module.css';
import { confusionCsv, confusionJson, correctOf, DIGITS, rowOf, rowsOf } from './confusion';

export interface ConfusionDialogProps {
  readonly usage: UsageProgress;
  readonly onClose: () => void;
}

export function ConfusionDialog({ usage, onClose }: ConfusionDialogProps) {
  const t = useTranslations('gate.confusion');
  const accuracy = useAccuracy();
  const draw = (place: Element) => {
    const words = { title: t('title'), row: t('shown'), column: t('answered') };
    const matrix = (use: 'authorized' | 'unauthorized', colour: string) => ({
      title: `${t(use)}, ${accuracy(usage[use])}`,
      colour,
      rows: rowsOf(usage[use]),
    });
    return matricesPng(place, words, [
      matrix('authorized', 'var(--in)'),
      matrix('unauthorized', 'var(--out)'),
    ]);
  };
  return (
    <Dialog
      title={t('title')}
      onClose={onClose}
      actions={
        <>
          <PictureButton size="small" title={t('title')} draw={draw} />
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
        </>
      }
    >
      <div className={styles.pair}>
        <Matrix title={t('authorized')} counts={usage.authorized} tone="in" />
        <Matrix title={t('unauthorized')} counts={usage.unauthorized} tone="out" />
      </div>
    </Dialog>
  );
}

interface MatrixProps {
  readonly title: string;
  readonly counts: readonly number[];
  readonly tone: 'in' | 'out';
}

/** Right answers and how many were given, in words. */
function useAccuracy() {
  const t = useTranslations('gate.confusion');
  return (counts: readonly number[]): string => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const percent = total > 0 ? ((100 * correctOf(counts)) / total).toFixed(2) : '–';
    return t('accuracy', { percent, count: total.toLocaleString('en') });
  };
}

const ALL_DIGITS = Array.from({ length: DIGITS }, (_, digit) => digit);

function Matrix({ title, counts, tone }: MatrixProps) {
  const t = useTranslations('gate.confusion');
  const accuracy = useAccuracy();
  return (
    <table className={classes(styles.matrix, styles[tone])}>
      <caption>
        <strong>{title}</strong> {accuracy(counts)}
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
