/**
 * What stands beside the runs: what Python stored of a target, and a guarantee that the page works
 * out where nothing is stored. All of it as lists of `[width, error]`.
 */
import { UNITS_A_STEP } from "./compare_settings.js";

/**
 * Return the guarantee of steep steps, V / (2 (n / units a step + 1)) with whole steps, or null.
 *
 * Cut the domain where the variation passed reaches equal shares of V; on each piece f strays at
 * most V / (2 (steps + 1)) from the middle of its range there, and a steep step at each cut leads
 * from one middle to the next. It holds of continuous f of one input.
 * @param {number} variation  V, total variation, target units
 * @param {string} activation  by name
 * @param {number[]} widths
 */
export function steepStepGuarantee(variation, activation, widths) {
  const units = UNITS_A_STEP[activation] ?? null;
  if (units === null || !(variation > 0)) return [];
  return widths
    .map((width) => [width, variation / (2 * (Math.floor(width / units) + 1))])
    .filter(([width]) => width >= units);
}

/** Return the error at a width among `[width, error]`, or null. */
export function errorAt(curve, width) {
  const entry = curve.find(([own]) => own === width);
  return entry ? entry[1] : null;
}

/** Return the medians `[width, error]` of stored runs `[width, error, seed]`, widths rising. */
export function mediansOf(runs, median) {
  const widths = [...new Set(runs.map(([width]) => width))].sort((a, b) => a - b);
  return widths.map((width) => {
    const errors = runs.filter(([own]) => own === width).map(([, error]) => error);
    return [width, median(errors)];
  });
}
