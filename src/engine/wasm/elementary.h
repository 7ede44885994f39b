/*
 * exp and log out of + − × ÷ and bit patterns: the same bits everywhere. src/core/math.ts has their like in TypeScript.
 */
#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include "kernel.h"

/* Each e^x below splits x = k·ln 2 + r, |r| ≤ ½ ln 2, with ln 2 in two parts so that k·(high part) is exact. */
#define LOG2_E 1.4426950408889634

/* e^x in float64 for x ≤ 0, within 1e-14 relative; 0 below −70 (4e-31), before anything downstream turns subnormal. */
INLINE double exp_negative(double x) {
  if (x < -70) return 0;
  double k = __builtin_rint(x * LOG2_E);
  double r = x - k * 0.693147180369123816490 - k * 1.90821492927058770002e-10;
  double sum = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  union {
    uint64_t bits;
    double value;
  } power = {.bits = (uint64_t)((int64_t)k + 1023) << 52};
  return sum * power.value;
}

/* ln x in float64 for normal x ≥ 1, within 1e-15: x = m·2^k, m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)). */
INLINE double log_from_one(double x) {
  union {
    uint64_t bits;
    double value;
  } m = {.value = x};
  int k = (int)(m.bits >> 52) - 1023;
  m.bits = (m.bits & 0xfffffffffffffull) | 0x3ff0000000000000ull;
  if (m.value > 1.4142135623730951) {
    m.value *= 0.5;
    k += 1;
  }
  double s = (m.value - 1) / (m.value + 1), s2 = s * s, sum = 0;
  for (int n = 21; n >= 1; n -= 2) sum = 1.0 / n + s2 * sum;
  return k * 0.693147180369123816490 + (2 * s * sum + k * 1.90821492927058770002e-10);
}

/* e^x in four float32 lanes for −87 ≤ x ≤ 0 (lower is taken as −87), within one unit in the last place. */
INLINE v128_t exp_negative_f32x4(v128_t x) {
  x = wasm_f32x4_max(x, wasm_f32x4_splat(-87));
  v128_t k = wasm_f32x4_nearest(mul(x, wasm_f32x4_splat((float)LOG2_E)));
  /* Cody & Waite 1980: 0.693359375 has nine bits, so that k times it is exact. */
  v128_t r = sub(x, mul(k, wasm_f32x4_splat(0.693359375f)));
  r = add(r, mul(k, wasm_f32x4_splat(2.12194440054690583e-4f)));
  v128_t sum = wasm_f32x4_splat(1.0f / 5040);
  sum = add(mul(sum, r), wasm_f32x4_splat(1.0f / 720));
  sum = add(mul(sum, r), wasm_f32x4_splat(1.0f / 120));
  sum = add(mul(sum, r), wasm_f32x4_splat(1.0f / 24));
  sum = add(mul(sum, r), wasm_f32x4_splat(1.0f / 6));
  sum = add(mul(sum, r), wasm_f32x4_splat(0.5f));
  /* 1 + (r + r²·sum): the small part is added last, so that its own rounding is lost below 1's last bit. */
  sum = add(wasm_f32x4_splat(1), add(r, mul(mul(r, r), sum)));
  v128_t power = wasm_i32x4_shl(wasm_i32x4_add(wasm_i32x4_trunc_sat_f32x4(k), wasm_i32x4_splat(127)), 23);
  return mul(sum, power);
}

#endif
