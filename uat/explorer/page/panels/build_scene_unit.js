/** Scene 1 of Build: one unit, its centre, slope and height; the steeper, the more a step. */
import { plot } from "../base/plot.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { oncePerFrame } from "../base/frames.js";
import { predict } from "../engine/predict.js";
import {
  buildFigures, buildFold, buildFrame, sentencesPlace, sliderWithField, buildTakeAway, buildUnitTable,
} from "./build_parts.js"; // prettier-ignore
import { evenXs } from "./build_points.js";
import { isSigmoidal, networkOfSteps, stepOf, BUILD_STEP_ROWS } from "./build_units.js";

const BUILD_UNIT_POINTS = 1201;
/** Slopes of the sliders of scenes 1, 2 and 4. */
export const BUILD_SLOPES = [1, 500];
const BUILD_STEP_APART = 0.1; // from here on the unit is held against a step
const BUILD_TOP_HANDLE = 0.93; // where the height's handle stands

/** Return the scene `{ node, show(), dispose() }`. */
export function unitScene(context) {
  const { state, words, announce } = context;
  const own = words.unitScene;
  const domain = [-1, 1];
  const xs = evenXs(domain, BUILD_UNIT_POINTS);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 400,
    x: { label: "x", domain }, y: { label: "y", domain: [-1.2, 1.2] },
  }); // prettier-ignore
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const formula = element("p", { class: "build-formula" });
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  }); // prettier-ignore
  const controls = {
    centre: pair(words.centre, "buildCentre", { min: -0.9, max: 0.9, step: 0.01 }),
    slope: pair(words.slope, "buildSlope", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" }),
    height: pair(words.height, "buildHeight", { min: -1, max: 1, step: 0.01 }),
  };
  const network = () => unitNetwork(settings());
  const settings = () => ({
    activation: state.get("buildActivation"), centre: state.get("buildCentre"),
    slope: state.get("buildSlope"), height: state.get("buildHeight"),
  }); // prettier-ignore
  const set = (changes) => state.set(changes);
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "unit", network, svgText: () => chart.svgText(),
    domain: () => [[-1, 1]], about: own.about,
  }); // prettier-ignore

  function say() {
    const { centre, slope, height } = settings();
    announce(own.said(formatNumber(centre), formatNumber(slope), formatNumber(height), offStep()));
  }
  function offStep() {
    return formatNumber(distanceFromStep(settings()), 2);
  }
  function draw() {
    const now = settings();
    controls.centre.set(now.centre);
    controls.slope.set(now.slope);
    controls.height.set(now.height);
    const net = network();
    drawUnitParts(chart, xs, net, words);
    chart.curve("network", xs, predict(net, xs), { colour: "network", width: 3.5, label: net.width === 1 ? own.curve : own.sum });
    placeHandles(now);
    showNumbers(now, net);
  }
  function showNumbers(now, net) {
    const one = net.width === 1;
    numbers.show([
      [one ? "w" : own.weights(net.width), formatNumber(net.hiddenWeights[0], 4)],
      [one ? "b" : own.biases, Array.from(net.hiddenBiases, (b) => formatNumber(b, 4)).join(", ")],
      [one ? "c" : own.outputs, Array.from(net.outputWeights, (c) => formatNumber(c, 4)).join(", ")],
      [one ? words.centreFormula : words.centre, formatNumber(now.centre, 4)],
      ...(stepOf(now.activation) ? [[own.offStep(BUILD_STEP_APART), offStep()]] : []),
    ]); // prettier-ignore
    formula.textContent = unitFormula(net);
    const { units } = BUILD_STEP_ROWS[now.activation];
    story.show(own.story(now.activation, units));
    finding.show([own.finding(now.activation, units)]);
    if (fold.open) table.show(net);
  }
  function placeHandles(now) {
    const places = unitHandles(now);
    chart.handle("centre", {
      ...places.centre, name: words.centre, axis: "x", min: -0.9, max: 0.9, step: 0.01,
      valueText: (x) => formatNumber(x), onMove: moved((x) => set({ buildCentre: asDragged(x) })),
    });
    chart.handle("height", {
      ...places.height, name: words.height, axis: "y", min: -1, max: 1, step: 0.01,
      valueText: () => formatNumber(state.get("buildHeight")),
      onMove: moved((x, y) => set({ buildHeight: heightFrom(y, settings()) })),
    });
    if (places.slope === null) {
      chart.remove("slope");
      chart.remove("tangent");
    } else {
      const { centre: from, slope: to } = places;
      chart.curve("tangent", [2 * from.x - to.x, to.x], [2 * from.y - to.y, to.y], {
        colour: "muted", width: 1.5, dash: "dot", label: own.tangent,
      });
      chart.handle("slope", {
        ...places.slope, name: words.slope, axis: "x", min: -1, max: 1, step: 0.005,
        valueText: () => formatNumber(state.get("buildSlope")),
        onMove: moved((x) => set({ buildSlope: slopeFrom(x, settings()) })),
      });
    }
  } // prettier-ignore
  const moved = (change) => (x, y, done) => {
    change(x, y);
    if (done) say();
  };

  const stop = state.subscribe(["buildActivation", "buildCentre", "buildSlope", "buildHeight"], schedule);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: Object.values(controls).map((control) => control.node),
    picture: [chart.node, numbers.node],
    more: [formula, finding.node, fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}

