/** Softmax cross-entropy and its gradient by the logits, image by image. Compare `../reference/loss.ts`. */
import { COUNT_ALONE, reads, writes, type KernelSource } from './kernel';

/** For thread n: losses[n] = −ln p_n[label_n], logit_gradient = (p_n − onehot(label_n))/count. */
export function lossKernel(classes: number): KernelSource {
  return {
    name: 'loss',
    buffers: [reads('logits'), reads('labels', 'u32'), writes('losses'), writes('logit_gradient')],
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: '',
    workgroupSize: 32,
    body: `
  let n = thread;
  if (n >= batch.count) { return; }
  let at = n * ${classes}u;
  let label = labels[n];
  var highest = logits[at];
  for (var k = 1u; k < ${classes}u; k++) { highest = max(highest, logits[at + k]); }
  var sum = 0.0;
  for (var k = 0u; k < ${classes}u; k++) { sum += exp(logits[at + k] - highest); }
  losses[n] = log(sum) + (highest - logits[at + label]);
  let scale = 1.0 / f32(batch.count);
  for (var k = 0u; k < ${classes}u; k++) {
    let p = exp(logits[at + k] - highest) / sum;
    logit_gradient[at + k] = (p - select(0.0, 1.0, k == label)) * scale;
  }`,
  };
}
