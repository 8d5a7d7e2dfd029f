/** What a chart draws: curves, bands, dots, rules and levels, each one or few SVG nodes. */
import { setAttributes, svgElement } from "./dom.js";

const DASHES = { solid: null, dash: "8 5", dot: "2 4", dashdot: "9 4 2 4" };

/** Return the attributes of a stroke of this style. */
export function strokeOf({ colour = "accent", width = 2.5, dash = "solid", opacity = null }) {
  return {
    class: `stroke ${colour}`,
    "stroke-width": width,
    "stroke-dasharray": DASHES[dash],
    "stroke-opacity": opacity,
    fill: "none",
  };
}

/**
 * Return the path of a curve; where a value is not finite it has a gap.
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 */
export function curvePath(xs, ys, x, y) {
  const limit = 10 * (Math.abs(y.range[0] - y.range[1]) + 1);
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i += 1) {
    const left = x.toPixel(xs[i]);
    const top = y.toPixel(ys[i]);
    if (!Number.isFinite(left) || Number.isNaN(top)) {
      pen = "M";
      continue;
    }
    const within = Math.max(-limit, Math.min(limit, top));
    path += `${pen}${left.toFixed(1)} ${within.toFixed(1)}`;
    pen = "L";
  }
  return path;
}

/** Return the closed path between two curves over the same xs. */
export function bandPath(xs, low, high, x, y) {
  const back = Array.from(xs, (_, i) => xs.length - 1 - i);
  const there = curvePath(xs, high, x, y);
  const returning = curvePath(back.map((i) => xs[i]), back.map((i) => low[i]), x, y);
  return there === "" ? "" : `${there}${returning.replace("M", "L")}Z`;
}

const MARKERS = {
  circle: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  square: (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  triangle: (r) => `M0 ${-1.2 * r}L${1.15 * r} ${0.8 * r}H${-1.15 * r}z`,
  down: (r) => `M0 ${1.2 * r}L${1.15 * r} ${-0.8 * r}H${-1.15 * r}z`,
  diamond: (r) => `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0z`,
  cross: (r) => `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`,
};

/** Return the path of a marker about (0, 0). */
export function markerPath(marker = "circle", radius = 4.5) {
  return MARKERS[marker](radius);
}

/**
 * Return the node of a dot at its place.
 * @param {Object} point  `{ x, y, label, onClick, selected }`
 */
export function dotNode(point, style, x, y) {
  const { colour = "accent", marker = "circle", radius = 4.5, opacity = null } = style;
  const node = svgElement("path", {
    d: markerPath(marker, point.selected ? radius * 1.6 : radius),
    transform: `translate(${x.toPixel(point.x).toFixed(1)} ${y.toPixel(point.y).toFixed(1)})`,
    class: `${marker === "cross" ? "stroke" : "fill"} ${colour}${point.selected ? " selected" : ""}`,
    "stroke-width": marker === "cross" ? 2 : null,
    opacity,
  });
  if (point.onClick) makeClickable(node, point);
  else if (point.label) node.append(svgElement("title", {}, point.label));
  return node;
}

function makeClickable(node, point) {
  setAttributes(node, {
    tabindex: "0",
    role: "button",
    "aria-label": point.label,
    "aria-pressed": String(Boolean(point.selected)),
    onclick: () => point.onClick(point),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      point.onClick(point);
    },
  });
  node.classList.add("clickable");
}

/**
 * Make the dots of a group one stop of the Tab key: the one that has the focus, else the selected or
 * the first; arrow keys, Home and End lead from dot to dot.
 */
export function keepOneTabStop(group, focused) {
  const dots = Array.from(group.children).filter((node) => node.hasAttribute("tabindex"));
  const selected = dots.find((node) => node.getAttribute("aria-pressed") === "true");
  const stop = dots.find((node) => node === focused) ?? selected ?? dots[0];
  for (const node of dots) node.setAttribute("tabindex", node === stop ? "0" : "-1");
  group.onkeydown = (event) => {
    const next = dots[dotBeside(dots.indexOf(event.target), dots.length, event.key)];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    for (const node of dots) node.setAttribute("tabindex", node === next ? "0" : "-1");
    next.focus();
  };
}

/** Return where a key leads from a place among some, -1 where it leads nowhere. */
function dotBeside(place, count, key) {
  const forth = ["ArrowRight", "ArrowUp"].includes(key);
  const back = ["ArrowLeft", "ArrowDown"].includes(key);
  if (forth || back) return Math.min(count - 1, Math.max(0, place + (forth ? 1 : -1)));
  return key === "Home" ? 0 : key === "End" ? count - 1 : -1;
}

/** Return the path of vertical lines at these xs, or of horizontal ones at these ys. */
export function rulesPath(values, scale, [from, to], vertical) {
  const at = Array.from(values, (value) => scale.toPixel(value).toFixed(1));
  return at.map((p) => (vertical ? `M${p} ${from}V${to}` : `M${from} ${p}H${to}`)).join("");
}
