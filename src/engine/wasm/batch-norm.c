/*
 * Batch normalization with ReLU after it or not, and its gradients (Ioffe & Szegedy 2015); planes as in blocks.c.
 *
 * Sums over a batch are taken in float32 along a row and in float64 from there on, images in order: what a row of some
 * dozens loses stands far below 1e-5, and the bits depend on nothing but the numbers. Lanes beyond the last channel stay
 * zeros: their coefficients are.
 */
#include "kernel.h"

/* Eight sums in float64. */
typedef struct {
  v128_t part[4];
} Sums64;

INLINE Sums64 sums_at(const double *p) {
  return (Sums64){{wasm_v128_load(p), wasm_v128_load(p + 2), wasm_v128_load(p + 4), wasm_v128_load(p + 6)}};
}

INLINE void store_sums(double *p, const Sums64 *sums) {
  UNROLLED for (int i = 0; i < 4; i++) wasm_v128_store(p + 2 * i, sums->part[i]);
}

INLINE v128_t high_half(v128_t v) { return wasm_i64x2_shuffle(v, v, 1, 1); }

INLINE void add_row(Sums64 *sums, v128_t low, v128_t high) {
  sums->part[0] = wasm_f64x2_add(sums->part[0], wasm_f64x2_promote_low_f32x4(low));
  sums->part[1] = wasm_f64x2_add(sums->part[1], wasm_f64x2_promote_low_f32x4(high_half(low)));
  sums->part[2] = wasm_f64x2_add(sums->part[2], wasm_f64x2_promote_low_f32x4(high));
  sums->part[3] = wasm_f64x2_add(sums->part[3], wasm_f64x2_promote_low_f32x4(high_half(high)));
}

/*
 * Mean and biased variance of each of 8·blocks channels over all images. Each image's block is read twice while it is in
 * cache, for its own mean and for the squares about it, and joins those before it by Chan, Golub & LeVeque (1979):
 * M ← M + M′ + (mean′ − mean)²·a·b/(a + b). mean and variance double as the running values.
 */
EXPORT(batch_norm_statistics)
void batch_norm_statistics(const float *x, int x_image, int x_block, int x_row, int blocks, int height, int width,
                           int count, double *mean, double *variance) {
  double size = (double)height * width;
  for (int c = 0; c < 8 * blocks; c++) mean[c] = variance[c] = 0;
  for (int n = 0; n < count; n++, x += x_image)
    for (int b = 0; b < blocks; b++) {
      double local[8] = {0}, squares[8] = {0};
      float centre[8];
      Sums64 sums = sums_at(local);
      for (int y = 0; y < height; y++) {
        const float *p = x + b * x_block + y * x_row;
        v128_t low = wasm_f32x4_splat(0), high = low;
        for (const float *end = p + 8 * width; p != end; p += 8) {
          low = add(low, load(p));
          high = add(high, load(p + 4));
        }
        add_row(&sums, low, high);
      }
      store_sums(local, &sums);
      for (int i = 0; i < 8; i++) centre[i] = (float)(local[i] / size);
      v128_t c0 = load(centre), c1 = load(centre + 4);
      sums = sums_at(squares);
      for (int y = 0; y < height; y++) {
        const float *p = x + b * x_block + y * x_row;
        v128_t low = wasm_f32x4_splat(0), high = low;
        for (const float *end = p + 8 * width; p != end; p += 8) {
          v128_t d = sub(load(p), c0), e = sub(load(p + 4), c1);
          low = add(low, mul(d, d));
          high = add(high, mul(e, e));
        }
        add_row(&sums, low, high);
      }
      store_sums(squares, &sums);
      for (int i = 0; i < 8; i++) {
        /* The squares were taken about the rounded mean. */
        double exact = local[i] / size, off = exact - centre[i];
        double apart = exact - mean[8 * b + i];
        variance[8 * b + i] += squares[i] - size * off * off + apart * apart * size * n / (n + 1);
        mean[8 * b + i] += apart / (n + 1);
      }
    }
  for (int c = 0; c < 8 * blocks; c++) variance[c] /= size * count;
}

/* What each channel is normalized with, in rows of 8·blocks: mean, 1/√(variance + ε), gamma·that, beta. */
EXPORT(batch_norm_coefficients)
void batch_norm_coefficients(const double *mean, const double *variance, const float *gamma, const float *beta,
                             double epsilon, int C, int blocks, float *coefficients) {
  int width = 8 * blocks;
  for (int c = 0; c < width; c++) {
    double inverse = c < C ? 1 / __builtin_sqrt(variance[c] + epsilon) : 0;
    coefficients[c] = c < C ? (float)mean[c] : 0;
    coefficients[width + c] = (float)inverse;
    coefficients[2 * width + c] = c < C ? (float)(gamma[c] * inverse) : 0;
    coefficients[3 * width + c] = c < C ? beta[c] : 0;
  }
}

/* The coefficients of four channels. */
typedef struct {
  v128_t mean, inverse, scale, beta;
} Channels;

