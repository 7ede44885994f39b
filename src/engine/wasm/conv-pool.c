/*
 * Convolution + bias + ReLU + 2×2 max-pool as one operation; its gradients: conv-pool-gradient.c.
 *
 * Kept of it are the pooled value and one byte, which of the four cells it came from (0 … 3 row by row; the first of
 * equals). Nothing else of the convolution's output exists.
 *
 * Images are [row][column][channel] with the zero border 'same' padding needs already around them, so that the F·C
 * floats under one kernel row are one run of consecutive floats, and 'same' and 'valid' are the same loop.
 */
#include "kernel.h"

/*
 * Weights [K][O], as the engine's border has them, into panels of `width` outputs: [⌈O/width⌉][K][width], zero-filled.
 * K = F·F·C for a convolution. Dense layers use it as well.
 */
EXPORT(pack_panels)
void pack_panels(const float *weights, int K, int O, int width, float *panels) {
  for (int o = 0; o < O; o += width) {
    int filled = O - o < width ? O - o : width;
    for (int k = 0; k < K; k++, panels += width) {
      const float *from = weights + k * O + o;
      if (filled == 8) {
        store(panels, load(from));
        store(panels + 4, load(from + 4));
      } else {
        for (int i = 0; i < width; i++) panels[i] = i < filled ? from[i] : 0;
      }
    }
  }
}

/* The larger of `best` and `value` + which cell it is; strictly larger, so that the first of equals stays. */
INLINE void pool(v128_t *best, v128_t *cell, v128_t value, int index) {
  v128_t larger = wasm_f32x4_gt(value, *best);
  *best = wasm_v128_bitselect(value, *best, larger);
  *cell = wasm_v128_bitselect(wasm_i32x4_splat(index), *cell, larger);
}

/* max(0, bias + the largest of the four cells) and which one it was, for four lanes. */
INLINE v128_t pooled(v128_t a, v128_t b, v128_t c, v128_t d, v128_t bias, v128_t *cell) {
  *cell = wasm_i32x4_splat(0);
  pool(&a, cell, b, 1);
  pool(&a, cell, c, 2);
  pool(&a, cell, d, 3);
  return wasm_f32x4_max(add(a, bias), wasm_f32x4_splat(0));
}

