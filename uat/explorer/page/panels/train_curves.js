/**
 * The pictures of a training of one input: target and network, what is left, where the units came
 * from, what each adds. One path a curve, and all units in one.
 */
import { element } from "../base/dom.js";
import { plot } from "../base/plot.js";
import {
  largestSize, nearestUnit, roomyInterval, residualAtPoints, roundUp, steadyBound, trainFrame,
  trainGrid, unitCentres, unitLines,
} from "./train_frame.js"; // prettier-ignore

const TRAIN_HEIGHTS = { curve: 340, residual: 190, units: 390, trail: 200 };
const LABEL_ROOM = "−0.005"; // beside all y axes, so that what lies below one another stands in line
const CENTRE_TICK = 11; // pixels, of a unit's centre
const TRAIN_MANY_UNITS = 40; // from here on what is slow to draw is drawn every third time

/**
 * Return the pictures `{ parts: { curve, residual, units, trail }, show(now, view), svgText(), dispose() }`.
 * @param {Object} problem  of `trainProblem`, of one input
 * @param {Object} words  WORDS.train
 * @param {function(number)} onPick  called with a unit, 0 .. width - 1
 */
export function trainCurves(problem, words, onPick) {
  const grid = trainGrid(problem);
  const hasUnits = problem.setup.activation !== "identity"; // of a straight line they say nothing
  const charts = trainCharts(problem, grid, hasUnits, words);
  const bounds = { residual: 0, units: 0, epochs: 0 };
  let turn = 0;
  let last = null;
  drawTarget(charts.curve, problem, grid, words);
  charts.residual.levels("zero", [0], { colour: "muted", width: 1 });
  charts.units?.onClick((point) => last && onPick(nearestUnit(last.network, problem.domain[0], point)));

  /** Draw a moment; `view` is `{ units, unit }`: whether units are drawn, which is picked (-1: none). */
  function show(now, view) {
    if (now.network === null) return;
    last = now;
    turn += 1;
    const { given, residual } = trainFrame(now.network, grid);
    const centres = unitCentres(now.network);
    charts.curve.curve("network", grid.xs, given, { colour: "network", width: 2.5, label: words.network });
    showResidual(now, residual);
    if (!hasUnits) return;
    charts.curve.rules("centres", centres, tickStyle(words));
    pickedRule(charts.curve, centres, view);
    if (now.problem.setup.width > TRAIN_MANY_UNITS && now.playing && turn % 3 !== 0) return;
    showUnits(now, view);
    showTrail(now, centres, view);
  }
  function showResidual(now, residual) {
    if (residual === null) {
      showRests(charts.residual, residualAtPoints(now.network, problem.points), problem, bounds);
      return;
    }
    bounds.residual = steadyBound(largestSize(residual), bounds.residual);
    charts.residual.setDomain({ y: [-bounds.residual, bounds.residual] });
    charts.residual.curve("residual", grid.xs, residual, { colour: "residual", width: 2 });
  }
  function showUnits(now, view) {
    charts.units.node.parentNode.hidden = !view.units;
    if (!view.units) return;
    const all = now.network.outputWeights.map((_, unit) => unit);
    const { xs, ys } = unitLines(now.network, problem.domain[0], Array.from(all));
    bounds.units = steadyBound(largestSize(ys), bounds.units);
    charts.units.setDomain({ y: [-bounds.units, bounds.units] });
    charts.units.curve("units", xs, ys, { colour: "unit", width: 1.3, opacity: 0.85 });
    if (view.unit < 0) charts.units.remove("picked");
    else {
      const own = unitLines(now.network, problem.domain[0], [view.unit]);
      charts.units.curve("picked", own.xs, own.ys, { colour: "accent", width: 3.5 });
    }
  }
  function showTrail(now, centres, view) {
    bounds.epochs = Math.max(10, roundUp(now.epoch));
    charts.trail.setDomain({ y: [0, bounds.epochs] });
    const { xs, ys } = now.trail.line(now.epoch, centres);
    charts.trail.curve("trail", xs, ys, { colour: "unit", width: 1.3, opacity: 0.9 });
    const span = (y) => [y.toPixel(now.epoch) - CENTRE_TICK / 2, y.toPixel(now.epoch) + CENTRE_TICK / 2];
    charts.trail.rules("now", centres, { colour: "unit", width: 2.5, span });
    if (view.unit < 0) return charts.trail.remove("picked");
    const size = xs.length / centres.length;
    const part = (values) => values.subarray(view.unit * size, (view.unit + 1) * size);
    return charts.trail.curve("picked", part(xs), part(ys), { colour: "accent", width: 3 });
  }
  const parts = Object.fromEntries(Object.entries(charts).map(([key, chart]) =>
    [key, trainFigure(words.charts[key], chart.node)])); // prettier-ignore
  const dispose = () => Object.values(charts).forEach((chart) => chart.dispose());
  return { parts, show, svgText: () => charts.curve.svgText(), dispose };
}

/** Return a picture under its name. */
export function trainFigure(name, node) {
  return element("figure", { class: "train-figure" }, element("figcaption", {}, name), node);
}

function trainCharts(problem, grid, hasUnits, words) {
  const [domain] = problem.domain;
  const heights = roomyInterval(grid.wanted ?? problem.points.t);
  const chart = (key, label, y) =>
    plot({
      title: words.charts[key],
      description: words.descriptions[key],
      x: { label, domain },
      y: { label: "", domain: y, room: LABEL_ROOM },
      height: TRAIN_HEIGHTS[key],
      legend: key === "curve",
    });
  const curves = { curve: chart("curve", "", heights), residual: chart("residual", "", [-1, 1]) };
  if (!hasUnits) return curves;
  return { ...curves, units: chart("units", "x", [-1, 1]), trail: chart("trail", "x", [0, 10]) };
}

function drawTarget(chart, { points }, { xs, wanted }, words) {
  if (wanted !== null) {
    chart.curve("target", xs, wanted, {
      colour: "target", width: 6, opacity: 0.35, label: words.target,
    });
  }
  if (points === null) return;
  const dots = Array.from(points.x, (x, place) => ({ x, y: points.t[place] }));
  chart.dots("points", dots, { colour: "target", radius: 3, label: words.points, opacity: 0.75 });
}

function tickStyle(words) {
  const span = ({ range }) => [range[0] - CENTRE_TICK, range[0]];
  return { colour: "unit", width: 2.5, span, label: words.centres };
}

function pickedRule(chart, centres, { unit }) {
  if (unit < 0) chart.remove("picked-centre");
  else chart.rules("picked-centre", [centres[unit]], { colour: "accent", width: 1.5, dash: "dash" });
}

/** What is left at points: a line from zero to each, in one path. */
function showRests(chart, rests, { points }, bounds) {
  bounds.residual = steadyBound(largestSize(rests), bounds.residual);
  chart.setDomain({ y: [-bounds.residual, bounds.residual] });
  const xs = new Float64Array(3 * rests.length).fill(NaN);
  const ys = xs.slice();
  rests.forEach((rest, place) => {
    xs.fill(points.x[place], 3 * place, 3 * place + 2);
    ys.set([0, rest], 3 * place);
  });
  chart.curve("residual", xs, ys, { colour: "residual", width: 2 });
}
