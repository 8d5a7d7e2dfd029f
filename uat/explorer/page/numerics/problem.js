/**
 * From a target to a training and back: what `uat fit TARGET --trainer gradient_descent` or `adam`
 * does. Training sees inputs in [-1, 1] and outputs of mean 0 and deviation 1; the scaling is then
 * folded back into the network (uat/core/datasets.py, uat/fits/sampling.py).
 */
import { safeLearningRate, unitMeans } from "./curvature.js";
import { drawStart, networkOf, parametersOf } from "./starts.js";
import { exactSum, tensorGrid } from "./sums.js";

/** Fitted points by number of inputs, and epochs, unless somebody says otherwise. */
export const USUAL_POINTS = { 1: 256, 2: 576 };
export const USUAL_EPOCHS = 5000;

/** Adam's settings, as in uat/trainers/adam.py. */
export const ADAM_SETTINGS = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  warmUp: 100,
};

/** Values along each input of the grid on which errors are measured. */
export const EVALUATION_POINTS = { 1: 4100, 2: 212 };

const DIVERGENCE_FACTOR = 1e6;
const NO_MEANS = new Float64Array(0);

/**
 * Return the training of a network on a target.
 *
 * @param {Object} target  `{ domain, evaluate(xs) }`; of a table its rows are fitted instead of a
 *   grid, scaled by their own ranges: see `fittedRows`
 * @param {Object} options  `{ width, activation, rule: "descent" | "nesterov" | "adam", momentum
 *   (of descent; 0 is the plain rule), learningRate (null: chosen), seed, epochs, points }`
 * @returns {Object} `{ setup, start, toNetwork(parameters), scaling, x, t, evaluationGrid(),
 *   learningRate, chosen, flat }`: x and t are the fitted points in the user's units, `chosen`
 *   tells whether the learning rate is, `flat` whether the target is constant: then nothing moves
 */
export function trainingProblem(target, options) {
  const inputs = target.domain.length;
  const rows = fittedRows(target);
  const x = rows ? rows.x : trainingGrid(target.domain, options);
  const t = rows ? rows.t : Float64Array.from(target.evaluate(x));
  checkFinite(x, t, inputs);
  const scaling = scalingOf(x, t, rows ? rangesOf(x, inputs) : target.domain);
  const start = drawStart({ inputs, ...options });
  const data = {
    x: scaledInputs(x, scaling),
    t: t.map((value) => (value - scaling.tCentre) / scaling.tRadius),
  };
  const flat = data.t.every((value) => value === 0);
  if (flat) start.outputWeights.fill(0);
  const setup = setupOf(start, data, options);
  return {
    setup,
    start,
    toNetwork: (parameters) => unscaled(networkOf(start, parameters), scaling),
    scaling,
    x,
    t,
    evaluationGrid: () => tensorGrid(target.domain, EVALUATION_POINTS[inputs]),
    learningRate: setup.rule.learningRate,
    chosen: options.learningRate === null || options.learningRate === undefined,
    flat,
  };
}

/**
 * Return the rows that are fitted of a table, `{ x, t }`, or null of what is a function: a drawn
 * curve, too, and one through points that were dragged.
 */
export function fittedRows({ source, rows = null }) {
  if (rows === null || source?.kind !== "table") return null;
  return { x: Float64Array.from(rows.xs), t: Float64Array.from(rows.ys) };
}

/**
 * Return the training of a rung of the course, plain descent in the course's own units.
 * @param {Object} preset  of `scene.presets`, see uat/explorer/presets.py
 * @param {{ learningRate: ?number, epochs: ?number }} options  null takes the course's
 */
export function presetProblem(preset, { learningRate = null, epochs = null } = {}) {
  const start = networkOf(preset.network, parametersOf(preset.network));
  const data = { x: Float64Array.from(preset.x), t: Float64Array.from(preset.t) };
  const rate = learningRate ?? preset.learningRate;
  const setup = {
    ...commonSetup(start, data, preset.lossScale, epochs ?? preset.epochs),
    rule: descentRule("descent", rate, 0),
    hiddenRate: 1,
    means: NO_MEANS,
    rates: Float64Array.from(preset.rates),
    sequential: preset.sequential,
  };
  const toNetwork = (parameters) => networkOf(start, parameters);
  return { setup, start, toNetwork, learningRate: rate };
}

function setupOf(start, data, options) {
  const { rule = "nesterov", momentum = 0, learningRate = null, epochs = USUAL_EPOCHS } = options;
  const plain = rule === "descent" && momentum === 0;
  const hiddenRate = plain || rule === "adam" ? 1 : Math.max(1, start.width / 3);
  const means = plain ? NO_MEANS : unitMeans(start, data.x);
  const rates = ratesOf(start, hiddenRate);
  const scale = 1 / data.t.length;
  const rate =
    learningRate ??
    (rule === "adam"
      ? ADAM_SETTINGS.learningRate
      : safeLearningRate(start, data.x, scale, rates, means));
  return {
    ...commonSetup(start, data, scale, epochs),
    rule: rule === "adam" ? adamRule(rate, epochs) : descentRule(rule, rate, momentum),
    hiddenRate,
    means,
    rates,
    sequential: false,
  };
}

