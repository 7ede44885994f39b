/** Whether this browser has the SIMD that the kernels are compiled with; asked before anything is fetched. */

/** The smallest module that uses it: one function, `() => i8x16.popcnt(i8x16.splat(0))`. */
const SIMD_MODULE = new Uint8Array(
  [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
    [0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // one type: () → v128
    [0x03, 0x02, 0x01, 0x00], // one function of it
    [0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b], // its code
  ].flat(),
);

/** False too where there is no WebAssembly at all, as in browsers that are locked down. */
export function hasWasmSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_MODULE);
}
