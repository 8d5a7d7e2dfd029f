/**
 * The passes through the network and back in JavaScript: engine.c again, for where there is no
 * WebAssembly with SIMD, with the same bits.
 *
 * Sums over points go in two lanes, points of even and of odd place, which are added at the end of
 * each block of points; units of one input are added to the output two at a time. Points are rows: x is
 * (inputs, points), points last.
 */
import { pieceOf } from "./activations.js";

/** Points taken through the network together; engine.c has the same number. */
export const BLOCK_POINTS = 256;

/**
 * What computes the gradient: { parameters, gradient, pass(), kind }.
 *
 * `pass()` returns the sum of squared residuals and overwrites `gradient`. That of the hidden layer
 * lacks a factor, its unit's output weight, which a sequential step moves first (`rules.js`).
 */
export function scriptPasses(setup) {
  const { inputs, width } = setup;
  const problem = paddedProblem(setup);
  const network = {
    inputs,
    width,
    parameters: Float64Array.from(setup.parameters),
    gradient: new Float64Array(setup.parameters.length),
    factor: 2 * setup.lossScale,
    rows: workRows(width),
  };
  const pass = () => {
    network.gradient.fill(0);
    let squares = 0;
    for (let start = 0; start < problem.padded; start += BLOCK_POINTS) {
      const size = Math.min(BLOCK_POINTS, problem.padded - start);
      const last = Math.min(size, problem.points - start);
      const block = { start, size, last, hidden: pieceOf(setup.activation, last) };
      block.output = pieceOf(setup.outputActivation, last);
      forwardPass(network, problem, block);
      squares += residualPass(network, problem, block);
      backwardPass(network, problem, block);
    }
    return squares;
  };
  return { parameters: network.parameters, gradient: network.gradient, pass, kind: "javascript" };
}

/** The points, their number a multiple of four by the last one again, whose residual counts as 0. */
export function paddedProblem({ inputs, x, t }) {
  const points = t.length;
  const padded = Math.ceil(points / 4) * 4;
  const columns = new Float64Array(inputs * padded);
  const targets = new Float64Array(padded);
  for (let p = 0; p < padded; p++) {
    const source = Math.min(p, points - 1);
    targets[p] = t[source];
    for (let k = 0; k < inputs; k++) columns[k * padded + p] = x[k * points + source];
  }
  return { points, padded, x: columns, t: targets };
}

function workRows(width) {
  const rows = (count) => new Float64Array(count * BLOCK_POINTS);
  return { values: rows(width), slopes: rows(width), delta: rows(1) };
}

/** Fill phi and phi' of all units, and the output's pre-activation, d + sum_j c_j phi_j. */
function forwardPass(network, problem, block) {
  const { inputs, width, parameters, rows } = network;
  const weights = (inputs + 1) * width;
  rows.delta.fill(parameters[weights + width], 0, block.size);
  for (let j = 0; j < width; j++) activateUnit(network, problem, block, j);
  const paired = inputs === 1 ? width - (width % 2) : 0;
  for (let j = 0; j < paired; j += 2) {
    addPair(rows, block.size, j, parameters[weights + j], parameters[weights + j + 1]);
  }
  for (let j = paired; j < width; j++) addUnit(rows, block.size, j, parameters[weights + j]);
}

function activateUnit({ inputs, width, parameters, rows }, problem, block, j) {
  const { value, slope } = block.hidden;
  const bias = parameters[inputs * width + j];
  const weight = parameters[j];
  for (let p = 0; p < block.size; p++) {
    let z = bias + weight * problem.x[block.start + p];
    for (let k = 1; k < inputs; k++) {
      z += parameters[k * width + j] * problem.x[k * problem.padded + block.start + p];
    }
    const h = value(z);
    rows.values[j * BLOCK_POINTS + p] = h;
    rows.slopes[j * BLOCK_POINTS + p] = slope(z, h);
  }
}

function addPair({ values, delta }, size, j, c, next) {
  const row = j * BLOCK_POINTS;
  const other = row + BLOCK_POINTS;
  for (let p = 0; p < size; p++) delta[p] += c * values[row + p] + next * values[other + p];
}

function addUnit({ values, delta }, size, j, c) {
  const row = j * BLOCK_POINTS;
  for (let p = 0; p < size; p++) delta[p] += c * values[row + p];
}

/** Turn the output's pre-activations into dLoss / dz; return the sum of squared residuals. */
function residualPass({ inputs, width, gradient, factor, rows }, problem, block) {
  const { value, slope } = block.output;
  const squares = [0, 0];
  const total = [0, 0];
  for (let p = 0; p < block.size; p++) {
    const z = rows.delta[p];
    const y = value(z);
    const residual = p < block.last ? y - problem.t[block.start + p] : 0;
    const delta = factor * residual * slope(z, y);
    rows.delta[p] = delta;
    squares[p % 2] += residual * residual;
    total[p % 2] += delta;
  }
  gradient[(inputs + 2) * width] += total[0] + total[1];
  return squares[0] + squares[1];
}

/** Add to the gradient of all weights, that of the hidden layer without its last factor. */
function backwardPass(network, problem, block) {
  const { inputs, width, gradient, rows } = network;
  const { values, slopes, delta } = rows;
  for (let j = 0; j < width; j++) {
    const row = j * BLOCK_POINTS;
    let [dot0, dot1, sum0, sum1] = [0, 0, 0, 0];
    for (let p = 0; p < block.size; p += 2) {
      dot0 += delta[p] * values[row + p];
      dot1 += delta[p + 1] * values[row + p + 1];
      slopes[row + p] *= delta[p];
      slopes[row + p + 1] *= delta[p + 1];
      sum0 += slopes[row + p];
      sum1 += slopes[row + p + 1];
    }
    gradient[(inputs + 1) * width + j] += dot0 + dot1;
    gradient[inputs * width + j] += sum0 + sum1;
    for (let k = 0; k < inputs; k++) {
      const from = k * problem.padded + block.start;
      gradient[k * width + j] += momentOf(slopes, row, problem.x, from, block.size);
    }
  }
}

function momentOf(through, row, x, from, size) {
  let [even, odd] = [0, 0];
  for (let p = 0; p < size; p += 2) {
    even += through[row + p] * x[from + p];
    odd += through[row + p + 1] * x[from + p + 1];
  }
  return even + odd;
}
