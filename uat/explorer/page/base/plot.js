/**
 * A chart in SVG: curves, bands, dots, lines across, and handles to move. All coordinates that go
 * in and come out are in the user's units. It is drawn at most once a frame, and only what changed.
 */
import { chartFrame, chartTicks, labelWidth, letterSize } from "./axes.js";
import { element, replaceChildren, setAttributes, svgElement, uniqueId } from "./dom.js";
import { oncePerFrame, roomOf } from "./frames.js";
import { chartHandle, keepTouch } from "./handles.js";
import { chartLegend } from "./legend.js";
import { bandPath, curvePath, dotNode, keepOneTabStop, rulesPath, strokeOf } from "./marks.js";
import { svgFileText } from "./picture.js";
import { axisScale } from "./scales.js";

const LAYERS = ["grid", "band", "rules", "levels", "curve", "dots", "labels", "handle"];
const MARGIN = { right: 16, top: 10, left: 14 };
// In sizes of the letters: room below the x axis for ticks and a name, beside the y axis for a name.
const ROOM = { ticks: 2, xName: 1.5, yName: 1.5 };

/**
 * Return a chart.
 * @param {Object} options
 * @param {string} options.title  its name for those who do not see it
 * @param {string} options.description  what it shows
 * @param {Object} options.x  `{ label, scale: "linear"|"log", domain: [a, b], ticks }`; so is y,
 *   with `room`, a text for which there is room beside it: charts with the same room stand in line
 * @param {number} options.height  pixels
 * @param {boolean} options.legend  whether styles with a label are named above the chart
 */
