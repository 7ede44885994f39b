/** The watermark's dying digits as a PNG file. */
import type { DigitStripsProps } from './DigitStrips';
import { PictureButton } from './PictureButton';
import { stripsPng } from './strips-image';

export interface StripsPictureProps extends Pick<DigitStripsProps, 'columns' | 'rows'> {
  /** What the strips show; the file is named after it. */
  readonly title: string;
  /** What a bar is. */
  readonly caption: string;
  /** What the columns' names are of. */
  readonly axis: string;
}

export function StripsPicture({ title, columns, rows, caption, axis }: StripsPictureProps) {
  return (
    <PictureButton
      size="small"
      title={title}
      draw={place => stripsPng(place, { title, caption, axis, columns, rows })}
    />
  );
}
