/*
 * Convolution + bias + ReLU + 2×2 max-pool as one operation, and its gradients.
 *
 * Forward keeps the pooled value and one byte, which of the four cells it came from (0 … 3 row by row; the first of
 * equals). Nothing else of the convolution's output exists. Hence every gradient runs over the *pooled* gradient: one
 * position in four, and of those only the ones alive under ReLU (pooled value > 0, exactly where the pre-activation is).
 *
 * Images are [row][column][channel] with the zero border 'same' padding needs already around them, so that the F·C
 * floats under one kernel row are one run of consecutive floats, and 'same' and 'valid' are the same loop.
 */
#include "kernel.h"

/*
 * Weights [K][O], as the engine's border has them, into panels of eight output channels: [⌈O/8⌉][K][8], zero-filled.
 * Shared with the dense layer. K = F·F·C for a convolution.
 */
EXPORT(pack_panels)
void pack_panels(const float *weights, int K, int O, float *panels) {
  for (int o = 0; o < O; o += 8) {
    int width = O - o < 8 ? O - o : 8;
    for (int k = 0; k < K; k++, panels += 8) {
      const float *from = weights + k * O + o;
      if (width == 8) {
        store(panels, load(from));
        store(panels + 4, load(from + 4));
      } else {
        for (int i = 0; i < 8; i++) panels[i] = i < width ? from[i] : 0;
      }
    }
  }
}

/* Weights [F][run][O] into one block per output channel: [O][F][⌈run/4⌉·4], zero-filled. run = F·C. */
EXPORT(conv_pack_rows)
void conv_pack_rows(const float *weights, int F, int run, int O, float *rows) {
  int pitch = (run + 3) & ~3;
  for (int o = 0; o < O; o++)
    for (int ky = 0; ky < F; ky++, rows += pitch) {
      const float *from = weights + ky * run * O + o;
      for (int j = 0; j < run; j++) rows[j] = from[j * O];
      for (int j = run; j < pitch; j++) rows[j] = 0;
    }
}

/* The inverse of conv_pack_rows, for the filter gradient. */
EXPORT(conv_unpack_rows)
void conv_unpack_rows(const float *rows, int F, int run, int O, float *weights) {
  int pitch = (run + 3) & ~3;
  for (int o = 0; o < O; o++)
    for (int ky = 0; ky < F; ky++, rows += pitch) {
      float *to = weights + ky * run * O + o;
      for (int j = 0; j < run; j++) to[j * O] = rows[j];
    }
}

/* The larger of `best` and `value` + which cell it is; strictly larger, so that the first of equals stays. */
INLINE void pool(v128_t *best, v128_t *cell, v128_t value, int index) {
  v128_t larger = wasm_f32x4_gt(value, *best);
  *best = wasm_v128_bitselect(value, *best, larger);
  *cell = wasm_v128_bitselect(wasm_i32x4_splat(index), *cell, larger);
}