export function plot(options) {
  const state = { domain: { x: options.x.domain, y: options.y.domain }, framed: false, dirty: new Set() };
  const marks = new Map();
  const clip = uniqueId("clip");
  const layers = new Map(LAYERS.map((name) => [name, svgElement("g", { class: `layer ${name}` })]));
  for (const name of ["band", "rules", "levels", "curve"]) {
    layers.get(name).setAttribute("clip-path", `url(#${clip})`);
  }
  const clipArea = svgElement("rect");
  const legendPlace = svgElement("g");
  const surface = svgElement("rect", { class: "surface" });
  const titleId = uniqueId("title");
  const svg = svgElement(
    "svg",
    { role: "group", "aria-labelledby": titleId, class: "chart-picture", height: options.height },
    svgElement("title", { id: titleId }, options.title),
    svgElement("desc", {}, options.description ?? ""),
    svgElement("defs", {}, svgElement("clipPath", { id: clip }, clipArea)),
    surface, legendPlace, ...layers.values(),
  ); // prettier-ignore
  const node = element("div", { class: "chart" }, svg);
  let scales = null;
  const { schedule, cancel } = oncePerFrame(draw);
  const room = roomOf(node, reframe);

  function reframe() {
    state.framed = false;
    schedule();
  }
  function draw() {
    if (room.width() === 0) return;
    if (!state.framed) drawFrame();
    for (const key of state.dirty) drawMark(key);
    state.dirty.clear();
  }
  function drawFrame() {
    const font = letterSize(node);
    const size = { width: room.width(), height: options.height, font };
    setAttributes(svg, { width: size.width, viewBox: `0 0 ${size.width} ${size.height}` });
    const legend = chartLegend(legendStyles(marks, options), MARGIN.left, size.width - 2 * MARGIN.left, font);
    replaceChildren(legendPlace, legend.node);
    const below = (ROOM.ticks + (options.x.label ? ROOM.xName : 0)) * font;
    const y = axisScale(options.y.scale ?? "linear", state.domain.y, [
      size.height - below, MARGIN.top + legend.height,
    ]); // prettier-ignore
    const rough = axisScale(options.x.scale ?? "linear", state.domain.x, [0, size.width]);
    const beside = (options.y.label ? ROOM.yName : 0) * font;
    const ticks = [...chartTicks(rough, y, options, font).y, { label: options.y.room ?? "" }];
    const left = MARGIN.left + beside + labelWidth(ticks, font);
    const x = axisScale(rough.kind, state.domain.x, [left, size.width - MARGIN.right]);
    scales = { x, y };
    const { grid, labels } = chartFrame(x, y, chartTicks(x, y, options, font), options, size);
    replaceChildren(layers.get("grid"), grid);
    replaceChildren(layers.get("labels"), labels);
    const area = {
      x: left, y: y.range[1], width: Math.max(0, x.range[1] - left), height: y.range[0] - y.range[1],
    }; // prettier-ignore
    setAttributes(clipArea, area);
    setAttributes(surface, area);
    state.framed = true;
    for (const key of marks.keys()) state.dirty.add(key);
  }
  function drawMark(key) {
    const mark = marks.get(key);
    if (mark) mark.draw(scales);
  }

  function put(key, kind, style, draw) {
    const before = marks.get(key);
    if (before && before.kind !== kind) remove(key);
    const known = marks.get(key);
    const group = known ? known.group : svgElement("g");
    if (!known) layers.get(kind).append(group);
    const isNew = !known || known.style.label !== style.label || known.style.colour !== style.colour;
    marks.set(key, { kind, group, style, draw: (now) => draw(group, now) });
    if (isNew && style.label && options.legend !== false) state.framed = false;
    state.dirty.add(key);
    schedule();
  }
  function path(group, attributes) {
    if (group.firstChild === null) group.append(svgElement("path"));
    setAttributes(group.firstChild, attributes);
  }

  const curve = (key, xs, ys, style = {}) =>
    put(key, "curve", style, (group, { x, y }) =>
      path(group, { d: curvePath(xs, ys, x, y), ...strokeOf(style) }));
  const band = (key, xs, low, high, style = {}) =>
    put(key, "band", { ...style, isBand: true }, (group, { x, y }) =>
      path(group, { d: bandPath(xs, low, high, x, y), class: `band ${style.colour ?? "accent"}` }));
  const dots = (key, points, style = {}) =>
    put(key, "dots", { marker: "circle", ...style, isDots: true }, (group, { x, y }) =>
      drawDots(group, points, style, x, y));
  const rules = (key, xs, style = {}) =>
    put(key, "rules", style, (group, { x, y }) =>
      path(group, { d: rulesPath(xs, x, style.span ? style.span(y) : y.range, true), ...strokeOf(style) }));
  const levels = (key, ys, style = {}) =>
    put(key, "levels", style, (group, { x, y }) =>
      path(group, { d: rulesPath(ys, y, x.range, false), ...strokeOf(style) }));

  function handle(key, settings) {
    const known = marks.get(key);
    if (known && known.handle) {
      known.handle.update(settings);
      state.dirty.add(key);
      schedule();
      return;
    }
    const made = chartHandle(
      { ...settings, onMove: (x, y, done) => {
        state.dirty.add(key);
        schedule();
        marks.get(key).settings.onMove?.(x, y, done);
      } },
      unitsAt,
    ); // prettier-ignore
    put(key, "handle", {}, (group, now) => made.place(now));
    marks.get(key).group.append(made.node);
    const update = ({ onMove, ...rest }) => {
      const mark = marks.get(key);
      if (onMove) mark.settings = { ...mark.settings, onMove };
      made.update(rest);
    };
    Object.assign(marks.get(key), { settings, handle: { update } });
  }

  function unitsAt(event) {
    const box = svg.getBoundingClientRect();
    const ratio = room.width() / (box.width || 1);
    return {
      x: scales.x.toUnit((event.clientX - box.left) * ratio),
      y: scales.y.toUnit((event.clientY - box.top) * ratio),
    };
  }

  function remove(key) {
    const mark = marks.get(key);
    if (!mark) return;
    mark.group.remove();
    marks.delete(key);
    if (mark.style.label) reframe();
  }

  function setDomain({ x = state.domain.x, y = state.domain.y }) {
    const now = state.domain;
    if (String([x, y]) === String([now.x, now.y])) return;
    state.domain = { x, y };
    reframe();
  }
  function setLabels({ x = options.x.label, y = options.y.label }) {
    options.x = { ...options.x, label: x };
    options.y = { ...options.y, label: y };
    reframe();
  }
  function setHeight(height) {
    options.height = height;
    svg.setAttribute("height", height);
    reframe();
  }
  function setScale(axis, scale) {
    options[axis] = { ...options[axis], scale };
    reframe();
  }

  /** Call the listener with the points of a stroke drawn by hand: `(points, done)`. */
  function onDraw(listener) {
    let stroke = null;
    surface.classList.add("drawable");
    setAttributes(surface, {
      onpointerdown: (event) => {
        surface.setPointerCapture(event.pointerId);
        event.preventDefault();
        stroke = [unitsAt(event)];
        listener(stroke, false);
      },
      onpointermove: (event) => {
        if (stroke === null) return;
        const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        stroke.push(...(events.length > 0 ? events : [event]).map(unitsAt));
        listener(stroke, false);
      },
      onpointerup: () => {
        if (stroke !== null) listener(stroke, true);
        stroke = null;
      },
      onpointercancel: () => (stroke = null),
      ontouchstart: keepTouch,
    });
  }

  function dispose() {
    room.dispose();
    cancel();
  }
  const svgText = () => {
    draw();
    return svgFileText(svg, options.title);
  };
  return {
    node, curve, band, dots, rules, levels, handle, remove, setDomain, setLabels, setScale, setHeight, onDraw,
    onClick: (listener) => surface.addEventListener("click", (event) => listener(unitsAt(event))),
    domain: () => state.domain, svgText, dispose,
  }; // prettier-ignore
}

/** Draw the dots anew, keeping the focus where it is. */
function drawDots(group, points, style, x, y) {
  const focused = Array.from(group.children).indexOf(group.getRootNode().activeElement);
  replaceChildren(group, points.map((point) => dotNode(point, style, x, y)));
  if (focused >= 0 && group.children[focused]) group.children[focused].focus();
  keepOneTabStop(group, group.children[focused]);
}

function legendStyles(marks, options) {
  if (options.legend === false) return [];
  const seen = new Map();
  for (const { style } of marks.values()) {
    if (style.label && !seen.has(style.label)) seen.set(style.label, style);
  }
  return [...seen.values()];
}
