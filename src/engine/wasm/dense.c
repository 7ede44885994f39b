/*
 * Dense layers: z = x·W + b, with ReLU or not, and their gradients. W is [K][O] as at the engine's border, and packed
 * in panels of eight outputs (pack_panels) for the forward pass. Rows of x, z and their gradients are padded to a
 * multiple of eight floats; outputs beyond O are zero. Four images at a time: buffers hold a multiple of four.
 */
#include "kernel.h"

/* out[n][o] = b[o] + Σ_k x[n][k]·W[k][o], then max(0, ·) when `relu`. bias: zero-filled to ⌈O/8⌉·8. */
EXPORT(dense_forward)
void dense_forward(const float *x, int x_image, int K, const float *panels, const float *bias, int O, float *out,
                   int out_image, int relu, int count) {
  v128_t floor = wasm_f32x4_splat(relu ? 0 : -__builtin_inff());
  for (int o = 0; o < O; o += 8) {
    const float *panel = panels + o * K;
    for (int n = 0; n < count; n += 4) {
      const float *p = x + n * x_image, *q = p + x_image, *r = q + x_image, *s = r + x_image;
      v128_t a0 = load(bias + o), a1 = load(bias + o + 4);
      v128_t b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
      const float *w = panel;
      for (const float *end = panel + K * 8; w != end; w += 8, p++, q++, r++, s++) {
        PIN(w);
        v128_t w0 = load(w), w1 = load(w + 4), v;
        v = splat(p);
        a0 = add(a0, mul(v, w0));
        a1 = add(a1, mul(v, w1));
        v = splat(q);
        b0 = add(b0, mul(v, w0));
        b1 = add(b1, mul(v, w1));
        v = splat(r);
        c0 = add(c0, mul(v, w0));
        c1 = add(c1, mul(v, w1));
        v = splat(s);
        d0 = add(d0, mul(v, w0));
        d1 = add(d1, mul(v, w1));
      }
      float *to = out + n * out_image + o;
      store(to, wasm_f32x4_max(a0, floor));
      store(to + 4, wasm_f32x4_max(a1, floor));
      to += out_image;
      store(to, wasm_f32x4_max(b0, floor));
      store(to + 4, wasm_f32x4_max(b1, floor));
      to += out_image;
      store(to, wasm_f32x4_max(c0, floor));
      store(to + 4, wasm_f32x4_max(c1, floor));
      to += out_image;
      store(to, wasm_f32x4_max(d0, floor));
      store(to + 4, wasm_f32x4_max(d1, floor));
    }
  }
}

/* W_gradient[k][o] += Σ_n x[n][k]·out_gradient[n][o] for `rows` k's and eight o's. */
INLINE void kernel_block(const int rows, const float *x, int x_image, const float *g, int g_image, int count,
                         float *kernel_gradient, int O, int width) {
  v128_t sum[8];
  UNROLLED for (int i = 0; i < 2 * rows; i++) sum[i] = wasm_f32x4_splat(0);
  for (int n = 0; n < count; n++, x += x_image, g += g_image) {
    PIN(x);
    PIN(g);
    v128_t g0 = load(g), g1 = load(g + 4);
    UNROLLED for (int i = 0; i < rows; i++) {
      v128_t v = splat(x + i);
      sum[2 * i] = add(sum[2 * i], mul(v, g0));
      sum[2 * i + 1] = add(sum[2 * i + 1], mul(v, g1));
    }
  }
  UNROLLED for (int i = 0; i < rows; i++, kernel_gradient += O) {
    if (width >= 8) {
      store(kernel_gradient, add(load(kernel_gradient), sum[2 * i]));
      store(kernel_gradient + 4, add(load(kernel_gradient + 4), sum[2 * i + 1]));
    } else {
      v128_t low = add(load(kernel_gradient), sum[2 * i]);
      v128_t high = width > 4 ? add(load(kernel_gradient + 4), sum[2 * i + 1]) : low;
      store_first(kernel_gradient, low, width);
      store_first(kernel_gradient + 4, high, width - 4);
    }
  }
}

