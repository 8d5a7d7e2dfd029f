/**
 * A target of one input as points: an even grid, every turning point, and both sides of every jump,
 * so that the ways up and down of the points add up to the target's own.
 */

const BUILD_STAIRCASE_GRID = 4001;
const BUILD_TURN_ROUNDS = 40;
const BUILD_JUMP_ROUNDS = 60;
// A rise of less, in ranges of the values, is not looked at; less of it left at the end is no jump.
const BUILD_LEAST_JUMP = 0.01;
const BUILD_LEFT_OF_JUMP = 0.45;
const BUILD_BESIDE_JUMP = 1e-12; // of the domain
const BUILD_GOLDEN_SHARE = (Math.sqrt(5) - 1) / 2;

/**
 * Return the points of a target.
 * @param {Object} target  of one input
 * @returns {{x: Float64Array, t: Float64Array, jumps: Object[]}}  x rising; each jump is
 *   `{ place, before, after }`, what the target is on its two sides
 */
export function staircasePoints(target) {
  const [low, high] = target.domain[0];
  const value = (x) => target.evaluate(Float64Array.of(x))[0];
  const grid = evenXs([low, high], BUILD_STAIRCASE_GRID);
  const t = target.evaluate(grid);
  const range = mostOf(t) - leastOf(t);
  const jumps = [];
  const more = [];
  for (let i = 1; i < BUILD_STAIRCASE_GRID; i += 1) {
    const jump = jumpPlaceBetween(value, [grid[i - 1], grid[i]], [t[i - 1], t[i]], BUILD_LEAST_JUMP * range);
    if (jump === null) continue;
    const beside = BUILD_BESIDE_JUMP * (high - low);
    const [left, right] = [jump - beside, jump + beside];
    jumps.push({ place: jump, before: value(left), after: value(right) });
    more.push(left, jump, right);
  }
  more.push(...turningPlaces(value, grid, t));
  const x = Float64Array.from([...grid, ...more].filter((at) => at >= low && at <= high)).sort();
  return { x, t: target.evaluate(x), jumps };
}

/** Return where a target jumps between two inputs, or null: the larger half of the rise, followed. */
function jumpPlaceBetween(value, [left, right], [atLeft, atRight], least) {
  let [a, b, fa, fb] = [left, right, atLeft, atRight];
  const whole = Math.abs(fb - fa);
  if (!(whole > least)) return null;
  for (let round = 0; round < BUILD_JUMP_ROUNDS; round += 1) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    const fm = value(middle);
    if (Math.abs(fm - fa) > Math.abs(fb - fm)) [b, fb] = [middle, fm];
    else [a, fa] = [middle, fm];
  }
  return Math.abs(fb - fa) >= Math.max(least, BUILD_LEFT_OF_JUMP * whole) ? b : null;
}

/** Return the inputs of local extremes between the points of the grid, to rounding. */
function turningPlaces(value, grid, t) {
  const places = [];
  for (let i = 1; i < grid.length - 1; i += 1) {
    const sign = Math.sign(t[i] - t[i - 1]);
    if (sign !== 0 && sign * (t[i + 1] - t[i]) < 0) {
      places.push(climbedTop((x) => sign * value(x), grid[i - 1], grid[i + 1]));
    }
  }
  return places;
}

/** Return where a function with one top between two inputs is highest: golden sections. */
function climbedTop(value, low, high) {
  let [a, b] = [low, high];
  let [c, d] = [b - BUILD_GOLDEN_SHARE * (b - a), a + BUILD_GOLDEN_SHARE * (b - a)];
  let [fc, fd] = [value(c), value(d)];
  for (let round = 0; round < BUILD_TURN_ROUNDS; round += 1) {
    if (fc > fd) {
      [b, d, fd] = [d, c, fc];
      c = b - BUILD_GOLDEN_SHARE * (b - a);
      fc = value(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + BUILD_GOLDEN_SHARE * (b - a);
      fd = value(d);
    }
  }
  return fc > fd ? c : d;
}

function mostOf(values) {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

function leastOf(values) {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Return even points of an interval, ends included. */
export function evenXs([low, high], count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
