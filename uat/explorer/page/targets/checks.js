/**
 * What makes a function no target: no interval, a value that is not finite, a pole. The limits are
 * those of Python's `uat.targets`; its search for jumps is not done here.
 */
import { formatNumber } from "../base/format.js";
import { WORDS } from "../words_en.js";

/** Values, and bounds of a domain, are at most so large; a side is at least so long. */
export const LARGEST_VALUE = 1e301;
const LEAST_LENGTH = 1e-301;

const CHECKED_POINTS = 2001;
const CHECKED_SIDE = 65; // along each of two inputs
const OFF_ROUND = 0.4871; // share of a step: a pole is mostly at a round number, and 0/0, too
// A climb towards a pole looks at these shares of its radius, which then shrinks.
const CLIMB_AROUND = Float64Array.from({ length: 8 }, (_, k) => -0.97 + (k * 1.91) / 7);
const CLIMB_NEARER = 0.3;
const CLIMB_CLOSEST = 1e-13; // shares of the domain down to which one climbs
const CLIMB_ROUNDS = 6; // a climb is given up unless so many make the value so many times as high
const CLIMB_HIGHER = 1.5;
const POLE_HEIGHT = 1e3; // values so many ranges of those on the grid high are a pole's
const POLE_BESIDE = 1e-12; // share of the domain
const CLIMBED_PEAKS = 4;

/** Throw a message unless these are sides of a domain. */
export function checkDomain(domain) {
  const words = WORDS.own;
  for (const [low, high] of domain) {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
      throw new Error(words.noInterval(low, high));
    }
    if (Math.max(-low, high) > LARGEST_VALUE || high - low < LEAST_LENGTH) {
      throw new Error(words.badInterval(low, high));
    }
    if (!(high - low > 8192 * Number.EPSILON * Math.max(-low, high))) {
      throw new Error(words.fewNumbers(low, high));
    }
  }
}

/**
 * Throw a message that names the point unless a function is finite on its domain, and bounded.
 * @param {function(Float64Array): Float64Array} evaluate
 * @param {number[][]} domain  one side or two
 */
export function checkValues(evaluate, domain) {
  const xs = gridPoints(domain);
  const values = evaluate(xs);
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST_VALUE));
  if (bad >= 0) {
    const where = domain.map((_, k) => `${"xy"[k]} = ${formatNumber(xs[k * values.length + bad], 6)}`);
    throw new Error(WORDS.own.notFinite(formatNumber(values[bad]), where.join(", ")));
  }
  if (domain.length > 1) return;
  const pole = poleOf(evaluate, xs, values);
  if (pole !== null) throw new Error(WORDS.own.unbounded(formatNumber(pole, 6)));
}

/** Return points all over a domain, its ends among them; the inputs one after the other. */
export function gridPoints(domain) {
  if (domain.length === 1) return sideBetween(domain[0], CHECKED_POINTS);
  const [first, second] = domain.map((side) => sideBetween(side, CHECKED_SIDE));
  const count = CHECKED_SIDE ** 2;
  const xs = new Float64Array(2 * count);
  for (let p = 0; p < count; p += 1) {
    xs[p] = first[Math.floor(p / CHECKED_SIDE)];
    xs[count + p] = second[p % CHECKED_SIDE];
  }
  return xs;
}

function sideBetween([low, high], count) {
  const inner = (k) => low + ((k - 1 + OFF_ROUND) / (count - 2)) * (high - low);
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? low : k === count - 1 ? high : inner(k)));
}

/** Return where a function of one input grows without bound, or null. */
function poleOf(evaluate, xs, values) {
  const sizes = values.map(Math.abs);
  const height = Math.max(...values) - Math.min(...values);
  const peaks = [];
  for (let k = 0; k < sizes.length; k += 1) {
    if (sizes[k] >= (sizes[k - 1] ?? 0) && sizes[k] >= (sizes[k + 1] ?? 0)) peaks.push(k);
  }
  peaks.sort((a, b) => sizes[b] - sizes[a]);
  for (const k of peaks.slice(0, CLIMBED_PEAKS)) {
    const pole = climbed(evaluate, xs, sizes, k, POLE_HEIGHT * height);
    if (pole !== null) return pole;
  }
  return null;
}

/** Return where the values grow without end if one climbs from a peak of the grid, or null. */
function climbed(evaluate, xs, sizes, k, high) {
  const [low, end] = [xs[0], xs[xs.length - 1]];
  const sizeAt = (points) => evaluate(points).map(Math.abs);
  const inside = (x) => Math.min(end, Math.max(low, x));
  let [top, largest] = [xs[k], sizes[k]];
  let radius = xs[2] - xs[1];
  const heights = [largest];
  for (; radius > CLIMB_CLOSEST * (end - low); radius *= CLIMB_NEARER) {
    const points = CLIMB_AROUND.map((share) => inside(top + radius * share));
    sizeAt(points).forEach((size, p) => {
      if (size > largest || Number.isNaN(size)) [top, largest] = [points[p], size];
    });
    if (!(largest <= LARGEST_VALUE)) return top;
    heights.push(largest);
    if (heights.length > CLIMB_ROUNDS && largest < CLIMB_HIGHER * heights[heights.length - 1 - CLIMB_ROUNDS]) return null;
  }
  if (!(largest > high)) return null;
  const step = Math.max(POLE_BESIDE * (end - low), 4 * Number.EPSILON * Math.abs(top));
  const beside = Float64Array.of(-100, 100, -1, 1).map((times) => inside(top + times * step));
  const [a, b, c, d] = sizeAt(beside);
  return Math.max(c, d) > CLIMB_HIGHER * Math.max(a, b) ? top : null;
}
