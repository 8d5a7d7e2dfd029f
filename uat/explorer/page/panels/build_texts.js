/** What a scene of Build is in Python and on the command line of `uat`. */
import { pythonString, shellWord } from "../numerics/snippets.js";
import { namedForSweep } from "./compare_texts.js";

/** Return a network as lines of Python that write down its numbers. */
export function networkPython(network) {
  const { inputs, width, hiddenWeights } = network;
  const rows = Array.from({ length: inputs }, (_, i) =>
    floatsInPython(hiddenWeights.subarray(i * width, (i + 1) * width)));
  const column = Array.from(network.outputWeights, (c) => `[${floatInPython(c)}]`).join(", ");
  return [
    "import numpy as np",
    "import uat",
    "",
    "network = uat.Network(",
    `    hidden_weights=np.array([${rows.join(", ")}]),`,
    `    hidden_biases=np.array(${floatsInPython(network.hiddenBiases)}),`,
    `    output_weights=np.array([${column}]),`,
    `    output_biases=np.array(${floatsInPython(network.outputBias)}),`,
    `    activation=${pythonString(network.activation)},`,
    ")",
    `print(network(np.array([[${new Array(inputs).fill("0.0").join(", ")}]])))`,
    "",
  ].join("\n");
}

function floatsInPython(values) {
  return `[${Array.from(values, floatInPython).join(", ")}]`;
}

/** Return a number as Python writes a float, equal to the last bit. */
function floatInPython(value) {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/**
 * Return the command that builds the staircase, or null if no text names the target or the command
 * builds another one.
 * @param {Object} settings  `{ steps, steepness, activation }`
 */
export function staircaseCommand(target, { steps, steepness, activation }) {
  const named = namedForSweep(target);
  if (named === null || steepness !== BUILD_USUAL_STEEPNESS) return null;
  const own = activation === "logistic" ? "" : ` --activation ${activation}`;
  return `uat fit --target ${shellWord(named.text)} --trainer staircase --width ${steps}${own}`;
}

/** The steepness of Python's staircase where none is given. */
export const BUILD_USUAL_STEEPNESS = 200;

/** Return the lines of Python that build the staircase, or null if no text names the target. */
export function staircasePython(target, { steps, steepness, activation }) {
  const named = namedForSweep(target);
  if (named === null) return null;
  const trainer = steepness === BUILD_USUAL_STEEPNESS ? "" : `steepness=${steepness}`;
  const own = activation === "logistic" ? "" : `, activation="${activation}"`;
  const text = pythonString(named.text);
  return [
    "import uat",
    "",
    `fit = uat.fit(${text}, ${steps}, trainer=uat.Staircase(${trainer})${own})`,
    "print(fit.max_error, fit.rmse)",
    "",
  ].join("\n");
}
