/**
 * What the picture shows, in sentences that follow from the numbers of these runs alone: each is
 * chosen by comparing errors, so that of an error that rises it is said that it rises. Errors within
 * a fifth of each other count as alike.
 */
import { formatError, formatNumber } from "../base/format.js";
import { errorOf } from "./compare_results.js";
import { errorAt } from "./compare_stored.js";

const ALIKE = 1.2;

/**
 * Return how a line runs from its first width to its last.
 * @param {Object[]} points  `{ width, median }`, widths rising
 * @returns {Object|null} `{ kind, first, last, least, greatest }`, the latter four points; kind is
 *   "single", "level", "falls", "rises", "turns" (it falls and rises again) or "wanders"; null where
 *   no width has a number
 */
export function pathOf(points) {
  const own = points.filter(({ median }) => Number.isFinite(median));
  if (own.length === 0) return null;
  const [first, last] = [own[0], own[own.length - 1]];
  const least = own.reduce((a, b) => (b.median < a.median ? b : a));
  const greatest = own.reduce((a, b) => (b.median > a.median ? b : a));
  return { kind: kindOfPath(first, last, least, greatest), first, last, least, greatest };
}

function kindOfPath(first, last, least, greatest) {
  const atLeast = (point) => point.median <= ALIKE * least.median;
  if (first === last) return "single";
  if (atLeast(greatest)) return "level";
  if (atLeast(last)) return atLeast(first) ? "wanders" : "falls";
  return atLeast(first) ? "rises" : "turns";
}

/**
 * Return how many runs that ended have an error below the guarantee at their width, or null where
 * there is none: `{ below, of }`.
 * @param {Object[]} lines  of `resultsByLine`, each with `guarantee`, `[width, error]`
 */
export function belowGuarantee(lines, norm) {
  const compared = lines.flatMap((line) =>
    line.points.flatMap(({ width, results }) => {
      const bound = errorAt(line.guarantee, width);
      return bound === null ? [] : results.map((result) => errorOf(result, norm) <= bound);
    }),
  );
  if (compared.length === 0) return null;
  return { below: compared.filter(Boolean).length, of: compared.length };
}

/**
 * Return how far a line's best run is from near-best at the largest width of both, or null:
 * `{ width, factor }`.
 */
export function gapToNearBest({ points, nearBest }) {
  const shared = points.filter(
    ({ width, best }) => Number.isFinite(best) && errorAt(nearBest, width) > 0,
  );
  if (shared.length === 0) return null;
  const { width, best } = shared[shared.length - 1];
  return { width, factor: best / errorAt(nearBest, width) };
}

/** Return the line closest at the largest width that all share, or null: `{ line, width, factor }`. */
export function closestLine(lines) {
  const medianAt = (line, width) =>
    line.points.find((point) => point.width === width && Number.isFinite(point.median))?.median;
  const widths = (lines[0]?.points ?? [])
    .map(({ width }) => width)
    .filter((width) => lines.every((line) => medianAt(line, width) !== undefined));
  if (lines.length < 2 || widths.length === 0) return null;
  const width = Math.max(...widths);
  const sorted = [...lines].sort((a, b) => medianAt(a, width) - medianAt(b, width));
  const [first, second] = sorted.map((line) => medianAt(line, width));
  return { line: sorted[0], next: sorted[1], width, factor: second / first };
}

/**
 * Return the sentences on some lines.
 * @param {Object[]} lines  of `resultsByLine`, each with its `label` and what is known of its
 *   activation, `guarantee` and `nearBest`, lists of `[width, error]`
 * @param {"max_error"|"rmse"} norm
 * @param {Object} words  WORDS.compare
 * @returns {string[]} none where nothing has run
 */
export function compareFindings(lines, norm, words) {
  const ran = lines.filter(({ runs }) => runs > 0);
  if (ran.length === 0) return [];
  const paths = ran.map((line) => ({ line, path: pathOf(line.points) })).filter(({ path }) => path);
  const said = paths.map(({ line, path }) => pathInWords(line, path, norm, words));
  if (paths.some(({ path: { kind } }) => kind === "rises" || kind === "turns")) {
    said.push(words.notWidth);
  }
  for (const line of ran.filter(({ diverged }) => diverged > 0)) {
    said.push(words.diverged(line.diverged, line.runs, line.label));
  }
  const below = belowGuarantee(ran, norm);
  if (below) said.push(words.below(below.below, below.of));
  const closest = closestLine(ran);
  if (closest) said.push(closestInWords(closest, words));
  const gaps = ran.map(gapToNearBest).filter(Boolean);
  if (gaps.length > 0) {
    const { width, factor } = gaps.reduce((a, b) => (b.factor < a.factor ? b : a));
    said.push(words.gap(width, timesInWords(factor)));
  }
  return said;
}

function pathInWords(line, path, norm, words) {
  const several = line.points.some(({ results, diverged }) => results.length + diverged > 1);
  const shown = ({ width, median }) => ({ width, error: formatError(median) });
  const points = {
    first: shown(path.first),
    last: shown(path.last),
    least: shown(path.least),
    greatest: shown(path.greatest),
  };
  const what = words.pathOf(line.label, words.norms[norm], several);
  return words.path(path.kind, what, points, timesInWords(path.first.median / path.last.median));
}

function closestInWords({ line, next, width, factor }, words) {
  return words.closest(width, line.label, next.label, timesInWords(factor));
}

/** Return a factor in digits; "" where what it compares counts as alike. */
function timesInWords(factor) {
  return factor <= ALIKE ? "" : formatNumber(factor, 2);
}
