/** An answer: how many came in by either rule, pictures of them, what to conclude, and on what it was measured. */
import type { ReactNode } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { toCsv } from '../../experiments/report';
import { WHAT_IFS } from '../../experiments/what-if-questions';
import { modelName } from '../../store/shelf';
import type { AnsweredWhatIf } from '../../store/state';
import { DigitImage } from '../../ui/DigitImage';
import { DownloadButton } from '../../ui/DownloadButton';
import { PictureButton } from '../../ui/PictureButton';
import { sub } from '../../ui/subscripts';
import { countWords, settingWords } from './figure-words';
import { whatIfPng } from './what-if-image';
import { whatIfJson, whatIfTable } from './what-if-files';
import styles from './WhatIfResult.module.css';

export function WhatIfResult({ answer }: { readonly answer: AnsweredWhatIf }) {
  const t = useTranslations('how');
  const locale = useLocale();
  const format = useFormatter();
  const { id, letIn, trials, examples } = answer;
  const { who, settings } = WHAT_IFS[id];
  const isLicence = who === 'licences';
  const count = (value: number) => countWords(value, locale);
  const of = count(trials.length);
  const asOthers = trials.filter(({ paper, user, holder }) => paper && user !== holder).length;
  const amount = letIn.paper === 0 ? 'none' : letIn.paper === trials.length ? 'all' : 'some';

  const at = `${t(`whatIf.${id}.setting`)}: ${settingWords(id, answer.setting, locale)}`;
  const vectorRule = t(isLicence ? 'whatIf.byVectorAsOwn' : 'whatIf.byVector');
  const ground = {
    of,
    // How many strangers there are is said already; a copy has no setting.
    at: isLicence && settings.length > 1 ? ` · ${at}` : '',
    model: modelName({ id: answer.model }),
    seed: String(answer.seed),
    epsilon: String(answer.epsilon),
    confidences: answer.confidences.join(', '),
    tolerance: String(answer.tolerance),
    licences: answer.licences,
    dataset: answer.dataset === 'mnist' ? 'MNIST' : t('builtIn'),
    backend: `${answer.backend} (${answer.adapter})`,
    date: format.dateTime(new Date(answer.date), { dateStyle: 'medium', timeStyle: 'short' }),
  };
  const conclusion = `${t(`whatIf.${id}.${amount}`)} ${t(`whatIf.${id}.conclusion`)}`;
  const question = t(`whatIf.${id}.question`);
  /** As files write symbols; the sheet sets them. */
  const plain = { sub: (words: string) => `_${words}` };
  const ofAll = (value: number) => t('whatIf.letIn', { count: count(value), of });
  const group = (isIn: boolean) => ({
    title: t(isIn ? 'whatIf.examplesIn' : 'whatIf.examplesOut'),
    letIn: isIn,
    pictures: examples.flatMap(({ trial, pixels }) => {
      const { paper, class: digit, confidence } = trials[trial]!;
      return paper === isIn ? [{ pixels, label: `${digit} · ${confidence.toFixed(3)}` }] : [];
    }),
  });
  const image = () => ({
    question,
    figures: [
      {
        count: ofAll(letIn.paper),
        rule: t.markup('whatIf.byPaper', plain),
        share: letIn.paper / trials.length,
      },
      { count: ofAll(letIn.vector), rule: vectorRule, share: letIn.vector / trials.length },
    ],
    groups: [group(true), group(false)],
    conclusion,
    ground: t.markup('whatIf.ground', { ...plain, ...ground }),
  });

  return (
    <div className={styles.result}>
      <output className={styles.figures} aria-label={t('whatIf.answer')}>
        <Figure rule={t.rich('whatIf.byPaper', { sub })} letIn={letIn.paper} total={trials.length} />
        <Figure rule={vectorRule} letIn={letIn.vector} total={trials.length} />
      </output>
      {isLicence && asOthers > 0 && (
        <p className={styles.note}>
          {t('whatIf.asOthers', { count: count(asOthers), of: count(letIn.paper) })}
        </p>
      )}
      <div className={styles.examples}>
        <Examples answer={answer} letIn />
        <Examples answer={answer} letIn={false} />
      </div>
      {examples.length > 0 && (
        <p className={styles.note}>{t.rich('whatIf.examples', { sub, epsilon: String(answer.epsilon) })}</p>
      )}
      <p className={styles.conclusion}>
        <strong>{t('whatIf.conclude')}</strong> {conclusion}
      </p>
      <p className={styles.note}>{t.rich('whatIf.ground', { sub, ...ground })}</p>
      <div className={styles.files}>
        <PictureButton size="small" title={question} draw={place => whatIfPng(place, image())} />
        <DownloadButton
          size="small"
          name={`what-if-${id}.csv`}
          mime="text/csv"
          content={() => toCsv(whatIfTable(answer))}
        >
          CSV
        </DownloadButton>
        <DownloadButton
          size="small"
          name={`what-if-${id}.json`}
          mime="application/json"
          content={() => whatIfJson(answer)}
        >
          JSON
        </DownloadButton>
      </div>
    </div>
  );
}

interface FigureProps {
  readonly rule: ReactNode;
  readonly letIn: number;
  readonly total: number;
}

function Figure({ rule, letIn, total }: FigureProps) {
  const t = useTranslations('how');
  const locale = useLocale();
  return (
    <span className={styles.figure}>
      <span className={styles.number}>
        {t('whatIf.letIn', { count: countWords(letIn, locale), of: countWords(total, locale) })}
      </span>
      <span className={styles.rule}>{rule}</span>
      <span className={styles.bar} aria-hidden="true">
        <span className={styles.share} style={{ width: `${(100 * letIn) / total}%` }} />
      </span>
    </span>
  );
}

function Examples({ answer, letIn }: { readonly answer: AnsweredWhatIf; readonly letIn: boolean }) {
  const t = useTranslations('how');
  const shown = answer.examples.filter(({ trial }) => answer.trials[trial]!.paper === letIn);
  if (shown.length === 0) return null;
  const title = letIn ? t('whatIf.examplesIn') : t('whatIf.examplesOut');
  return (
    <figure className={styles.group}>
      <figcaption className={letIn ? styles.in : styles.out}>{title}</figcaption>
      <div className={styles.pictures}>
        {shown.map(({ trial, pixels }) => {
          const { class: digit, confidence } = answer.trials[trial]!;
          const words = {
            number: String(trial + 1),
            digit: String(digit),
            confidence: confidence.toFixed(3),
          };
          return (
            <DigitImage
              key={trial}
              pixels={pixels}
              size={64}
              alt={letIn ? t('whatIf.pictureIn', words) : t('whatIf.pictureOut', words)}
              label={
                <span className={styles.label} aria-hidden="true">
                  {digit} · {confidence.toFixed(3)}
                </span>
              }
            />
          );
        })}
      </div>
    </figure>
  );
}
