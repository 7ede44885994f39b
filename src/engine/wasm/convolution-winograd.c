/*
 * 3×3 convolution of stride 1 by Winograd's F(2×2, 3×3) (Lavin & Gray 2016): an output tile of 2×2 takes 16 multiplications a
 * pair of channels instead of 36, and all else is sums. With d a tile's 4×4 inputs and w the kernel, the tile is
 * Aᵀ[(G w Gᵀ) ⊙ (Bᵀ d B)]A, summed over input channels in between: 16 products of matrices, tiles × inputs × outputs.
 * The error is that of the direct sum; that of F(4×4) would be five times as large.
 *
 * Planes as in convolution.c, with rows and columns for whole tiles: an odd side's halo is one wider behind it. Transformed
 * weights: [output block][16][input block][8 inputs][8 outputs].
 */
#include "multiply.h"

/* What is read and written at a time: tiles of consecutive images, row by row. */
typedef struct {
  int image, row, column; /* of the first tile */
  int across, down;       /* tiles of a row, rows of tiles of an image */
} Tiles;

INLINE Tiles tiles_from(int tile, int down, int across) {
  int of_image = tile % (down * across);
  return (Tiles){tile / (down * across), of_image / across, of_image % across, across, down};
}

INLINE void next_tile(Tiles *at) {
  if (++at->column < at->across) return;
  at->column = 0;
  if (++at->row < at->down) return;
  at->row = 0;
  at->image++;
}

/* One row of Bᵀ·(row of tile)·B from four columns of it. */
INLINE void store_row(v128_t a, v128_t b, v128_t c, v128_t d, float *to, int pitch) {
  store(to, sub(a, c));
  store(to + pitch, add(b, c));
  store(to + 2 * pitch, sub(c, b));
  store(to + 3 * pitch, sub(b, d));
}

/* p − q or p + q, four columns, transformed. Rows are combined before columns: few registers, loads again instead. */
#define TRANSFORM_ROW(combine, p, q, to)                                                                      \
  store_row(combine(load(p), load(q)), combine(load(p + 8), load(q + 8)), combine(load(p + 16), load(q + 16)), \
            combine(load(p + 24), load(q + 24)), to, pitch)

/* Bᵀ d B of one tile's four channels; x: its first pixel. */
INLINE void transform_tile(const float *x, int x_row, float *to, const int pitch) {
  const float *r0 = x, *r1 = r0 + x_row, *r2 = r1 + x_row, *r3 = r2 + x_row;
  TRANSFORM_ROW(sub, r0, r2, to);
  to += 4 * pitch;
  TRANSFORM_ROW(add, r1, r2, to);
  to += 4 * pitch;
  TRANSFORM_ROW(sub, r2, r1, to);
  to += 4 * pitch;
  TRANSFORM_ROW(sub, r1, r3, to);
}

INLINE int tile_offset(const Tiles *at, int x_image, int x_row) {
  return at->image * x_image + 2 * at->row * x_row + 16 * at->column;
}

/*
 * Bᵀ d B of `count` tiles from tile `first` on, four side by side so that `multiply` runs over all channels at once:
 * [16][four tiles][8·blocks][4]. x: the first image's halo corner. What stands for tiles beyond the
 * last is a tile before them.
 */
INLINE void transform_for_products(const float *x, int x_image, int x_block, int x_row, int blocks, int first, int count,
                                   int down, int across, int T, float *to) {
  int K = 8 * blocks, pitch = T * K;
  Tiles at = tiles_from(first, down, across);
  for (int t = 0; t < count; t += 4, to += 4 * K) {
    int tiles[4];
    for (int i = 0; i < 4; i++) {
      tiles[i] = t + i < count ? tile_offset(&at, x_image, x_row) : tiles[i - 1];
      if (t + i < count) next_tile(&at);
    }
    for (int c = 0; c < K; c += 4) {
      float each[16 * 16];
      for (int i = 0; i < 4; i++) transform_tile(x + tiles[i] + c / 8 * x_block + c % 8, x_row, each + 4 * i, 16);
      float *v = to + 4 * c;
      for (const float *e = each; e != each + 16 * 16; e += 16, v += pitch)
        store_transposed(load(e), load(e + 4), load(e + 8), load(e + 12), v);
    }
  }
}

/* Bᵀ d B of `count` tiles from tile `first` on, for filter gradients: [16][block][tile][8]. x: the first image's halo corner. */
INLINE void transform_inputs(const float *x, int x_image, int x_block, int x_row, int blocks, int first, int count,
                             int down, int across, int T, float *to) {
  int pitch = blocks * T * 8;
  for (int b = 0; b < blocks; b++, x += x_block, to += T * 8) {
    Tiles at = tiles_from(first, down, across);
    float *v = to;
    for (int t = 0; t < count; t++, next_tile(&at), v += 8)
      for (int half = 0; half < 8; half += 4) {
        const float *tile = x + tile_offset(&at, x_image, x_row) + half;
        transform_tile(tile, x_row, v + half, pitch);
      }
  }
}

