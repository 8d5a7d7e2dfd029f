/**
 * The training of some settings: what the engine runs, what it is held against, and how its
 * parameters become a network in the user's units. A target and a rung of the course look alike from
 * here on.
 */
import { trainingProblem } from "../numerics/problem.js";

const RUNG_ROOM = 0.25; // around the unit square
const NO_LIMIT = 1e6; // times the first loss, or that of the best constant: diverged

/**
 * Return the problem `{ key, inputs, setup, toNetwork, domain, evaluate, points, target, rung,
 * automaticRate, epochs }`: `evaluate` is null of a rung, `points` (`{ x, t }`) null of a function.
 * @param {Object} settings  of `trainSettings`
 * @param {Object} target
 * @param {Object} presets  the course's rungs by name
 */
export function trainProblem(settings, target, presets = {}) {
  const rung = presets[settings.rung];
  return rung ? rungProblem(settings, rung) : targetProblem(settings, target);
}

function targetProblem(settings, target) {
  const { width, activation, rule, momentum, seed, epochs } = settings;
  const problem = trainingProblem(target, {
    width, activation, rule, learningRate: null, momentum, seed, epochs,
  }); // prettier-ignore
  return {
    key: target.key,
    inputs: target.domain.length,
    ...withRate(problem.setup, settings.rate),
    toNetwork: (parameters) => problem.toNetwork(parameters),
    domain: target.domain,
    evaluate: (xs) => target.evaluate(xs),
    points: pointsOfTarget(target),
    target,
    rung: null,
    epochs,
  };
}

/** What was given as points is drawn as points. */
function pointsOfTarget(target) {
  if (!target.samples || target.source.kind === "function") return null;
  const [x] = target.samples.x.length === 1 ? target.samples.x : [target.samples.x];
  return { x: Float64Array.from(x), t: Float64Array.from(target.samples.y) };
}

/** Return the setup with a rate, 0 for its own, and what its own is. */
function withRate(setup, rate) {
  const automaticRate = setup.rule.learningRate;
  const learningRate = rate > 0 ? rate : automaticRate;
  return { setup: { ...setup, rule: { ...setup.rule, learningRate } }, automaticRate };
}

function rungProblem(settings, rung) {
  const { network } = rung;
  const setup = rungSetup(rung);
  return {
    key: settings.rung,
    inputs: network.inputs,
    ...withRate(setup, settings.rate),
    toNetwork: (parameters) => rungNetwork(network, parameters),
    domain: network.inputs === 1 ? [roomAround(rung.x)] : squareWithRoom(),
    evaluate: null,
    points: { x: setup.x, t: setup.t },
    target: null,
    rung,
    epochs: rung.epochs,
  };
}

/** Return what the engine runs for a rung: the plain rule, as the course has it. */
export function rungSetup(rung) {
  const { network } = rung;
  const t = Float64Array.from(rung.t);
  return {
    inputs: network.inputs,
    width: network.width,
    outputs: 1,
    activation: network.activation,
    outputActivation: network.outputActivation,
    x: Float64Array.from(rung.x),
    t,
    parameters: rungStart(network),
    rule: {
      name: "descent", learningRate: rung.learningRate, momentum: 0,
      beta1: 0.9, beta2: 0.999, epsilon: 1e-8, warmUp: 1, decayEpochs: Infinity,
    }, // prettier-ignore
    hiddenRate: 1,
    means: new Float64Array(0),
    rates: Float64Array.from(rung.rates),
    lossScale: rung.lossScale,
    sequential: rung.sequential,
    epochs: rung.epochs,
    limit: NO_LIMIT * rung.lossScale * squaresAroundMean(t),
    growth: NO_LIMIT,
  };
}

function rungStart({ hiddenWeights, hiddenBiases, outputWeights, outputBias }) {
  return Float64Array.from([hiddenWeights, hiddenBiases, outputWeights, outputBias].map(listed).flat());
}

/** A block of a network as one list, whatever holds it. */
function listed(block) {
  return typeof block === "number" ? [block] : Array.from(block).flat();
}

function rungNetwork({ inputs, width, activation, outputActivation }, parameters) {
  const ends = [inputs * width, (inputs + 1) * width, (inputs + 2) * width];
  return {
    inputs, width, outputs: 1, activation, outputActivation,
    hiddenWeights: parameters.slice(0, ends[0]),
    hiddenBiases: parameters.slice(ends[0], ends[1]),
    outputWeights: parameters.slice(ends[1], ends[2]),
    outputBias: parameters.slice(ends[2], ends[2] + 1),
  }; // prettier-ignore
}

function squaresAroundMean(t) {
  const mean = t.reduce((a, b) => a + b, 0) / t.length;
  return t.reduce((total, value) => total + (value - mean) ** 2, 0);
}

function roomAround(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}

function squareWithRoom() {
  return [0, 1].map(() => [-RUNG_ROOM, 1 + RUNG_ROOM]);
}