/* The four cells' channel sums of four channels: bias, pool, ReLU. */
INLINE void pool_store(v128_t a, v128_t b, v128_t c, v128_t d, const float *bias, float *out, uint8_t *cells, int n) {
  v128_t best = a, cell = wasm_i32x4_splat(0);
  pool(&best, &cell, b, 1);
  pool(&best, &cell, c, 2);
  pool(&best, &cell, d, 3);
  store_first(out, wasm_f32x4_max(add(best, load(bias)), wasm_f32x4_splat(0)), n);
  v128_t bytes = wasm_i8x16_shuffle(cell, cell, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
  if (n >= 4) {
    wasm_v128_store32_lane(cells, bytes, 0);
  } else {
    if (n > 0) cells[0] = (uint8_t)wasm_i8x16_extract_lane(bytes, 0);
    if (n > 1) cells[1] = (uint8_t)wasm_i8x16_extract_lane(bytes, 1);
    if (n > 2) cells[2] = (uint8_t)wasm_i8x16_extract_lane(bytes, 2);
  }
}

/*
 * out[n][py][px][o] = max(0, bias[o] + max over the 2×2 cells of Σ x·w), cells[n][py][px][o] = which cell.
 * x: first window's corner; panels: pack_panels; bias: zero-filled to ⌈O/8⌉·8. Four pixels × eight channels at a time:
 * eight accumulators, two loads of weights and four of pixels for eight multiply-adds.
 */
EXPORT(conv_pool_forward)
void conv_pool_forward(const float *x, int x_image, int x_row, int C, int F, const float *panels, const float *bias,
                       int O, int PH, int PW, float *out, int out_image, int out_row, uint8_t *cells, int count) {
  int run = F * C;
  for (int n = 0; n < count; n++, x += x_image, out += out_image, cells += PH * PW * O) {
    for (int o = 0; o < O; o += 8) {
      const float *panel = panels + o * F * run;
      for (int py = 0; py < PH; py++) {
        for (int px = 0; px < PW; px++) {
          const float *corner = x + 2 * py * x_row + 2 * px * C;
          const float *w = panel;
          v128_t a0 = wasm_f32x4_splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
          for (int ky = 0; ky < F; ky++, corner += x_row) {
            const float *p = corner, *q = corner + C, *r = corner + x_row, *s = r + C;
            const float *end = w + run * 8;
            for (; w != end; w += 8, p++, q++, r++, s++) {
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
          }
          float *to = out + py * out_row + px * O + o;
          uint8_t *cell = cells + (py * PW + px) * O + o;
          pool_store(a0, b0, c0, d0, bias + o, to, cell, O - o);
          pool_store(a1, b1, c1, d1, bias + o + 4, to + 4, cell + 4, O - o - 4);
        }
      }
    }
  }
}

/* A position that is alive: the bits of its gradient, and where its window starts in the batch of padded images. */
typedef struct {
  uint32_t gradient;
  int32_t window;
} Live;

/*
 * Lists the live positions of channel o, image innermost: neighbouring windows overlap, and written right after one
 * another they would stall on each other's stores. Returns how many. Works on the bits: a float is positive exactly when
 * they are, as an integer; V8 would turn a choice between floats into a branch, and half of those are mispredicted.
 */
INLINE int list_live(const int32_t *out, const uint32_t *out_gradient, int out_image, int out_row, const uint8_t *cells,
                     int O, int PH, int PW, int x_image, int x_row, int C, int count, Live *live) {
  Live *next = live;
  for (int py = 0; py < PH; py++) {
    for (int px = 0; px < PW; px++) {
      int at = py * out_row + px * O;
      const uint8_t *cell = cells + (py * PW + px) * O;
      int window = 2 * py * x_row + 2 * px * C;
      for (int n = 0; n < count; n++, at += out_image, cell += PH * PW * O, window += x_image) {
        uint32_t gradient = out_gradient[at];
        next->gradient = gradient;
        next->window = window + (*cell >> 1) * x_row + (*cell & 1) * C;
        next += (out[at] > 0) & (gradient << 1 != 0);
      }
    }
  }
  return (int)(next - live);
}

/* Σ of the listed gradients, two entries a vector, two vectors at a time. Clears three entries beyond the end. */
INLINE float sum_gradients(Live *live, int length) {
  v128_t only = wasm_i32x4_const(-1, 0, -1, 0), a = wasm_f32x4_splat(0), b = a;
  live[length].gradient = live[length + 1].gradient = live[length + 2].gradient = 0;
  for (int i = 0; i < length; i += 4) {
    a = add(a, wasm_v128_and(only, wasm_v128_load(live + i)));
    b = add(b, wasm_v128_and(only, wasm_v128_load(live + i + 2)));
  }
  a = add(a, b);
  return wasm_f32x4_extract_lane(a, 0) + wasm_f32x4_extract_lane(a, 2);
}

/* filter[ky][j] += Σ gradient · x[window + ky][j] for `rows` kernel rows and 4·`vectors` floats of each, in registers. */
INLINE void filter_block(const int rows, const int vectors, const Live *live, int length, const float *x, int x_row,
                         float *filter, int pitch) {
  v128_t sum[8];
  UNROLLED for (int i = 0; i < rows * vectors; i++) sum[i] = wasm_f32x4_splat(0);
  for (const Live *end = live + length; live != end; live++) {
    v128_t g = wasm_v128_load32_splat(&live->gradient);
    const float *p = x + live->window;
    UNROLLED for (int i = 0; i < rows; i++, p += x_row)
      UNROLLED for (int j = 0; j < vectors; j++) sum[i * vectors + j] = add(sum[i * vectors + j], mul(g, load(p + 4 * j)));
  }
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) {
      float *to = filter + i * pitch + 4 * j;
      store(to, add(load(to), sum[i * vectors + j]));
    }
}

/* x_gradient[window + ky][j] += gradient · w[ky][j], the same block the other way. */
INLINE void input_block(const int rows, const int vectors, const Live *live, int length, float *x_gradient, int x_row,
                        const float *w, int pitch) {
  v128_t weight[8];
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) weight[i * vectors + j] = load(w + i * pitch + 4 * j);
  for (const Live *end = live + length; live != end; live++) {
    v128_t g = wasm_v128_load32_splat(&live->gradient);
    float *p = x_gradient + live->window;
    UNROLLED for (int i = 0; i < rows; i++, p += x_row)
      UNROLLED for (int j = 0; j < vectors; j++) store(p + 4 * j, add(load(p + 4 * j), mul(g, weight[i * vectors + j])));
  }
}

