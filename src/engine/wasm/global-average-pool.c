/* The mean of each channel over an image's rows and columns, and its gradient; planes as in blocks.c. */
#include "kernel.h"

/* out[n][8·blocks]: means row by row, then over rows. x: the first value past the halo. */
EXPORT(average_forward)
void average_forward(const float *x, int x_image, int x_block, int x_row, int blocks, int height, int width, float *out,
                     int out_image, int out_block, int count) {
  v128_t size = wasm_f32x4_splat((float)(height * width));
  for (int n = 0; n < count; n++, x += x_image, out += out_image)
    for (int b = 0; b < blocks; b++)
      for (int half = 0; half < 8; half += 4) {
        v128_t sum = wasm_f32x4_splat(0);
        for (int y = 0; y < height; y++) {
          const float *p = x + b * x_block + y * x_row + half;
          v128_t row = wasm_f32x4_splat(0);
          for (const float *end = p + 8 * width; p != end; p += 8) row = add(row, load(p));
          sum = add(sum, row);
        }
        store(out + b * out_block + half, wasm_f32x4_div(sum, size));
      }
}

/* x_gradient = out_gradient/(height·width) at every pixel, written or, with `accumulate`, added. */
EXPORT(average_backward)
void average_backward(const float *out_gradient, int out_image, int out_block, int blocks, int height, int width,
                      float *x_gradient, int x_image, int x_block, int x_row, int accumulate, int count) {
  v128_t size = wasm_f32x4_splat((float)(height * width));
  for (int n = 0; n < count; n++, out_gradient += out_image, x_gradient += x_image)
    for (int b = 0; b < blocks; b++)
      for (int half = 0; half < 8; half += 4) {
        v128_t share = wasm_f32x4_div(load(out_gradient + b * out_block + half), size);
        for (int y = 0; y < height; y++) {
          float *p = x_gradient + b * x_block + y * x_row + half;
          for (const float *end = p + 8 * width; p != end; p += 8) store(p, accumulate ? add(load(p), share) : share);
        }
      }
}
