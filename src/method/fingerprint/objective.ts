/**
 * The objectives of section 2.3, as heads of a descent on the input. Each is α·g(logits); the engine adds ‖x′ − x‖², Eq. (1).
 *
 * `reachHead` and `settleHead` are the first two of our three phases; `literalHead` is Eq. (3) as printed. The literal one
 * stalls: the gradient of |p_t − c| towards class k is p_t·p_k, zero wherever p_k is, so it can't raise the classes that
 * must share the rest of the mass; the soft target's, p − q, never vanishes.
 *
 * Each head exists twice, in TypeScript and in WGSL, line by line the same.
 */
import { exp, log } from '../../core/math';
import type { DescentHead } from '../../engine/engine';

export interface Objective extends DescentHead {
  /** α·g at these logits: what `evaluate` differentiates. */
  value(logits: ArrayLike<number>, state: ArrayLike<number>): number;
}

/** One for all calls: a head is evaluated for every image in every iteration. */
let scratch = new Float64Array(0);

/** log softmax(logits)_k for all k; good until the next call. */
function logProbabilities(logits: ArrayLike<number>): Float64Array {
  if (scratch.length !== logits.length) scratch = new Float64Array(logits.length);
  const result = scratch;
  let max = -Infinity;
  for (let k = 0; k < result.length; k++) {
    const z = logits[k]!;
    result[k] = z;
    if (z > max) max = z;
  }
  let sum = 0;
  for (let k = 0; k < result.length; k++) sum += exp(result[k]! - max);
  const shift = max + log(sum);
  for (let k = 0; k < result.length; k++) result[k]! -= shift;
  return result;
}

const WGSL_LOG_PROBABILITIES = /* wgsl */ `
fn log_probabilities(logits: ptr<function, array<f32, K>>) -> array<f32, K> {
  var result = *logits;
  var highest = result[0];
  for (var k = 1u; k < K; k++) { highest = max(highest, result[k]); }
  var sum = 0.0;
  for (var k = 0u; k < K; k++) { sum += exp(result[k] - highest); }
  let shift = highest + log(sum);
  for (var k = 0u; k < K; k++) { result[k] -= shift; }
  return result;
}
`;

/**
 * Phase 1, reach: α·KL(q ‖ p) towards a whole output vector q (`targetOutput`). Its gradient by the logits is α·(p − q).
 * State: q_0 … q_{K−1}, α. Keeps nothing: its last iterate is what the next phase starts from.
 */
export function reachHead(classes: number): Objective {
  return {
    stateSize: classes + 1,
    value(logits, state) {
      const logP = logProbabilities(logits);
      let divergence = 0;
      for (let k = 0; k < classes; k++) {
        const q = state[k]!;
        if (q > 0) divergence += q * (log(q) - logP[k]!);
      }
      return state[classes]! * divergence;
    },
    evaluate(logits, state, gradient) {
      const logP = logProbabilities(logits);
      const alpha = state[classes]!;
      for (let k = 0; k < classes; k++) gradient[k] = alpha * (exp(logP[k]!) - state[k]!);
      return false;
    },
    wgsl: /* wgsl */ `${WGSL_LOG_PROBABILITIES}
fn head_evaluate(
  logits: ptr<function, array<f32, K>>,
  state: ptr<function, array<f32, S>>,
  gradient: ptr<function, array<f32, K>>,
) -> bool {
  let log_p = log_probabilities(logits);
  let alpha = (*state)[K];
  for (var k = 0u; k < K; k++) { (*gradient)[k] = alpha * (exp(log_p[k]) - (*state)[k]); }
  return false;
}
`,
  };
}

/** Bounds of the settle phase's α, and its change after a step that passes and after one that fails. */
const ALPHA_MIN = 1;
const ALPHA_MAX = 2000;
const ALPHA_DOWN = 0.97;
const ALPHA_UP = 1.02;

/** Places in `settleHead`'s state. */
export const SETTLE_STATE = { target: 0, confidence: 1, tolerance: 2, margin: 3, alpha: 4 } as const;

/**
 * Phase 2, settle: the paper's two terms on logarithms, α·(Σ_{k≠t} max(log p_k − log c + m, 0) + |log p_t − log c|). With
 * s_k = 1 where class k's hinge is open, s_t = sign(log p_t − log c), its gradient is α·(s_k − p_k·Σs).
 * State: t, c, tolerance, m, α (`SETTLE_STATE`). Keeps an iterate with |p_t − c| < tolerance and every other class below p_t by
 * half the margin; α falls after such a step and grows after another, so each image finds its own weight.
 */
