/**
 * Bessel and Airy functions to about 1e-13 of their envelope. Middle x: Miller's backward
 * recurrence with Neumann's series (Abramowitz & Stegun 9.1.87-89, 9.12); large x: Hankel's, 9.2.5.
 */

import { gamma } from "./special.js";

const EULER = 0.57721566490153286061;
const HANKEL_FROM = 30;
const MOST_ORDERS = 20000;

/** Return P and Q of A&S 9.2.9 and 9.2.10. */
function hankelSums(order, x) {
  const m = 4 * order * order;
  let [term, p, q] = [1, 1, 0];
  for (let k = 1; k < 60; k++) {
    const next = (term * (m - (2 * k - 1) ** 2)) / (k * 8 * x);
    if (Math.abs(next) > Math.abs(term) && k > order) break;
    term = next;
    if (k % 2 === 1) q += (k % 4 === 1 ? 1 : -1) * term;
    else p += (k % 4 === 0 ? 1 : -1) * term;
    if (Math.abs(term) < 1e-18) break;
  }
  return [p, q];
}

/** Return J and Y of an order at a large x. */
function hankelPair(order, x) {
  const [p, q] = hankelSums(order, x);
  const turn = (order / 2 + 0.25) * Math.PI;
  const [s, c] = [Math.sin(x), Math.cos(x)];
  const cosine = c * Math.cos(turn) + s * Math.sin(turn);
  const sine = s * Math.cos(turn) - c * Math.sin(turn);
  const size = Math.sqrt(2 / (Math.PI * x));
  return [size * (p * cosine - q * sine), size * (p * sine + q * cosine)];
}

/**
 * Return J of orders share, share + 1, ..., up to beyond x and `order`, by Miller's recurrence:
 * normed by (x/2)^v = sum of (v + 2k) gamma(v + k) / k! J_{v+2k}.
 */
function millerOrders(share, order, x) {
  const top = 2 * Math.ceil((Math.max(order, x) + 30 + 6 * Math.cbrt(Math.max(order, x))) / 2) + 20;
  const values = new Float64Array(top + 2);
  values[top] = 1e-250;
  for (let k = top; k > 0; k--) {
    values[k - 1] = ((2 * (share + k)) / x) * values[k] - values[k + 1];
    if (Math.abs(values[k - 1]) > 1e200) for (let i = k - 1; i <= top; i++) values[i] *= 1e-200;
  }
  let [weight, sum] = [gamma(share + 1), 0];
  for (let k = 0; 2 * k <= top; k++) {
    const factor = k === 0 ? weight : ((share + 2 * k) / (share + k)) * weight;
    sum += factor * values[2 * k];
    weight *= (share + k + 1) / (k + 1);
  }
  const scale = (x / 2) ** share / sum;
  return values.map((value) => value * scale);
}

/** J of an order from 0 on by its power series, A&S 9.1.10; for small x. */
function seriesJ(order, x) {
  const z = (-x * x) / 4;
  let [term, sum] = [1, 1];
  for (let k = 1; k < 60; k++) {
    term *= z / (k * (order + k));
    sum += term;
    if (Math.abs(term) < 1e-18 * Math.abs(sum)) break;
  }
  if (order < 160) return ((x / 2) ** order / gamma(order + 1)) * sum;
  let power = sum;
  for (let k = 1; k <= order; k++) power *= x / 2 / k;
  return power;
}

function besselWhole(n, x) {
  const size = Math.abs(x);
  const sign = x < 0 && n % 2 === 1 ? -1 : 1;
  if (size === 0) return n === 0 ? 1 : 0;
  if (size * size < n + 1) return sign * seriesJ(n, size);
  if (size > Math.max(HANKEL_FROM, n * n)) return sign * hankelPair(n, size)[0];
  if (size > MOST_ORDERS) return sign * hankelPair(n, size)[0];
  return sign * millerOrders(0, n, size)[n];
}

export function j0(x) {
  return Number.isFinite(x) ? besselWhole(0, x) : NaN;
}

export function j1(x) {
  return Number.isFinite(x) ? besselWhole(1, x) : NaN;
}

