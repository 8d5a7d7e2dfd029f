/**
 * Error against width, both logarithmic: every seed a dot, the median a line, the best a dotted one,
 * beside what is proved and stored. Colour, marker and dash all tell lines apart.
 */
import { formatError } from "../base/format.js";
import { plot } from "../base/plot.js";
import { errorOf, medianOf } from "./compare_results.js";
import { COMPARE_WIDTHS, widthsUpTo } from "./compare_settings.js";
import { mediansOf } from "./compare_stored.js";

const RULE_LOOKS = {
  nesterov: { colour: "descent", marker: "circle" },
  adam: { colour: "adam", marker: "square" },
  momentum: { colour: "residual", marker: "triangle" },
  plain: { colour: "target", marker: "down" },
};
const FREE_BESIDE = 1.6; // factor of error left free above and below
const FREE_WIDTH = 1.25; // factor of width left free beside the first and the last
const FLOOR_NEAR = 1e4; // the picture need not grow by more than this for a floor
const REACH = 24; // pixels from a point that still mean it
const PICTURE_HEIGHT = { least: 340, most: 560 };

/**
 * Return the looks of some lines, no two alike: each that of its rule, or the next that is free.
 * @param {Object[]} lines  `{ key, rule }`
 */
export function looksOf(lines) {
  const free = new Map(Object.entries(RULE_LOOKS));
  const looks = new Map();
  const take = (line, name) => {
    looks.set(line.key, free.get(name));
    free.delete(name);
  };
  for (const line of lines) {
    if (free.has(line.rule)) take(line, line.rule);
  }
  for (const line of lines) {
    if (!looks.has(line.key)) take(line, [...free.keys()][0]);
  }
  return looks;
}

/**
 * Return the ends of the error axis: all that is drawn, with some room.
 * @param {number[]} errors  all that are to be seen; what is no positive number has no place
 * @param {number[]} floors  seen where the picture need not grow much for them
 */
export function errorDomain(errors, floors = []) {
  const seen = errors.filter((error) => error > 0 && Number.isFinite(error));
  if (seen.length === 0) return [1e-3, 1];
  const low = Math.min(...seen);
  const near = floors.filter((error) => error > low / FLOOR_NEAR);
  return [Math.min(low, ...near) / FREE_BESIDE, Math.max(...seen) * FREE_BESIDE];
}

/**
 * Return the point nearest to a place of a logarithmic picture, or null if none is within reach.
 * @param {Object[]} points  `{ x, y }`, in units; so is the place
 * @param {Object} domain  `{ x: [a, b], y: [c, d] }`, in units
 * @param {number[]} size  width and height of the picture, pixels
 * @param {number} reach  pixels
 */