export const settleHead: Objective = {
  stateSize: 5,
  value(logits, state) {
    const logP = logProbabilities(logits);
    const t = state[0]!;
    const logC = log(state[1]!);
    let sum = Math.abs(logP[t]! - logC);
    for (let k = 0; k < logP.length; k++) if (k !== t) sum += Math.max(logP[k]! - logC + state[3]!, 0);
    return state[4]! * sum;
  },
  evaluate(logits, state, gradient) {
    const logP = logProbabilities(logits);
    const t = state[0]!;
    const c = state[1]!;
    const margin = state[3]!;
    const alpha = state[4]!;
    const logC = log(c);
    const ownSign = Math.sign(logP[t]! - logC);
    let highestOther = -Infinity;
    let signs = 0;
    for (let k = 0; k < logP.length; k++) {
      let sign = ownSign;
      if (k !== t) {
        highestOther = Math.max(highestOther, logP[k]!);
        sign = logP[k]! - logC + margin > 0 ? 1 : 0;
      }
      gradient[k] = sign;
      signs += sign;
    }
    for (let k = 0; k < logP.length; k++) gradient[k] = alpha * (gradient[k]! - exp(logP[k]!) * signs);
    const passes = Math.abs(exp(logP[t]!) - c) < state[2]! && highestOther + 0.5 * margin < logP[t]!;
    state[4] = passes ? Math.max(alpha * ALPHA_DOWN, ALPHA_MIN) : Math.min(alpha * ALPHA_UP, ALPHA_MAX);
    return passes;
  },
  wgsl: /* wgsl */ `${WGSL_LOG_PROBABILITIES}
fn head_evaluate(
  logits: ptr<function, array<f32, K>>,
  state: ptr<function, array<f32, S>>,
  gradient: ptr<function, array<f32, K>>,
) -> bool {
  let log_p = log_probabilities(logits);
  let t = u32((*state)[0]);
  let c = (*state)[1];
  let margin = (*state)[3];
  let alpha = (*state)[4];
  let log_c = log(c);
  let own_sign = sign(log_p[t] - log_c);
  var highest_other = -3.0e38;
  var signs = 0.0;
  for (var k = 0u; k < K; k++) {
    var s = own_sign;
    if (k != t) {
      highest_other = max(highest_other, log_p[k]);
      s = select(0.0, 1.0, log_p[k] - log_c + margin > 0.0);
    }
    (*gradient)[k] = s;
    signs += s;
  }
  for (var k = 0u; k < K; k++) { (*gradient)[k] = alpha * ((*gradient)[k] - exp(log_p[k]) * signs); }
  let passes = abs(exp(log_p[t]) - c) < (*state)[2] && highest_other + 0.5 * margin < log_p[t];
  (*state)[4] = select(min(alpha * ${ALPHA_UP}, ${ALPHA_MAX}.0), max(alpha * ${ALPHA_DOWN}, ${ALPHA_MIN}.0), passes);
  return passes;
}
`,
};

/** Places in `literalHead`'s state. */
export const LITERAL_STATE = { target: 0, confidence: 1, epsilon: 2, alpha: 3 } as const;

/**
 * Eq. (2) and (3) as printed: α·(max(max{Z_k : k ≠ t} − Z_t, 0) + |p_t − c|), Z the logits. Eq. (3) writes Z_t − c, but c is a
 * confidence, so that Z_t there can only be the softmax probability p_t.
 * State: t, c, ε, α (`LITERAL_STATE`), α constant. Keeps an iterate of class t with |p_t − c| < ε.
 */
export const literalHead: Objective = {
  stateSize: 4,
  value(logits, state) {
    const t = state[0]!;
    let other = -Infinity;
    for (let k = 0; k < logits.length; k++) if (k !== t) other = Math.max(other, logits[k]!);
    const p = exp(logProbabilities(logits)[t]!);
    return state[3]! * (Math.max(other - logits[t]!, 0) + Math.abs(p - state[1]!));
  },
  evaluate(logits, state, gradient) {
    const logP = logProbabilities(logits);
    const t = state[0]!;
    const c = state[1]!;
    const alpha = state[3]!;
    let other = t === 0 ? 1 : 0;
    for (let k = 0; k < logits.length; k++) if (k !== t && logits[k]! > logits[other]!) other = k;
    const p = exp(logP[t]!);
    const slope = Math.sign(p - c) * p;
    for (let k = 0; k < logits.length; k++) gradient[k] = -alpha * slope * exp(logP[k]!);
    gradient[t]! += alpha * slope;
    if (logits[other]! > logits[t]!) {
      gradient[other]! += alpha;
      gradient[t]! -= alpha;
    }
    return Math.abs(p - c) < state[2]! && logits[other]! < logits[t]!;
  },
  wgsl: /* wgsl */ `${WGSL_LOG_PROBABILITIES}
fn head_evaluate(
  logits: ptr<function, array<f32, K>>,
  state: ptr<function, array<f32, S>>,
  gradient: ptr<function, array<f32, K>>,
) -> bool {
  let log_p = log_probabilities(logits);
  let t = u32((*state)[0]);
  let c = (*state)[1];
  let alpha = (*state)[3];
  var other = select(0u, 1u, t == 0u);
  for (var k = 0u; k < K; k++) {
    if (k != t && (*logits)[k] > (*logits)[other]) { other = k; }
  }
  let p = exp(log_p[t]);
  let slope = sign(p - c) * p;
  for (var k = 0u; k < K; k++) { (*gradient)[k] = -alpha * slope * exp(log_p[k]); }
  (*gradient)[t] += alpha * slope;
  if ((*logits)[other] > (*logits)[t]) {
    (*gradient)[other] += alpha;
    (*gradient)[t] -= alpha;
  }
  return abs(p - c) < (*state)[2] && (*logits)[other] < (*logits)[t];
}
`,
};
