/** A drawn chart as a PNG file, with the colours it has in the page's light theme, since a file is printed and put on slides. */

/** What of an element's computed style a file needs: the page's own sheets do not come along. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'fill-opacity',
] as const;

/** Pixels of the file for each of the page: sharp on a projector. */
export const SCALE = 2;
/** Around the plot, and for each line of words above and below it. */
const MARGIN = 12;
const LINE = 18;

export interface ChartWords {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly legend: readonly { readonly label: string; readonly colour: string }[];
}

function withStyles(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>('*');
  // Light for as long as its styles are read: nothing is painted in between.
  const { colorScheme } = svg.style;
  svg.style.colorScheme = 'light';
  svg.querySelectorAll<SVGElement>('*').forEach((element, i) => {
    const computed = getComputedStyle(element);
    for (const name of STYLES) copies[i]!.style.setProperty(name, computed.getPropertyValue(name));
  });
  svg.style.colorScheme = colorScheme;
  return copy;
}

async function imageOf(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const text = new XMLSerializer().serializeToString(withStyles(svg));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}

/** The value of a custom property at `place`, or of what is no property, as canvas understands it; in the light theme. */
export function colourOf(colour: string, place: Element): string {
  const probe = document.createElement('span');
  probe.style.colorScheme = 'light';
  probe.style.color = colour;
  place.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

/** The legend's entries side by side, as many a line as `width` holds; x is where an entry begins. */
function legendLines(
  legend: ChartWords['legend'],
  width: number,
  measure: (text: string) => number,
): { label: string; colour: string; x: number }[][] {
  const lines: { label: string; colour: string; x: number }[][] = [];
  let x = Infinity;
  for (const entry of legend) {
    const wide = 16 + measure(entry.label);
    if (x + wide > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)!.push({ ...entry, x });
    x += wide + 14;
  }
  return lines;
}

/** @param plot holds the chart's one drawing; null when it is not on the page. @returns the file's bytes. @throws where nothing is drawn or the browser cannot make the picture. */
export async function chartPng(plot: HTMLElement | null, words: ChartWords): Promise<Uint8Array> {
  const svg = plot?.querySelector('svg');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!plot || !svg || !context) throw new Error('nothing is drawn');
  const { width, height } = svg.getBoundingClientRect();
  const image = await imageOf(svg);
  const family = getComputedStyle(plot).fontFamily;
  context.font = `400 12px ${family}`;
  const lines = legendLines(words.legend, width, text => context.measureText(text).width);
  const top = MARGIN + (2 + lines.length) * LINE;
  canvas.width = SCALE * (width + 2 * MARGIN);
  canvas.height = SCALE * (top + height + LINE + MARGIN);
  context.scale(SCALE, SCALE);
  context.fillStyle = colourOf('var(--surface)', plot);
  context.fillRect(0, 0, canvas.width, canvas.height);
  const write = (text: string, x: number, y: number, weight = 400, colour = 'var(--ink-soft)') => {
    context.font = `${weight} 12px ${family}`;
    context.fillStyle = colourOf(colour, plot);
    context.fillText(text, x, y);
  };
  write(words.title, MARGIN, MARGIN + 11, 600, 'var(--ink)');
  write(words.yLabel, MARGIN, MARGIN + LINE + 11);
  lines.forEach((line, n) => {
    const y = MARGIN + (2 + n) * LINE;
    for (const { label, colour, x } of line) {
      context.fillStyle = colourOf(colour, plot);
      context.fillRect(MARGIN + x, y + 5, 12, 4);
      write(label, MARGIN + x + 16, y + 11, 400, 'var(--ink)');
    }
  });
  context.drawImage(image, MARGIN, top, width, height);
  context.textAlign = 'center';
  write(words.xLabel, MARGIN + width / 2, top + height + 13);
  return pngOf(canvas);
}

/** @throws where the browser cannot make the file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('canvas.toBlob');
  return new Uint8Array(await blob.arrayBuffer());
}