/* Writes the first `n` of four channels. */
INLINE void store_channels(v128_t value, v128_t cell, float *out, uint8_t *cells, int n) {
  store_first(out, value, n);
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
 * One image, lanes being channels: four pixels (one pool) × eight channels at a time, which makes eight accumulators, and
 * two loads of weights and four of pixels for eight multiply-adds. Panels of eight. C is a constant where it is known.
 */
INLINE void channels_forward(const float *x, int x_row, const int C, int F, const float *panels, const float *bias, int O,
                             int PH, int PW, float *out, int out_row, uint8_t *cells) {
  int run = F * C;
  for (int o = 0; o < O; o += 8) {
    for (int py = 0; py < PH; py++) {
      for (int px = 0; px < PW; px++) {
        const float *corner = x + 2 * py * x_row + 2 * px * C;
        const float *w = panels + o * F * run;
        v128_t a0 = wasm_f32x4_splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        for (int ky = 0; ky < F; ky++, corner += x_row) {
          const float *p = corner, *q = corner + x_row;
          for (const float *end = w + run * 8; w != end; w += 8, p++, q++) {
            PIN(w);
            PIN(p);
            PIN(q);
            v128_t w0 = load(w), w1 = load(w + 4), v;
            v = splat(p);
            a0 = add(a0, mul(v, w0));
            a1 = add(a1, mul(v, w1));
            v = splat(p + C);
            b0 = add(b0, mul(v, w0));
            b1 = add(b1, mul(v, w1));
            v = splat(q);
            c0 = add(c0, mul(v, w0));
            c1 = add(c1, mul(v, w1));
            v = splat(q + C);
            d0 = add(d0, mul(v, w0));
            d1 = add(d1, mul(v, w1));
          }
        }
        float *to = out + py * out_row + px * O + o;
        uint8_t *to_cells = cells + (py * PW + px) * O + o;
        v128_t cell, value = pooled(a0, b0, c0, d0, load(bias + o), &cell);
        store_channels(value, cell, to, to_cells, O - o);
        value = pooled(a1, b1, c1, d1, load(bias + o + 4), &cell);
        store_channels(value, cell, to + 4, to_cells + 4, O - o - 4);
      }
    }
  }
}

/* The even, or odd, columns of two rows. */
#define EVEN(above, below) wasm_i32x4_shuffle(above, below, 0, 2, 4, 6)
#define ODD(above, below) wasm_i32x4_shuffle(above, below, 1, 3, 5, 7)

/* Writes two channels of one pooled pixel, lanes `lane`, or only the first of them. */
#define STORE_PIXEL(lane, to, to_cells)                                  \
  do {                                                                   \
    if (two) {                                                           \
      wasm_v128_store64_lane(to, lane < 2 ? low : high, lane & 1);       \
      wasm_v128_store16_lane(to_cells, cell0, 2 * (lane));               \
    } else {                                                             \
      wasm_v128_store32_lane(to, value0, lane);                          \
      wasm_v128_store8_lane(to_cells, cell0, 4 * (lane));                \
    }                                                                    \
  } while (0)

/*
 * One image of one channel, lanes being pixels: 4 × 4 pixels (four pools) × two channels at a time. As many loads a
 * multiply-add as above, and no lane is lost where O is no multiple of eight (LeNet's first layer has six). Panels of two.
 */
INLINE void pixels_forward(const float *x, int x_row, int F, const float *panels, const float *bias, int O, int PH, int PW,
                           float *out, int out_row, uint8_t *cells) {
  for (int o = 0; o < O; o += 2) {
    int two = O - o >= 2;
    for (int py = 0; py < PH; py += 2) {
      /* An odd last row of pools is computed twice and written once. */
      int second = PH - py < 2 ? 0 : 2 * x_row;
      for (int px = 0; px < PW; px += 2) {
        const float *corner = x + 2 * py * x_row + 2 * px;
        const float *w = panels + o * F * F;
        v128_t a0 = wasm_f32x4_splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        for (int ky = 0; ky < F; ky++, corner += x_row) {
          const float *p = corner, *q = p + x_row, *r = p + second, *s = q + second;
          for (const float *end = w + 2 * F; w != end; w += 2, p++, q++, r++, s++) {
            PIN(w);
            v128_t w0 = splat(w), w1 = splat(w + 1), v;
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
        }
        v128_t cell0, cell1;
        v128_t value0 = pooled(EVEN(a0, c0), ODD(a0, c0), EVEN(b0, d0), ODD(b0, d0), splat(bias + o), &cell0);
        v128_t value1 = pooled(EVEN(a1, c1), ODD(a1, c1), EVEN(b1, d1), ODD(b1, d1), splat(bias + o + 1), &cell1);
        v128_t low = wasm_i32x4_shuffle(value0, value1, 0, 4, 1, 5), high = wasm_i32x4_shuffle(value0, value1, 2, 6, 3, 7);
        cell0 = wasm_v128_or(cell0, wasm_i32x4_shl(cell1, 8));
        float *to = out + py * out_row + px * O + o;
        uint8_t *to_cells = cells + (py * PW + px) * O + o;
        int right = PW - px > 1;
        STORE_PIXEL(0, to, to_cells);
        if (right) STORE_PIXEL(1, to + O, to_cells + O);
        if (second) {
          to += out_row;
          to_cells += PW * O;
          STORE_PIXEL(2, to, to_cells);
          if (right) STORE_PIXEL(3, to + O, to_cells + O);
        }
      }
    }
  }
}

/*
 * out[n][py][px][o] = max(0, bias[o] + max over the 2×2 cells of Σ x·w), cells[n][py][px][o] = which cell.
 * x: the first window's corner. panels: pack_panels of width 2 for C = 1, else 8. bias: zero-filled to ⌈O/8⌉·8.
 */
EXPORT(conv_pool_forward)
void conv_pool_forward(const float *x, int x_image, int x_row, int C, int F, const float *panels, const float *bias,
                       int O, int PH, int PW, float *out, int out_image, int out_row, uint8_t *cells, int count) {
  for (int n = 0; n < count; n++, x += x_image, out += out_image, cells += PH * PW * O) {
    if (C == 1) pixels_forward(x, x_row, F, panels, bias, O, PH, PW, out, out_row, cells);
    else if (C == 6) channels_forward(x, x_row, 6, F, panels, bias, O, PH, PW, out, out_row, cells);
    else channels_forward(x, x_row, C, F, panels, bias, O, PH, PW, out, out_row, cells);
  }
}