/** Return what all setups have, and where divergence begins. */
function commonSetup(start, { x, t }, lossScale, epochs) {
  const mean = exactSum(t.length, (i) => t[i]) / t.length;
  const constantLoss = lossScale * exactSum(t.length, (i) => (t[i] - mean) ** 2);
  return {
    inputs: start.inputs,
    width: start.width,
    outputs: 1,
    activation: start.activation,
    outputActivation: start.outputActivation,
    x,
    t,
    parameters: parametersOf(start),
    lossScale,
    epochs,
    limit: DIVERGENCE_FACTOR * constantLoss,
    growth: DIVERGENCE_FACTOR,
  };
}

function descentRule(name, learningRate, momentum) {
  return {
    name,
    learningRate,
    momentum: name === "nesterov" ? 0 : momentum,
    beta1: 0,
    beta2: 0,
    epsilon: 0,
    warmUp: 0,
    decayEpochs: Infinity,
  };
}

function adamRule(learningRate, epochs) {
  const { beta1, beta2, epsilon, warmUp } = ADAM_SETTINGS;
  return {
    name: "adam",
    learningRate,
    momentum: 0,
    beta1,
    beta2,
    epsilon,
    warmUp: Math.min(warmUp, epochs / 10),
    decayEpochs: epochs,
  };
}

function ratesOf({ inputs, width }, hiddenRate) {
  const rates = new Float64Array((inputs + 2) * width + 1).fill(1);
  return rates.fill(hiddenRate, 0, (inputs + 1) * width);
}

/** Return about as many equally spaced points as are wanted. */
function trainingGrid(domain, { points = null }) {
  const inputs = domain.length;
  const along = Math.round((points ?? USUAL_POINTS[inputs]) ** (1 / inputs));
  return tensorGrid(domain, Math.max(2, along));
}

function checkFinite(x, t, inputs) {
  const bad = t.findIndex((value) => !Number.isFinite(value));
  if (bad < 0 && x.every(Number.isFinite)) return;
  const place = Math.max(bad, 0);
  const at = Array.from({ length: inputs }, (_, k) => x[k * t.length + place]);
  throw new RangeError(`the target is not finite at ${at.join(", ")}`);
}

/** Return the least and the largest value of each input. */
function rangesOf(x, inputs) {
  const points = x.length / inputs;
  return Array.from({ length: inputs }, (_, k) => {
    const row = x.subarray(k * points, (k + 1) * points);
    return [row.reduce((a, b) => Math.min(a, b)), row.reduce((a, b) => Math.max(a, b))];
  });
}

/**
 * Return the scaling x = xCentre + xRadius u, t = tCentre + tRadius v to inputs in [-1, 1] and
 * outputs of mean 0 and deviation 1. What is constant keeps its unit and becomes 0.
 */
export function scalingOf(x, t, ranges) {
  const points = t.length;
  const constant = t.every((value) => value === t[0]);
  const mean = constant ? t[0] : exactSum(points, (i) => t[i] / points);
  const largest = t.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const unit = largest > 0 ? 2 ** Math.max(Math.floor(Math.log2(largest)), -1022) : 1;
  const square = exactSum(points, (i) => ((t[i] - mean) / unit) ** 2 / points);
  const deviation = unit * Math.sqrt(square);
  const radii = ranges.map(([low, high]) => (high - low) / 2);
  return {
    xCentre: ranges.map(([low, high], k) => (radii[k] > 0 ? (low + high) / 2 : low)),
    xRadius: radii.map((radius) => (radius > 0 ? radius : 1)),
    tCentre: mean,
    tRadius: deviation > 0 ? deviation : 1,
  };
}

function scaledInputs(x, { xCentre, xRadius }) {
  const points = x.length / xCentre.length;
  return x.map((value, i) => {
    const k = Math.floor(i / points);
    return (value - xCentre[k]) / xRadius[k];
  });
}

/**
 * Return the network that does in the user's units what one does in scaled ones.
 *
 * The centre of the inputs goes into the biases. `centred` keeps them as they were, with the
 * centre: far from 0 that is exact, and it is what a model file has.
 */
function unscaled(network, { xCentre, xRadius, tCentre, tRadius }) {
  const { inputs, width } = network;
  const hiddenWeights = network.hiddenWeights.map((w, i) => w / xRadius[Math.floor(i / width)]);
  const hiddenBiases = network.hiddenBiases.map((bias, j) => {
    let sum = 0;
    for (let k = 0; k < inputs; k++) sum += xCentre[k] * hiddenWeights[k * width + j];
    return bias - sum;
  });
  return {
    ...network,
    hiddenWeights,
    hiddenBiases,
    outputWeights: network.outputWeights.map((weight) => weight * tRadius),
    outputBias: network.outputBias.map((bias) => bias * tRadius + tCentre),
    centred: { inputCentre: Float64Array.from(xCentre), hiddenBiases: network.hiddenBiases },
  };
}
