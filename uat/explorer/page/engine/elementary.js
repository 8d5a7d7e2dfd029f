/**
 * exp, logistic, log1p, sine and cosine, one double at a time.
 *
 * They take the operations of engine.c in its order, so that both give the same bits in every
 * browser: `Math.exp` and its like may differ from one to the next. `fastExp` and `fastLogistic`
 * are those of uat/core/kernels.py, where their constants are explained; `fineExp` stands where
 * Python takes the C library's exp. Nothing here is right beyond what its comment says.
 */

// 1.5 * 2^52 + 1023: adding and subtracting it rounds a double to a whole number.
const ROUND = 6755399441056767;
const LOG2_E = 1.4426950408889634;
// ln 2 in two parts; k * LN2_HIGH is exact for every |k| < 2^11 (fdlibm e_exp.c).
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Where exp is right: beyond, 2^k is not a normal double. */
export const EXP_MIN = -708;
export const EXP_MAX = 708;

/** 2^(i - 1023) at place i, as the exponent's bits give it: 0 and Infinity at the ends. */
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo() {
  const powers = new Float64Array(2048);
  powers[1023] = 1;
  for (let k = 1; k <= 1024; k++) powers[1023 + k] = 2 * powers[1022 + k];
  for (let k = 1; k <= 1022; k++) powers[1023 - k] = 0.5 * powers[1024 - k];
  return powers;
}

/** e^z to 2 ulp, for z from EXP_MIN to EXP_MAX. */
export function fastExp(z) {
  const k = z * LOG2_E + ROUND - ROUND;
  const r = z - k * LN2_HIGH - k * LN2_LOW;
  const r2 = r * r;
  const r4 = r2 * r2;
  const high =
    (2.510038549551032e-8 * r + 2.7620088445409746e-7) * r4 +
    ((2.7557268459997064e-6 * r + 2.4801521295954376e-5) * r2 +
      (1.9841269863053618e-4 * r + 1.3888888917213717e-3));
  const low =
    (8.333333333330062e-3 * r + 4.166666666662413e-2) * r2 +
    (0.16666666666666669 * r + 0.5000000000000001);
  const power = POWERS_OF_TWO[k + 1023];
  return ((high * r4 + low) * r2 + r) * power + power;
}

/** 1 / (1 + e^-z) for z from EXP_MIN to EXP_MAX: that of a z within 1 ulp, to 3 ulp. */
export function fastLogistic(z) {
  const binary = z * -LOG2_E;
  const k = binary + ROUND - ROUND;
  const f = binary - k;
  const f2 = f * f;
  const f4 = f2 * f2;
  const high =
    (1.5281487752255911e-9 * f2 + -1.271021888694399e-7) * f4 +
    (1.0582188496594394e-5 * f2 + -9.250684777172445e-4);
  const t = high * f4 + (0.11552453009332359 * f2 + 2.8853900817779268);
  const below = t - f;
  return below / (below + POWERS_OF_TWO[k + 1023] * (t + f));
}

/**
 * e^z to 0.51 ulp, for z from EXP_MIN to EXP_MAX.
 *
 * e^r = 1 + r + r^2 / 2 + r^3 (1/6 + r/24 + ...) with the first three terms and their roundings
 * kept apart: r = high - low, r^2 = square + rest by Dekker's product.
 */
export function fineExp(z) {
  const k = z * LOG2_E + ROUND - ROUND;
  const high = z - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const shifted = 134217729 * r; // 2^27 + 1
  const upper = shifted - (shifted - r);
  const lower = r - upper;
  const square = r * r;
  const rest = upper * upper - square + 2 * upper * lower + lower * lower;
  let tail = 1 / 87178291200; // 1 / 14!
  tail = tail * r + 1 / 6227020800;
  tail = tail * r + 1 / 479001600;
  tail = tail * r + 1 / 39916800;
  tail = tail * r + 1 / 3628800;
  tail = tail * r + 1 / 362880;
  tail = tail * r + 1 / 40320;
  tail = tail * r + 1 / 5040;
  tail = tail * r + 1 / 720;
  tail = tail * r + 1 / 120;
  tail = tail * r + 1 / 24;
  tail = tail * r + 1 / 6;
  const one = 1 + r;
  const sum = one + 0.5 * square;
  const lostOfOne = r - (one - 1);
  const lostOfSum = 0.5 * square - (sum - one);
  const small = lostOfSum + (lostOfOne + (lost * one + (0.5 * rest + r * square * tail)));
  return (sum + small) * POWERS_OF_TWO[k + 1023];
}

