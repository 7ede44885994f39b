/** From which pruning rate on a mark is lost: known from the weights alone, without measuring accuracy. */
import { findSlot } from '../../engine/network';
import type { Layout } from '../../engine/network';
import { digitOf } from '../../method/watermark/map';
import type { OwnerKey } from '../../method/watermark/owner-key';
import { markedIndices } from '../../method/watermark/regularizer';

/**
 * The smallest share of the layer's weights whose pruning (`pruneLayer`) makes one digit unreadable: the rank of the smallest
 * marked |w| among all, 1-based, over their number. A digit that a weight of 0 stands for under the key's map survives it.
 * @returns in (0, 1]; 0 when a digit cannot be read as it is; null when every digit survives pruning everything.
 */
export function firstLoss(layout: Layout, parameters: Float32Array, key: OwnerKey): number | null {
  const { offset, length } = findSlot(layout, `${key.layer}/kernel`);
  const atZero = digitOf(key.map, 0);
  let smallest = Infinity;
  let at = -1;
  for (const [k, index] of markedIndices(layout, key).entries()) {
    const digit = key.digits[k]!;
    const weight = parameters[index]!;
    if (digitOf(key.map, weight) !== digit) return 0;
    if (digit !== atZero && Math.abs(weight) < smallest) {
      smallest = Math.abs(weight);
      at = index;
    }
  }
  if (at < 0) return null;
  let rank = 1;
  for (let i = offset; i < offset + length; i++) {
    const size = Math.abs(parameters[i]!);
    // Of equal ones the first in the kernel goes first.
    if (size < smallest || (size === smallest && i < at)) rank++;
  }
  return rank / length;
}