/* Aᵀ m A of `count` tiles of one channel block, written to, or added to, out: the first image's first pixel. */
INLINE void transform_outputs(const float *m, int pitch, float *out, int out_image, int out_row, int first, int count,
                              int down, int across, int accumulate) {
  Tiles at = tiles_from(first, down, across);
  for (int t = 0; t < count; t++, next_tile(&at), m += 8)
    for (int half = 0; half < 8; half += 4) {
      float *to = out + at.image * out_image + 2 * at.row * out_row + 16 * at.column + half;
      const float *p = m + half;
      v128_t s[4], u[4];
      UNROLLED for (int j = 0; j < 4; j++) {
        const float *q = p + j * pitch;
        v128_t m1 = load(q + 4 * pitch), m2 = load(q + 8 * pitch);
        s[j] = add(add(load(q), m1), m2);
        u[j] = sub(sub(m1, m2), load(q + 12 * pitch));
      }
      v128_t y00 = add(add(s[0], s[1]), s[2]), y01 = sub(sub(s[1], s[2]), s[3]);
      v128_t y10 = add(add(u[0], u[1]), u[2]), y11 = sub(sub(u[1], u[2]), u[3]);
      if (accumulate) {
        y00 = add(load(to), y00);
        y01 = add(load(to + 8), y01);
        y10 = add(load(to + out_row), y10);
        y11 = add(load(to + out_row + 8), y11);
      }
      store(to, y00);
      store(to + 8, y01);
      store(to + out_row, y10);
      store(to + out_row + 8, y11);
    }
}

/*
 * G w Gᵀ of weights [3·3][C][O] by blocks, [⌈O/8⌉][16][⌈C/8⌉][8][8]; or, for the gradient by the input, of the kernels turned half
 * round with inputs and outputs in each other's place, [⌈C/8⌉][16][⌈O/8⌉][8][8].
 */
EXPORT(winograd_pack)
void winograd_pack(const float *weights, int C, int O, int transposed, float *packed) {
  int from = transposed ? O : C, to = transposed ? C : O;
  int along = transposed ? 1 : O, across = transposed ? O : 1, turn = transposed ? -C * O : C * O;
  int blocks = (from + 7) / 8;
  const float *first = transposed ? weights + 8 * C * O : weights;
  for (int t = 0; t < to; t += 8, packed += 16 * blocks * 64)
    for (int f = 0; f < from; f += 8)
      for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++) {
          float u[16] = {0};
          if (f + i < from && t + j < to) {
            const float *w = first + (f + i) * along + (t + j) * across;
            float h[12];
            for (int k = 0; k < 3; k++) {
              float a = w[k * turn], b = w[(3 + k) * turn], c = w[(6 + k) * turn];
              h[k] = a;
              h[3 + k] = 0.5f * (a + b + c);
              h[6 + k] = 0.5f * (a - b + c);
              h[9 + k] = c;
            }
            for (int k = 0; k < 4; k++) {
              float a = h[3 * k], b = h[3 * k + 1], c = h[3 * k + 2];
              u[4 * k] = a;
              u[4 * k + 1] = 0.5f * (a + b + c);
              u[4 * k + 2] = 0.5f * (a - b + c);
              u[4 * k + 3] = c;
            }
          }
          for (int k = 0; k < 16; k++) packed[(k * blocks + f / 8) * 64 + 8 * i + j] = u[k];
        }
}

/*
 * out = x ∗ w, or added to it: X8 and O8 channel blocks, `down` × `across` tiles an image, T (a multiple of four) tiles at a time.
 * x: the first image's halo corner; out: its first pixel. Writes whole tiles, over an odd side's halo. tiles: room for
 * 16·(X8 + 1)·T·8 floats.
 */
EXPORT(winograd_forward)
void winograd_forward(const float *x, int x_image, int x_block, int x_row, int X8, const float *weights, float *out,
                      int out_image, int out_block, int out_row, int O8, int down, int across, int accumulate, int count,
                      float *tiles, int T) {
  float *products = tiles + 16 * X8 * T * 8;
  for (int first = 0, all = count * down * across; first < all; first += T) {
    int some = all - first < T ? all - first : T;
    transform_for_products(x, x_image, x_block, x_row, X8, first, some, down, across, T, tiles);
    const float *w = weights;
    for (int o = 0; o < O8; o++) {
      for (int k = 0; k < 16; k++, w += X8 * 64)
        for (int t = 0; t < some; t += 4) {
          Sums sums = no_sums();
          multiply(&sums, tiles + (k * T + t) * X8 * 8, 1, 4, w, X8 * 8);
          float *to = products + (k * T + t) * 8;
          UNROLLED for (int i = 0; i < 4; i++) {
            store(to + 8 * i, sums.low[i]);
            store(to + 8 * i + 4, sums.high[i]);
          }
        }
      transform_outputs(products, T * 8, out + o * out_block, out_image, out_row, first, some, down, across, accumulate);
    }
  }
}