/** 1 / (1 + e^-z) by `fineExp`. */
export function fineLogistic(z) {
  return 1 / (1 + fineExp(-z));
}

/**
 * log(1 + s) to 1 ulp, for s from 0 to 1.
 *
 * With q = s / (2 + s) it is 2 atanh q = s - q (s - 2 (q^2 / 3 + q^4 / 5 + ...)) (fdlibm
 * s_log1p.c). The series as a polynomial in q^2 <= 1/9: interpolation at ten Chebyshev nodes in
 * 60-digit arithmetic; relative truncation error 5e-18.
 */
export function log1pOfShare(s) {
  const q = s / (2 + s);
  const u = q * q;
  let series = 0.08082022805971766;
  series = series * u + 0.04400369243072337;
  series = series * u + 0.06000536404795356;
  series = series * u + 0.06657072104827468;
  series = series * u + 0.07692785032479312;
  series = series * u + 0.09090894718066429;
  series = series * u + 0.11111111358713932;
  series = series * u + 0.1428571428355438;
  series = series * u + 0.20000000000007292;
  series = series * u + 0.3333333333333333;
  return s - q * (s - 2 * u * series);
}

/** Beyond this |z| there is no sine: the quarter turns taken off z would no longer be exact. */
const SINE_MAX = 1e6;
// pi / 2 in three parts of 33, 33 and 53 bits: k times the first two is exact for |k| < 2^20.
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_MIDDLE = 6.077100506303966e-11;
const QUARTER_LOW = 2.0222662487959506e-21;
const WHOLE = 6755399441055744; // 1.5 * 2^52

/** sin(z + quarters * pi / 2) to 2 ulp, NaN beyond SINE_MAX. */
function turned(z, quarters) {
  if (!(Math.abs(z) <= SINE_MAX)) return NaN;
  const k = z * 0.6366197723675814 + WHOLE - WHOLE;
  const r = z - k * QUARTER_HIGH - k * QUARTER_MIDDLE - k * QUARTER_LOW;
  const quadrant = (k + quarters) & 3;
  const value = quadrant & 1 ? cosineNear0(r) : sineNear0(r);
  return quadrant & 2 ? -value : value;
}

// Both for |r| <= pi / 4: interpolation at six Chebyshev nodes in 60-digit arithmetic of
// (sin(r) / r - 1) / r^2 and (cos(r) - 1 + r^2 / 2) / r^4; relative truncation errors 1.3e-17, 5e-19.
function sineNear0(r) {
  const u = r * r;
  let series = 1.5918115263265747e-10;
  series = series * u + -2.5051131650235178e-8;
  series = series * u + 2.7557316101617874e-6;
  series = series * u + -1.9841269836756774e-4;
  series = series * u + 8.333333333330948e-3;
  series = series * u + -0.16666666666666666;
  return r + r * (u * series);
}

function cosineNear0(r) {
  const u = r * r;
  let series = -1.1382623647474462e-11;
  series = series * u + 2.087614614655861e-9;
  series = series * u + -2.7557317271145144e-7;
  series = series * u + 2.480158729876456e-5;
  series = series * u + -1.3888888888887398e-3;
  series = series * u + 4.1666666666666664e-2;
  const half = 0.5 * u;
  const one = 1 - half;
  return one + (1 - one - half + u * u * series);
}

/** sin z to 2 ulp for |z| up to a million, NaN beyond. */
export function plainSine(z) {
  return turned(z, 0);
}

/** cos z to 2 ulp of 1 for |z| up to a million, NaN beyond. */
export function plainCosine(z) {
  return turned(z, 1);
}
