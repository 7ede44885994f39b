/** A model's probabilities as a PNG file. */
import { argmax } from '../core/math';
import { PictureButton } from './PictureButton';
import { probabilitiesPng } from './probabilities-image';
import type { ProbabilitiesImage } from './probabilities-image';

export type ProbabilitiesPictureProps = Omit<ProbabilitiesImage, 'highlighted'>;

export function ProbabilitiesPicture(image: ProbabilitiesPictureProps) {
  return (
    <PictureButton
      variant="quiet"
      size="small"
      title={image.title}
      draw={place => probabilitiesPng(place, { ...image, highlighted: argmax(image.probabilities) })}
    />
  );
}
