/**
 * A target of one input as points: an even grid, every turning point, and both sides of every jump,
 * so that the ways up and down of the points add up to the target's own.
 */

const GRID = 4001;
const TURN_ROUNDS = 40;
const JUMP_ROUNDS = 60;
// A rise of less, in ranges of the values, is not looked at; less of it left at the end is no jump.
const LEAST_RISE = 0.01;
const LEFT_OVER = 0.45;
const BESIDE = 1e-12; // of the domain
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Return the points of a target.
 * @param {Object} target  of one input
 * @returns {{x: Float64Array, t: Float64Array, jumps: Object[]}}  x rising; each jump is
 *   `{ place, before, after }`, what the target is on its two sides
 */
export function pointsOf(target) {
  const [low, high] = target.domain[0];
  const value = (x) => target.evaluate(Float64Array.of(x))[0];
  const grid = Float64Array.from({ length: GRID }, (_, i) => low + ((high - low) * i) / (GRID - 1));
  const t = target.evaluate(grid);
  const range = highest(t) - lowest(t);
  const jumps = [];
  const more = [];
  for (let i = 1; i < GRID; i += 1) {
    const jump = jumpBetween(value, grid[i - 1], grid[i], LEAST_RISE * range);
    if (jump === null) continue;
    const beside = BESIDE * (high - low);
    const [left, right] = [jump - beside, jump + beside];
    jumps.push({ place: jump, before: value(left), after: value(right) });
    more.push(left, jump, right);
  }
  more.push(...turns(value, grid, t));
  const x = Float64Array.from([...grid, ...more].filter((at) => at >= low && at <= high)).sort();
  return { x, t: target.evaluate(x), jumps };
}

/** Return where a target jumps between two inputs, or null: the larger half of the rise, followed. */
function jumpBetween(value, left, right, least) {
  let [a, b, fa, fb] = [left, right, value(left), value(right)];
  const whole = Math.abs(fb - fa);
  if (!(whole > least)) return null;
  for (let round = 0; round < JUMP_ROUNDS; round += 1) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    const fm = value(middle);
    if (Math.abs(fm - fa) > Math.abs(fb - fm)) [b, fb] = [middle, fm];
    else [a, fa] = [middle, fm];
  }
  return Math.abs(fb - fa) >= Math.max(least, LEFT_OVER * whole) ? b : null;
}

/** Return the inputs of local extremes between the points of the grid, to rounding. */
function turns(value, grid, t) {
  const places = [];
  for (let i = 1; i < grid.length - 1; i += 1) {
    const sign = Math.sign(t[i] - t[i - 1]);
    if (sign !== 0 && sign * (t[i + 1] - t[i]) < 0) {
      places.push(climb((x) => sign * value(x), grid[i - 1], grid[i + 1]));
    }
  }
  return places;
}

/** Return where a function with one top between two inputs is highest: golden sections. */
function climb(value, low, high) {
  let [a, b] = [low, high];
  let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [fc, fd] = [value(c), value(d)];
  for (let round = 0; round < TURN_ROUNDS; round += 1) {
    if (fc > fd) {
      [b, d, fd] = [d, c, fc];
      c = b - GOLDEN * (b - a);
      fc = value(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + GOLDEN * (b - a);
      fd = value(d);
    }
  }
  return fc > fd ? c : d;
}

function highest(values) {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

function lowest(values) {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Return even points of an interval, ends included. */
export function evenPoints([low, high], count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
