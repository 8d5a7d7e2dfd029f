/**
 * The highest |function| between the points of a grid: all peaks that may be the highest are
 * sampled ever finer, as in uat/targets/metrics.py and uat/targets/plane_peaks.py.
 */

const LINE_ROUNDS = 16;
const LINE_SAMPLES = 9;
const MOST_PEAKS_ON_LINE = 256;
const MOST_CLIMBS = 8;
const NEARLY_HIGHEST = 0.8;
const MOST_PEAKS_ON_PLANE = 64;
// How many peaks are left in which rounds on the plane, and samples along a patch's sides.
const KEPT_ON_PLANE = [32, 32, ...Array.from({ length: 14 }, () => 12)];

/**
 * Return the largest |function| on a line: `{ value, at: [x] }`.
 * @param {function(Float64Array): Float64Array} valuesOf
 * @param {Float64Array} xs  places, in any order
 * @param {Float64Array} magnitudes  |function| there
 */
export function highestOnLine(valuesOf, xs, magnitudes) {
  const order = Array.from(xs.keys()).sort((a, b) => xs[a] - xs[b]);
  const kept = order.filter((place, i) => i === 0 || xs[place] !== xs[order[i - 1]]);
  const x = kept.map((place) => xs[place]);
  const m = kept.map((place) => magnitudes[place]);
  if (!m.every(Number.isFinite)) return { value: Infinity, at: null };
  const top = m.reduce((best, value, i) => (value > m[best] ? i : best), 0);
  let highest = { value: m[top], at: [x[top]] };
  const last = x.length - 1;
  let spans = peaksOfLine(m).map((i) => [x[Math.max(i - 1, 0)], x[Math.min(i + 1, last)]]);
  for (let round = 0; round < LINE_ROUNDS && spans.length; round++) {
    const climbed = spans.map((span) => climbOnce(valuesOf, span));
    for (const { value, at } of climbed)
      if (!(value <= highest.value)) highest = { value, at: [at] };
    spans = highestOf(climbed, MOST_CLIMBS).map(({ span }) => span);
  }
  return highest;
}

/** Return the highest of nine samples of a span, and the span between its neighbours. */
function climbOnce(valuesOf, [low, high]) {
  const xs = Float64Array.from({ length: LINE_SAMPLES }, (_, i) =>
    Math.min(Math.max(low + ((high - low) * i) / (LINE_SAMPLES - 1), low), high),
  );
  const values = valuesOf(xs).map(Math.abs);
  const top = values.reduce((most, value, i) => (value > values[most] ? i : most), 0);
  const span = [xs[Math.max(top - 1, 0)], xs[Math.min(top + 1, LINE_SAMPLES - 1)]];
  return { value: values[top], at: xs[top], span };
}

/** Return the peaks that may be the highest, and eight in any case, the most hopeful first. */
function peaksOfLine(m) {
  const last = m.length - 1;
  const up = (i) => m[i] - m[Math.max(i - 1, 0)];
  const down = (i) => m[i] - m[Math.min(i + 1, last)];
  const reach = m.map((value, i) => value + Math.max(up(i), down(i)));
  const top = m.reduce((a, b) => Math.max(a, b));
  const may = (i) => m[i] >= NEARLY_HIGHEST * top || reach[i] >= top;
  return Array.from(m.keys())
    .filter((i) => (up(i) > 0 || i === 0) && down(i) >= 0)
    .sort((a, b) => reach[b] - reach[a])
    .slice(0, MOST_PEAKS_ON_LINE)
    .filter((i, rank) => may(i) || rank < MOST_CLIMBS);
}

function highestOf(climbed, count) {
  return [...climbed].sort((a, b) => b.value - a.value).slice(0, count);
}

/**
 * Return the largest |function| on a box of two inputs: `{ value, at: [x, y] }`.
 * @param {function(Float64Array): Float64Array} valuesOf  takes a row of x and a row of y
 * @param {number[][]} domain
 * @param {Float64Array} grid  square tensor grid, the last input varying fastest
 * @param {Float64Array} values  the function there
 * @param {Object[]} more  patches to look at besides: `{ centre: [x, y], frame }`, frame two
 *   vectors that lead to their sides
 */
export function highestOnPlane(valuesOf, domain, grid, values, more = []) {
  if (!values.every(Number.isFinite)) return { value: Infinity, at: null };
  const points = values.length;
  const side = Math.round(Math.sqrt(points));
  const summits = summitsOfGrid(values.map(Math.abs), side);
  const spacing = domain.map(([low, high]) => (high - low) / (side - 1));
  const frame = [[spacing[0], 0], [0, spacing[1]]]; // prettier-ignore
  const own = summits.map((i) => ({ centre: [grid[i], grid[points + i]], frame }));
  let patches = [...own, ...more];
  const [first] = summits;
  let highest = { value: Math.abs(values[first]), at: [grid[first], grid[points + first]] };
  KEPT_ON_PLANE.forEach((kept, round) => {
    const climbed = patches.map((patch) => climbPatch(valuesOf, domain, patch, round ? 5 : 7));
    for (const { value, centre } of climbed)
      if (!(value <= highest.value)) highest = { value, at: centre };
    patches = highestOf(climbed, kept);
  });
  return highest;
}

/** Return the highest grid points that no neighbour exceeds, the highest first. */
function summitsOfGrid(m, side) {
  const at = (i, j) => (i < 0 || j < 0 || i >= side || j >= side ? -1 : m[i * side + j]);
  const around = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b]));
  return Array.from(m.keys())
    .filter((place) => {
      const [i, j] = [Math.floor(place / side), place % side];
      return around.every(([a, b]) => m[place] >= at(i + a, j + b));
    })
    .sort((a, b) => m[b] - m[a])
    .slice(0, MOST_PEAKS_ON_PLANE);
}

/** Return the highest of the samples of a patch, and the patch about it. */
function climbPatch(valuesOf, domain, { centre, frame }, samples) {
  const count = samples * samples;
  const share = (i) => (2 * i) / (samples - 1) - 1;
  const xs = new Float64Array(2 * count);
  for (let p = 0; p < count; p++) {
    const [a, b] = [share(Math.floor(p / samples)), share(p % samples)];
    domain.forEach(([low, high], k) => {
      const at = centre[k] + a * frame[0][k] + b * frame[1][k];
      xs[k * count + p] = Math.min(Math.max(at, low), high);
    });
  }
  const values = valuesOf(xs).map(Math.abs);
  const top = values.reduce((most, value, i) => (value > values[most] ? i : most), 0);
  const steps = [Math.floor(top / samples), top % samples];
  // A peak at a side of its patch may lie beyond it: the patch moves on as it is.
  const narrower = frame.map((side, k) => {
    const inside = steps[k] > 0 && steps[k] < samples - 1;
    return inside ? side.map((length) => (2 * length) / (samples - 1)) : side;
  });
  return { value: values[top], centre: [xs[top], xs[count + top]], frame: narrower };
}
