/** The confidence scale as a PNG file. */
import { useTranslations } from 'use-intl';
import { drawnBand, markText, nearestMark, situation } from './confidence-scale';
import { PictureButton } from './PictureButton';
import { scalePng } from './scale-image';

export interface ScalePictureProps {
  readonly confidence: number;
  /** C_fp. */
  readonly marks: readonly number[];
  readonly epsilon: number;
  readonly accepted: boolean;
}

export function ScalePicture({ confidence, marks, epsilon, accepted }: ScalePictureProps) {
  const t = useTranslations('ui.scale');
  const title = t('picture');
  const nearest = nearestMark(confidence, marks);
  const { band, exaggeration } = drawnBand(epsilon);
  const words = { epsilon: String(epsilon), factor: String(Number(exaggeration.toPrecision(2))) };
  return (
    <PictureButton
      title={title}
      draw={place =>
        scalePng(place, {
          title,
          sentence: t(situation(confidence, nearest, nearest !== null && nearest.distance < epsilon), {
            confidence: confidence.toFixed(4),
            mark: nearest ? markText(nearest.mark) : '',
          }),
          caption: t(exaggeration > 1.05 ? 'pictureCaptionDrawn' : 'pictureCaption', words),
          confidence,
          marks,
          band,
          colour: accepted ? 'var(--in)' : 'var(--out)',
        })
      }
    />
  );
}
