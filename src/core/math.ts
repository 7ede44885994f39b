/**
 * exp, log, tanh, sin and cos out of +, −, ×, ÷ and bit patterns only. The language leaves the last bit of `Math.exp`
 * and its kin to the browser; whatever reaches a weight or a pixel goes through these instead, so that one seed gives
 * one result on every computer. Each is within 1e-15 of the exact value (relative; sin and cos: absolute, |x| < 1e5).
 */

const bits = new DataView(new ArrayBuffer(8));
const LN2_HIGH = 0.69314718036912381649; // the 33 leading bits of ln 2, so that k·LN2_HIGH is exact
const LN2_LOW = 1.90821492927058770002e-10; // the rest
const PIO2_HIGH = 1.57079632673412561417; // the 33 leading bits of π/2
const PIO2_LOW = 6.07710050650619224932e-11;

/** 2^k for −1022 ≤ k ≤ 1023, exactly. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** e^x, by x = k·ln 2 + r with |r| ≤ ln 2 / 2 and the Taylor series of e^r. */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity; // ln of the largest number
  if (x < -708) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (r / n) * sum;
  // In two factors: 2^1024 is out of range where e^x is not.
  return k > 1023 ? sum * 2 * powerOfTwo(k - 1) : sum * powerOfTwo(k);
}

/** s + s³/3 + s⁵/5 + … for |s| ≤ 0.1716 = (√2 − 1)/(√2 + 1). */
function artanhSeries(s: number): number {
  const s2 = s * s;
  let sum = 0;
  for (let n = 23; n >= 1; n -= 2) sum = 1 / n + s2 * sum;
  return s * sum;
}

/** ln x for x > 0 (−∞ at 0, NaN below), by x = m·2^k with m in [√½, √2) and ln m = 2·artanh((m − 1)/(m + 1)). */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: out of the subnormal range
    k = -54;
  }
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  k += ((high >>> 20) & 0x7ff) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  return k * LN2_HIGH + (2 * artanhSeries((m - 1) / (m + 1)) + k * LN2_LOW);
}

/** tanh x. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.1) {
    // Lambert's continued fraction: no cancellation near 0.
    const x2 = x * x;
    return x / (1 + x2 / (3 + x2 / (5 + x2 / (7 + x2 / (9 + x2 / 11)))));
  }
  const e = exp(-2 * a);
  const t = (1 - e) / (1 + e);
  return x < 0 ? -t : t;
}

/** artanh x = ½·ln((1 + x)/(1 − x)) for |x| < 1, within 2e-15 (relative). */
export function artanh(x: number): number {
  // Near 0 the quotient would round x away.
  return Math.abs(x) < 0.17 ? artanhSeries(x) : 0.5 * log((1 + x) / (1 - x));
}

function sinSeries(r: number): number {
  const r2 = r * r;
  let sum = 1;
  for (let n = 18; n >= 2; n -= 2) sum = 1 - (r2 / (n * (n + 1))) * sum;
  return r * sum;
}

function cosSeries(r: number): number {
  const r2 = r * r;
  let sum = 1;
  for (let n = 19; n >= 1; n -= 2) sum = 1 - (r2 / (n * (n + 1))) * sum;
  return sum;
}

/** sin(x + turns·π/2), the quarter turns added to the whole number of them in x, so that nothing is rounded away. */
function sinAfterQuarterTurns(x: number, turns: number): number {
  const k = Math.round(x / (Math.PI / 2));
  const r = x - k * PIO2_HIGH - k * PIO2_LOW;
  const quadrant = (((k + turns) % 4) + 4) % 4;
  const value = quadrant % 2 === 0 ? sinSeries(r) : cosSeries(r);
  return quadrant < 2 ? value : -value;
}

/** sin x for |x| < 1e5 radians. */
export function sin(x: number): number {
  return sinAfterQuarterTurns(x, 0);
}

/** cos x for |x| < 1e5 radians. */
export function cos(x: number): number {
  return sinAfterQuarterTurns(x, 1);
}

/**
 * softmax(z / temperature)_k = e^{z_k/τ} / Σ_j e^{z_j/τ}, shifted by the maximum so that nothing overflows.
 * `logits` and the result: one image's K scores.
 */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const probabilities = new Float64Array(logits.length);
  let max = -Infinity;
  for (let k = 0; k < logits.length; k++) max = Math.max(max, logits[k]!);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    const e = exp((logits[k]! - max) / temperature);
    probabilities[k] = e;
    sum += e;
  }
  for (let k = 0; k < logits.length; k++) probabilities[k]! /= sum;
  return probabilities;
}

/** a + b to twelve decimals, as it is reckoned by hand: 0.1 + 0.05 is 0.15, not 0.15000000000000002. */
export function decimalSum(a: number, b: number): number {
  return Number((a + b).toFixed(12));
}

/** Index of the largest entry, the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