/** Return one unit c phi(w x + b), or as many as a step of this activation takes. */
export function unitNetwork({ activation, centre, slope, height }) {
  if (isSigmoidal(activation) || stepOf(activation) === null) return plainUnit(activation, centre, slope, height);
  return networkOfSteps(activation, [{ place: centre, slope, height }], 0);
}

function plainUnit(activation, centre, slope, height) {
  return {
    inputs: 1, width: 1, outputs: 1, activation, outputActivation: "identity",
    hiddenWeights: Float64Array.of(slope), hiddenBiases: Float64Array.of(-slope * centre),
    outputWeights: Float64Array.of(height), outputBias: Float64Array.of(0),
  }; // prettier-ignore
}

/** Return the two levels between which the unit leads; of others 0 and its height. */
export function unitLevels({ activation, height }) {
  const [low, high] = BUILD_STEP_ROWS[activation].limits ?? [0, 1];
  return [height * low, height * high];
}

/** Return the largest distance from a step, `BUILD_STEP_APART` and more from the centre. */
export function distanceFromStep({ activation, centre, slope, height }) {
  if (stepOf(activation) === null) return NaN;
  const net = unitNetwork({ activation, centre, slope, height });
  const [low, high] = unitLevels({ activation, height });
  const [left, right] = predict(net, Float64Array.of(centre - BUILD_STEP_APART, centre + BUILD_STEP_APART));
  return Math.max(Math.abs(left - low), Math.abs(right - high));
}

/**
 * Return where the three handles stand: the centre on the curve, the slope where the tangent there
 * meets the upper or the lower level, the height at the right end.
 */
function unitHandles({ activation, centre, slope, height }) {
  const [low, high] = unitLevels({ activation, height });
  const step = stepOf(activation);
  const top = { x: BUILD_TOP_HANDLE, y: step ? high : height };
  const middle = { x: centre, y: step ? (low + high) / 2 : plainValue(activation, 0) * height };
  if (step === null || step.half === 0) return { centre: middle, height: top, slope: null };
  const away = step.half / slope;
  const right = centre + away <= 0.8;
  const x = right ? centre + away : Math.max(-0.98, centre - away);
  const rise = ((high - low) / 2) * ((x - centre) / away);
  return { centre: middle, height: top, slope: { x, y: middle.y + rise } };
}

function plainValue(activation, z) {
  return { gaussian: Math.exp(-z * z), sine: Math.sin(z) }[activation];
}

function slopeFrom(x, { activation, centre }) {
  const away = Math.max(1e-9, Math.abs(x - centre));
  return asDragged(Math.min(BUILD_SLOPES[1], Math.max(BUILD_SLOPES[0], stepOf(activation).half / away)));
}

function heightFrom(y, { activation }) {
  const high = stepOf(activation) ? unitLevels({ activation, height: 1 })[1] : 1;
  return asDragged(Math.min(1, Math.max(-1, y / high)));
}

/** Return a number as a drag gives it: four digits are what a hand can tell. */
export function asDragged(value) {
  return Math.abs(value) < 1 ? Number(value.toFixed(3)) : Number(value.toPrecision(4));
}

/** Draw the parts of a sum of several units, thin. */
function drawUnitParts(chart, xs, net, words) {
  for (let j = 0; j < 4; j += 1) {
    if (net.width === 1 || j >= net.width) {
      chart.remove(`part${j}`);
      continue;
    }
    chart.curve(`part${j}`, xs, unitPart(net, j, xs), {
      colour: "unit", width: 1.5, dash: "dash", label: words.oneUnit,
    }); // prettier-ignore
  }
}

/** Return what one unit adds, without the bias. */
export function unitPart(net, j, xs) {
  const one = {
    ...net, width: 1, hiddenWeights: net.hiddenWeights.subarray(j, j + 1),
    hiddenBiases: net.hiddenBiases.subarray(j, j + 1),
    outputWeights: net.outputWeights.subarray(j, j + 1), outputBias: Float64Array.of(0),
  }; // prettier-ignore
  return predict(one, xs);
}

/** Return the network as a formula, with its numbers. */
export function unitFormula(net) {
  const number = (value) => formatNumber(value, 4);
  const signedNumber = (value) => `${value < 0 ? "−" : "+"} ${number(Math.abs(value))}`;
  const terms = Array.from(net.outputWeights, (c, j) => {
    const lead = j === 0 ? number(c) : signedNumber(c);
    return `${lead} φ(${number(net.hiddenWeights[j])} x ${signedNumber(net.hiddenBiases[j])})`;
  });
  const bias = net.outputBias[0] === 0 ? "" : ` ${signedNumber(net.outputBias[0])}`;
  return `y = ${terms.join(" ")}${bias}`;
}
