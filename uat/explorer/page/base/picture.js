/** A chart as a file of its own: SVG whose colours and fonts are written into it. */
import { svgElement } from "./dom.js";

const STYLES = ["stroke", "fill", "font-size", "font-family", "font-weight", "text-anchor", "opacity"];
const PARTS = "path, rect, text, circle, line";

/**
 * Return the text of an SVG file that looks as the chart does now.
 * @param {SVGSVGElement} svg  in the page
 * @param {string} title
 */
export function svgFileText(svg, title) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll(PARTS);
  copy.querySelectorAll(PARTS).forEach((node, place) => {
    const look = getComputedStyle(originals[place]);
    for (const name of STYLES) node.setAttribute(name, look.getPropertyValue(name));
  });
  copy.querySelectorAll(".grip").forEach((node) => node.remove());
  copy.querySelectorAll("*").forEach(plain);
  plain(copy);
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${Math.round(width)} ${Math.round(height)}`);
  const paper = getComputedStyle(svg).getPropertyValue("--paper").trim() || "#ffffff";
  const ground = svgElement("rect", { width: "100%", height: "100%", fill: paper });
  copy.prepend(svgElement("title", {}, title), ground);
  return new XMLSerializer().serializeToString(copy);
}

function plain(node) {
  for (const name of ["class", "tabindex", "role"]) node.removeAttribute(name);
  for (const name of node.getAttributeNames()) {
    if (name.startsWith("aria-")) node.removeAttribute(name);
  }
}
