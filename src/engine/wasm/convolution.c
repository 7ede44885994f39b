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

/* In floats from the position's pixel to the tap's, and which entry of the kernel is meant. */
typedef struct {
  int32_t pixel, entry;
} Tap;

/*
 * The T listed entries of weights [F·F][C][O], as the engine's border has them, by blocks and zero-filled:
 * [⌈O/8⌉][⌈C/8⌉][T][8][8]; or, transposed, with inputs and outputs in each other's place: [⌈C/8⌉][⌈O/8⌉][T][8][8].
 */
EXPORT(convolution_pack)
void convolution_pack(const float *weights, const Tap *taps, int T, int C, int O, int transposed, float *packed) {
  int from = transposed ? O : C, to = transposed ? C : O;
  int along = transposed ? 1 : O, across = transposed ? O : 1;
  for (int t = 0; t < to; t += 8)
    for (int f = 0; f < from; f += 8)
      for (int tap = 0; tap < T; tap++, packed += 64) {
        const float *entry = weights + taps[tap].entry * C * O;
        for (int i = 0; i < 8; i++)
          for (int j = 0; j < 8; j++)
            packed[8 * i + j] = f + i < from && t + j < to ? entry[(f + i) * along + (t + j) * across] : 0;
      }
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

/* Input blocks summed at a time, and positions: what they gather, and the weights, stay in cache while outputs go by. */
#define INPUTS 4
#define POSITIONS 60

/* Where POSITIONS positions lie, in floats from the first image's first: what they read, and what they write. */
typedef struct {
  int32_t x[POSITIONS], out[POSITIONS];
} Places;

/* What four positions multiply with the weights of `blocks` input blocks, in the weights' order: [block][tap][8][position]. */
INLINE void gather(const float *x, const int32_t *places, int x_block, int blocks, const Tap *taps, int T, float *to) {
  for (int b = 0; b < blocks; b++, x += x_block)
    for (int t = 0; t < T; t++)
      for (int half = 0; half < 8; half += 4, to += 16) {
        const float *p = x + taps[t].pixel + half;
        store_transposed(load(p + places[0]), load(p + places[1]), load(p + places[2]), load(p + places[3]), to);
      }
}

/* Four positions, or the first `valid` of them: written, or added to what is there. */
INLINE void put(const Sums *sums, float *out, const int32_t *places, int valid, int accumulate) {
  UNROLLED for (int i = 0; i < 4; i++) {
    if (i >= valid) return;
    float *to = out + places[i];
    store(to, accumulate ? add(load(to), sums->low[i]) : sums->low[i]);
    store(to + 4, accumulate ? add(load(to + 4), sums->high[i]) : sums->high[i]);
  }
}

/*
 * out[position] = Σ_tap x[pixel + tap]·w[tap], or added to it, for rows × columns positions of each of O8 blocks.
 * x and out: the first position's pixel. x_row and x_step, out_row and out_step: from position to position, so that they span
 * two pixels where the stride, or the parity, does. patches: room for 60·4·T·8 floats.
 */
EXPORT(convolution_direct)
void convolution_direct(const float *x, int x_image, int x_block, int x_row, int x_step, int X8, const Tap *taps, int T,
                        const float *weights, float *out, int out_image, int out_block, int out_row, int out_step, int O8,
                        int rows, int columns, int accumulate, int count, float *patches) {
  Places places;
  int n = 0, row = 0, column = 0;
  for (int left = count * rows * columns; left > 0; left -= POSITIONS) {
    int some = left < POSITIONS ? left : POSITIONS;
    for (int i = 0; i < some; i++) {
      places.x[i] = n * x_image + row * x_row + column * x_step;
      places.out[i] = n * out_image + row * out_row + column * out_step;
      if (++column < columns) continue;
      column = 0;
      if (++row < rows) continue;
      row = 0;
      n++;
    }
    for (int i = some; i & 3; i++) places.x[i] = places.x[some - 1];
    for (int c = 0; c < X8; c += INPUTS) {
      int blocks = X8 - c < INPUTS ? X8 - c : INPUTS, K = blocks * T * 8;
      for (int i = 0; i < some; i += 4)
        gather(x + c * x_block, places.x + i, x_block, blocks, taps, T, patches + i * K);
      for (int o = 0; o < O8; o++) {
        const float *w = weights + (o * X8 + c) * T * 64;
        for (int i = 0; i < some; i += 4) {
          Sums sums = no_sums();
          multiply(&sums, patches + i * K, 1, 4, w, K);
          put(&sums, out + o * out_block, places.out + i, some - i, accumulate || c > 0);
        }
      }
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
            float *to = gradient + (o * X8 + c) * T * 64 + taps[t].entry * 64 + 8 * half;
            if (x_step == 8) filter_block(from, x_row, 8, g + o * g_block, g_row, rows, columns, to);
            else filter_block(from, x_row, 16, g + o * g_block, g_row, rows, columns, to);
          }
}
