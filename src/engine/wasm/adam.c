/* AdamW (Kingma & Ba 2015; decoupled decay: Loshchilov & Hutter 2019) over a stretch of the flat parameter array. */
#include "adam-step.h"

/*
 * θ ← θ − η·m̂/(√v̂ + ε) − shrink·θ, with shrink = η·decay. The other numbers: adam-step.h.
 * Reads up to three floats beyond each array's end.
 */
EXPORT(adam)
void adam(float *parameters, const float *gradient, float *first, float *second, int length, float beta1, float gain1,
          float beta2, float gain2, float rate, float scale, float epsilon, float shrink) {
  Adam numbers = adam_of(beta1, gain1, beta2, gain2, rate, scale, epsilon);
  for (int i = 0; i < length; i += 4) {
    v128_t m = load(first + i), v = load(second + i), theta = load(parameters + i);
    v128_t step = adam_step(&numbers, load(gradient + i), &m, &v);
    step = add(step, mul(wasm_f32x4_splat(shrink), theta));
    store_first(first + i, m, length - i);
    store_first(second + i, v, length - i);
    store_first(parameters + i, sub(theta, step), length - i);
  }
}
