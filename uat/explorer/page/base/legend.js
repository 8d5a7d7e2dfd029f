/** The key of a chart: what its lines and markers mean, in rows above it. */
import { svgElement } from "./dom.js";
import { markerPath, strokeOf } from "./marks.js";

const ROW = 24;
const SWATCH = 30;
const GAP = 22;
const FONT = 15;

/**
 * Return `{ node, height }` of the key of these styles, each with a label, in so much width.
 * @param {Object[]} styles
 * @param {number} left  where it begins, pixels
 * @param {number} width  pixels
 */
export function chartLegend(styles, left, width) {
  const node = svgElement("g", { class: "legend" });
  let x = left;
  let row = 0;
  for (const style of styles) {
    const long = SWATCH + 8 + textWidth(style.label, FONT);
    if (x > left && x + long > left + width) {
      x = left;
      row += 1;
    }
    node.append(entry(style, x, row * ROW + ROW / 2));
    x += long + GAP;
  }
  return { node, height: styles.length === 0 ? 0 : (row + 1) * ROW + 4 };
}

function entry(style, x, y) {
  const text = svgElement("text", { x: x + SWATCH + 8, y: y + 5 }, style.label);
  return svgElement("g", {}, swatch(style, x, y), text);
}

function swatch(style, x, y) {
  if (style.isBand) {
    const attributes = { x, y: y - 7, width: SWATCH, height: 14, class: `band ${style.colour}` };
    return svgElement("rect", attributes);
  }
  const parts = [];
  if (!style.isDots) parts.push(svgElement("path", { d: `M${x} ${y}H${x + SWATCH}`, ...strokeOf(style) }));
  if (style.marker) {
    const kind = style.marker === "cross" ? "stroke" : "fill";
    parts.push(svgElement("path", {
      d: markerPath(style.marker), class: `${kind} ${style.colour}`,
      "stroke-width": style.marker === "cross" ? 2 : null,
      transform: `translate(${x + SWATCH / 2} ${y})`,
    })); // prettier-ignore
  }
  return svgElement("g", {}, ...parts);
}

/** Return about how wide a text is in the page's font, in pixels. */
export function textWidth(text, size) {
  const narrow = (text.match(/[iljtfr.,:;|!'() ]/g) ?? []).length;
  return size * (0.57 * (text.length - narrow) + 0.32 * narrow);
}
