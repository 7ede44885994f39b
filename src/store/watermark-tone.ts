/** Which of the two watermark tints a mark has: wm₁ its own, wm₂ and every other the second. */
import { WATERMARK_1 } from '../method/watermark/owner-key';

export function watermarkTone(digits: readonly number[] | undefined): 'wm1' | 'wm2' {
  return digits?.join() === WATERMARK_1.join() ? 'wm1' : 'wm2';
}
