/*
 * The one inner loop that every convolution spends its time in: four positions × eight channels, eight accumulators.
 *
 * V8 keeps exactly eight accumulators and what they need in registers, if the loop isn't unrolled (V8 does it itself) and LLVM is
 * kept from rearranging loads and sums (FENCE).
 */
#ifndef MULTIPLY_H
#define MULTIPLY_H

#include "kernel.h"

#define FENCE(vector) __asm__ volatile("" : "+r"(vector))
#define ROLLED _Pragma("clang loop unroll(disable)")

/* Position i's sums: low[i] channels 0 … 3, high[i] channels 4 … 7. */
typedef struct {
  v128_t low[4], high[4];
} Sums;

INLINE Sums no_sums(void) {
  Sums sums;
  UNROLLED for (int i = 0; i < 4; i++) sums.low[i] = sums.high[i] = wasm_f32x4_splat(0);
  return sums;
}

/*
 * sums[i][o] += Σ_k x[i·across + k·along]·w[8·k + o] for `length` k's. Forward, k walks the eight input channels of a block and
 * i four pixels; for filter gradients k walks pixels and i four input channels.
 */
INLINE void multiply(Sums *sums, const float *x, const int across, const int along, const float *w, int length) {
  v128_t a0 = sums->low[0], a1 = sums->high[0], b0 = sums->low[1], b1 = sums->high[1];
  v128_t c0 = sums->low[2], c1 = sums->high[2], d0 = sums->low[3], d1 = sums->high[3];
  ROLLED for (const float *end = w + 8 * length; w != end; w += 8, x += along) {
    PIN(x);
    PIN(w);
    v128_t w0 = load(w), w1 = load(w + 4), v;
    v = splat(x);
    FENCE(v);
    a0 = add(a0, mul(v, w0));
    a1 = add(a1, mul(v, w1));
    v = splat(x + across);
    FENCE(v);
    b0 = add(b0, mul(v, w0));
    b1 = add(b1, mul(v, w1));
    v = splat(x + 2 * across);
    FENCE(v);
    c0 = add(c0, mul(v, w0));
    c1 = add(c1, mul(v, w1));
    v = splat(x + 3 * across);
    FENCE(v);
    d0 = add(d0, mul(v, w0));
    d1 = add(d1, mul(v, w1));
    FENCE(a0);
    FENCE(a1);
    FENCE(b0);
    FENCE(b1);
    FENCE(c0);
    FENCE(c1);
    FENCE(d0);
    FENCE(d1);
  }
  *sums = (Sums){{a0, b0, c0, d0}, {a1, b1, c1, d1}};
}

/* Lanes i of four vectors side by side, for i = 0 … 3. */
INLINE void store_transposed(v128_t a, v128_t b, v128_t c, v128_t d, float *to) {
  v128_t ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  store(to, wasm_i64x2_shuffle(ab, cd, 0, 2));
  store(to + 4, wasm_i64x2_shuffle(ab, cd, 1, 3));
  ab = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), cd = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  store(to + 8, wasm_i64x2_shuffle(ab, cd, 0, 2));
  store(to + 12, wasm_i64x2_shuffle(ab, cd, 1, 3));
}

#endif
