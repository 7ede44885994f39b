/*
 * Carlini & Wagner's descent on the input (2017), everything but the objective: x′ = ½(tanh δ + 1), the distortion
 * ‖x′ − x‖², and Adam on δ. With e = e^{−2|δ|}: x′ = 1/(1 + e) for δ ≥ 0, e/(1 + e) below; the two are each other's
 * complement, and ∂x′/∂δ = 2·e/(1 + e)², so that nothing cancels where x′ is near 0 or 1.
 *
 * δ, x and the moments are packed, [n][pixels]; iterates go into the first layer's bordered buffer.
 */
#include "adam-step.h"
#include "elementary.h"

typedef struct {
  v128_t image, slope;
} Mapped;

INLINE Mapped map(v128_t delta) {
  v128_t one = wasm_f32x4_splat(1);
  v128_t e = exp_negative_f32x4(mul(wasm_f32x4_splat(-2), wasm_f32x4_abs(delta)));
  v128_t sum = add(one, e);
  v128_t positive = wasm_f32x4_ge(delta, wasm_f32x4_splat(0));
  v128_t image = wasm_f32x4_div(wasm_v128_bitselect(one, e, positive), sum);
  return (Mapped){image, wasm_f32x4_div(mul(wasm_f32x4_splat(2), e), mul(sum, sum))};
}

/* Writes one image's iterate x′ into `image` and returns ‖x′ − x‖². Reads up to three floats beyond each row. */
EXPORT(descent_iterate)
double descent_iterate(const float *delta, const float *original, int height, int width, float *image, int row) {
  v128_t low = wasm_f64x2_splat(0), high = low;
  for (int y = 0; y < height; y++, delta += width, original += width, image += row) {
    for (int x = 0; x < width; x += 4) {
      v128_t value = map(load(delta + x)).image;
      v128_t off = sub(value, load(original + x));
      if (width - x < 4) off = wasm_v128_and(off, wasm_i32x4_lt(wasm_i32x4_const(0, 1, 2, 3), wasm_i32x4_splat(width - x)));
      store_first(image + x, value, width - x);
      v128_t a = wasm_f64x2_promote_low_f32x4(off);
      v128_t b = wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(off, off, 2, 3, 2, 3));
      low = wasm_f64x2_add(low, wasm_f64x2_mul(a, a));
      high = wasm_f64x2_add(high, wasm_f64x2_mul(b, b));
    }
  }
  v128_t sum = wasm_f64x2_add(low, high);
  return wasm_f64x2_extract_lane(sum, 0) + wasm_f64x2_extract_lane(sum, 1);
}

/*
 * One image's Adam step on δ, with ∂/∂δ = (2(x′ − x) + gradient)·∂x′/∂δ; `gradient`, the objective's by x′, has rows of
 * `row` floats. The other numbers: adam-step.h.
 */
EXPORT(descent_update)
void descent_update(float *delta, const float *original, float *first, float *second, int height, int width,
                    const float *gradient, int row, float beta1, float gain1, float beta2, float gain2, float rate,
                    float scale, float epsilon) {
  Adam numbers = adam_of(beta1, gain1, beta2, gain2, rate, scale, epsilon);
  for (int y = 0; y < height; y++, gradient += row) {
    for (int x = 0; x < width; x += 4) {
      v128_t d = load(delta + x), m = load(first + x), v = load(second + x);
      Mapped at = map(d);
      v128_t off = sub(at.image, load(original + x));
      v128_t g = mul(add(add(off, off), load(gradient + x)), at.slope);
      v128_t step = adam_step(&numbers, g, &m, &v);
      store_first(first + x, m, width - x);
      store_first(second + x, v, width - x);
      store_first(delta + x, sub(d, step), width - x);
    }
    delta += width;
    original += width;
    first += width;
    second += width;
  }
}
