/**
 * The functions that may be called, and the operations: the tables of uat/expressions/names.py and
 * steps.py. A test compares names and numbers of arguments with Python's.
 */

import { airy, i0, i1, j0, j1, jv, y0, y1 } from "./bessel.js";
import { beta, chebyshev, digamma, erf, erfc, erfinv, gamma, legendre, lgamma } from "./special.js";

const truth = (holds) => (holds ? 1 : 0);

/** The remainder with the sign of the divisor, as Python and numpy have it. */
function floorRemainder(a, b) {
  const rest = a % b;
  if (rest === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** C's power: 1 to the power of anything is 1, and so is -1 to an infinite one. */
function powerOf(a, b) {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** Halves go to the even neighbour. */
function roundEven(x) {
  const rest = Math.abs(x % 2);
  if (rest === 0.5 || rest === 1.5) return Math.sign(x) * 2 * Math.round(Math.abs(x) / 2 - 0.0001);
  return Math.sign(x) * Math.round(Math.abs(x));
}

function stepAt(x, atZero = 1) {
  if (x === 0) return atZero;
  return x < 0 ? 0 : x > 0 ? 1 : NaN;
}

function logisticOf(x) {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

function sincOf(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

const FUNCTION_ROWS = [
  ["arctan2", Math.atan2, 2, 2],
  ["hypot", Math.hypot, 2, 2],
  ["deg2rad", (x) => x * (Math.PI / 180)],
  ["rad2deg", (x) => x * (180 / Math.PI)],
  ["sinc", sincOf],
  ["exp2", (x) => 2 ** x],
  ["square", (x) => x * x],
  ["sign", (x) => (x === 0 ? 0 : Math.sign(x))],
  ["round", roundEven],
  ["mod", floorRemainder, 2, 2],
  ["fmod", (a, b) => a % b, 2, 2],
  ["min", Math.min, 2, Infinity],
  ["max", Math.max, 2, Infinity],
  ["clip", (x, low, high) => Math.min(Math.max(x, low), high), 3, 3],
  ["where", (condition, value, otherwise) => (condition !== 0 ? value : otherwise), 3, 3],
  ["heaviside", stepAt, 1, 2],
  ["logistic", logisticOf],
  ["relu", (x) => Math.max(x, 0)],
  ["softplus", (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  ["erf", erf],
  ["erfc", erfc],
  ["erfinv", erfinv],
  ["gamma", gamma],
  ["lgamma", lgamma],
  ["digamma", digamma],
  ["beta", beta, 2, 2],
  ["j0", j0],
  ["j1", j1],
  ["jv", jv, 2, 2],
  ["y0", y0],
  ["y1", y1],
  ["i0", i0],
  ["i1", i1],
  ["airy", airy],
  ["legendre", legendre, 2, 2],
  ["chebyshev", chebyshev, 2, 2],
];
const SAME_IN_MATH = [
  "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "expm1", "log", "log2", "log10", "log1p",
  "sqrt", "cbrt", "abs", "floor", "ceil", "trunc",
];
const INVERSES = ["sin", "cos", "tan", "sinh", "cosh", "tanh"];
const OTHER_NAMES = [
  ["atan2", "arctan2"],
  ["ln", "log"],
  ["sgn", "sign"],
  ["minimum", "min"],
  ["maximum", "max"],
  ["sigmoid", "logistic"],
  ["expit", "logistic"],
  ["gammaln", "lgamma"],
];

function functionTable() {
  const rows = [
    ...SAME_IN_MATH.map((name) => [name, Math[name]]),
    ...INVERSES.flatMap((name) => [
      [`arc${name}`, Math[`a${name}`]],
      [`a${name}`, Math[`a${name}`]],
    ]),
    ...FUNCTION_ROWS,
  ];
  const table = new Map(
    rows.map(([name, compute, least = 1, most = 1]) => [name, { compute, least, most }]),
  );
  for (const [name, same] of OTHER_NAMES) table.set(name, table.get(same));
  return table;
}

/** By name: { compute (numbers -> number), least, most (arguments, Infinity for any number) }. */
export const FUNCTION_TABLE = functionTable();

/** By sign: what an operation makes of numbers. A condition is 1 or 0; NaN, too, is not 0. */
export const OPERATION_TABLE = new Map([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["%", floorRemainder],
  ["^", powerOf],
  ["negate", (a) => -a],
  ["and", (a, b) => truth(a !== 0 && b !== 0)],
  ["or", (a, b) => truth(a !== 0 || b !== 0)],
  ["not", (a) => truth(a === 0)],
  ["if", (value, condition, otherwise) => (condition !== 0 ? value : otherwise)],
]);
