/** A network's predictions, in plain JavaScript. */
import { FEW_POINTS, pieceOf } from "./activations.js";

/**
 * The outputs of a network of one output.
 *
 * @param network { inputs, width, activation, outputActivation, hiddenWeights, hiddenBiases,
 *   outputWeights, outputBias }
 * @param xs Float64Array(inputs * points), a row of points for each input, one after the other
 * @returns Float64Array(points)
 */
export function predict(network, xs) {
  const { inputs, width, hiddenWeights, hiddenBiases, outputWeights, outputBias } = network;
  const points = xs.length / inputs;
  const hidden = pieceOf(network.activation, FEW_POINTS).value;
  const output = pieceOf(network.outputActivation, FEW_POINTS).value;
  const predictions = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    let total = outputBias[0];
    for (let j = 0; j < width; j++) {
      let z = hiddenBiases[j];
      for (let k = 0; k < inputs; k++) z += hiddenWeights[k * width + j] * xs[k * points + p];
      total += outputWeights[j] * hidden(z);
    }
    predictions[p] = output(total);
  }
  return predictions;
}
