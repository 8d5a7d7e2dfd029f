/** Sums that rounding does not spoil, grids, and the largest eigenvalue. */
import { randomGenerator } from "./random.js";

/** Return the sum of `term(i)`, i = 0 ... count - 1, to about the last bit (Neumaier's sum). */
export function exactSum(count, term) {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(lost) ? sum + lost : sum;
}

/** Return `points` equally spaced numbers, ends included, as numpy's `linspace`. */
export function evenlySpaced(low, high, points) {
  const spacing = (high - low) / (points - 1);
  const values = Float64Array.from({ length: points }, (_, i) => i * spacing + low);
  values[points - 1] = high;
  return values;
}

/**
 * Return the tensor grid of a box: a row of points for each input, the last input varying fastest.
 * @param {number[][]} domain  [low, high] of each of one or two inputs
 * @param {number} along  values along each input
 */
export function tensorGrid(domain, along) {
  const axes = domain.map(([low, high]) => evenlySpaced(low, high, along));
  if (axes.length === 1) return axes[0];
  const points = along * along;
  const grid = new Float64Array(2 * points);
  for (let p = 0; p < points; p++) {
    grid[p] = axes[0][Math.floor(p / along)];
    grid[points + p] = axes[1][p % along];
  }
  return grid;
}

const MOST_LANCZOS_STEPS = 300;
const SETTLED = 1e-14;

/**
 * Return the largest eigenvalue of J^T J, J of `rows` rows and `columns` columns.
 *
 * Lanczos with full reorthogonalisation from a fixed random vector, until the largest eigenvalue of
 * the tridiagonal matrix settles.
 *
 * @param {Float64Array} matrix  J, row by row
 */
export function largestSquare(matrix, rows, columns) {
  const random = randomGenerator(0);
  const basis = [unitVector(Float64Array.from({ length: columns }, random.normal))];
  const diagonal = [];
  const beside = [];
  let before = -1;
  let settled = 0;
  for (let k = 0; k < Math.min(columns, MOST_LANCZOS_STEPS); k++) {
    const image = squareTimes(matrix, rows, columns, basis[k]);
    diagonal.push(dotProduct(image, basis[k]));
    for (let again = 0; again < 2; again++) for (const v of basis) removePart(image, v);
    const top = largestOfTridiagonal(diagonal, beside);
    settled = Math.abs(top - before) <= SETTLED * top ? settled + 1 : 0;
    before = top;
    const length = Math.sqrt(dotProduct(image, image));
    if (settled === 3 || !(length > SETTLED * top)) break;
    beside.push(length);
    basis.push(image.map((value) => value / length));
  }
  return Math.max(before, 0);
}

function unitVector(vector) {
  const length = Math.sqrt(dotProduct(vector, vector));
  return vector.map((value) => value / length);
}

function dotProduct(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function removePart(vector, direction) {
  const part = dotProduct(vector, direction);
  for (let i = 0; i < vector.length; i++) vector[i] -= part * direction[i];
}

function squareTimes(matrix, rows, columns, vector) {
  const result = new Float64Array(columns);
  for (let p = 0; p < rows; p++) {
    const row = matrix.subarray(p * columns, (p + 1) * columns);
    const image = dotProduct(row, vector);
    for (let i = 0; i < columns; i++) result[i] += image * row[i];
  }
  return result;
}

/** Return the largest eigenvalue of a symmetric tridiagonal matrix by bisection (Sturm). */
function largestOfTridiagonal(diagonal, beside) {
  const size = diagonal.length;
  const reach = (i) => Math.abs(beside[i - 1] ?? 0) + (i < size - 1 ? Math.abs(beside[i]) : 0);
  let low = Math.max(...diagonal);
  let high = Math.max(...diagonal.map((value, i) => value + reach(i)));
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (allBelow(diagonal, beside, middle)) high = middle;
    else low = middle;
  }
}

/** Return whether all eigenvalues lie below a number: then T - number has negative pivots only. */
function allBelow(diagonal, beside, number) {
  let pivot = -1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - number - (i ? beside[i - 1] ** 2 / pivot : 0);
    if (!(pivot < 0)) return false;
  }
  return true;
}
