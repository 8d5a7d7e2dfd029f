/**
 * A curve drawn by hand as a function: its values at equally spaced inputs. A stroke sets those it
 * passes; where it turns back, what was drawn last counts. Then it is smoothed a little.
 */
import { equallySpaced } from "./rows_text.js";

/** Values that a drawing has. */
export const DRAWN_POINTS = 129;

const SMOOTHINGS = 3;
const NEARLY = 0.04; // share of the domain

/**
 * Return the values of a drawing after a stroke.
 * @param {Object} area  `{ domain: [a, b], low, high }`, in which strokes are kept
 * @param {{x: number, y: number}[]} stroke
 * @param {Float64Array|null} before  the values so far; without them, the ends go on level
 * @returns {Float64Array|null}  DRAWN_POINTS values; null if the stroke passes none of the inputs
 */
export function afterStroke({ domain, low, high }, stroke, before) {
  const inside = stroke.map(({ x, y }) => ({
    at: (clampedTo(domain, x) - domain[0]) / (domain[1] - domain[0]) * (DRAWN_POINTS - 1),
    y: clampedTo([low, high], y),
  })); // prettier-ignore
  const values = before === null ? new Float64Array(DRAWN_POINTS).fill(NaN) : before.slice();
  let [first, last] = [DRAWN_POINTS, -1];
  for (let k = 0; k < inside.length; k += 1) {
    const [from, to] = [inside[Math.max(0, k - 1)], inside[k]];
    const passed = [Math.ceil(Math.min(from.at, to.at)), Math.floor(Math.max(from.at, to.at))];
    for (let i = passed[0]; i <= passed[1]; i += 1) {
      const share = to.at === from.at ? 1 : (i - from.at) / (to.at - from.at);
      values[i] = from.y + share * (to.y - from.y);
    }
    if (passed[0] <= passed[1]) [first, last] = [Math.min(first, passed[0]), Math.max(last, passed[1])];
  }
  if (last < first) return null;
  const whole = before === null ? toTheEnds(values, first, last, [low, high]) : values;
  return smoothed(whole, first, last);
}

/**
 * Fill the values beside a first stroke: an end it nearly reaches as it goes on there, else level.
 * Values are kept in a range.
 */
function toTheEnds(values, first, last, range) {
  const near = Math.floor(NEARLY * values.length);
  for (const [end, from, inwards] of [[0, first, 1], [values.length - 1, last, -1]]) {
    const gap = Math.abs(from - end);
    const across = Math.min(near, last - first);
    const slope = gap <= near && across > 0 ? (values[from] - values[from + inwards * across]) / across : 0;
    for (let k = 1; k <= gap; k += 1) {
      values[from - inwards * k] = clampedTo(range, values[from] + k * slope);
    }
  } // prettier-ignore
  return values;
}

/** Return values after some means of neighbours, weights 1, 2, 1, from first to last. */
function smoothed(values, first, last) {
  for (let round = 0; round < SMOOTHINGS; round += 1) {
    const old = values.slice();
    for (let i = Math.max(1, first); i <= Math.min(values.length - 2, last); i += 1) {
      values[i] = (old[i - 1] + 2 * old[i] + old[i + 1]) / 4;
    }
  }
  return values;
}

/**
 * Return a drawing whose value at a share of the domain is changed, and less what is beside it.
 * @param {number} share  0 to 1
 * @param {number} rise  units of the values
 * @param {number} reach  share of the domain beyond which nothing changes
 */
export function afterPush(values, share, rise, reach) {
  return values.map((value, i) => {
    const away = Math.abs(i / (values.length - 1) - share) / reach;
    return away < 1 ? value + (rise * (1 + Math.cos(Math.PI * away))) / 2 : value;
  });
}

/** Return the inputs of a drawing. */
export function drawnInputs(domain) {
  return equallySpaced(domain, DRAWN_POINTS);
}

function clampedTo([low, high], value) {
  return Math.min(high, Math.max(low, value));
}
