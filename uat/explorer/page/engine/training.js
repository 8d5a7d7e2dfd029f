/** A training run in progress, as `TrainingRun` of uat/core/training.py: full-batch steps. */
import { checkActivations } from "./activations.js";
import { endAtRest, startState, stepOfRule } from "./rules.js";
import { scriptPasses } from "./script_passes.js";
import { wasmPasses } from "./wasm_passes.js";

/**
 * Start a training.
 *
 * `setup` = { inputs, width, outputs: 1, activation, outputActivation,
 *   x: Float64Array(inputs * points), a row of points for each input, measured from the centre,
 *   t: Float64Array(points), parameters: Float64Array, in the order of `Network.to_vector`,
 *   rule: { name: "descent" | "nesterov" | "adam", learningRate, momentum (descent), beta1, beta2,
 *     epsilon, warmUp, decayEpochs (adam; Infinity does not decay) },
 *   rates: Float64Array(parameters), relative to the learning rate, the hidden layer's with
 *     `hiddenRate` in them already (`relative_rates`), 0 of what is frozen; `hiddenRate` is not read,
 *   means: Float64Array(width), or of length 0 where units are not centred,
 *   lossScale, sequential, epochs (Infinity has no end), limit, growth }
 *
 * @param setup copied: what the caller does to it later changes nothing
 * @param wasmModule of `loadEngine`, or null for JavaScript, which gives the same bits
 * @returns { advance(epochs), epoch, parameters, history, diverged, finished, setLearningRate(r), kind }
 *   - advance takes so many steps more, at most to the last epoch, none after divergence;
 *   - parameters are those after `epoch` steps, as they now are (a view: copy it to keep it); after
 *     divergence the last ones whose loss was within the limit;
 *   - history has the losses after 0, 1, ..., `epoch` epochs, all of them known.
 * @throws RangeError for an activation that nothing here trains
 */
export function createTraining(setup, wasmModule) {
  checkActivations(setup);
  const passes = wasmModule ? wasmPasses(setup, wasmModule) : scriptPasses(setup);
  const run = {
    state: startState({ ...setup, rates: setup.rates.slice(), means: setup.means.slice() }, passes),
    passes,
    bounds: { limit: setup.limit, growth: setup.growth, scale: setup.lossScale },
    epochs: setup.epochs,
    epoch: 0,
    losses: new Float64Array(Math.min(setup.epochs, 1023) + 1),
    loss: NaN,
    diverged: false,
  };
  look(run);
  return {
    advance: (epochs) => advanceRun(run, epochs),
    setLearningRate: (rate) => void (run.state.rule.learningRate = rate),
    get epoch() {
      return run.epoch;
    },
    get parameters() {
      return passes.parameters;
    },
    get history() {
      return run.losses.subarray(0, run.epoch + 1);
    },
    get diverged() {
      return run.diverged;
    },
    get finished() {
      return run.diverged || run.epoch >= run.epochs;
    },
    kind: passes.kind,
  };
}

function advanceRun(run, epochs) {
  const stop = Math.min(run.epoch + epochs, run.epochs);
  while (run.epoch < stop && !run.diverged) {
    stepOfRule(run.state, run.epoch + 1, run.loss);
    run.epoch += 1;
    look(run);
  }
}

/** Take the loss and the gradient where the parameters now are, for the step that may follow. */
function look(run) {
  run.loss = run.bounds.scale * run.passes.pass();
  if (!(run.state.restful && run.epoch > 0) && !(run.loss <= largestWithin(run))) {
    run.state.parameters.set(run.state.fallback);
    run.diverged = true;
  } else if (run.epoch === run.epochs) {
    run.loss = endAtRest(run.state, run.loss);
  }
  record(run);
}

/** The loss above which training has diverged. */
function largestWithin({ bounds, losses, epoch, loss }) {
  const limit = Math.max(bounds.limit, bounds.growth * (epoch === 0 ? loss : losses[0]));
  return limit > 0 ? limit : Infinity;
}

function record(run) {
  if (run.epoch >= run.losses.length) {
    const longer = new Float64Array(Math.min(run.epochs + 1, 2 * run.losses.length));
    longer.set(run.losses);
    run.losses = longer;
  }
  run.losses[run.epoch] = run.loss;
}
