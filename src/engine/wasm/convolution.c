/*
 * Convolution without bias, summed directly: 3×3 and 1×1, stride 1 and 2, and its gradients. For 3×3 of stride 1
 * convolution-winograd.c does the same with fewer multiplications.
 *
 * Planes are [image][channel block][row][column][8] with a halo of zeros around each block's rows and columns; channels
 * beyond the last are zeros. Weights are [output block][input block][tap][8 inputs][8 outputs]. What makes a convolution of a size
 * and stride is a list of taps: how far from an output position's own pixel its x lies, and which weights go with it. The
 * gradient by the input is such a convolution over the output's gradient, with stride 2 one for each parity of rows and
 * columns.
 */
#include "multiply.h"

/* Both in floats: from the position's pixel to the tap's, and from a block's weights to the tap's. */
typedef struct {
  int32_t pixel, weights;
} Tap;

/*
 * Weights [F·F][C][O], as the engine's border has them, by blocks and zero-filled: [⌈O/8⌉][⌈C/8⌉][F·F][8][8]; or, transposed, with
 * inputs and outputs in each other's place: [⌈C/8⌉][⌈O/8⌉][F·F][8][8].
 */
EXPORT(convolution_pack)
void convolution_pack(const float *weights, int taps, int C, int O, int transposed, float *packed) {
  int from = transposed ? O : C, to = transposed ? C : O;
  int along = transposed ? 1 : O, across = transposed ? O : 1;
  for (int t = 0; t < to; t += 8)
    for (int f = 0; f < from; f += 8)
      for (int tap = 0; tap < taps; tap++, packed += 64)
        for (int i = 0; i < 8; i++)
          for (int j = 0; j < 8; j++)
            packed[8 * i + j] = f + i < from && t + j < to ? weights[tap * C * O + (f + i) * along + (t + j) * across] : 0;
}

/* Back from blocks (not transposed), added to weights [F·F][C][O]. */
EXPORT(convolution_unpack)
void convolution_unpack(const float *packed, int taps, int C, int O, float *weights) {
  for (int o = 0; o < O; o += 8)
    for (int c = 0; c < C; c += 8)
      for (int tap = 0; tap < taps; tap++, packed += 64)
        for (int i = 0; i < 8 && c + i < C; i++)
          for (int j = 0; j < 8 && o + j < O; j++) weights[tap * C * O + (c + i) * O + o + j] += packed[8 * i + j];
}

/* Input blocks summed at a time: their weights, 9 KB, stay in the first cache from position to position. */
#define INPUTS 4

/* Four positions of a row, or the first `valid` of them: written, or added to what is there. */
INLINE void put(const Sums *sums, float *out, int step, int valid, int accumulate) {
  UNROLLED for (int i = 0; i < 4; i++, out += step) {
    if (i >= valid) return;
    store(out, accumulate ? add(load(out), sums->low[i]) : sums->low[i]);
    store(out + 4, accumulate ? add(load(out + 4), sums->high[i]) : sums->high[i]);
  }
}

INLINE void rows_of_block(const float *x, int x_block, int x_row, const int x_step, int X8, const Tap *taps, int T,
                          const float *weights, int weights_block, float *out, int out_row, int out_step, int rows,
                          int columns, int accumulate) {
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column += 4) {
      const float *pixel = x + row * x_row + column * x_step, *w = weights;
      Sums sums = no_sums();
      for (int c = 0; c < X8; c++, pixel += x_block, w += weights_block)
        for (int t = 0; t < T; t++) multiply(&sums, pixel + taps[t].pixel, x_step, 1, w + taps[t].weights, 8);
      put(&sums, out + row * out_row + column * out_step, out_step, columns - column, accumulate);
    }
}

/*
 * out[row][column] = Σ_tap x[pixel + tap]·w[tap], or added to it, for rows × columns positions of each of O8 blocks.
 * x and out: the first position's pixel. x_row and x_step, out_row and out_step: from position to position, so that they span
 * two pixels where the stride, or the parity, does. x_step is 8 or 16. Reads up to three positions beyond a row's end.
 */
EXPORT(convolution_direct)
void convolution_direct(const float *x, int x_image, int x_block, int x_row, int x_step, int X8, const Tap *taps, int T,
                        const float *weights, int weights_block, float *out, int out_image, int out_block, int out_row,
                        int out_step, int O8, int rows, int columns, int accumulate, int count) {
  for (int n = 0; n < count; n++, x += x_image, out += out_image)
    for (int o = 0; o < O8; o++) {
      const float *w = weights + o * X8 * weights_block;
      float *to = out + o * out_block;
      int adds = accumulate;
      for (int c = 0; c < X8; c += INPUTS, adds = 1) {
        const float *from = x + c * x_block;
        int some = X8 - c < INPUTS ? X8 - c : INPUTS;
        if (x_step == 8)
          rows_of_block(from, x_block, x_row, 8, some, taps, T, w, weights_block, to, out_row, out_step, rows, columns, adds);
        else
          rows_of_block(from, x_block, x_row, 16, some, taps, T, w, weights_block, to, out_row, out_step, rows, columns, adds);
        w += some * weights_block;
      }
    }
}

/* Adds to four inputs' rows of an 8 × 8 block of weights. */
INLINE void add_to_weights(const Sums *sums, float *to) {
  UNROLLED for (int i = 0; i < 4; i++, to += 8) {
    store(to, add(load(to), sums->low[i]));
    store(to + 4, add(load(to + 4), sums->high[i]));
  }
}

INLINE void filter_block(const float *x, int x_row, const int x_step, const float *g, int g_row, int rows, int columns,
                         float *gradient) {
  Sums sums = no_sums();
  for (int row = 0; row < rows; row++, x += x_row, g += g_row) multiply(&sums, x, 1, x_step, g, columns);
  add_to_weights(&sums, gradient);
}

/*
 * Adds Σ x[pixel + tap]·g[position] to gradient [O8][X8][tap][8][8], image by image: an image's sum is formed first and then
 * added. x and g: the first position's pixel, of steps x_step (8 or 16) and 8.
 */
EXPORT(convolution_filter_gradient)
void convolution_filter_gradient(const float *x, int x_image, int x_block, int x_row, int x_step, int X8, const Tap *taps,
                                 int T, const float *g, int g_image, int g_block, int g_row, int O8, int rows, int columns,
                                 float *gradient, int count) {
  for (int n = 0; n < count; n++, x += x_image, g += g_image)
    for (int o = 0; o < O8; o++)
      for (int c = 0; c < X8; c++)
        for (int t = 0; t < T; t++)
          for (int half = 0; half < 8; half += 4) {
            const float *from = x + c * x_block + taps[t].pixel + half;
            float *to = gradient + (o * X8 + c) * T * 64 + taps[t].weights + 8 * half;
            if (x_step == 8) filter_block(from, x_row, 8, g + o * g_block, g_row, rows, columns, to);
            else filter_block(from, x_row, 16, g + o * g_block, g_row, rows, columns, to);
          }
}
