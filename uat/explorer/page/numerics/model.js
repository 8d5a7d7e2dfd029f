/**
 * Networks as model files, the JSON that `uat show` and `uat predict` read (uat/core/model.py),
 * every number by the shortest text that reads back as the same float.
 */
import { activationRowOf } from "./activations.js";

const INPUT_NAMES = { 1: ["x"], 2: ["x", "y"] };

/**
 * Return a network as the text of a model file.
 * @param {Object} network  its `centred` form is written if it has one
 * @param {?Object} target  `{ domain }`, the range it was fitted on; null if nobody knows
 * @param {{ about: string, inputNames: string[], outputName: string }} names  left out: those of
 *   `uat fit`
 */
export function modelJson(network, target, names = {}) {
  const { about = "", outputName = "f", inputNames = INPUT_NAMES[network.inputs] } = names;
  const domain = target?.domain ?? null;
  const bounds = (side) => (domain ? numberList(domain.map((pair) => pair[side])) : "null");
  return jsonObject({
    format: '"uat-model"',
    version: "1",
    about: JSON.stringify(about),
    input_names: JSON.stringify(inputNames),
    output_names: JSON.stringify([outputName]),
    lower: bounds(0),
    upper: bounds(1),
    network: networkJson(network),
  });
}

function networkJson(network) {
  const { inputs, width, hiddenWeights, outputWeights, outputBias, centred } = network;
  const rows = Array.from({ length: inputs }, (_, k) =>
    numberList(hiddenWeights.slice(k * width, (k + 1) * width)),
  );
  return jsonObject({
    format: '"uat-network"',
    version: "2",
    activation: JSON.stringify(network.activation),
    output_activation: JSON.stringify(network.outputActivation),
    hidden_weights: `[${rows.join(", ")}]`,
    hidden_biases: numberList(centred ? centred.hiddenBiases : network.hiddenBiases),
    output_weights: `[${Array.from(outputWeights, (c) => numberList([c])).join(", ")}]`,
    output_biases: numberList(outputBias),
    input_centre: numberList(centred ? centred.inputCentre : new Float64Array(inputs)),
  });
}

function jsonObject(texts) {
  const pairs = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}: ${text}`);
  return `{${pairs.join(", ")}}`;
}

/** Return numbers as JSON; throws RangeError if one is not finite. */
function numberList(numbers) {
  const texts = Array.from(numbers, (number) => {
    if (!Number.isFinite(number)) throw new RangeError("a network that is not finite is no model");
    return Object.is(number, -0) ? "-0.0" : String(number);
  });
  return `[${texts.join(", ")}]`;
}

/**
 * Return what the text of a model file, or of a bare network, holds.
 * @param {string} text
 * @returns {Object} `{ network, inputNames, outputNames, domain (null if unknown), about }`
 * @throws {RangeError} with one line for people, if it is none, or one that the page cannot show
 */
export function readModel(text) {
  const values = parsedObject(text);
  const bare = values.format === "uat-network";
  if (!bare && values.format !== "uat-model") throw new RangeError("this is not a model of uat");
  const network = readNetwork(bare ? values : values.network);
  const { lower = null, upper = null } = values;
  const known = isNumbers(lower, network.inputs) && isNumbers(upper, network.inputs);
  return {
    network,
    inputNames: readNames(values.input_names, INPUT_NAMES[network.inputs]),
    outputNames: readNames(values.output_names, ["f"]),
    domain: known ? lower.map((low, k) => [low, upper[k]]) : null,
    about: typeof values.about === "string" ? values.about : "",
  };
}

function parsedObject(text) {
  let values = null;
  try {
    values = JSON.parse(text);
  } catch {
    throw new RangeError("this is not JSON");
  }
  if (values !== null && typeof values === "object") return values;
  throw new RangeError("this is not a model of uat");
}

function readNames(names, usual) {
  const fine = Array.isArray(names) && names.length === usual.length;
  return fine && names.every((name) => typeof name === "string") ? names : usual;
}

function isNumbers(values, count) {
  return Array.isArray(values) && values.length === count && values.every(Number.isFinite);
}

function readNetwork(values) {
  const hidden = values?.hidden_weights;
  const inputs = Array.isArray(hidden) ? hidden.length : 0;
  if (values?.format !== "uat-network" || !INPUT_NAMES[inputs])
    throw new RangeError("the page shows networks of one or two inputs");
  const width = Array.isArray(hidden[0]) ? hidden[0].length : 0;
  const centre = values.input_centre ?? hidden.map(() => 0);
  const output = values.output_weights;
  const right =
    width > 0 &&
    hidden.every((row) => isNumbers(row, width)) &&
    isNumbers(values.hidden_biases, width) &&
    Array.isArray(output) &&
    output.length === width &&
    output.every((row) => isNumbers(row, 1)) &&
    isNumbers(values.output_biases, 1) &&
    isNumbers(centre, inputs);
  if (!right) throw new RangeError("this network is damaged, or has several outputs");
  const { activation, output_activation: outputActivation } = values;
  for (const name of [activation, outputActivation]) activationRowOf(name);
  const hiddenWeights = Float64Array.from(hidden.flat());
  const biases = Float64Array.from(values.hidden_biases);
  return {
    inputs,
    width,
    outputs: 1,
    activation,
    outputActivation,
    hiddenWeights,
    hiddenBiases: biases.map((bias, j) =>
      centre.reduce((left, m, k) => left - m * hiddenWeights[k * width + j], bias),
    ),
    outputWeights: Float64Array.from(output.flat()),
    outputBias: Float64Array.from(values.output_biases),
    centred: { inputCentre: Float64Array.from(centre), hiddenBiases: biases },
  };
}
