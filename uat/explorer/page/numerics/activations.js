/**
 * What starts, learning rates and measures take of an activation: its row of
 * uat/core/activations/rows.py, in JavaScript. A test holds the two against each other.
 *
 * `phi` and `slope` are as exact as the browser's functions; the training loop has fast ones.
 */

// Written out: Math.log(3) is one bit off in some browsers.
const LOG_THREE = 1.0986122886681098;

/** Name -> row: phi, slope = phi', reach, slopeGrowth, limits, settled, levels, unitsAStep. */
export const ACTIVATION_ROWS = {
  identity: activationRow((z) => z, () => 1),
  logistic: activationRow(exactLogistic, (z) => exactLogistic(z) * (1 - exactLogistic(z)), {
    reach: 2, limits: [0, 1], settled: 16, levels: [-LOG_THREE, LOG_THREE], unitsAStep: 1,
  }), // prettier-ignore
  tanh: activationRow(Math.tanh, (z) => (1 - Math.tanh(z)) * (1 + Math.tanh(z)), {
    limits: [-1, 1], settled: 8, levels: [-LOG_THREE / 2, LOG_THREE / 2], unitsAStep: 1,
  }), // prettier-ignore
  relu: activationRow((z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0), {
    slopeGrowth: 2, limits: [0, null], unitsAStep: 2,
  }), // prettier-ignore
  softplus: activationRow(
    (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
    exactLogistic,
    { slopeGrowth: 6, limits: [0, null], unitsAStep: 2 },
  ),
  gaussian: activationRow((z) => Math.exp(-z * z), (z) => -2 * z * Math.exp(-z * z), {
    slopeGrowth: 2, limits: [0, 0], settled: 5,
  }), // prettier-ignore
  sine: activationRow(Math.sin, Math.cos, {
    slopeGrowth: 1.5, levels: [-Math.PI / 6, Math.PI / 6],
  }), // prettier-ignore
  heaviside: activationRow((z) => (z >= 0 ? 1 : 0), () => 0, {
    trainable: false, limits: [0, 1], settled: 16, levels: [-1, 1], unitsAStep: 1,
  }), // prettier-ignore
  relu_squared: activationRow((z) => Math.max(z, 0) ** 2, (z) => 2 * Math.max(z, 0), {
    slopeGrowth: 1, limits: [0, null], unitsAStep: 3,
  }), // prettier-ignore
  relu_cubed: activationRow((z) => Math.max(z, 0) ** 3, (z) => 3 * Math.max(z, 0) ** 2, {
    slopeGrowth: 1, limits: [0, null], unitsAStep: 4,
  }), // prettier-ignore
};

/** The names of the activations that hidden units are trained with, in the order of every list. */
export const TRAINABLE_ACTIVATIONS = Object.keys(ACTIVATION_ROWS).filter(
  (name) => ACTIVATION_ROWS[name].trainable && name !== "identity",
);

function activationRow(phi, slope, known = {}) {
  return {
    phi, slope, trainable: true, centre: 0, reach: 1, slopeGrowth: 2.8, limits: [null, null],
    settled: null, levels: [0, 1], unitsAStep: null, ...known,
  }; // prettier-ignore
}

function exactLogistic(z) {
  const small = Math.exp(-Math.abs(z));
  return (z < 0 ? small : 1) / (1 + small);
}

/** Return the row of an activation; throws RangeError if there is none. */
export function activationRowOf(name) {
  if (Object.hasOwn(ACTIVATION_ROWS, name)) return ACTIVATION_ROWS[name];
  throw new RangeError(`no activation is called ${name}`);
}
