/** Scene 4 of Build: ridges over a plane add up to a tower, and what that leaves around it. */
import { radioGroup, slider } from "../base/controls.js";
import { element, svgElement } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { oncePerFrame } from "../base/frames.js";
import { heatmap } from "../base/heatmap.js";
import { predict } from "../engine/predict.js";
import {
  buildFigures, buildFold, buildFrame, sentencesPlace, sliderWithField, buildTakeAway, buildUnitTable,
} from "./build_parts.js"; // prettier-ignore
import { BUILD_SLOPES } from "./build_scene_unit.js";
import { aboveThreshold, towerGrid, towerDirections, towerNetwork, towerNumbers, towerThreshold } from "./build_tower.js";
import { parametersIn } from "./build_units.js";

/** What can be made of the walls. */
export const BUILD_TOWER_KINDS = ["sum", "moats", "threshold"];
const BUILD_TOWER_STATE = ["buildActivation", "buildTower", "buildDirections", "buildWall", "buildRadius", "buildMoats"];
const BUILD_TOWER_MAP_SIDE = 101; // of the grid that is shown and measured
const BUILD_COARSE_SIDE = 51; // while a control moves, of networks with many units
const BUILD_COARSE_FROM = 60;

/** Return the scene `{ node, show(), dispose() }`. */
export function towerScene(context) {
  const { state, words, announce } = context;
  const own = words.towerScene;
  const map = heatmap({
    title: own.chart, description: own.chartDescription, domain: [[-1, 1], [-1, 1]],
    xLabel: "x₁", yLabel: "x₂", height: 440, low: 0, high: 1,
  }); // prettier-ignore
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const settings = () => ({
    activation: state.get("buildActivation"), directions: state.get("buildDirections"),
    slope: state.get("buildWall"), radius: state.get("buildRadius"), kind: state.get("buildTower"),
    moats: state.get("buildTower") === "moats" ? state.get("buildMoats") : 0,
  }); // prettier-ignore
  let latest = { key: "" };
  const network = () => {
    const key = JSON.stringify(settings());
    if (latest.key !== key) latest = { key, network: towerNetwork(settings()) };
    return latest.network;
  };
  const set = (changes) => state.set(changes);
  const kind = radioGroup({
    name: own.kind, value: state.get("buildTower"), options: BUILD_TOWER_KINDS.map((key) => [key, own.kinds[key]]),
    onChange: (value) => {
      set({ buildTower: value });
      say();
    },
  }); // prettier-ignore
  const whole = (name, field, min, max, hint) => slider({
    name, min, max, step: 1, value: state.get(field), format: String, hint,
    onInput: (value) => set({ [field]: value }), onChange: say,
  }); // prettier-ignore
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  }); // prettier-ignore
  const directions = whole(own.directions, "buildDirections", 1, 24);
  const moats = whole(own.moats, "buildMoats", 1, 8, own.moatsHint);
  const wall = pair(words.slope, "buildWall", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" });
  const radius = pair(own.radius, "buildRadius", { min: 0.05, max: 0.5, step: 0.01 });
  const { schedule, cancel } = oncePerFrame(() => draw(true));
  let settle = 0;
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "tower", network, svgText: () => map.svgText(),
    domain: () => [[-1, 1], [-1, 1]], about: own.about,
  }); // prettier-ignore

  function changed() {
    schedule();
    clearTimeout(settle);
    settle = setTimeout(() => draw(false), 200);
  }
  function say() {
    const seen = seenTower(settings(), network(), BUILD_TOWER_MAP_SIDE);
    announce(own.said(formatNumber(seen.inside, 2), formatNumber(seen.far, 2)));
  }
  function draw(moving) {
    const now = settings();
    kind.set(now.kind);
    directions.set(now.directions);
    moats.set(state.get("buildMoats"));
    moats.node.hidden = now.kind !== "moats";
    wall.set(now.slope);
    radius.set(now.radius);
    const net = network();
    const side = moving && net.width > BUILD_COARSE_FROM ? BUILD_COARSE_SIDE : BUILD_TOWER_MAP_SIDE;
    const seen = seenTower(now, net, side);
    const low = now.kind === "moats" ? -0.5 : 0;
    map.show(seen.values, side, side, low, 1);
    map.mark([(scales) => footCircle(scales, now.radius), ...ridgeLines(now)]);
    numbers.show([
      [own.inside, formatNumber(seen.inside)],
      [own.far, formatNumber(seen.far)],
      [own.outside, formatNumber(seen.outside)],
      [words.rmse, formatNumber(seen.rmse)],
      [words.unitsName, now.kind === "threshold" ? own.unitsAndOne(net.width) : String(net.width)],
      [words.parameters, String(parametersIn(net) + (now.kind === "threshold" ? 1 : 0))],
    ]);
    story.show(own.story);
    finding.show([...own.finding(now, seen), own.honest]);
    if (fold.open) table.show(net);
  }

  const stop = state.subscribe(BUILD_TOWER_STATE, changed);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: [kind.node, directions.node, moats.node, wall.node, radius.node],
    picture: [element("div", { class: "side-by-side" }, map.node, element("div", { class: "build-part" }, numbers.node, finding.node))],
    more: [fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    clearTimeout(settle);
    map.dispose();
  };
  return { node, show: changed, dispose };
}

/** Return the values over the plane, after the threshold if there is one, and their numbers. */
function seenTower({ kind, directions, radius }, net, side) {
  const xs = towerGrid(side);
  const sum = predict(net, xs);
  const values = kind === "threshold" ? aboveThreshold(sum, towerThreshold(directions)) : sum;
  return { values, ...towerNumbers(xs, values, radius) };
}

/** The foot of the tower that is wanted. */
function footCircle({ x, y }, radius) {
  const across = x.toPixel(radius) - x.toPixel(0);
  return svgElement("circle", { cx: x.toPixel(0), cy: y.toPixel(0), r: across, class: "build-foot", fill: "none" });
}

/** A short line in each direction, on both sides of the foot. */
function ridgeLines({ directions, radius }) {
  const [near, far] = [1.15 * radius, 1.35 * radius];
  return towerDirections(directions).map(([u, v]) => ({ x, y }) => {
    const at = (share) => `${x.toPixel(share * u).toFixed(1)} ${y.toPixel(share * v).toFixed(1)}`;
    return svgElement("path", { d: `M${at(-far)}L${at(-near)}M${at(near)}L${at(far)}`, class: "build-direction", fill: "none" });
  });
}
