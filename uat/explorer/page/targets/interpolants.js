/**
 * Functions through given values: straight lines, a cubic that turns only where the values do, and
 * on a grid of two inputs straight lines along each.
 */

/**
 * Return the function of straight lines between points; beyond the ends it is constant.
 * @param {Float64Array} xs  rising strictly, at least two
 * @param {Float64Array} ys
 * @returns {function(Float64Array): Float64Array}
 */
export function straightLines(xs, ys) {
  return valuesBetween(xs, (k, share) => (1 - share) * ys[k] + share * ys[k + 1]);
}

/**
 * Return the monotone cubic through points (Fritsch and Carlson 1980, SIAM J. Numer. Anal. 17): its
 * slope is continuous, and between two points it never leaves their values. Beyond the ends it is
 * constant. See `straightLines`.
 */
export function monotoneCubic(xs, ys) {
  const slopes = monotoneSlopes(xs, ys);
  return valuesBetween(xs, (k, share) => {
    const width = xs[k + 1] - xs[k];
    const rest = 1 - share;
    const low = rest * rest * (1 + 2 * share);
    const from = low * ys[k] + (1 - low) * ys[k + 1];
    return from + width * share * rest * (rest * slopes[k] - share * slopes[k + 1]);
  });
}

/** Return the slopes at the points: weighted harmonic means of those beside, 0 where these differ in sign. */
function monotoneSlopes(xs, ys) {
  const last = xs.length - 1;
  const widths = Float64Array.from({ length: last }, (_, k) => xs[k + 1] - xs[k]);
  const rises = Float64Array.from(widths, (width, k) => (ys[k + 1] - ys[k]) / width);
  const slopes = new Float64Array(xs.length);
  if (last === 1) return slopes.fill(rises[0]);
  for (let k = 1; k < last; k += 1) {
    if (!(rises[k - 1] * rises[k] > 0)) continue;
    const [before, after] = [widths[k - 1] + 2 * widths[k], 2 * widths[k - 1] + widths[k]];
    slopes[k] = (before + after) / (before / rises[k] + after / rises[k - 1]);
  }
  slopes[0] = endSlope(widths[0], widths[1], rises[0], rises[1]);
  slopes[last] = endSlope(widths[last - 1], widths[last - 2], rises[last - 1], rises[last - 2]);
  return slopes;
}

/** Return the slope at an end: of the parabola through three points, unless it is too steep. */
function endSlope(width, next, rise, nextRise) {
  const slope = ((2 * width + next) * rise - width * nextRise) / (width + next);
  if (!(slope * rise > 0)) return 0;
  return rise * nextRise < 0 && Math.abs(slope) > 3 * Math.abs(rise) ? 3 * rise : slope;
}

/** Return a function that finds the piece of each input: its number, and which share of it. */
function valuesBetween(xs, valueOf) {
  return (inputs) =>
    Float64Array.from(inputs, (x) => {
      const k = pieceWith(xs, x);
      const share = (x - xs[k]) / (xs[k + 1] - xs[k]);
      return Number.isNaN(share) ? NaN : valueOf(k, Math.min(1, Math.max(0, share)));
    });
}

/** Return the number k of the piece [xs[k], xs[k + 1]] that x is in, or the nearest. */
function pieceWith(xs, x) {
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Return the bilinear function through values on a grid.
 * @param {Float64Array[]} axes  two, each rising strictly
 * @param {Float64Array} values  at all combinations, the first input slowest
 * @returns {function(Float64Array): Float64Array}  of all first inputs, then all second ones
 */
export function bilinear([first, second], values) {
  const at = (i, j) => values[i * second.length + j];
  const placeOn = (axis, x) => {
    const k = pieceWith(axis, x);
    return [k, Math.min(1, Math.max(0, (x - axis[k]) / (axis[k + 1] - axis[k])))];
  };
  return (inputs) => {
    const points = inputs.length / 2;
    return Float64Array.from({ length: points }, (_, p) => {
      const [i, across] = placeOn(first, inputs[p]);
      const [j, along] = placeOn(second, inputs[points + p]);
      const low = at(i, j) * (1 - along) + at(i, j + 1) * along;
      const high = at(i + 1, j) * (1 - along) + at(i + 1, j + 1) * along;
      return low + across * (high - low);
    });
  };
}
