/**
 * What came of runs, by line and width: every seed's error, their median and the best; what did not
 * end with a number is counted. And how much of a plan is done.
 */

/**
 * Return the error of a result in a norm; null of a run that diverged.
 * @param {Object} result  `{ run, diverged, maxError, rmse }`
 * @param {"max_error"|"rmse"} norm
 */
export function errorOf(result, norm) {
  const error = norm === "max_error" ? result.maxError : result.rmse;
  return result.diverged || !Number.isFinite(error) ? null : error;
}

/** Return the median of some numbers, as numpy does; NaN of none. */
export function medianOf(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Return what some results say of each line, in the lines' order.
 * @param {Object[]} lines  `{ key, rule, activation }`
 * @param {Iterable<Object>} results  `{ run, diverged, maxError, rmse }`
 * @param {"max_error"|"rmse"} norm
 * @returns {Object[]} `{ key, rule, activation, points, runs, diverged }`; points are `{ width,
 *   median, best, results, diverged }`, widths rising, results with errors from the best on; median
 *   and best are NaN where every run diverged
 */
export function resultsByLine(lines, results, norm) {
  const known = new Map(lines.map((line) => [line.key, new Map()]));
  for (const result of results) {
    const widths = known.get(result.run.line);
    if (!widths) continue;
    if (!widths.has(result.run.width)) widths.set(result.run.width, []);
    widths.get(result.run.width).push(result);
  }
  return lines.map((line) => {
    const widths = [...known.get(line.key)].sort(([a], [b]) => a - b);
    const points = widths.map(([width, own]) => pointOfWidth(width, own, norm));
    const sum = (count) => points.reduce((total, point) => total + count(point), 0);
    const diverged = sum((point) => point.diverged);
    return { ...line, points, diverged, runs: sum(({ results: own }) => own.length) + diverged };
  });
}

function pointOfWidth(width, results, norm) {
  const ended = results.filter((result) => errorOf(result, norm) !== null);
  ended.sort((a, b) => errorOf(a, norm) - errorOf(b, norm) || a.run.seed - b.run.seed);
  const errors = ended.map((result) => errorOf(result, norm));
  const best = errors.length > 0 ? errors[0] : NaN;
  return {
    width,
    median: medianOf(errors),
    best,
    results: ended,
    diverged: results.length - ended.length,
  };
}

/** Return about how long a run takes beside others: an epoch's points times its units. */
export function costOfRun({ width }) {
  return width + 3;
}

/**
 * Return how far a plan is.
 * @param {Object[]} runs  all that are planned
 * @param {function(Object): boolean} isDone
 * @param {number} seconds  that the runs done in this go took
 * @param {number} costDone  of the runs done in this go, `costOfRun`
 * @returns {{done: number, of: number, share: number, left: number|null}} left in seconds; null
 *   where nothing is known yet
 */
export function progressOf(runs, isDone, seconds, costDone) {
  const cost = (list) => list.reduce((total, run) => total + costOfRun(run), 0);
  const open = runs.filter((run) => !isDone(run));
  const all = cost(runs);
  const left = costDone > 0 && seconds > 0.5 ? (seconds * cost(open)) / costDone : null;
  return {
    done: runs.length - open.length,
    of: runs.length,
    share: all > 0 ? 1 - cost(open) / all : 1,
    left,
  };
}