INLINE Channels channels_at(const float *coefficients, int width, int c) {
  const float *p = coefficients + c;
  return (Channels){load(p), load(p + width), load(p + 2 * width), load(p + 3 * width)};
}

INLINE v128_t normalize(const Channels *k, v128_t x) { return add(mul(sub(x, k->mean), k->scale), k->beta); }

/* out = scale·(x − mean) + beta, then max(0, ·) when `relu`. x and out: the first value past the halo, of equal strides. */
EXPORT(batch_norm_forward)
void batch_norm_forward(const float *x, int image, int block, int row, int blocks, int height, int width,
                        const float *coefficients, int relu, float *out, int count) {
  v128_t floor = wasm_f32x4_splat(relu ? 0 : -__builtin_inff());
  for (int n = 0; n < count; n++)
    for (int b = 0; b < blocks; b++) {
      Channels low = channels_at(coefficients, 8 * blocks, 8 * b), high = channels_at(coefficients, 8 * blocks, 8 * b + 4);
      for (int y = 0; y < height; y++) {
        int at = n * image + b * block + y * row;
        const float *p = x + at;
        float *q = out + at;
        for (const float *end = p + 8 * width; p != end; p += 8, q += 8) {
          store(q, wasm_f32x4_max(normalize(&low, load(p)), floor));
          store(q + 4, wasm_f32x4_max(normalize(&high, load(p + 4)), floor));
        }
      }
    }
}

/* The gradient behind the ReLU: where the output, formed anew with the same bits, is not above `floor`, nothing. */
INLINE v128_t live(const Channels *k, v128_t x, v128_t g, v128_t floor) {
  return wasm_v128_and(g, wasm_f32x4_gt(normalize(k, x), floor));
}

/* sum = Σ g, product = Σ g·x̂ of each of 8·blocks channels, g behind the ReLU. */
EXPORT(batch_norm_sums)
void batch_norm_sums(const float *x, const float *g, int image, int block, int row, int blocks, int height, int width,
                     const float *coefficients, int relu, int count, double *sum, double *product) {
  v128_t floor = wasm_f32x4_splat(relu ? 0 : -__builtin_inff());
  for (int c = 0; c < 8 * blocks; c++) sum[c] = product[c] = 0;
  for (int n = 0; n < count; n++)
    for (int b = 0; b < blocks; b++) {
      Channels low = channels_at(coefficients, 8 * blocks, 8 * b), high = channels_at(coefficients, 8 * blocks, 8 * b + 4);
      Sums64 sums = sums_at(sum + 8 * b), products = sums_at(product + 8 * b);
      for (int y = 0; y < height; y++) {
        int at = n * image + b * block + y * row;
        const float *p = x + at, *q = g + at;
        v128_t s0 = wasm_f32x4_splat(0), s1 = s0, p0 = s0, p1 = s0;
        for (const float *end = p + 8 * width; p != end; p += 8, q += 8) {
          v128_t v = load(p), w = live(&low, v, load(q), floor);
          s0 = add(s0, w);
          p0 = add(p0, mul(w, mul(sub(v, low.mean), low.inverse)));
          v = load(p + 4);
          w = live(&high, v, load(q + 4), floor);
          s1 = add(s1, w);
          p1 = add(p1, mul(w, mul(sub(v, high.mean), high.inverse)));
        }
        add_row(&sums, s0, s1);
        add_row(&products, p0, p1);
      }
      store_sums(sum + 8 * b, &sums);
      store_sums(product + 8 * b, &products);
    }
}

/*
 * x_gradient = scale·(g − shares₀ − x̂·shares₁), g behind the ReLU, written or, with `accumulate`, added. shares [2][8·blocks]: the
 * means of g and of g·x̂ over the batch; zeros where mean and variance are constants.
 */
EXPORT(batch_norm_backward)
void batch_norm_backward(const float *x, const float *g, int image, int block, int row, int blocks, int height, int width,
                         const float *coefficients, const float *shares, int relu, float *x_gradient, int accumulate,
                         int count) {
  v128_t floor = wasm_f32x4_splat(relu ? 0 : -__builtin_inff());
  for (int n = 0; n < count; n++)
    for (int b = 0; b < blocks; b++)
      for (int half = 0; half < 8; half += 4) {
        int c = 8 * b + half;
        Channels k = channels_at(coefficients, 8 * blocks, c);
        v128_t share0 = load(shares + c), share1 = load(shares + 8 * blocks + c);
        for (int y = 0; y < height; y++) {
          int at = n * image + b * block + y * row + half;
          const float *p = x + at, *q = g + at;
          float *to = x_gradient + at;
          for (const float *end = p + 8 * width; p != end; p += 8, q += 8, to += 8) {
            v128_t v = load(p), w = live(&k, v, load(q), floor);
            v128_t through = add(share0, mul(mul(sub(v, k.mean), k.inverse), share1));
            v128_t d = mul(k.scale, sub(w, through));
            store(to, accumulate ? add(load(to), d) : d);
          }
        }
      }
}
