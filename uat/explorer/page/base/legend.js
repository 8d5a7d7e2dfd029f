/** The key of a chart: what its lines and markers mean, in rows above it. */
import { svgElement } from "./dom.js";
import { markerPath, strokeOf } from "./marks.js";

// In sizes of its letters.
const ROW = 1.6;
const SWATCH = 2;
const SPACE = 0.5;
const GAP = 1.4;

/**
 * Return `{ node, height }` of the key of these styles, each with a label, in so much width.
 * @param {Object[]} styles
 * @param {number} left  where it begins, pixels
 * @param {number} width  pixels
 * @param {number} font  the size of its letters, pixels
 */
export function chartLegend(styles, left, width, font) {
  const node = svgElement("g", { class: "legend" });
  let x = left;
  let row = 0;
  for (const style of styles) {
    const long = (SWATCH + SPACE) * font + textWidth(style.label, font);
    if (x > left && x + long > left + width) {
      x = left;
      row += 1;
    }
    node.append(entry(style, x, (row + 0.5) * ROW * font, font));
    x += long + GAP * font;
  }
  return { node, height: styles.length === 0 ? 0 : (row + 1) * ROW * font + 4 };
}

function entry(style, x, y, font) {
  const place = { x: x + (SWATCH + SPACE) * font, y: y + font / 3 };
  const text = svgElement("text", place, style.label);
  return svgElement("g", {}, swatch(style, x, y, SWATCH * font), text);
}

function swatch(style, x, y, width) {
  if (style.isBand) {
    const attributes = { x, y: y - 7, width, height: 14, class: `band ${style.colour}` };
    return svgElement("rect", attributes);
  }
  const parts = [];
  if (!style.isDots) parts.push(svgElement("path", { d: `M${x} ${y}H${x + width}`, ...strokeOf(style) }));
  if (style.marker) {
    const kind = style.marker === "cross" ? "stroke" : "fill";
    parts.push(svgElement("path", {
      d: markerPath(style.marker), class: `${kind} ${style.colour}`,
      "stroke-width": style.marker === "cross" ? 2 : null,
      transform: `translate(${x + width / 2} ${y})`,
    })); // prettier-ignore
  }
  return svgElement("g", {}, ...parts);
}

/** Return about how wide a text is in the page's font, in pixels. */
export function textWidth(text, size) {
  const narrow = (text.match(/[iljtfr.,:;|!'() ]/g) ?? []).length;
  const wide = (text.match(/[mwMW]/g) ?? []).length;
  return size * (0.6 * (text.length - narrow - wide) + 0.36 * narrow + 0.92 * wide);
}
