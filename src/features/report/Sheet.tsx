/** The report's parts, in the order of the page's sections; of what was not done it says so. */
import { useFormatter, useTranslations } from 'use-intl';
import type { SavedModel } from '../../store/saved-model';
import { DigitImage } from '../../ui/DigitImage';
import { KeyValueList } from '../../ui/KeyValueList';
import { scientific } from '../../ui/scientific';
import { Attacks } from './Attacks';
import type { LessonReport } from './lesson-report';
import { percent } from './percent';
import styles from './ReportDialog.module.css';
import { Training } from './Training';

/** Thumbnails on the sheet; the rest is counted. */
const SHOWN = 40;

export interface SheetProps {
  readonly report: LessonReport;
  /** Of its licences. */
  readonly pictures: SavedModel['licences'];
}

export function Sheet({ report, pictures }: SheetProps) {
  const t = useTranslations('report');
  const format = useFormatter();
  const { engine, dataset, trainings, model, licences, gate, figure2 } = report;
  return (
    <>
      <KeyValueList
        items={[
          {
            name: t('date'),
            value: format.dateTime(new Date(report.date), { dateStyle: 'long', timeStyle: 'short' }),
          },
          { name: t('seed'), value: String(report.seed) },
          { name: t('dataset'), value: dataset ? t(`datasets.${dataset.name}`) : t('none') },
          { name: t('engine'), value: engine ? `${engine.backend}, ${engine.adapter}` : t('none') },
          { name: t('page'), value: report.page },
        ]}
      />

      <h2>{t('training.title')}</h2>
      {trainings.length === 0 && <p>{t('training.none')}</p>}
      {trainings.map(run => (
        <Training key={run.date} run={run} />
      ))}

      <h2>{t('model.title')}</h2>
      {model ? (
        <KeyValueList
          items={[
            { name: t('model.name'), value: model.name },
            { name: t('training.accuracy'), value: percent(model.accuracy) },
            {
              name: t('watermark'),
              value: model.watermark
                ? `${model.watermark.digits.join('')}: ${t(model.watermark.verified ? 'verified' : 'notVerified')}`
                : t('unmarked'),
            },
            ...(model.watermark
              ? [
                  {
                    name: t('model.readings'),
                    value: model.watermark.readings.map(each => each.toFixed(2)).join('  '),
                  },
                  { name: t('model.error'), value: model.watermark.largestError.toFixed(3) },
                  { name: t('model.chance'), value: scientific(model.watermark.pValue) },
                ]
              : []),
            {
              name: t('model.cost'),
              value:
                model.costAgainstTwin === null
                  ? t('model.noTwin')
                  : t('model.points', { points: (100 * model.costAgainstTwin).toFixed(2).replace('-', '−') }),
            },
          ]}
        />
      ) : (
        <p>{t('model.none')}</p>
      )}

      <h2>{t('licences.title')}</h2>
      {licences.length === 0 ? (
        <p>{t('licences.none')}</p>
      ) : (
        <>
          <p>
            {t('licences.count', {
              count: licences.length,
              revoked: licences.filter(each => each.revokedAt).length,
            })}
          </p>
          <div className={styles.pictures}>
            {pictures.slice(0, SHOWN).map(({ user, pixels, class: digit, confidence }) => (
              <DigitImage
                key={user}
                pixels={pixels}
                size={48}
                alt={t('licences.picture', {
                  user: String(user),
                  digit: String(digit),
                  confidence: confidence.toFixed(2),
                })}
                label={`${digit}–${confidence.toFixed(2)}`}
              />
            ))}
          </div>
        </>
      )}

      <h2>{t('gate.title')}</h2>
      <p>
        {gate
          ? t('gate.verdict', {
              label: gate.label,
              authorized: String(gate.authorized),
              digit: String(gate.predictedClass ?? '–'),
              confidence: gate.confidence?.toFixed(4) ?? '–',
            })
          : t('gate.none')}
      </p>
      <p>
        {figure2
          ? t('gate.figure2', {
              authorized: percent(figure2.authorized),
              unauthorized: percent(figure2.unauthorized),
              seen: String(figure2.seen),
            })
          : t('gate.noFigure2')}
      </p>

      <h2>{t('attacks.title')}</h2>
      <Attacks report={report} />
    </>
  );
}