INLINE void block(const int rows, const int vectors, int to_input, const Live *live, int length, float *x, int x_row,
                  float *kernel, int pitch) {
  if (to_input)
    input_block(rows, vectors, live, length, x, x_row, kernel, pitch);
  else
    filter_block(rows, vectors, live, length, x, x_row, kernel, pitch);
}

/* One channel's kernel, cut into blocks of at most eight vectors. */
INLINE void all_blocks(int to_input, const Live *live, int length, float *x, int x_row, int F, float *kernel, int pitch) {
  for (int j = 0; j < pitch; j += 32) {
    int vectors = (pitch - j) / 4;
    for (int ky = 0; ky < F;) {
      int left = F - ky;
      float *p = x + ky * x_row + j, *k = kernel + ky * pitch + j;
#define BLOCK(rows, vectors)                                                 \
  do {                                                                       \
    block(rows, vectors, to_input, live, length, p, x_row, k, pitch);        \
    ky += rows;                                                              \
  } while (0)
      if (vectors == 1) {
        if (left >= 5) BLOCK(5, 1);
        else if (left >= 3) BLOCK(3, 1);
        else BLOCK(1, 1);
      } else if (vectors == 2) {
        if (left >= 3) BLOCK(3, 2);
        else if (left == 2) BLOCK(2, 2);
        else BLOCK(1, 2);
      } else if (vectors == 3) {
        if (left >= 2) BLOCK(2, 3);
        else BLOCK(1, 3);
      } else if (vectors == 4) {
        if (left >= 2) BLOCK(2, 4);
        else BLOCK(1, 4);
      } else if (vectors == 5) BLOCK(1, 5);
      else if (vectors == 6) BLOCK(1, 6);
      else if (vectors == 7) BLOCK(1, 7);
      else BLOCK(1, 8);
#undef BLOCK
    }
  }
}

/*
 * Gradients of a chunk of images, one output channel after another.
 * Adds to filter_gradient [O][F][⌈F·C/4⌉·4] and bias_gradient [O]; the sum over the chunk is formed first and then
 * added, so that a chunk is one shard of the batch's sum. Overwrites x_gradient (same strides as x).
 * filter_gradient or x_gradient may be null. out_gradient has out's strides.
 * live: room for count·PH·PW + 3 entries. rows: conv_pack_rows.
 */
EXPORT(conv_pool_backward)
void conv_pool_backward(float *x, int x_image, int x_row, int C, int F, float *rows, int O, int PH, int PW,
                        const float *out, const float *out_gradient, int out_image, int out_row, const uint8_t *cells,
                        float *x_gradient, float *filter_gradient, float *bias_gradient, Live *live, int count) {
  int pitch = (F * C + 3) & ~3;
  if (x_gradient)
    for (int i = 0; i < count * x_image; i += 4) store(x_gradient + i, wasm_f32x4_splat(0));
  for (int o = 0; o < O; o++) {
    int length = list_live((const int32_t *)out + o, (const uint32_t *)out_gradient + o, out_image, out_row, cells + o, O,
                           PH, PW, x_image, x_row, C, count, live);
    bias_gradient[o] += sum_gradients(live, length);
    if (filter_gradient) all_blocks(0, live, length, x, x_row, F, filter_gradient + o * F * pitch, pitch);
    if (x_gradient) all_blocks(1, live, length, x_gradient, x_row, F, rows + o * F * pitch, pitch);
  }
}