/** J of any real order up to 20,000 in size; of one that is not whole at x >= 0 only. */
export function jv(order, x) {
  if (Number.isNaN(order) || !Number.isFinite(x)) return NaN;
  if (Math.abs(order) > MOST_ORDERS) return Math.abs(x) < order / 2 ? 0 : NaN;
  if (Number.isInteger(order)) {
    const n = Math.abs(order);
    return (order < 0 && n % 2 === 1 ? -1 : 1) * besselWhole(n, x);
  }
  if (x < 0) return NaN;
  if (x === 0) return order > 0 ? 0 : gamma(order + 1) * Infinity;
  if (x > Math.max(HANKEL_FROM, order * order)) return hankelPair(order, x)[0];
  if (x > MOST_ORDERS) return hankelPair(order, x)[0];
  if (x * x < Math.abs(order + 1) && Math.abs(order) < 160) return seriesJ(order, x);
  const share = order - Math.floor(order);
  const values = millerOrders(share, Math.max(order, 1), x);
  if (order > 0) return values[Math.floor(order)];
  let [above, value] = [values[1], values[0]];
  for (let v = share; v > order + 0.5; v--) [above, value] = [value, ((2 * v) / x) * value - above];
  return value;
}

/** Y of orders 0 and 1 by Neumann's series, A&S 9.1.88, and its derivative. */
function neumannY(order, x) {
  const values = millerOrders(0, 1, x);
  let sum = 0;
  for (let k = 1; 2 * k + 1 < values.length; k++) {
    const part = order === 0 ? -2 * values[2 * k] : values[2 * k - 1] - values[2 * k + 1];
    sum += ((k % 2 === 0 ? 1 : -1) * part) / k;
  }
  const logarithm = (Math.log(x / 2) + EULER) * values[order];
  return (2 / Math.PI) * (logarithm + sum - (order === 1 ? values[0] / x : 0));
}

function besselY(order, x) {
  if (!(x >= 0 && x < Infinity)) return NaN;
  if (x === 0) return -Infinity;
  return x > HANKEL_FROM ? hankelPair(order, x)[1] : neumannY(order, x);
}

export function y0(x) {
  return besselY(0, x);
}

export function y1(x) {
  return besselY(1, x);
}

/** I of orders 0 and 1: power series, A&S 9.6.10, or 9.7.1 for large x. */
function besselI(order, size) {
  if (size > 40) {
    let [term, sum] = [1, 1];
    for (let k = 1; k < 40 && Math.abs(term) > 1e-18; k++) {
      term *= -(4 * order * order - (2 * k - 1) ** 2) / (k * 8 * size);
      sum += term;
    }
    const half = Math.exp(size / 2);
    return (half / Math.sqrt(2 * Math.PI * size)) * half * sum;
  }
  let [term, sum] = [1, 1];
  for (let k = 1; term > 1e-18 * sum; k++) {
    term *= (size * size) / 4 / (k * (k + order));
    sum += term;
  }
  return order === 0 ? sum : (size / 2) * sum;
}

export function i0(x) {
  return Number.isFinite(x) ? besselI(0, Math.abs(x)) : NaN;
}

export function i1(x) {
  return Number.isFinite(x) ? Math.sign(x) * besselI(1, Math.abs(x)) : NaN;
}

/** Ai near 0, A&S 10.4.2. */
function airySeries(x) {
  const cube = x * x * x;
  let [f, g, sumF, sumG] = [1, x, 1, x];
  for (let k = 1; k < 40; k++) {
    f *= cube / ((3 * k - 1) * (3 * k));
    g *= cube / (3 * k * (3 * k + 1));
    sumF += f;
    sumG += g;
  }
  return 0.355028053887817239 * sumF - 0.258819403792806798 * sumG;
}

/** K of order 1/3, A&S 9.6.24 by the trapezoidal rule, which converges as fast as digits go. */
function besselKThird(z) {
  const step = 1 / 16;
  let sum = 0.5;
  for (let t = step; ; t += step) {
    const sinh = Math.sinh(t / 2);
    const part = Math.exp(-2 * z * sinh * sinh) * Math.cosh(t / 3);
    sum += part;
    if (part < 1e-18) return step * Math.exp(-z) * sum;
  }
}

export function airy(x) {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) < 1.5) return airySeries(x);
  const size = Math.abs(x);
  const zeta = (2 / 3) * size * Math.sqrt(size);
  if (zeta === Infinity) return 0;
  if (x > 0) return zeta > 750 ? 0 : (Math.sqrt(size / 3) / Math.PI) * besselKThird(zeta);
  return (Math.sqrt(size) / 3) * (jv(1 / 3, zeta) + jv(-1 / 3, zeta));
}
