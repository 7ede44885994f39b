/** The kernels of Carlini & Wagner's descent around the network's own. Compare `../reference/descent.ts`. */
import { ADAM, type DescentHead } from '../engine';
import type { Layout } from '../network';
import { COUNT_ALONE, reads, writes, type KernelSource } from './kernel';

/** Bits of an image's verdict: an iterate was kept at some time; this one becomes the best. */
export const KEPT = 1;
const BEST_NOW = 2;

/** x′ = ½(tanh δ + 1) = 1/(1 + e^−2δ), the form that is exact near 0 where ½(tanh δ + 1) cancels. */
export function iterateKernel(pixels: number): KernelSource {
  return {
    name: 'descent iterate',
    buffers: [reads('delta'), writes('x')],
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: '',
    workgroupSize: 64,
    body: `
  if (thread >= batch.count * ${pixels}u) { return; }
  x[thread] = 1.0 / (1.0 + exp(min(-2.0 * delta[thread], 80.0)));`,
  };
}

/** For thread n: the head on image n's logits, and whether its iterate is the best so far. */
export function headKernel(
  { pixels, classes }: Layout,
  { wgsl, stateSize }: Pick<DescentHead, 'wgsl' | 'stateSize'>,
): KernelSource {
  return {
    name: 'descent head',
    buffers: [
      reads('x'),
      reads('original'),
      reads('all_logits'),
      writes('all_states'),
      writes('logit_gradient'),
      writes('best_square'),
      writes('verdict', 'u32'),
    ],
    batch: COUNT_ALONE,
    usesStep: false,
    declarations: `
const K = ${classes}u;
const S = ${Math.max(1, stateSize)}u;
${wgsl}`,
    workgroupSize: 32,
    body: `
  let n = thread;
  if (n >= batch.count) { return; }
  var own_logits: array<f32, K>;
  var own_state: array<f32, S>;
  var own_gradient: array<f32, K>;
  for (var k = 0u; k < K; k++) { own_logits[k] = all_logits[n * K + k]; }
  for (var k = 0u; k < ${stateSize}u; k++) { own_state[k] = all_states[n * ${stateSize}u + k]; }
  let keep = head_evaluate(&own_logits, &own_state, &own_gradient);
  for (var k = 0u; k < ${stateSize}u; k++) { all_states[n * ${stateSize}u + k] = own_state[k]; }
  for (var k = 0u; k < K; k++) { logit_gradient[n * K + k] = own_gradient[k]; }
  var square = 0.0;
  for (var p = n * ${pixels}u; p < (n + 1u) * ${pixels}u; p++) {
    let difference = x[p] - original[p];
    square += difference * difference;
  }
  var word = verdict[n] & ${KEPT}u;
  if (keep && square < best_square[n]) {
    best_square[n] = square;
    word = ${KEPT | BEST_NOW}u;
  } else if (word == 0u) {
    word = ${BEST_NOW}u;
  }
  verdict[n] = word;`,
  };
}

/** For each pixel: keeps the iterate where it is the best, then one step of Adam on δ. `step` brings η and 1 − βᵗ. */
export function updateKernel(pixels: number): KernelSource {
  return {
    name: 'descent update',
    buffers: [
      reads('x'),
      reads('original'),
      reads('input_gradient'),
      reads('verdict', 'u32'),
      writes('delta'),
      writes('first_moment'),
      writes('second_moment'),
      writes('best'),
    ],
    batch: COUNT_ALONE,
    usesStep: true,
    declarations: '',
    workgroupSize: 64,
    body: `
  let i = thread;
  if (i >= batch.count * ${pixels}u) { return; }
  let now = x[i];
  if ((verdict[i / ${pixels}u] & ${BEST_NOW}u) != 0u) { best[i] = now; }
  // x′(1 − x′) = e/(1 + e)² with e = e^−2|δ|: nothing cancels at either end.
  let e = exp(-2.0 * abs(delta[i]));
  let slope = 2.0 * e / ((1.0 + e) * (1.0 + e));
  let g = (2.0 * (now - original[i]) + input_gradient[i]) * slope;
  let m = step.beta1 * first_moment[i] + step.gain1 * g;
  let v = step.beta2 * second_moment[i] + step.gain2 * g * g;
  first_moment[i] = m;
  second_moment[i] = v;
  delta[i] -= step.rate * (m / step.correction1) / (sqrt(v / step.correction2) + ${ADAM.epsilon});`,
  };
}
