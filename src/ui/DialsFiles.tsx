/** The dials as a PNG file, and their digits and readings as CSV. */
import { useTranslations } from 'use-intl';
import { csvOf } from '../core/csv';
import type { DialsProps } from './Dials';
import { DownloadButton } from './DownloadButton';
import { fileName } from './download';
import { dialsPng } from './dials-image';
import { isTrue, trueCount } from './dial';
import { PictureButton } from './PictureButton';

export interface DialsFilesProps extends Pick<DialsProps, 'targets' | 'readings' | 'history' | 'tone'> {
  /** What the dials show; the files are named after it. */
  readonly title: string;
}

export function DialsFiles({ title, targets, readings, history = [], tone = 'wm2' }: DialsFilesProps) {
  const t = useTranslations('ui');
  const csv = () =>
    csvOf([
      ['position', 'digit', 'read', 'in its band'],
      ...targets.map((target, k) => [k + 1, target, readings?.[k], isTrue(readings?.[k], target)]),
    ]);
  const sentence = t('dials.label', {
    matching: String(trueCount(targets, readings)),
    count: String(targets.length),
  });
  return (
    <>
      <PictureButton
        variant="quiet"
        size="small"
        title={title}
        draw={element => dialsPng(element, { title, sentence, targets, readings, history, tone })}
      />
      <DownloadButton
        variant="quiet"
        size="small"
        name={`${fileName(title)}.csv`}
        mime="text/csv"
        content={csv}
        aria-label={t('chart.saveValues', { title })}
        title={t('chart.saveValuesShort')}
      >
        CSV
      </DownloadButton>
    </>
  );
}