/* A g Aᵀ of a tile's 2×2 gradients, the transpose of what transform_outputs does. g: the first image's first pixel. */
INLINE void transform_gradients(const float *g, int g_image, int g_block, int g_row, int blocks, int first, int count,
                                int down, int across, int T, float *to) {
  int pitch = blocks * T * 8;
  v128_t zero = wasm_f32x4_splat(0);
  for (int b = 0; b < blocks; b++, g += g_block, to += T * 8) {
    Tiles at = tiles_from(first, down, across);
    float *v = to;
    for (int t = 0; t < count; t++, next_tile(&at), v += 8)
      for (int half = 0; half < 8; half += 4) {
        const float *p = g + at.image * g_image + 2 * at.row * g_row + 16 * at.column + half;
        v128_t a = load(p), b0 = load(p + 8), c = load(p + g_row), d = load(p + g_row + 8);
        const v128_t left[4] = {a, add(a, c), sub(a, c), sub(zero, c)};
        const v128_t right[4] = {b0, add(b0, d), sub(b0, d), sub(zero, d)};
        UNROLLED for (int i = 0; i < 4; i++) {
          float *row = v + half + 4 * i * pitch;
          store(row, left[i]);
          store(row + pitch, add(left[i], right[i]));
          store(row + 2 * pitch, sub(left[i], right[i]));
          store(row + 3 * pitch, sub(zero, right[i]));
        }
      }
  }
}

/*
 * Adds the gradient by G w Gᵀ to gradient [O8][16][X8][8][8]. Blocks of channels are taken `group` at a time, so that their gradient
 * stays in cache while the tiles go by. x: halo corner; g: first pixel. tiles: room for 16·2·group·T·8 floats.
 */
EXPORT(winograd_filter_gradient)
void winograd_filter_gradient(const float *x, int x_image, int x_block, int x_row, int X8, const float *g, int g_image,
                              int g_block, int g_row, int O8, int down, int across, float *gradient, int count,
                              float *tiles, int T, int group) {
  for (int o = 0; o < O8; o += group)
    for (int c = 0; c < X8; c += group) {
      int os = O8 - o < group ? O8 - o : group, cs = X8 - c < group ? X8 - c : group;
      float *values = tiles, *gradients = tiles + 16 * group * T * 8;
      for (int first = 0, all = count * down * across; first < all; first += T) {
        int some = all - first < T ? all - first : T;
        transform_inputs(x + c * x_block, x_image, x_block, x_row, cs, first, some, down, across, T, values);
        transform_gradients(g + o * g_block, g_image, g_block, g_row, os, first, some, down, across, T, gradients);
        for (int k = 0; k < 16; k++)
          for (int i = 0; i < os; i++)
            for (int j = 0; j < cs; j++)
              for (int half = 0; half < 8; half += 4) {
                Sums sums = no_sums();
                multiply(&sums, values + (k * cs + j) * T * 8 + half, 1, 8, gradients + (k * os + i) * T * 8, some);
                float *to = gradient + (((o + i) * 16 + k) * X8 + c + j) * 64 + 8 * half;
                UNROLLED for (int r = 0; r < 4; r++, to += 8) {
                  store(to, add(load(to), sums.low[r]));
                  store(to + 4, add(load(to + 4), sums.high[r]));
                }
              }
      }
    }
}

/* Gᵀ u G of the gradient by blocks, added to weights' gradient [3·3][C][O]. */
EXPORT(winograd_unpack)
void winograd_unpack(const float *packed, int C, int O, float *weights) {
  int blocks = (C + 7) / 8;
  for (int o = 0; o < O; o++)
    for (int c = 0; c < C; c++) {
      const float *u = packed + (o / 8 * 16 * blocks + c / 8) * 64 + 8 * (c % 8) + o % 8;
      float h[12];
      for (int k = 0; k < 4; k++) {
        float a = u[k * blocks * 64], b = u[(4 + k) * blocks * 64], s = u[(8 + k) * blocks * 64];
        h[k] = a + 0.5f * (b + s);
        h[4 + k] = 0.5f * (b - s);
        h[8 + k] = 0.5f * (b + s) + u[(12 + k) * blocks * 64];
      }
      for (int k = 0; k < 3; k++) {
        const float *r = h + 4 * k;
        float *to = weights + 3 * k * C * O + c * O + o;
        to[0] += r[0] + 0.5f * (r[1] + r[2]);
        to[C * O] += 0.5f * (r[1] - r[2]);
        to[2 * C * O] += 0.5f * (r[1] + r[2]) + r[3];
      }
    }
}
