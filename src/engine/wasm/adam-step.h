/* The one Adam step that training (adam.c) and the descent on the input (descent.c) share. */
#ifndef ADAM_STEP_H
#define ADAM_STEP_H

#include "kernel.h"

/*
 * What a step needs, each computed in float64 by the caller and then rounded: 1 − β is not to be had from β in float32
 * (1 − 0.999f is 5e-5 off).
 */
typedef struct {
  v128_t beta1, gain1; /* β₁, 1 − β₁ */
  v128_t beta2, gain2; /* β₂, 1 − β₂ */
  v128_t rate;         /* η / (1 − β₁ᵗ) */
  v128_t scale;        /* 1 / (1 − β₂ᵗ) */
  v128_t epsilon;
} Adam;

INLINE Adam adam_of(float beta1, float gain1, float beta2, float gain2, float rate, float scale, float epsilon) {
  return (Adam){wasm_f32x4_splat(beta1), wasm_f32x4_splat(gain1), wasm_f32x4_splat(beta2),  wasm_f32x4_splat(gain2),
                wasm_f32x4_splat(rate),  wasm_f32x4_splat(scale), wasm_f32x4_splat(epsilon)};
}

/*
 * Numbers below `tiny` become 0. A weight whose gradient has died would otherwise carry subnormal moments for ever, and
 * each costs some hundred cycles. NaN stays, so that a diverged training is seen.
 */
INLINE v128_t flush(v128_t v, float tiny) {
  return wasm_v128_andnot(v, wasm_f32x4_lt(wasm_f32x4_abs(v), wasm_f32x4_splat(tiny)));
}

/* m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²; gives η·m̂/(√v̂ + ε). What is flushed lies 1e-7 below ε = 1e-8. */
INLINE v128_t adam_step(const Adam *adam, v128_t g, v128_t *m, v128_t *v) {
  g = flush(g, 1e-15f);
  *m = flush(add(mul(adam->beta1, *m), mul(adam->gain1, g)), 1e-30f);
  *v = flush(add(mul(adam->beta2, *v), mul(adam->gain2, mul(g, g))), 1e-30f);
  v128_t root = wasm_f32x4_sqrt(mul(*v, adam->scale));
  return wasm_f32x4_div(mul(adam->rate, *m), add(root, adam->epsilon));
}

#endif
