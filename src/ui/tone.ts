/**
 * What a colour means. `in` is let in, `out` refused, `wm1` and `wm2` the two watermarks, `ink` and `soft` mean nothing.
 * Components never say it by colour alone: a word, a sign or a shape stands beside it.
 */
export type Tone = 'ink' | 'soft' | 'in' | 'out' | 'wm1' | 'wm2';

const COLOURS: Record<Tone, string> = {
  ink: 'var(--ink)',
  soft: 'var(--ink-soft)',
  in: 'var(--in)',
  out: 'var(--out)',
  wm1: 'var(--wm1)',
  wm2: 'var(--wm2)',
};

/** The custom property of a tone, for `style` and SVG attributes. */
export function toneColour(tone: Tone): string {
  return COLOURS[tone];
}
