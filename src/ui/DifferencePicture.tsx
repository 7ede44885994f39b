/** An image against what it was made from, and their signed difference, as a PNG file. */
import { useTranslations } from 'use-intl';
import { differencePng } from './difference-image';
import type { DifferenceImage } from './difference-image';
import { PictureButton } from './PictureButton';
import { fullStrength, signedMarks } from './signed-marks';

export type DifferencePictureProps = Pick<
  DifferenceImage,
  'title' | 'sentence' | 'names' | 'original' | 'changed' | 'gain'
>;

export function DifferencePicture(props: DifferencePictureProps) {
  const t = useTranslations('ui.difference');
  const { title, original, changed, gain } = props;
  const caption = () => {
    const marks = signedMarks(original, changed, gain);
    const darker = marks.filter(({ strength }) => strength < 0).length;
    return t('caption', {
      gain: String(gain),
      darker: String(darker),
      brighter: String(marks.length - darker),
      full: fullStrength(gain),
    });
  };
  return (
    <PictureButton
      size="small"
      title={title}
      draw={place =>
        differencePng(place, {
          ...props,
          caption: caption(),
          levels: t('levels'),
          difference: t('measure'),
          axes: t('axes'),
        })
      }
    />
  );
}
