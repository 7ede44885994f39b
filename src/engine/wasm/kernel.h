/*
 * What every kernel file shares. Kernels are plain functions over one linear memory: they own nothing, allocate nothing
 * and know nothing of one another; memory.ts lays everything out and wasm-engine.ts calls them.
 *
 * One result everywhere: wasm's SIMD arithmetic is IEEE to the last bit, so the same calls give the same bits on every
 * computer. Hence no relaxed SIMD, no fused multiply-add, and no exp or tanh but our own (elementary.h).
 *
 * All strides are counted in floats. "Image stride" is the distance from one image to the next of a batch.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))

INLINE v128_t load(const float *p) { return wasm_v128_load(p); }
INLINE void store(float *p, v128_t v) { wasm_v128_store(p, v); }
INLINE v128_t splat(const float *p) { return wasm_v128_load32_splat(p); }
INLINE v128_t add(v128_t a, v128_t b) { return wasm_f32x4_add(a, b); }
INLINE v128_t sub(v128_t a, v128_t b) { return wasm_f32x4_sub(a, b); }
INLINE v128_t mul(v128_t a, v128_t b) { return wasm_f32x4_mul(a, b); }

/* Stores the first `n` of four lanes (all for n ≥ 4, none for n ≤ 0). */
INLINE void store_first(float *p, v128_t v, int n) {
  if (n >= 4) {
    store(p, v);
    return;
  }
  if (n > 0) p[0] = wasm_f32x4_extract_lane(v, 0);
  if (n > 1) p[1] = wasm_f32x4_extract_lane(v, 1);
  if (n > 2) p[2] = wasm_f32x4_extract_lane(v, 2);
}

/*
 * Hides from LLVM where a pointer comes from, so that it addresses from this one with constant offsets, which are free in
 * wasm, instead of carrying a sum of its own for each address.
 */
#define PIN(pointer) __asm__ volatile("" : "+r"(pointer))

/* For loops over arrays of vectors, whose length the compiler knows: the arrays become registers. */
#define UNROLLED _Pragma("clang loop unroll(full)")

#endif
