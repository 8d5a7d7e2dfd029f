/**
 * Points as a curve (x(v), t(v)) over the variation v passed on the way, straight between: along it
 * t moves no faster than v, through flat stretches and jumps alike. The same as `_Curve` in
 * uat/trainers/staircase.py, of one output.
 */

/**
 * Return the curve through all points, from left to right.
 * @param {{x: Float64Array, t: Float64Array}} points  x rising
 */
export function curveThrough({ x, t }) {
  const order = Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j] || t[i] - t[j]);
  const inputs = Float64Array.from(order, (i) => x[i]);
  const values = Float64Array.from(order, (i) => t[i]);
  const passed = new Float64Array(x.length);
  for (let i = 1; i < x.length; i += 1) passed[i] = passed[i - 1] + Math.abs(values[i] - values[i - 1]);
  return { passed, inputs, values, variation: passed[x.length - 1] };
}

/** Return x(v); where the target stands still, the right end. */
export function curveInputAt({ passed, inputs }, v) {
  return straightBetween(passed, inputs, v);
}

/** Return t(v). */
export function curveValueAt({ passed, values }, v) {
  return straightBetween(passed, values, v);
}

/** Return the value at v of the broken line through points, as numpy's interp does. */
function straightBetween(xs, ys, v) {
  const last = xs.length - 1;
  if (v >= xs[last]) return ys[last];
  if (v < xs[0]) return ys[0];
  const i = firstAbove(xs, v) - 1;
  const slope = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]);
  return slope * (v - xs[i]) + ys[i];
}

/** Return the first index whose value is above v. */
function firstAbove(xs, v) {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= v) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the first index whose value is at least v. */
function firstNotBelow(xs, v) {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < v) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Return the middle of the range of t on each piece between cuts, an array one longer.
 *
 * The range is that of the points on the piece and of t(v) at its two ends. An end between two
 * points further apart than a piece does not count: what the target is within a jump, nobody knows.
 * Where nothing is left, the piece lies within a jump, and takes t(v) at its middle.
 */
export function middlesOf(curve, cuts, piece) {
  const { passed, values, variation } = curve;
  const ends = [0, ...cuts, variation];
  const known = ends.map((v) => (curveJumpAt(passed, v) <= piece ? curveValueAt(curve, v) : NaN));
  return ends.slice(1).map((end, k) => {
    let [low, high] = [Infinity, -Infinity];
    const take = (value) => {
      if (Number.isNaN(value)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    };
    for (let i = firstNotBelow(passed, ends[k]); i < firstAbove(passed, end); i += 1) take(values[i]);
    take(known[k]);
    take(known[k + 1]);
    return low <= high ? (low + high) / 2 : curveValueAt(curve, (ends[k] + end) / 2);
  });
}

/** Return how far apart, in variation, the two points are between which v lies. */
function curveJumpAt(passed, v) {
  const right = Math.min(firstNotBelow(passed, v), passed.length - 1);
  return right === 0 ? 0 : passed[right] - passed[right - 1];
}

/**
 * Return which of the places are on a jump, and what share of a step is done there: the network is
 * to be half way between what the target is on the two sides.
 * @param {{place: number}} jump
 */
export function unitsOnJump({ inputs, values }, jump, places, middles) {
  let [left, right] = [-1, inputs.length];
  inputs.forEach((x, i) => {
    if (x < jump.place) left = i;
    if (x > jump.place) right = Math.min(right, i);
  });
  const within = (x) => x >= (inputs[left] ?? -Infinity) && x <= (inputs[right] ?? Infinity);
  const on = places.map(within);
  const first = on.indexOf(true);
  if (first < 0) return { on, share: 0.5 };
  const [before, after] = [middles[first], middles[on.lastIndexOf(true) + 1]];
  if (before === after) return { on, share: 0.5 };
  const side = (x) => values[Math.min(values.length - 1, firstNotBelow(inputs, x))];
  const sides = (side(inputs[left] ?? -Infinity) + side(inputs[right] ?? Infinity)) / 2;
  return { on, share: Math.min(1, Math.max(0, (sides - before) / (after - before))) };
}
