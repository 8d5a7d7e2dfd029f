/**
 * Nodes of the page. Text enters only as text nodes and attribute values, so that nothing typed,
 * pasted or found in an address can become markup.
 */
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Return an HTML element.
 * @param {string} tag
 * @param {Object} attributes  a function under "onclick" listens to clicks; false, null and
 *   undefined leave an attribute out, true sets it empty
 * @param {...(Node|string|null)} children
 */
export function element(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}

/** Return an SVG element; see `element`. */
export function svgElement(tag, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}

/** Set attributes and listeners of a node as `element` does. */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      if (typeof value === "function") node.addEventListener(name.slice(2), value);
    } else if (value === false || value === null || value === undefined) {
      node.removeAttribute(name);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** Put these children in place of those the node has. */
export function replaceChildren(node, ...children) {
  node.replaceChildren(...children.flat().filter(isShown));
}

function furnished(node, attributes, children) {
  setAttributes(node, attributes);
  node.append(...children.flat().filter(isShown));
  return node;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}

/** Return a name for an element that no other has: ids tie labels and fields together. */
export function uniqueId(stem) {
  uniqueIds.count += 1;
  return `${stem}-${uniqueIds.count}`;
}

const uniqueIds = { count: 0 };
