/** Points that are dragged, added and taken away; the target goes through them. */
import { button, radioGroup } from "../base/controls.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { equallySpaced } from "../targets/rows_text.js";
import { BETWEEN_POINTS, rowsAddress } from "../targets/target.js";
import { ownArea, roundedFor } from "./own_area.js";
import { curveOf, ownChart } from "./own_picture.js";

const FIRST_POINTS = 7;
const MOST_POINTS = 40;
const FEWEST_POINTS = 2;
const LEAST_GAP = 0.002; // shares of the domain between neighbours

/** Return `{ node, picture, follow(target), dispose() }`; see `drawWay`. */
export function pointsWay({ words, state }, { use, undo }) {
  const area = ownArea({ state, words, onDomain: stretch, onRange: () => follow(shown) });
  const chart = ownChart(area.domain, area.range, words);
  let shown = null; // the target
  let rows = []; // of { x, y }, rising in x
  let handles = 0;
  let chosen = 0;
  const note = element("p", { class: "hint", role: "status" });
  const between = radioGroup({
    name: words.between, value: state.get("ownBetween"),
    options: ["smooth", "lines"].map((way) => [way, words.betweenWays[way]]),
    onChange: (way) => {
      state.set({ ownBetween: way });
      keep(rows);
    },
  }); // prettier-ignore

  function follow(target) {
    shown = target;
    area.follow(target);
    const own = target.source.kind === "points";
    rows = own ? pointsOf(target.rows) : startPoints(target);
    if (own) between.set(target.rows.between);
    note.textContent = own ? "" : words.firstMoves;
    if (target.domain.length > 1) note.textContent = words.oneInput(target.title);
    if (rows.length >= MOST_POINTS) note.textContent = words.manyPoints(MOST_POINTS);
    redraw();
  }
  function startPoints(target) {
    const xs = equallySpaced(area.domain, FIRST_POINTS);
    const ys = target.domain.length === 1 ? target.evaluate(xs) : new Float64Array(FIRST_POINTS);
    return pointsOf({ xs, ys: ys.map((y) => roundedFor(y, area.range[1] - area.range[0])) });
  }
  function keep(next) {
    const columns = { xs: Float64Array.from(next, ({ x }) => x), ys: Float64Array.from(next, ({ y }) => y) };
    use(rowsAddress("points", between.value, columns));
  }
  function stretch([low, high]) {
    const [first, last] = [rows[0].x, rows[rows.length - 1].x];
    keep(rows.map(({ x, y }) => ({ x: x === last ? high : low + ((x - first) / (last - first)) * (high - low), y })));
  }

  function redraw() {
    chart.setDomain({ x: area.domain, y: area.range });
    showTarget();
    showCurve(rows);
    for (let k = rows.length; k < handles; k += 1) chart.remove(`point-${k}`);
    handles = rows.length;
    rows.forEach((_, k) => showPoint(k));
    chosen = Math.min(chosen, rows.length - 1);
    add.disable(rows.length >= MOST_POINTS);
    remove.disable(rows.length <= FEWEST_POINTS);
  }
  /** Show what the points are taken from, until they are the target. */
  function showTarget() {
    if (shown.source.kind === "points" || shown.domain.length > 1) return chart.remove("from");
    const { xs, ys } = curveOf(shown);
    chart.curve("from", xs, ys, { colour: "muted", dash: "dash", width: 2 });
  }
  function showCurve(points) {
    const xs = equallySpaced(area.domain, 401);
    const columns = ["x", "y"].map((name) => Float64Array.from(points, (point) => point[name]));
    const curve = Float64Array.from([...xs, ...columns[0]]).sort();
    chart.curve("target", curve, BETWEEN_POINTS[between.value](...columns)(curve), { colour: "target" });
  }
  function showPoint(k) {
    const [low, high] = area.range;
    const [start, end] = area.domain;
    const gap = LEAST_GAP * (end - start);
    const isEnd = k === 0 || k === rows.length - 1;
    chart.handle(`point-${k}`, {
      ...rows[k], name: words.point(k + 1, rows.length), axis: isEnd ? "y" : "both",
      min: isEnd ? low : [rows[k - 1].x + gap, low],
      max: isEnd ? high : [rows[k + 1].x - gap, high],
      step: isEnd ? (high - low) / 100 : [(end - start) / 100, (high - low) / 100],
      valueText: (x, y) => `x = ${formatNumber(x)}, y = ${formatNumber(y)}`,
      onMove: (x, y, done) => {
        chosen = k;
        const point = isEnd
          ? { x: rows[k].x, y: roundedFor(y, high - low) }
          : { x: roundedFor(x, end - start), y: roundedFor(y, high - low) };
        const next = rows.map((row, i) => (i === k ? point : row));
        showCurve(next);
        if (done) keep(next);
      },
    }); // prettier-ignore
  }

  /** Add a point at x, on the curve or at a height of its own, and give it the focus. */
  function addPoint(x, height = null) {
    const gap = LEAST_GAP * (area.domain[1] - area.domain[0]);
    if (rows.length >= MOST_POINTS || rows.some((row) => Math.abs(row.x - x) <= gap)) return;
    const columns = ["x", "y"].map((name) => Float64Array.from(rows, (row) => row[name]));
    const y = height ?? BETWEEN_POINTS[between.value](...columns)(Float64Array.of(x))[0];
    const point = { x: roundedFor(x, area.domain[1] - area.domain[0]), y: roundedFor(y, area.range[1] - area.range[0]) };
    const next = [...rows, point].sort((a, b) => a.x - b.x);
    chosen = next.indexOf(point);
    keep(next);
    focusChosen();
  }
  function addInWidestGap() {
    const gaps = rows.slice(1).map(({ x }, k) => x - rows[k].x);
    const k = gaps.indexOf(Math.max(...gaps));
    addPoint((rows[k].x + rows[k + 1].x) / 2);
  }
  function removeChosen() {
    const isEnd = chosen === 0 || chosen === rows.length - 1;
    if (rows.length <= FEWEST_POINTS || isEnd) {
      note.textContent = words.endsStay;
      return;
    }
    keep(rows.filter((_, k) => k !== chosen));
    focusChosen();
  }
  const handleNodes = () => [...chart.node.querySelectorAll(".handle[role=slider]")];
  const focusChosen = () => handleNodes()[chosen]?.focus();

  chart.onClick(({ x, y }) => {
    const [start, end] = area.domain;
    if (x > start && x < end) addPoint(x, Math.min(area.range[1], Math.max(area.range[0], y)));
  });
  chart.node.addEventListener("focusin", (event) => {
    const k = handleNodes().indexOf(event.target);
    if (k >= 0) chosen = k;
  });
  chart.node.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    removeChosen();
  });

  const add = button({ label: words.add, onClick: addInWidestGap });
  const remove = button({ label: words.remove, onClick: removeChosen });
  const node = element("div", { class: "controls" },
    element("p", { class: "hint" }, words.pointsHint),
    element("div", { class: "row" }, add.node, remove.node, undo), note, between.node, area.node); // prettier-ignore
  return { node, picture: chart.node, follow, svgText: () => chart.svgText(), dispose: () => chart.dispose() };
}

function pointsOf({ xs, ys }) {
  return Array.from(xs, (x, k) => ({ x, y: ys[k] }));
}
