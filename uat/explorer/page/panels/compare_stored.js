/**
 * What stands beside the runs: what Python stored of a target, and a guarantee that the page works
 * out where nothing is stored. All of it as lists of `[width, error]`, in one norm.
 */
import { ACTIVATION_ROWS } from "../numerics/activations.js";
import { curveThrough } from "./build_curve.js";
import { staircasePoints } from "./build_points.js";
import { COMPARE_WIDTHS } from "./compare_settings.js";

const NOTHING_STORED = {
  guarantee: [],
  floor: [],
  nearBest: [],
  descent: [],
  networks: {},
  variation: null,
};

/**
 * Return what is known of a target and an activation in a norm.
 *
 * Stored errors are max errors. A guaranteed max error is one of the rmse, too, which is never
 * larger; a floor is not. The rmse of a near-best network is measured in the page.
 * @param {Object} target
 * @param {string} activation  by name
 * @param {"max_error"|"rmse"} norm
 * @param {function(Object): number} rmseOf  of a network
 * @returns {Object} `{ guarantee, floor, nearBest, descent, networks, variation }`; descent is
 *   `[[width, error, seed]]`, networks are near-best ones by width, variation is the one that the
 *   page took for the guarantee, or null
 */
export function storedBeside(target, activation, norm, rmseOf) {
  const { stored } = target;
  const known = stored && (stored.activation ?? "logistic") === activation;
  const kept = known
    ? { ...NOTHING_STORED, ...stored, networks: storedNetworks(stored) }
    : { ...NOTHING_STORED };
  if (norm === "rmse") {
    const measured = Object.entries(kept.networks).map(([width, one]) => [
      Number(width),
      rmseOf(one),
    ]);
    Object.assign(kept, { floor: [], descent: [], nearBest: measured });
  }
  return kept.guarantee.length > 0 ? kept : { ...kept, ...guaranteeHere(target, activation, norm) };
}

function storedNetworks({ networks }) {
  const entries = Object.entries(networks?.["near-best"] ?? {});
  return Object.fromEntries(entries.map(([width, network]) => [width, inArrays(network)]));
}

function inArrays(network) {
  const names = ["hiddenWeights", "hiddenBiases", "outputWeights", "outputBias"];
  const arrays = names.map((name) => [name, Float64Array.from(network[name])]);
  return { ...network, ...Object.fromEntries(arrays) };
}

function guaranteeHere(target, activation, norm) {
  if (target.domain.length !== 1) return {};
  const points = staircasePoints(target);
  if (points.jumps.length > 0 && norm === "max_error") return {};
  const { variation } = curveThrough(points);
  const guarantee = steepStepGuarantee(variation, activation, COMPARE_WIDTHS);
  return guarantee.length > 0 ? { guarantee, variation } : {};
}

/**
 * Return the guarantee of steep steps, V / (2 (steps + 1)), as `[width, error]`; steps are as many as
 * the units of a width make.
 *
 * Cut the domain where the variation passed reaches equal shares of V; on each of the pieces f strays
 * at most V / (2 (steps + 1)) from the middle of its range there, and a steep step at each cut leads
 * from one middle to the next. A continuous f lies between both at the cut.
 * @param {number} variation  V, total variation, target units
 * @param {string} activation  by name
 * @param {number[]} widths
 */
export function steepStepGuarantee(variation, activation, widths) {
  const units = ACTIVATION_ROWS[activation]?.unitsAStep ?? null;
  if (units === null || !(variation > 0)) return [];
  return widths
    .filter((width) => width >= units)
    .map((width) => [width, variation / (2 * (Math.floor(width / units) + 1))]);
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