/*
 * Adds to kernel_gradient [K][O] and bias_gradient [O]. The sum over these `count` images is formed first and then
 * added. Reads up to seven floats beyond kernel_gradient's end.
 */
EXPORT(dense_parameter_gradient)
void dense_parameter_gradient(const float *x, int x_image, int K, const float *out_gradient, int out_image, int O,
                              int count, float *kernel_gradient, float *bias_gradient) {
  for (int o = 0; o < O; o += 8) {
    const float *g = out_gradient + o;
    int k = 0;
    for (; k + 4 <= K; k += 4)
      kernel_block(4, x + k, x_image, g, out_image, count, kernel_gradient + k * O + o, O, O - o);
    for (; k < K; k++) kernel_block(1, x + k, x_image, g, out_image, count, kernel_gradient + k * O + o, O, O - o);
  }
  for (int o = 0; o < O; o++) {
    float sum = 0;
    for (int n = 0; n < count; n++) sum += out_gradient[n * out_image + o];
    bias_gradient[o] += sum;
  }
}

/* The four vectors' own sums, as one vector. */
INLINE v128_t sums(v128_t a, v128_t b, v128_t c, v128_t d) {
  v128_t ab = add(wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
  v128_t cd = add(wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), wasm_i32x4_shuffle(c, d, 2, 6, 3, 7));
  return add(wasm_i64x2_shuffle(ab, cd, 0, 2), wasm_i64x2_shuffle(ab, cd, 1, 3));
}

/*
 * x_gradient[n][k] = Σ_o out_gradient[n][o]·W[k][o]; where x[n][k] ≤ 0 it is 0 when `masked` (x is the output of a dense
 * ReLU). out_gradient beyond O must be zero: W's rows are read up to the next multiple of four, into the row below. Leaves
 * zeros beyond K in turn.
 */
EXPORT(dense_input_gradient)
void dense_input_gradient(const float *x, float *x_gradient, int x_image, int K, const float *weights,
                          const float *out_gradient, int out_image, int O, int masked, int count) {
  int width = (O + 3) & ~3;
  for (int n = 0; n < count; n += 4) {
    const float *g = out_gradient + n * out_image;
    for (int k = 0; k < K; k += 2) {
      const float *p = g, *q = p + out_image, *r = q + out_image, *s = r + out_image;
      const float *w = weights + k * O, *u = k + 1 < K ? w + O : w;
      v128_t a0 = wasm_f32x4_splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
      for (const float *end = p + width; p != end; p += 4, q += 4, r += 4, s += 4, w += 4, u += 4) {
        PIN(w);
        PIN(u);
        PIN(p);
        PIN(q);
        PIN(r);
        PIN(s);
        v128_t w0 = load(w), w1 = load(u), v;
        v = load(p);
        a0 = add(a0, mul(v, w0));
        a1 = add(a1, mul(v, w1));
        v = load(q);
        b0 = add(b0, mul(v, w0));
        b1 = add(b1, mul(v, w1));
        v = load(r);
        c0 = add(c0, mul(v, w0));
        c1 = add(c1, mul(v, w1));
        v = load(s);
        d0 = add(d0, mul(v, w0));
        d1 = add(d1, mul(v, w1));
      }
      v128_t first = sums(a0, a1, b0, b1), second = sums(c0, c1, d0, d1);
      float *to = x_gradient + n * x_image + k;
      wasm_v128_store64_lane(to, first, 0);
      wasm_v128_store64_lane(to + x_image, first, 1);
      wasm_v128_store64_lane(to + 2 * x_image, second, 0);
      wasm_v128_store64_lane(to + 3 * x_image, second, 1);
    }
  }
  if (K & 1)
    for (int n = 0; n < count; n++) x_gradient[n * x_image + K] = 0;
  if (!masked) return;
  for (int n = 0; n < count; n++, x += x_image, x_gradient += x_image)
    for (int k = 0; k < K; k += 4)
      store(x_gradient + k, wasm_v128_and(load(x_gradient + k), wasm_f32x4_gt(load(x + k), wasm_f32x4_splat(0))));
}
