/*
 * What every layer over channel blocks needs of its planes, [image][channel block][row][column][8] with a halo: a halo of
 * zeros, sums, and the way from and to images whose channels lie side by side (conv-pool.c, dense.c, the input).
 */
#include "kernel.h"

/* Zeros around the height × width values of each of `blocks` blocks, which are `rows` rows of `row` floats with the halo. */
EXPORT(clear_halo)
void clear_halo(float *plane, int image, int block, int row, int rows, int height, int width, int blocks, int count) {
  v128_t zero = wasm_f32x4_splat(0);
  for (int n = 0; n < count; n++, plane += image)
    for (int b = 0; b < blocks; b++) {
      float *first = plane + b * block, *last = first + (height + 1) * row, *end = first + rows * row;
      for (float *p = first; p != first + row; p += 4) store(p, zero);
      for (float *p = first + row; p != last; p += row) {
        store(p, zero);
        store(p + 4, zero);
        for (float *q = p + 8 * (width + 1); q != p + row; q += 4) store(q, zero);
      }
      for (float *p = last; p != end; p += 4) store(p, zero);
    }
}

/*
 * Images [row][column × C] into blocks, lanes beyond C zero; written or, with `accumulate`, added. from: the first value, rows of
 * from_row floats; to: the first value past the halo.
 */
EXPORT(to_blocks)
void to_blocks(const float *from, int from_image, int from_row, int C, float *to, int to_image, int to_block, int to_row,
               int height, int width, int accumulate, int count) {
  for (int n = 0; n < count; n++, from += from_image, to += to_image)
    for (int c = 0; c < C; c += 8)
      for (int y = 0; y < height; y++) {
        const float *f = from + y * from_row + c;
        float *t = to + c / 8 * to_block + y * to_row;
        for (int x = 0; x < width; x++, f += C, t += 8)
          for (int i = 0; i < 8; i++) t[i] = (accumulate ? t[i] : 0) + (c + i < C ? f[i] : 0);
      }
}

/* Back from blocks, in the same two ways. */
EXPORT(from_blocks)
void from_blocks(const float *from, int from_image, int from_block, int from_row, int C, float *to, int to_image,
                 int to_row, int height, int width, int accumulate, int count) {
  for (int n = 0; n < count; n++, from += from_image, to += to_image)
    for (int c = 0; c < C; c += 8)
      for (int y = 0; y < height; y++) {
        const float *f = from + c / 8 * from_block + y * from_row;
        float *t = to + y * to_row + c;
        for (int x = 0; x < width; x++, f += 8, t += C)
          for (int i = 0; i < 8 && c + i < C; i++) t[i] = accumulate ? t[i] + f[i] : f[i];
      }
}

/* out = a + b, `length` a multiple of eight. out may be a or b. */
EXPORT(add_arrays)
void add_arrays(const float *a, const float *b, float *out, int length) {
  for (int i = 0; i < length; i += 8) {
    store(out + i, add(load(a + i), load(b + i)));
    store(out + i + 4, add(load(a + i + 4), load(b + i + 4)));
  }
}

/* Adds images to others of other strides, both [row][column × channel]: `height` rows of `width` floats. */
EXPORT(add_images)
void add_images(const float *from, int from_image, int from_row, float *to, int to_image, int to_row, int height,
                int width, int count) {
  for (int n = 0; n < count; n++)
    for (int y = 0; y < height; y++) {
      const float *f = from + n * from_image + y * from_row;
      float *t = to + n * to_image + y * to_row;
      for (int x = 0; x < width; x++) t[x] += f[x];
    }
}

/* gradient = 0 where values ≤ 0, `length` a multiple of four. */
EXPORT(mask_dead)
void mask_dead(const float *values, float *gradient, int length) {
  for (int i = 0; i < length; i += 4)
    store(gradient + i, wasm_v128_and(load(gradient + i), wasm_f32x4_gt(load(values + i), wasm_f32x4_splat(0))));
}
