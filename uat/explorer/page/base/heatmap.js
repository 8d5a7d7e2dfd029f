/**
 * A picture of a function of two inputs: colours on a canvas, with axes and a colour bar in SVG.
 * The colours are told apart by people with any kind of colour vision, and by lightness alone.
 */
import { chartFrame, chartTicks, letterSize } from "./axes.js";
import { element, replaceChildren, setAttributes, svgElement, uniqueId } from "./dom.js";
import { formatNumber } from "./format.js";
import { oncePerFrame, roomOf } from "./frames.js";
import { svgFileText } from "./picture.js";
import { axisScale } from "./scales.js";

// Ten colours of viridis (van der Walt & Smith 2015), and a scale from blue by white to red-brown.
const PALETTES = {
  sequential: [
    "440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725",
  ],
  diverging: ["0b3c6f", "2f79b5", "7fb6d9", "cfe3f0", "f7f7f7", "f6d5c0", "e8966f", "c24d35", "7c1420"],
}; // prettier-ignore
// In sizes of the letters.
const MAP_MARGIN = { left: 4.1, bottom: 3.5, top: 0.8, right: 6.1 };
const BAR = { gap: 0.9, width: 1.1 };

/** Return the colour `[r, g, b]` (0 .. 255) at a share from 0 to 1 of a palette. */
export function paletteColour(name, share) {
  const stops = PALETTES[name];
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [channels(stops[low]), channels(stops[low + 1])];
  return a.map((value, i) => Math.round(value + (b[i] - value) * (at - low)));
}

function channels(hex) {
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/**
 * Return a heat map.
 * @param {Object} options  `{ title, description, domain: [[a, b], [c, d]], palette:
 *   "sequential"|"diverging", low, high, xLabel, yLabel, height }`
 */
export function heatmap(options) {
  const palette = options.palette ?? "sequential";
  const height = options.height ?? 340;
  const titleId = uniqueId("title");
  const frameLayer = svgElement("g");
  const markLayer = svgElement("g");
  const image = svgElement("image", { preserveAspectRatio: "none" });
  const svg = svgElement(
    "svg", { role: "group", "aria-labelledby": titleId, class: "chart-picture", height },
    svgElement("title", { id: titleId }, options.title),
    svgElement("desc", {}, options.description ?? ""), frameLayer, markLayer,
  ); // prettier-ignore
  const canvas = element("canvas", { "aria-hidden": "true", class: "heat" });
  const node = element("div", { class: "chart heatmap" }, canvas, svg);
  let range = [options.low ?? 0, options.high ?? 1];
  let shown = null;
  let marks = [];
  let scales = null;
  const { schedule, cancel } = oncePerFrame(draw);
  const room = roomOf(node, schedule);

  function draw() {
    if (room.width() === 0) return;
    drawFrame();
    if (shown) paint(canvas, shown, range, palette);
    replaceChildren(markLayer, marks.map((mark) => mark(scales)));
  }
  function drawFrame() {
    const font = letterSize(node);
    const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((key) => MAP_MARGIN[key] * font);
    const width = room.width();
    const side = Math.max(1, Math.min(width - left - right, height - top - bottom));
    const x = axisScale("linear", options.domain[0], [left, left + side]);
    const y = axisScale("linear", options.domain[1], [top + side, top]);
    scales = { x, y };
    const names = { x: { label: options.xLabel ?? "x" }, y: { label: options.yLabel ?? "y" } };
    const used = Math.round(top + side + bottom);
    const size = { width, height: used, font };
    const { labels } = chartFrame(x, y, chartTicks(x, y, names, font), names, size);
    setAttributes(svg, { width, height: used, viewBox: `0 0 ${width} ${used}` });
    const bar = { left: left + side + BAR.gap * font, top, height: side, font };
    replaceChildren(frameLayer, labels, colourBar(palette, range, bar));
    Object.assign(canvas.style, {
      left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px`,
    }); // prettier-ignore
    setAttributes(image, { x: left, y: top, width: side, height: side });
  }

  /**
   * Show values on a regular grid, row after row from the lowest y on.
   * @param {Float64Array} values  shape (ny, nx)
   */
  function show(values, nx, ny, low = range[0], high = range[1]) {
    range = [low, high];
    shown = { values, nx, ny };
    schedule();
  }
  /** Mark places: a list of functions from `{ x, y }` scales to SVG nodes. */
  function mark(list) {
    marks = list;
    schedule();
  }
  function svgText() {
    draw();
    image.setAttribute("href", canvas.toDataURL());
    svg.insertBefore(image, frameLayer);
    const text = svgFileText(svg, options.title);
    image.remove();
    return text;
  }
  function setDomain(domain) {
    options.domain = domain;
    schedule();
  }
  function dispose() {
    room.dispose();
    cancel();
  }
  return { node, show, mark, setDomain, svgText, dispose };
}

function paint(canvas, { values, nx, ny }, [low, high], palette) {
  if (canvas.width !== nx || canvas.height !== ny) [canvas.width, canvas.height] = [nx, ny];
  const context = canvas.getContext("2d");
  const picture = context.createImageData(nx, ny);
  const table = paletteTable(palette);
  const perUnit = high > low ? 255 / (high - low) : 0;
  for (let row = 0; row < ny; row += 1) {
    for (let column = 0; column < nx; column += 1) {
      const value = values[(ny - 1 - row) * nx + column];
      const place = Math.min(255, Math.max(0, Math.round((value - low) * perUnit)));
      const at = 4 * (row * nx + column);
      picture.data.set(table[Number.isFinite(value) ? place : 0], at);
      picture.data[at + 3] = Number.isFinite(value) ? 255 : 0;
    }
  }
  context.putImageData(picture, 0, 0);
}

const paletteTables = new Map();

function paletteTable(name) {
  if (!paletteTables.has(name)) {
    paletteTables.set(name, Array.from({ length: 256 }, (_, i) => paletteColour(name, i / 255)));
  }
  return paletteTables.get(name);
}

function colourBar(palette, [low, high], { left, top, height, font }) {
  const group = svgElement("g", { class: "axis" });
  const width = BAR.width * font;
  const pieces = 64;
  for (let i = 0; i < pieces; i += 1) {
    const fill = `rgb(${paletteColour(palette, 1 - i / (pieces - 1)).join(" ")})`;
    const y = top + (i * height) / pieces;
    group.append(svgElement("rect", { x: left, y, width, height: height / pieces + 0.6, fill }));
  }
  for (const [value, share] of [[high, 0], [(low + high) / 2, 0.5], [low, 1]]) {
    const y = top + height * share + font * (0.75 - 0.75 * share);
    const label = formatNumber(inRange(value, high - low), 2);
    group.append(svgElement("text", { x: left + width + 0.4 * font, y }, label));
  }
  return group;
}

/** Return a value without what is too small to be seen in a range: no 1e-16 in the middle. */
function inRange(value, range) {
  const unit = 10 ** (Math.floor(Math.log10(range || 1)) - 2);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}
