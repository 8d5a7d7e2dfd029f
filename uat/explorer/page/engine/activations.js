/**
 * What the training loop takes of an activation: phi, and phi' from z and phi(z).
 *
 * The same formulas as the bodies in uat/core/activations/rows.py and `activate` in engine.c.
 */
import {
  EXP_MAX,
  EXP_MIN,
  fastExp,
  fastLogistic,
  fineExp,
  fineLogistic,
  log1pOfShare,
  plainCosine,
  plainSine,
} from "./elementary.js";

/** Below this many points Python takes the C library's exp; so does `pieceOf`, as near as can be. */
export const FEW_POINTS = 8;

/** The activations, in the order of their codes in engine.c. */
export const ENGINE_ACTIVATIONS = [
  "identity",
  "logistic",
  "tanh",
  "relu",
  "softplus",
  "gaussian",
  "sine",
  "relu_squared",
  "relu_cubed",
  "heaviside",
];

const FAST_PIECES = pieces(fastExp, fastLogistic);
const FINE_PIECES = pieces(fineExp, fineLogistic);

/** Throw a RangeError if a setup has an activation that nothing here trains. */
export function checkActivations({ activation, outputActivation }) {
  for (const name of [activation, outputActivation]) {
    if (!ENGINE_ACTIVATIONS.includes(name)) throw new RangeError(`the page cannot train ${name}`);
  }
}

/** The piece { value(z), slope(z, h) } of an activation, h = phi(z), for so many points. */
export function pieceOf(activation, points) {
  return (points < FEW_POINTS ? FINE_PIECES : FAST_PIECES)[activation];
}

function clipped(z) {
  const above = z < EXP_MIN ? EXP_MIN : z;
  return EXP_MAX < above ? EXP_MAX : above;
}

function positive(z) {
  return z < 0 ? 0 : z;
}

function powersOfRelu() {
  return {
    relu: { value: positive, slope: (z) => (z > 0 ? 1 : 0) },
    relu_squared: { value: (z) => positive(z) * positive(z), slope: (z) => 2 * positive(z) },
    relu_cubed: {
      value: (z) => positive(z) * positive(z) * positive(z),
      slope: (z) => 3 * positive(z) * positive(z),
    },
  };
}

function pieces(exp, logistic) {
  const small = (z) => exp(clipped(-Math.abs(z)));
  return {
    identity: { value: (z) => z, slope: () => 1 },
    logistic: { value: (z) => logistic(clipped(z)), slope: (z, h) => h - h * h },
    tanh: { value: (z) => 2 * logistic(clipped(2 * z)) - 1, slope: (z, h) => 1 - h * h },
    softplus: {
      value: (z) => positive(z) + log1pOfShare(small(z)),
      slope: (z) => (z > 0 ? 1 : small(z)) / (1 + small(z)),
    },
    gaussian: { value: (z) => exp(clipped(-z * z)), slope: (z, h) => -2 * z * h },
    sine: { value: plainSine, slope: plainCosine },
    heaviside: { value: (z) => (z >= 0 ? 1 : 0), slope: () => 0 },
    ...powersOfRelu(),
  };
}
