/**
 * A small grey image as crisp pixels, white on black as MNIST is. For looking at only: a licence's bytes never pass through
 * a canvas on their way in or out.
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './DigitImage.module.css';
import { classes } from './classes';

/** Grey levels, row by row: bytes 0 … 255, or floats 0 … 1. */
export type GreyPixels = Uint8Array | Uint8ClampedArray | Float32Array | readonly number[];

export interface DigitImageProps {
  readonly pixels: GreyPixels;
  /** What it shows, for those who can't see it. An empty text when the words beside it say so already. */
  readonly alt: string;
  /** Edge in pixels, or any CSS length. */
  readonly size?: number | string;
  /** Pixels a row; the square root of the count unless told. */
  readonly width?: number;
  /** Words below. */
  readonly label?: ReactNode;
  /** Makes it a button. */
  readonly onSelect?: () => void;
  readonly selected?: boolean;
  /** The colour of the selection's ring: what it means must also be said in words. */
  readonly tone?: 'ink' | 'in' | 'out';
}

/** Bytes are told from floats by the array's type; a plain array holds floats. */
function greyLevel(pixels: GreyPixels, index: number): number {
  const value = pixels[index] ?? 0;
  return pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray ? value : value * 255;
}

export function DigitImage({
  pixels,
  alt,
  size = 56,
  width = Math.round(Math.sqrt(pixels.length)),
  label,
  onSelect,
  selected = false,
  tone = 'ink',
}: DigitImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = Math.max(1, Math.floor(pixels.length / width));

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i += 1) {
      image.data.fill(greyLevel(pixels, i), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [pixels, width, height]);

  const content = (
    <>
      <canvas
        ref={canvas}
        className={classes(styles.image, selected && styles.selected, selected && styles[tone])}
        width={width}
        height={height}
        style={{ width: size }}
        role={alt === '' ? undefined : 'img'}
        aria-label={alt === '' ? undefined : alt}
        aria-hidden={alt === '' ? true : undefined}
      />
      {label !== undefined && <span className={styles.label}>{label}</span>}
    </>
  );
  return onSelect ? (
    <button
      type="button"
      className={classes(styles.figure, styles.button)}
      aria-pressed={selected}
      onClick={onSelect}
    >
      {content}
    </button>
  ) : (
    <span className={styles.figure}>{content}</span>
  );
}
