/* Images into the first layer's bordered buffer: rows of `width` floats (columns × channels), the border left as it is. */
#include "kernel.h"

/* out = byte/255 of the dataset's images order[0 … count − 1]; labels_out their labels. */
EXPORT(gather_bytes)
void gather_bytes(const uint8_t *images, const uint8_t *labels, const uint32_t *order, int count, int height, int width,
                  float *out, int out_image, int out_row, uint8_t *labels_out) {
  v128_t divisor = wasm_f32x4_splat(255);
  for (int n = 0; n < count; n++, out += out_image) {
    const uint8_t *from = images + order[n] * (uint32_t)(height * width);
    labels_out[n] = labels[order[n]];
    float *to = out;
    for (int y = 0; y < height; y++, from += width, to += out_row) {
      int x = 0;
      for (; x + 4 <= width; x += 4) {
        v128_t bytes = wasm_v128_load32_zero(from + x);
        v128_t words = wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(bytes));
        store(to + x, wasm_f32x4_div(wasm_f32x4_convert_u32x4(words), divisor));
      }
      for (; x < width; x++) to[x] = (float)from[x] / 255;
    }
  }
}

/* Copies [count][height][width] between the packed form of the engine's border and the bordered one. */
EXPORT(copy_images)
void copy_images(const float *from, int from_image, int from_row, float *to, int to_image, int to_row, int height,
                 int width, int count) {
  for (int n = 0; n < count; n++)
    for (int y = 0; y < height; y++) {
      const float *f = from + n * from_image + y * from_row;
      float *t = to + n * to_image + y * to_row;
      for (int x = 0; x < width; x += 4) store_first(t + x, load(f + x), width - x);
    }
}
