/**
 * The training of some settings: what the engine runs, and what it is held against. A target and a
 * rung of the course look alike from here on.
 */
import { fittedRows, presetProblem, trainingProblem } from "../numerics/problem.js";

const SQUARE_ROOM = 0.25; // around the unit square

/**
 * Return the problem `{ key, inputs, setup, toNetwork, domain, evaluate, points, target, settings,
 * rung, automaticRate, epochs }`: `evaluate` is null of a rung, `points` (`{ x, t }`) of a function.
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
    toNetwork: problem.toNetwork,
    domain: target.domain,
    evaluate: (xs) => target.evaluate(xs),
    points: fittedRows(target),
    target,
    settings,
    rung: null,
    epochs,
  };
}

function rungProblem(settings, rung) {
  const { setup, toNetwork } = presetProblem(rung);
  return {
    key: settings.rung,
    inputs: setup.inputs,
    ...withRate(setup, settings.rate),
    toNetwork,
    domain: setup.inputs === 1 ? [roomAround(setup.x)] : squareWithRoom(),
    evaluate: null,
    points: { x: setup.x, t: setup.t },
    target: null,
    settings,
    rung,
    epochs: setup.epochs,
  };
}

/** Return the setup with a rate, 0 for its own, and what its own is. */
function withRate(setup, rate) {
  const automaticRate = setup.rule.learningRate;
  const learningRate = rate > 0 ? rate : automaticRate;
  return { setup: { ...setup, rule: { ...setup.rule, learningRate } }, automaticRate };
}

function roomAround(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}

function squareWithRoom() {
  return [0, 1].map(() => [-SQUARE_ROOM, 1 + SQUARE_ROOM]);
}
