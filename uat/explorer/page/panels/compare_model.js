/**
 * What the panel Compare knows: which runs are planned, which are done and with what result, and
 * what stands beside them. No node of the page.
 */
import { measure } from "../numerics/metrics.js";
import { trainingProblem } from "../numerics/problem.js";
import { costOfRun, progressOf, resultsByLine } from "./compare_results.js";
import { compareRunner } from "./compare_runner.js";
import {
  COMPARE_RULES, compareLines, compareSettings, plannedRuns,
} from "./compare_settings.js"; // prettier-ignore
import { storedBeside } from "./compare_stored.js";

/**
 * Return the training problem of a run, the one that `uat sweep` has.
 * @param {Object} run  `{ rule, activation, width, seed }`
 */
export function problemOfRun(run, target, epochs) {
  const { rule, momentum } = COMPARE_RULES[run.rule];
  const { activation, width, seed } = run;
  return trainingProblem(target, {
    width, activation, rule, learningRate: null, momentum, seed, epochs,
  }); // prettier-ignore
}

/**
 * Return the result of a run.
 * @param {Object} outcome  of the engine: `{ parameters, diverged }`
 * @returns {Object} `{ run, epochs, diverged, network, maxError, rmse, where }`; without network and
 *   errors if it diverged
 */
export function resultOfRun(run, epochs, problem, outcome, target) {
  const nothing = { network: null, maxError: NaN, rmse: NaN };
  if (outcome.diverged) return { run, epochs, diverged: true, ...nothing };
  const network = problem.toNetwork(outcome.parameters);
  return { run, epochs, diverged: false, network, ...measure(network, target) };
}

/**
 * Return the model of the panel.
 * @param {Object} context  of the panel
 * @param {function()} onChange  called when there is something new to show
 * @param {function(string)} onEnd  called when all runs are done, with "", or with why none can be
 */
export function comparisonModel({ state, engine, target, words }, onChange, onEnd) {
  const results = new Map(); // of this target, by run and epochs
  const beside = new Map(); // of this target: what is stored, by activation and norm
  const measured = new WeakMap(); // stored networks' errors
  const spent = { since: 0, cost: 0 };
  const idOf = (run) => `${run.key}.${state.get("compareEpochs")}`;
  const isDone = (run) => results.has(idOf(run));
  const planned = () => plannedRuns(compareSettings(state));
  const runner = compareRunner({
    runAll: engine.runAll,
    problemOf: (run) => problemOfRun(run, target(), state.get("compareEpochs")),
    onResult: keep,
    onEnd: () => end(""),
    onFail: (error) => end(error.message),
  });

  function end(message) {
    onEnd(message);
    onChange();
  }
  function keep(run, problem, outcome) {
    const epochs = state.get("compareEpochs");
    results.set(idOf(run), resultOfRun(run, epochs, problem, outcome, target()));
    spent.cost += costOfRun(run);
    onChange();
  }
  function start() {
    Object.assign(spent, { since: performance.now(), cost: 0 });
    runner.start(planned().filter((run) => !isDone(run)));
    onChange();
  }
  function stop() {
    runner.stop();
    onChange();
  }
  function forget() {
    runner.stop();
    results.clear();
    beside.clear();
  }
  function progress() {
    const seconds = (performance.now() - spent.since) / 1000;
    return { running: runner.running, ...progressOf(planned(), isDone, seconds, spent.cost) };
  }
  function done() {
    return planned()
      .filter(isDone)
      .map((run) => results.get(idOf(run)));
  }
  function storedOf(activation, norm) {
    const key = `${activation} ${norm}`;
    if (!beside.has(key)) {
      const rmseOf = (network) => measure(network, target()).rmse;
      beside.set(key, storedBeside(target(), activation, norm, rmseOf));
    }
    return beside.get(key);
  }
  /** Return the stored near-best network of a width, `{ network, maxError, rmse }`, or null. */
  function nearBest(width) {
    const { networks } = storedOf(compareSettings(state).activations[0], state.get("compareNorm"));
    const network = networks[width];
    if (!network) return null;
    if (!measured.has(network)) measured.set(network, measure(network, target()));
    return { network, ...measured.get(network) };
  }
  /** Return all that is to be shown now. */
  function shown() {
    const settings = compareSettings(state);
    const norm = state.get("compareNorm");
    const own = compareLines(settings);
    const labels = new Map(own.map((line) => [line.key, labelOfLine(line, settings, words)]));
    const lines = resultsByLine(own, done(), norm).map((line) => {
      const { guarantee, nearBest } = storedOf(line.activation, norm);
      return { ...line, label: labels.get(line.key), guarantee, nearBest };
    });
    const selected = state.get("compareShown");
    const stored = storedOf(settings.activations[0], norm);
    return { settings, norm, lines, labels, stored, selected, widest: settings.widest };
  }
  return {
    start, stop, forget, progress, done, nearBest, shown, get running() { return runner.running; },
  }; // prettier-ignore
}

/** Return how a line is called: its rule, and its activation where there are two. */
export function labelOfLine({ rule, activation }, { activations }, words) {
  const phi = activations.length > 1 ? `, ${words.activations[activation]}` : "";
  return `${words.rules[rule]}${phi}`;
}
