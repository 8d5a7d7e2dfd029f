/** Scene 2 of Build: two steps of opposite height are a bump. */
import { plot } from "../base/plot.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { oncePerFrame } from "../base/frames.js";
import { predict } from "../engine/predict.js";
import {
  buildFigures, buildFold, buildFrame, sentencesPlace, sliderWithField, buildTakeAway, buildUnitTable,
} from "./build_parts.js"; // prettier-ignore
import { evenXs } from "./build_points.js";
import { unitPart, asDragged, BUILD_SLOPES, unitFormula } from "./build_scene_unit.js";
import { networkOfSteps, parametersIn, stepOf } from "./build_units.js";

const BUILD_BUMP_FIELDS = ["buildLeft", "buildRight", "buildTop", "buildEdge"];
const BUILD_NARROWEST = 0.02; // the left edge is at least this far from the right one
const BUILD_BOX_APART = 0.1; // from here on the bump is held against a box

/** Return the scene `{ node, show(), dispose() }`. */
export function bumpScene(context) {
  const { state, words, announce } = context;
  const own = words.bumpScene;
  const domain = [-1, 1];
  const xs = evenXs(domain, 1201);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 400,
    x: { label: "x", domain }, y: { label: "y", domain: [-1.2, 1.2] },
  }); // prettier-ignore
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const formula = element("p", { class: "build-formula" });
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const settings = () => ({
    activation: state.get("buildActivation"), left: state.get("buildLeft"), right: state.get("buildRight"),
    top: state.get("buildTop"), slope: state.get("buildEdge"),
  }); // prettier-ignore
  const network = () => bumpNetwork(settings());
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  }); // prettier-ignore
  const controls = {
    left: pair(own.left, "buildLeft", { min: -0.9, max: 0.88, step: 0.01 }),
    right: pair(own.right, "buildRight", { min: -0.88, max: 0.9, step: 0.01 }),
    top: pair(words.height, "buildTop", { min: -1, max: 1, step: 0.01 }),
    slope: pair(own.slope, "buildEdge", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" }),
  };
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "bump", network, svgText: () => chart.svgText(),
    domain: () => [[-1, 1]], about: own.about,
  }); // prettier-ignore

  /** Set fields, the edges in their order: one pushes the other. */
  function set(changes) {
    const next = { buildLeft: state.get("buildLeft"), buildRight: state.get("buildRight"), ...changes };
    if (next.buildRight - next.buildLeft < BUILD_NARROWEST) {
      if ("buildRight" in changes) next.buildLeft = asDragged(next.buildRight - BUILD_NARROWEST);
      else next.buildRight = asDragged(next.buildLeft + BUILD_NARROWEST);
    }
    state.set(next);
  }
  function say() {
    const { left, right } = settings();
    announce(own.said(formatNumber(left), formatNumber(right), formatNumber(bumpTop(settings()))));
  }
  function draw() {
    const now = settings();
    for (const [name, control] of Object.entries(controls)) control.set(now[name]);
    const net = network();
    drawBumpSteps(chart, xs, net, now, words, own);
    chart.curve("network", xs, predict(net, xs), { colour: "network", width: 3.5, label: own.curve });
    placeBumpHandles(chart, now, own, words, set, say);
    const off = distanceFromBox(now);
    numbers.show([
      [own.top, formatNumber(bumpTop(now), 4)],
      [own.offBox(BUILD_BOX_APART), formatNumber(off, 2)],
      [words.unitsName, String(net.width)],
      [words.parameters, String(parametersIn(net))],
    ]);
    formula.textContent = net.width <= 4 ? unitFormula(net) : "";
    story.show(own.story);
    finding.show([own.finding(formatNumber(bumpTop(now), 4), formatNumber(now.top, 4), bumpTop(now) / now.top)]);
    if (fold.open) table.show(net);
  }

  const stop = state.subscribe(["buildActivation", ...BUILD_BUMP_FIELDS], schedule);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: Object.values(controls).map((control) => control.node),
    picture: [chart.node, numbers.node],
    more: [finding.node, formula, fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}

/** Return the network of a bump: a step up and a step down. */
export function bumpNetwork({ activation, left, right, top, slope }) {
  const steps = [{ place: left, slope, height: top }, { place: right, slope, height: -top }];
  return networkOfSteps(activation, steps, 0);
}

/** Return the value in the middle of the bump. */
export function bumpTop(settings) {
  const middle = Float64Array.of((settings.left + settings.right) / 2);
  return predict(bumpNetwork(settings), middle)[0];
}

/** Return the largest distance from a box at the points 0.1 and more from both edges. */
export function distanceFromBox(settings) {
  const { left, right, top } = settings;
  const xs = evenXs([-1, 1], 401).filter((x) => Math.min(Math.abs(x - left), Math.abs(x - right)) >= BUILD_BOX_APART);
  const answers = predict(bumpNetwork(settings), xs);
  return answers.reduce((most, y, i) => {
    const box = xs[i] > left && xs[i] < right ? top : 0;
    return Math.max(most, Math.abs(y - box));
  }, 0);
}

/** Draw the two steps, each with its own share of the bias, so that they begin at 0. */
function drawBumpSteps(chart, xs, net, { activation, top }, words, own) {
  const step = stepOf(activation);
  const each = step.shifts.length;
  [[own.up, "dash"], [own.down, "dot"]].forEach(([label, dash], which) => {
    const sum = new Float64Array(xs.length).fill(which === 0 ? top * step.bias : -top * step.bias);
    for (let k = 0; k < each; k += 1) unitPart(net, which * each + k, xs).forEach((y, i) => (sum[i] += y));
    chart.curve(`step${which}`, xs, sum, { colour: "unit", width: 2, dash, label });
  });
}

function placeBumpHandles(chart, now, own, words, set, say) {
  const { activation, left, right, top, slope } = now;
  const moved = (change) => (x, y, done) => {
    change(x, y);
    if (done) say();
  };
  const along = { axis: "x", step: 0.01, valueText: (x) => formatNumber(x) };
  chart.handle("left", {
    ...along, x: left, y: top / 2, name: own.left, min: -0.9, max: 0.88,
    onMove: moved((x) => set({ buildLeft: asDragged(x) })),
  }); // prettier-ignore
  chart.handle("right", {
    ...along, x: right, y: top / 2, name: own.right, min: -0.88, max: 0.9,
    onMove: moved((x) => set({ buildRight: asDragged(x) })),
  }); // prettier-ignore
  chart.handle("top", {
    x: (left + right) / 2, y: top, name: words.height, axis: "y", min: -1, max: 1, step: 0.01,
    valueText: (x, y) => formatNumber(y), onMove: moved((x, y) => set({ buildTop: asDragged(y) })),
  }); // prettier-ignore
  const { half } = stepOf(activation);
  if (half === 0) chart.remove("slope");
  else {
    const goal = left - half / slope;
    const away = (x) => Math.max(1e-9, left - x);
    const slopeAt = (x) => Math.min(BUILD_SLOPES[1], Math.max(BUILD_SLOPES[0], half / away(x)));
    chart.handle("slope", {
      x: Math.max(-0.98, goal), y: 0, name: own.slope, axis: "x", min: -0.98, max: left, step: 0.005,
      valueText: () => formatNumber(slope), onMove: moved((x) => set({ buildEdge: asDragged(slopeAt(x)) })),
    }); // prettier-ignore
  }
}
