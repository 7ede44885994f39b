/**
 * A sheet for a picture drawn by hand and saved as a PNG file: sizes in pixels of the page, faces as they are there, colours as the
 * page has them in its light theme, since a file is printed and put on slides.
 */
import { colourOf, pngOf, SCALE } from './chart-image';
import { symbolParts } from './symbols';

export interface Writing {
  readonly weight?: number;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly size?: number;
}

export class Sheet {
  private readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D;
  private readonly family: string;
  /** Asking for one lays the page out anew: a picture of a thousand pixels asks once. */
  private readonly colours = new Map<string, string>();

  /** @param place an element of the page. @throws where the browser has no canvas. */
  constructor(
    private readonly place: Element,
    width: number,
    height: number,
  ) {
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('canvas.getContext');
    this.context = context;
    this.canvas.width = SCALE * width;
    this.canvas.height = SCALE * height;
    context.scale(SCALE, SCALE);
    this.family = getComputedStyle(place).fontFamily;
    this.fill(0, 0, width, height, 'var(--surface)');
  }

  /** A rectangle; `share` is its opacity. Colours are custom properties, as `var(--in)`. */
  fill(x: number, y: number, width: number, height: number, colour: string, share = 1): void {
    this.context.globalAlpha = share;
    this.context.fillStyle = this.colourOf(colour);
    this.context.fillRect(x, y, width, height);
    this.context.globalAlpha = 1;
  }

  /** A rectangle's border, `thick` pixels inside its edge. */
  frame(x: number, y: number, width: number, height: number, colour: string, thick = 1): void {
    this.context.strokeStyle = this.colourOf(colour);
    this.context.lineWidth = thick;
    this.context.strokeRect(x + thick / 2, y + thick / 2, width - thick, height - thick);
  }

  line(points: readonly (readonly [x: number, y: number])[], colour: string, width = 1): void {
    this.context.strokeStyle = this.colourOf(colour);
    this.context.lineWidth = width;
    this.context.beginPath();
    for (const [x, y] of points) this.context.lineTo(x, y);
    this.context.stroke();
  }

  dot(x: number, y: number, radius: number, colour: string, filled: boolean): void {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fillStyle = this.colourOf(filled ? colour : 'var(--surface)');
    this.context.strokeStyle = this.colourOf(colour);
    this.context.lineWidth = 1.5;
    this.context.fill();
    this.context.stroke();
  }

  /** A full circle; `share` is its opacity. */
  disc(x: number, y: number, radius: number, colour: string, share = 1): void {
    this.context.globalAlpha = share;
    this.context.fillStyle = this.colourOf(colour);
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  /** Words on their base line; `P_max` with its index below. */
  write(
    text: string,
    x: number,
    y: number,
    { weight = 400, colour = 'var(--ink)', align = 'left', size = 12 }: Writing = {},
  ): void {
    this.context.fillStyle = this.colourOf(colour);
    const parts = symbolParts(text).map(part => {
      const font = `${weight} ${part.below ? 0.75 * size : size}px ${this.family}`;
      this.context.font = font;
      return { ...part, font, width: this.context.measureText(part.text).width };
    });
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    let left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    for (const part of parts) {
      this.context.font = part.font;
      this.context.fillText(part.text, left, part.below ? y + 0.2 * size : y);
      left += part.width;
    }
  }

  /** Bytes as grey pixels, each `edge / columns` wide. */
  grey(pixels: Uint8Array, columns: number, x: number, y: number, edge: number): void {
    const size = edge / columns;
    pixels.forEach((level, i) => {
      this.context.fillStyle = `rgb(${level} ${level} ${level})`;
      this.context.fillRect(x + size * (i % columns), y + size * Math.floor(i / columns), size, size);
    });
  }

  png(): Promise<Uint8Array> {
    return pngOf(this.canvas);
  }

  private colourOf(colour: string): string {
    const known = this.colours.get(colour) ?? colourOf(colour, this.place);
    this.colours.set(colour, known);
    return known;
  }
}

/** `text` in lines of at most `letters` letters, broken between words. */
export function linesOf(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
