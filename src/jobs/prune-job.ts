/** Table 4's attack: accuracy and the watermark's digits at each pruning rate of the marked layer. */
import { throwIfAborted } from '../core/errors';
import { pruneLayer } from '../attacks/pruning';
import { sha256Hex } from '../data/sha256';
import { readWatermark } from '../method/watermark/verification';
import { accuracy } from '../model/evaluation';
import type { Lab } from './lab';
import type { JobContext, PruneInput, PruningRow } from './protocol';

export function pruneJob(
  lab: Lab,
  { parameters, key, rates }: PruneInput,
  { signal, report }: JobContext<'prune'>,
): Promise<readonly PruningRow[]> {
  return lab.use('attack', parameters, async bench => {
    const { prepared } = bench;
    const weightsSha256 = await sha256Hex(new Uint8Array(parameters.slice().buffer));
    const rows: PruningRow[] = [];
    for (const rate of rates) {
      throwIfAborted(signal);
      const pruned = pruneLayer(prepared.layout, parameters, key.layer, rate);
      prepared.putParameters(pruned);
      const { readings, digits, matches, verified } = readWatermark(prepared.layout, pruned, key);
      const measured = await accuracy(prepared, bench.split('test'), lab.split('test').labels, { signal });
      const row = { weightsSha256, rate, accuracy: measured, readings, digits, matches, verified };
      rows.push(row);
      report(row);
    }
    return rows;
  });
}
