/** Typed mathematics as a function of arrays: it can compute, and nothing else. */

import { FUNCTION_TABLE, OPERATION_TABLE } from "./names.js";
import { readProgram } from "./reading.js";
import { FormulaError } from "./tokens.js";

function holds(sign, a, b) {
  switch (sign) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    default:
      return a !== b;
  }
}

function chainOf(signs) {
  return (...values) => (signs.every((sign, i) => holds(sign, values[i], values[i + 1])) ? 1 : 0);
}

function computeOf(step) {
  if (step.name === "compare") return chainOf(step.signs);
  return OPERATION_TABLE.get(step.name) ?? FUNCTION_TABLE.get(step.name).compute;
}

/** Return a function of numbers at every point; the parts are arrays of `points` or numbers. */
function everywhere(compute, parts, points) {
  if (parts.every((part) => typeof part === "number")) return compute(...parts);
  const values = new Float64Array(points);
  const [a, b] = parts;
  if (parts.length === 1) {
    for (let i = 0; i < points; i++) values[i] = compute(a[i]);
  } else if (parts.length === 2 && typeof b === "number") {
    for (let i = 0; i < points; i++) values[i] = compute(a[i], b);
  } else if (parts.length === 2 && typeof a === "number") {
    for (let i = 0; i < points; i++) values[i] = compute(a, b[i]);
  } else if (parts.length === 2) {
    for (let i = 0; i < points; i++) values[i] = compute(a[i], b[i]);
  } else {
    const at = (i) => parts.map((part) => (typeof part === "number" ? part : part[i]));
    for (let i = 0; i < points; i++) values[i] = compute(...at(i));
  }
  return values;
}

/** numpy takes the root where every exponent is the number 1/2: -0 and -inf come out otherwise. */
function isRoot(step, parts) {
  return step.name === "^" && parts[1] === 0.5 && typeof parts[0] !== "number";
}

/** Return what a program makes of columns: an array of `points`, or a number. */
export function runProgram(program, columns, points) {
  const stack = [];
  for (const { step, compute } of program) {
    if (step.kind === "number") stack.push(step.value);
    else if (step.kind === "input") stack.push(columns[step.index]);
    else {
      const parts = stack.splice(stack.length - step.count);
      const own = isRoot(step, parts) ? Math.sqrt : compute;
      stack.push(everywhere(own, own === compute ? parts : parts.slice(0, 1), points));
    }
  }
  return stack[0];
}

function withFunctions(steps) {
  return steps.map((step) => ({ step, compute: step.kind === "compute" ? computeOf(step) : null }));
}

/**
 * Return a formula, { evaluate, inputs, text }; a `FormulaError` if it cannot be read.
 * @param {string} text in x, y, z or x1, x2, ..., as the command line reads it
 * @param {{ variables?: string[]|null }} options the inputs there are, such as ["x", "y"]; null for
 *   as many as the text speaks of
 * @returns `evaluate(xs, points)` takes one row of `points` numbers an input, rows one after the
 *   other, and gives a new Float64Array; NaN or infinite where there is no value
 */
export function readFormula(text, { variables = null } = {}) {
  const steps = readProgram(text, variables === null ? null : variables.length);
  const highest = Math.max(0, ...steps.map((step) => (step.kind === "input" ? step.index : 0)));
  const inputs = variables === null ? highest + 1 : variables.length;
  const program = withFunctions(steps);
  const evaluate = (xs, points = xs.length / inputs) => {
    const columns = Array.from({ length: inputs }, (_, i) => xs.subarray(i * points, (i + 1) * points));
    const values = runProgram(program, columns, points);
    return typeof values === "number" ? new Float64Array(points).fill(values) : values.slice();
  };
  return { evaluate, inputs, text: text.trim().replace(/\s+/g, " ") };
}

/** Return the number that mathematics without inputs is, such as 2*pi. */
export function readConstant(text) {
  const steps = readProgram(text);
  const shown = text.trim();
  if (steps.some((step) => step.kind === "input")) {
    throw new FormulaError(`'${shown}' has an input: it is not a number.`);
  }
  const value = runProgram(withFunctions(steps), [], 0);
  if (!Number.isFinite(value)) {
    throw new FormulaError(`'${shown}' is ${value}, which is not a finite number.`);
  }
  return value + 0;
}