export function nearestPoint(points, at, domain, size, reach) {
  const away = (name, side, point) =>
    (Math.log(point[name] / at[name]) / Math.log(domain[name][1] / domain[name][0])) * side;
  const distance = (point) => Math.hypot(away("x", size[0], point), away("y", size[1], point));
  const nearest = points.reduce((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
  return nearest !== null && distance(nearest) <= reach ? nearest : null;
}

/**
 * Return the picture: `{ node, show(shown), svgText(), dispose() }`.
 * @param {Object} words  WORDS.compare
 * @param {function(string)} onChoose  called with the key of a point's network
 */
export function comparePicture(words, onChoose) {
  const chart = plot({
    title: words.pictureTitle,
    description: words.pictureDescription,
    x: {
      label: words.width,
      scale: "log",
      domain: [1 / FREE_WIDTH, 32 * FREE_WIDTH],
      ticks: COMPARE_WIDTHS,
    },
    y: { label: words.norms.max_error, scale: "log", domain: [1e-3, 1] },
    height: Math.min(
      PICTURE_HEIGHT.most,
      Math.max(PICTURE_HEIGHT.least, Math.round(globalThis.innerHeight * 0.55)),
    ),
    legend: true,
  });
  let drawn = new Set();
  let clickable = []; // points, for a finger that does not quite meet one
  let norm = "max_error";
  chart.onClick((at) => {
    const size = [chart.node.clientWidth, chart.node.clientHeight];
    nearestPoint(clickable, at, chart.domain(), size, REACH)?.onClick();
  });

  /** Draw the lines and what stands beside them; see `compareShown`. */
  function show(shown) {
    chart.setDomain({ x: [1 / FREE_WIDTH, shown.widest * FREE_WIDTH], y: comparedDomain(shown) });
    if (shown.norm !== norm) chart.setLabels({ y: words.norms[shown.norm] });
    norm = shown.norm;
    clickable = [];
    const now = new Set();
    const put = (kind, key, ...rest) => {
      now.add(key);
      chart[kind](key, ...rest);
      if (kind === "dots") clickable.push(...rest[0].filter(({ onClick }) => onClick));
    };
    drawStored(put, shown, words, onChoose);
    drawLines(put, shown, words, onChoose);
    for (const key of drawn) if (!now.has(key)) chart.remove(key);
    drawn = now;
  }
  chart.node.classList.add("compare-picture");
  return { node: chart.node, show, svgText: chart.svgText, dispose: chart.dispose };
}

function comparedDomain({ lines, norm, widest, stored }) {
  const own = lines.flatMap(({ points }) =>
    points.flatMap(({ results }) => results.map((result) => errorOf(result, norm))),
  );
  const inside = (curve) => curve.filter(([width]) => width <= widest).map(([, error]) => error);
  const beside = [stored.guarantee, stored.nearBest, stored.descent].flatMap(inside);
  return errorDomain([...own, ...beside], inside(stored.floor));
}

function compareColumns(curve, widest) {
  const inside = curve.filter(([width, error]) => width <= widest && error > 0);
  return [inside.map(([width]) => width), inside.map(([, error]) => error)];
}

function drawStored(put, { stored, widest, selected, settings }, words, onChoose) {
  const [main, ...others] = settings.activations;
  const ofMain = others.length > 0 ? `, ${words.activations[main]}` : "";
  const curve = (name, style) => {
    const [widths, errors] = compareColumns(stored[name], widest);
    if (widths.length > 0) put("curve", name, widths, errors, style);
    return { widths, errors };
  };
  curve("guarantee", { colour: "guarantee", dash: "dash", label: words.guarantee + ofMain });
  curve("floor", { colour: "floor", dash: "dashdot", label: words.floor + ofMain });
  const near = curve("nearBest", {
    colour: "nearBest", width: 3.4, marker: "diamond", label: words.nearBest + ofMain,
  }); // prettier-ignore
  const points = near.widths.map((width, place) => {
    const key = `near-best.${width}`;
    const label = words.point(words.nearBest, width, formatError(near.errors[place]));
    const known = stored.networks[width];
    const onClick = known ? () => onChoose(key) : null;
    return { x: width, y: near.errors[place], label, onClick, selected: key === selected };
  });
  if (points.length > 0)
    put("dots", "nearBestDots", points, { colour: "nearBest", marker: "diamond" });
  if (stored.descent.length > 0) drawStoredRuns(put, stored.descent, widest, words);
}

function drawStoredRuns(put, descent, widest, words) {
  const [widths, errors] = compareColumns(descent, widest);
  const points = widths.map((x, place) => ({ x, y: errors[place], label: words.descent }));
  const look = { colour: "muted", marker: "cross" };
  put("curve", "descent", ...compareColumns(mediansOf(descent, medianOf), widest), {
    ...look, dash: "dash", width: 1.5, label: words.descent,
  }); // prettier-ignore
  put("dots", "descentDots", points, { ...look, radius: 3, opacity: 0.6 });
}

function drawLines(put, { lines, norm, selected, labels }, words, onChoose) {
  const looks = looksOf(lines);
  for (const { key, points } of lines) {
    const look = looks.get(key);
    const ended = points.filter(({ best }) => best > 0);
    const widths = ended.map(({ width }) => width);
    if (widths.length === 0) continue;
    const label = labels.get(key);
    put(
      "curve",
      `${key}.median`,
      widths,
      ended.map(({ median }) => median),
      { ...look, label },
    );
    const several = ended.some(({ results }) => results.length > 1);
    if (several) {
      const best = ended.map((point) => point.best);
      put("curve", `${key}.best`, widths, best, { colour: look.colour, dash: "dot", width: 1.5 });
    }
    const dots = ended.flatMap(({ results }) =>
      results.map((result) => dotOfRun(result, norm, label, selected, words, onChoose)),
    );
    put("dots", `${key}.seeds`, dots, look);
  }
  if (lines.some(({ points }) => points.some(({ results }) => results.length > 1))) {
    put("dots", "keyOfSeeds", [], { colour: "muted", label: words.each });
    put("curve", "keyOfBest", [], [], {
      colour: "muted",
      dash: "dot",
      width: 1.5,
      label: words.best,
    });
  }
}

function dotOfRun(result, norm, label, selected, words, onChoose) {
  const { key, width, seed } = result.run;
  const error = errorOf(result, norm);
  return {
    x: width,
    y: error,
    label: words.pointOfSeed(label, width, seed, formatError(error)),
    selected: key === selected,
    onClick: () => onChoose(key),
  };
}

/** Return the widths of a table: those of the plan, and those of stored networks within it. */
export function widthsShown({ widest, stored }) {
  const others = [...stored.nearBest, ...stored.descent].map(([width]) => width);
  const all = [...widthsUpTo(widest), ...others.filter((width) => width <= widest)];
  return [...new Set(all)].sort((a, b) => a - b);
}
