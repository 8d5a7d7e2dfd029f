/**
 * Handles: points of a chart that are moved with mouse, pen, touch or keys. Each is a slider to
 * those who do not see it.
 */
import { setAttributes, svgElement } from "./dom.js";

const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/**
 * Return a handle `{ node, place(scales), update(options) }`.
 * @param {Object} options  `{ x, y, name, unit, axis: "x"|"y"|"both", min, max, step, valueText,
 *   onMove(x, y, done), colour }`; min, max and step are numbers, of the axis that moves, or, with
 *   "both", pairs [of x, of y]
 * @param {function(PointerEvent): {x: number, y: number}} toUnits
 */
export function chartHandle(options, toUnits) {
  let settings = options;
  let dragging = false;
  const node = svgElement("g", { tabindex: "0", role: "slider", class: "handle" });
  node.append(svgElement("circle", { r: 22, class: "grip" }));
  node.append(svgElement("circle", { r: 9, class: "knob" }));

  function move(x, y, done) {
    const [first, second] = limits(settings);
    const moved = {
      x: settings.axis === "y" ? settings.x : clamped(x, first),
      y: settings.axis === "x" ? settings.y : clamped(y, second),
    };
    settings = { ...settings, ...moved };
    describe(node, settings);
    if (settings.onMove) settings.onMove(moved.x, moved.y, done);
  }

  setAttributes(node, {
    onpointerdown: (event) => {
      dragging = true;
      node.setPointerCapture(event.pointerId);
      node.focus();
      event.preventDefault();
      event.stopPropagation();
    },
    onpointermove: (event) => {
      if (!dragging) return;
      const at = toUnits(event);
      move(at.x, at.y, false);
    },
    onpointerup: () => {
      if (dragging) move(settings.x, settings.y, true);
      dragging = false;
    },
    onpointercancel: () => (dragging = false),
    ontouchstart: keepTouch,
    onkeydown: (event) => {
      const goal = keyGoal(event, settings);
      if (goal === null) return;
      event.preventDefault();
      event.stopPropagation();
      move(goal.x, goal.y, true);
    },
  });
  describe(node, settings);

  function place({ x, y }) {
    const left = x.toPixel(settings.x).toFixed(1);
    const top = y.toPixel(settings.y).toFixed(1);
    node.setAttribute("transform", `translate(${left} ${top})`);
  }
  function update(changes) {
    settings = { ...settings, ...changes };
    describe(node, settings);
  }
  return { node, place, update };
}

/** Keep a finger's movement from scrolling: touch-action alone does not, within an SVG. */
export function keepTouch(event) {
  event.preventDefault();
}

/** Return `{ low, high, step }` of x and of y. */
function limits({ axis, min, max, step }) {
  const of = (value, place) => (Array.isArray(value) ? value[place] : value);
  const along = (place) => ({ low: of(min, place), high: of(max, place), step: of(step, place) });
  return axis === "both" ? [along(0), along(1)] : [along(0), along(0)];
}

function clamped(value, { low, high }) {
  return Math.min(high, Math.max(low, value));
}

/** Return where a key leads, or null if it leads nowhere. */
function keyGoal(event, settings) {
  const { x, y, axis } = settings;
  const [first, second] = limits(settings);
  if (event.key === "Home") return axis === "y" ? { x, y: first.low } : { x: first.low, y };
  if (event.key === "End") return axis === "y" ? { x, y: first.high } : { x: first.high, y };
  if (!(event.key in KEYS)) return null;
  let [right, up] = KEYS[event.key];
  if (axis === "x") [right, up] = [right + up, 0];
  if (axis === "y") [right, up] = [0, right + up];
  const times = event.shiftKey ? 10 : 1;
  return { x: x + times * right * first.step, y: y + times * up * second.step };
}

function describe(node, settings) {
  const { name, unit = "", axis, x, y, valueText } = settings;
  const [first] = limits(settings);
  const shown = valueText ? valueText(x, y) : `${axis === "y" ? y : x}${unit && ` ${unit}`}`;
  setAttributes(node, {
    "aria-label": name,
    "aria-orientation": axis === "y" ? "vertical" : "horizontal",
    "aria-valuemin": first.low,
    "aria-valuemax": first.high,
    "aria-valuenow": axis === "y" ? y : x,
    "aria-valuetext": shown,
  });
  node.classList.toggle("along-x", axis === "x");
  node.classList.toggle("along-y", axis === "y");
}
