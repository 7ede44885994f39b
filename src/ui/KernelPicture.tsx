/** A kernel's heat map as a PNG file. */
import { useTranslations } from 'use-intl';
import type { KernelHeatmapProps } from './KernelHeatmap';
import { kernelPng } from './kernel-image';
import { PictureButton } from './PictureButton';
import { toneColour } from './tone';

export interface KernelPictureProps extends Pick<
  KernelHeatmapProps,
  'values' | 'size' | 'channels' | 'marked' | 'tone'
> {
  /** What the map shows; the file is named after it. */
  readonly title: string;
  /** Whose weights. */
  readonly sentence: string;
  /** What frames and signs mean. */
  readonly caption: string;
  /** Squares in a row. */
  readonly columns: number;
}

export function KernelPicture({
  title,
  sentence,
  caption,
  values,
  size,
  channels,
  marked = [],
  tone = 'wm2',
  columns,
}: KernelPictureProps) {
  const t = useTranslations('ui.kernels');
  return (
    <PictureButton
      variant="quiet"
      size="small"
      title={title}
      draw={place =>
        kernelPng(place, {
          title,
          sentence,
          caption,
          channels: Array.from({ length: channels }, (_, i) => t('channel', { channel: String(i + 1) })),
          row: t('row'),
          column: t('column'),
          measure: t('measure'),
          values,
          shape: { size, channels, columns },
          marked,
          colour: toneColour(tone),
        })
      }
    />
  );
}
