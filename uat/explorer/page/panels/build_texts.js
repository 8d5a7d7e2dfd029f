/** What a scene of Build is in Python and on the command line of `uat`. */
import { namedForSweep, quotedForShell } from "./compare_texts.js";

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
    `    activation="${network.activation}",`,
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
  return `uat fit ${quotedForShell(named.text)} --trainer staircase --width ${steps}${own}`;
}

/** The steepness of Python's staircase where none is given. */
export const BUILD_USUAL_STEEPNESS = 200;

/** Return the lines of Python that build the staircase, or null if no text names the target. */
export function staircasePython(target, { steps, steepness, activation }) {
  const named = namedForSweep(target);
  if (named === null) return null;
  const trainer = steepness === BUILD_USUAL_STEEPNESS ? "" : `steepness=${steepness}`;
  const own = activation === "logistic" ? "" : `, activation="${activation}"`;
  const text = JSON.stringify(named.text);
  return [
    "import uat",
    "",
    `fit = uat.fit(${text}, ${steps}, trainer=uat.Staircase(${trainer})${own})`,
    "print(fit.max_error, fit.rmse)",
    "",
  ].join("\n");
}

/** Return a network as a model.json that `uat show` reads; the domain one `[low, high]` an input. */
export function networkModelText(network, domain, about) {
  const { inputs, width, hiddenWeights } = network;
  const rows = Array.from({ length: inputs }, (_, i) => [...hiddenWeights.subarray(i * width, (i + 1) * width)]);
  return JSON.stringify({
    format: "uat-model", version: 1, about,
    input_names: inputs === 1 ? ["x"] : ["x", "y"], output_names: ["f"],
    lower: domain.map(([low]) => low), upper: domain.map(([, high]) => high),
    network: {
      format: "uat-network", version: 2, activation: network.activation, output_activation: "identity",
      hidden_weights: rows, hidden_biases: [...network.hiddenBiases],
      output_weights: Array.from(network.outputWeights, (c) => [c]),
      output_biases: [...network.outputBias], input_centre: new Array(inputs).fill(0),
    },
  }); // prettier-ignore
}
