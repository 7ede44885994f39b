/*
 * The gradients of conv-pool.c's operation. They run over the *pooled* gradient: one position in four, and of those only the
 * ones alive under ReLU (pooled value > 0, exactly where the pre-activation is), about a quarter of the arithmetic of
 * a convolution's gradients. Everything else there is known to be zero.
 */
#include "kernel.h"

/* Floats of one row of conv_pack_rows, and of one row of the filter's gradient. */
INLINE int packed_pitch(int F, int C) { return C + (((F + 1) * C + 3) & ~3); }
INLINE int filter_pitch(int F, int C) { return (F * C + 3) & ~3; }

/*
 * Weights [F][F·C][O] by output channel, each with a border of one zero pixel: [O][F + 2][packed_pitch]. Read from one
 * pixel further left or up, a kernel is shifted by one to the right or down.
 */
EXPORT(conv_pack_rows)
void conv_pack_rows(const float *weights, int F, int C, int O, float *rows) {
  int run = F * C, pitch = packed_pitch(F, C);
  for (int o = 0; o < O; o++, rows += (F + 2) * pitch)
    for (int ky = 0; ky < F; ky++) {
      const float *from = weights + ky * run * O + o;
      float *to = rows + (ky + 1) * pitch + C;
      for (int j = 0; j < run; j++) to[j] = from[j * O];
    }
}

/* The filter's gradient by output channel, [O][F][filter_pitch], into the layout of the weights. */
EXPORT(conv_unpack_rows)
void conv_unpack_rows(const float *rows, int F, int C, int O, float *weights) {
  int run = F * C, pitch = filter_pitch(F, C);
  for (int o = 0; o < O; o++)
    for (int ky = 0; ky < F; ky++, rows += pitch) {
      float *to = weights + ky * run * O + o;
      for (int j = 0; j < run; j++) to[j * O] = rows[j];
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
  const int32_t corner[4] = {0, C, x_row, x_row + C};
  Live *next = live;
  for (int py = 0; py < PH; py++) {
    for (int px = 0; px < PW; px++) {
      int at = py * out_row + px * O;
      const uint8_t *cell = cells + (py * PW + px) * O;
      int window = 2 * py * x_row + 2 * px * C;
      for (int n = 0; n < count; n++, at += out_image, cell += PH * PW * O, window += x_image) {
        next->gradient = out_gradient[at];
        next->window = window + corner[*cell];
        next += out[at] > 0;
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
INLINE void all_blocks(int to_input, const Live *live, int length, float *x, int x_row, int F, int C, float *kernel,
                       int pitch) {
  for (int j = 0; j < F * C; j += 32) {
    int vectors = (F * C - j + 3) / 4;
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

/* `rows` rows of a patch, from row `first` on, in registers: patch += Σ_o gradient_o · kernel_o shifted to o's cell. */
INLINE void patch_rows(const int rows, const int vectors, int first, const int F, const int C, float *patch, int x_row,
                       const float *packed, int O, const int32_t *out, const int32_t *out_gradient,
                       const uint8_t *cells) {
  const int pitch = packed_pitch(F, C);
  v128_t sum[8];
  patch += first * x_row;
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) sum[i * vectors + j] = load(patch + i * x_row + 4 * j);
  const float *kernel = packed + (first + 1) * pitch + C;
  for (int o = 0; o < O; o++, kernel += (F + 2) * pitch) {
    if (out[o] <= 0) continue;
    v128_t g = wasm_v128_load32_splat(out_gradient + o);
    const float *w = kernel - (cells[o] >> 1) * pitch - (cells[o] & 1) * C;
    PIN(w);
    UNROLLED for (int i = 0; i < rows; i++)
      UNROLLED for (int j = 0; j < vectors; j++)
        sum[i * vectors + j] = add(sum[i * vectors + j], mul(g, load(w + i * pitch + 4 * j)));
  }
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) store(patch + i * x_row + 4 * j, sum[i * vectors + j]);
}

/*
 * x_gradient by patches: F + 1 rows of 4·`vectors` floats are all that the windows under one pooled pixel can reach. Summed
 * over the channels first and then written once, which halves the time where patches are small (one-channel images).
 */
INLINE void patch_gradient(const int F, const int vectors, const int C, int x_image, int x_row, const float *packed, int O,
                           int PH, int PW, const int32_t *out, const int32_t *out_gradient, int out_image, int out_row,
                           const uint8_t *cells, float *x_gradient, int count) {
  for (int py = 0; py < PH; py++) {
    for (int px = 0; px < PW; px++) {
      int at = py * out_row + px * O;
      const uint8_t *cell = cells + (py * PW + px) * O;
      float *patch = x_gradient + 2 * py * x_row + 2 * px * C;
      for (int n = 0; n < count; n++, at += out_image, cell += PH * PW * O, patch += x_image) {
        for (int first = 0; first <= F; first += (F + 1) / 2)
          patch_rows((F + 1) / 2, vectors, first, F, C, patch, x_row, packed, O, out + at, out_gradient + at, cell);
      }
    }
  }
}

/*
 * Gradients of a chunk of images, one output channel after another.
 * Adds to filter_gradient [O][F][filter_pitch] and bias_gradient [O]; the sum over the chunk is formed first and then
 * added, so that a chunk is one shard of the batch's sum. Overwrites x_gradient (same strides as x).
 * filter_gradient (then bias_gradient stays as well) or x_gradient may be null. out_gradient has out's strides.
 * live: room for count·PH·PW + 3 entries. rows: conv_pack_rows.
 */
EXPORT(conv_pool_backward)
void conv_pool_backward(float *x, int x_image, int x_row, int C, int F, float *rows, int O, int PH, int PW,
                        const float *out, const float *out_gradient, int out_image, int out_row, const uint8_t *cells,
                        float *x_gradient, float *filter_gradient, float *bias_gradient, Live *live, int count) {
  int pitch = filter_pitch(F, C), from = packed_pitch(F, C);
  if (x_gradient)
    for (int i = 0; i < count * x_image; i += 4) store(x_gradient + i, wasm_f32x4_splat(0));
  if (!filter_gradient && C == 1 && (F == 3 || F == 5)) {
    const int32_t *value = (const int32_t *)out, *gradient = (const int32_t *)out_gradient;
    if (F == 3)
      patch_gradient(3, 1, 1, x_image, x_row, rows, O, PH, PW, value, gradient, out_image, out_row, cells, x_gradient, count);
    else
      patch_gradient(5, 2, 1, x_image, x_row, rows, O, PH, PW, value, gradient, out_image, out_row, cells, x_gradient, count);
    return;
  }
  for (int o = 0; o < O; o++) {
    int length = list_live((const int32_t *)out + o, (const uint32_t *)out_gradient + o, out_image, out_row, cells + o, O,
                           PH, PW, x_image, x_row, C, count, live);
    if (filter_gradient) {
      bias_gradient[o] += sum_gradients(live, length);
      all_blocks(0, live, length, x, x_row, F, C, filter_gradient + o * F * pitch, pitch);
    }
    if (x_gradient)
      all_blocks(1, live, length, x_gradient, x_row, F, C, rows + (o * (F + 2) + 1) * from + C, from);
  }
}
