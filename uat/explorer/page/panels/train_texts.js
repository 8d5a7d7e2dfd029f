/** A training as texts that other processes read: model.json, Python, a command line. */
import { modelJson } from "../numerics/model.js";
import { commandLine, pythonSnippet, targetText } from "../numerics/snippets.js";

/** Return the network of a moment as the text of a model file. */
export function trainModel({ problem, network }) {
  if (problem.rung === null) return modelJson(network, problem.target);
  const { inputNames, outputName, title } = problem.rung;
  return modelJson(network, null, { inputNames, outputName, about: title });
}

/** Return lines of Python that train the same network; "" if no text names the target. */
export function trainPython(now) {
  if (now.problem.rung === null) return pythonSnippet(trainingInWords(now));
  return [
    "from uat.course.rungs import rung_named",
    "",
    `result = rung_named(${JSON.stringify(now.problem.key)}).run()`,
    "print(result.parameters, result.predictions_of_last_forward_pass)",
    "",
  ].join("\n");
}

/** Return the command that trains the same network; "" if there is none, see `commandLine`. */
export function trainCommand(now) {
  return now.problem.rung === null ? commandLine(trainingInWords(now)) : `uat course ${now.problem.key}`;
}

/**
 * What the texts say. They train up to the epoch that is shown; Adam plans its steps for all epochs,
 * so it is given all.
 */
function trainingInWords({ problem, epoch }) {
  const { settings, target, epochs } = problem;
  const { width, activation, rule, momentum, rate, seed } = settings;
  const text = target.text || formulaText(target);
  const learningRate = rate > 0 ? rate : null;
  const shown = rule === "adam" || epoch === 0 ? epochs : epoch;
  return { text, width, activation, rule, momentum, learningRate, seed, epochs: shown, points: null };
}

function formulaText({ formula, domain, kinks }) {
  return formula ? targetText(formula, domain, kinks ?? []) : null;
}
