/**
 * What is approximated, as all panels have it:
 *
 *     { key, title, source: { kind, text }, domain, evaluate(xs), stored, kinks, text, rows }
 *
 * with `evaluate` of all first inputs, then all second ones; `text` names it to the command line, or
 * is ""; `rows` are the points it goes through, or null. In the address it is a text: the key of a
 * target of the page, a formula (its domain in it or beside it), or the kind, the way between points
 * and the points, as in "points*smooth*-1_0*0_1*1_0".
 */
import { readFormula } from "../formula/formula.js";
import { readDomain, readTargetText } from "../formula/target_text.js";
import { WORDS } from "../words_en.js";
import { LARGEST_VALUE, checkDomain, checkValues } from "./checks.js";
import { bilinear, monotoneCubic, straightLines } from "./interpolants.js";
import { readRowsText, rowsText } from "./rows_text.js";

/** Kinds of targets that go through points. */
export const ROW_KINDS = ["drawn", "points", "table"];

/** Ways to go from point to point. */
export const BETWEEN_POINTS = { smooth: monotoneCubic, lines: straightLines };

const MOST_INPUTS_SHOWN = 2;

/**
 * Return the target that the fields `target` and `domain` of an address name.
 * @param {string} text
 * @param {string} domainText  such as "[0, 2*pi]" or "[0, 1] x [0, 1]"; "" for its own
 * @param {Object} scene
 * @throws {Error} with one line for people
 */
export function targetFromAddress(text, domainText, scene) {
  const entry = scene.targets.find(({ key }) => key === text);
  if (entry) return domainText === "" ? sceneTarget(entry) : movedTarget(entry, domainText);
  const [kind, between, ...rows] = text.split("*");
  const goesThroughPoints = ROW_KINDS.includes(kind) && Object.hasOwn(BETWEEN_POINTS, between ?? "");
  if (!goesThroughPoints) return formulaTarget(text, domainText);
  if (domainText !== "") throw new Error(WORDS.own.ownDomain);
  return rowsTarget(kind, between, readRowsText(rows.join("*")));
}

/**
 * Return the text of points for the field `target`, or null if they are too many for a link.
 * @param {"drawn"|"points"|"table"} kind
 * @param {"smooth"|"lines"} between
 * @param {{xs: Float64Array, ys: Float64Array}} rows  xs rising strictly
 */
export function rowsAddress(kind, between, rows) {
  const text = rowsText(rows, kind === "drawn");
  return text === null ? null : `${kind}*${between}*${text}`;
}

/** Return a target of the page as panels have it; functions that are no formula are interpolated. */
export function sceneTarget(entry) {
  const { key, title, source, domain, formula, samples, stored, kinks = [], text = "" } = entry;
  const evaluate = formula === null ? throughSamples(samples, source.kind) : ofFormula(formula, domain.length);
  const isTable = source.kind === "table";
  const rows = isTable ? { xs: Float64Array.from(samples.x[0]), ys: Float64Array.from(samples.y) } : null;
  return { key, title, source, domain, evaluate, stored, kinks, text, rows };
}

/** Return a target of the page on another domain; what was stored of it no longer holds. */
function movedTarget(entry, domainText) {
  if (entry.formula !== null) {
    const moved = formulaTarget(entry.formula, domainText);
    return { ...moved, title: entry.title, kinks: (entry.kinks ?? []).filter((kink) => isInside(kink, moved.domain[0])) };
  } // prettier-ignore
  const domain = readDomain(domainText);
  const known = domain.length === entry.domain.length
    && domain.every(([low, high], k) => low >= entry.domain[k][0] && high <= entry.domain[k][1]); // prettier-ignore
  if (!known) throw new Error(WORDS.own.knownWithin(entry.title, domainInWords(entry.domain)));
  return { ...sceneTarget(entry), domain, stored: null, text: "" };
}

/**
 * Return a formula as a target, checked.
 * @param {string} text  with its domain in it, or not
 * @param {string} domainText  "" if the text has one
 */
export function formulaTarget(text, domainText) {
  const spoken = readTargetText(domainText === "" ? text : `${text} on ${domainText}`);
  if (!spoken.domain) throw new Error(WORDS.own.noDomain);
  const { text: formula, domain, kinks, name } = spoken;
  if (domain.length > MOST_INPUTS_SHOWN) throw new Error(WORDS.own.manyInputs(domain.length));
  checkDomain(domain);
  const evaluate = (xs) => spoken.formula.evaluate(xs, xs.length / domain.length);
  checkValues(evaluate, domain);
  const line = commandText(formula, domain, kinks, name);
  return {
    key: `formula-${shortHash(line)}`, title: name || formula, source: { kind: "formula", text: formula },
    domain, evaluate, stored: null, kinks, text: line, rows: null,
  }; // prettier-ignore
}

/** Return the function through points as a target, checked; see `rowsAddress`. */
export function rowsTarget(kind, between, rows) {
  const { xs, ys } = rows;
  const domain = [[xs[0], xs[xs.length - 1]]];
  checkDomain(domain);
  const evaluate = BETWEEN_POINTS[between](xs, ys);
  const finite = ys.every((y) => Math.abs(y) <= LARGEST_VALUE) && evaluate(xs).every(Number.isFinite);
  if (!finite) throw new Error(WORDS.own.badPoints);
  const text = rowsAddress(kind, between, rows) ?? "";
  return {
    key: `${kind}-${shortHash(text)}`, title: WORDS.own.titles[kind](xs.length), source: { kind, text },
    domain, evaluate, stored: null, kinks: between === "lines" ? Array.from(xs.slice(1, -1)) : [],
    text: "", rows: { ...rows, between },
  }; // prettier-ignore
}

function ofFormula(formula, inputs) {
  const read = readFormula(formula, { variables: ["x", "y"].slice(0, inputs) });
  return (xs) => read.evaluate(xs, xs.length / inputs);
}

/** Return the function through samples: of a table straight lines, of a function a monotone cubic. */
function throughSamples({ x, y }, kind) {
  const axes = x.map((axis) => Float64Array.from(axis));
  const values = Float64Array.from(y);
  if (axes.length > 1) return bilinear(axes, values);
  const rows = meansAtEach(axes[0], values);
  return kind === "table" ? straightLines(rows.xs, rows.ys) : monotoneCubic(rows.xs, rows.ys);
}

/** Return points with each x once: a function has one value there, the mean of the rows'. */
function meansAtEach(xs, ys) {
  const groups = new Map();
  xs.forEach((x, k) => groups.set(x, [...(groups.get(x) ?? []), ys[k]]));
  const mean = (values) => values.reduce((sum, value) => sum + value / values.length, 0);
  return { xs: Float64Array.from(groups.keys()), ys: Float64Array.from(groups.values(), mean) };
}

/** Return the line that names a formula to the command line. */
function commandText(formula, domain, kinks, name) {
  const also = kinks.length > 0 ? ` with kinks ${kinks.join(", ")}` : "";
  return `${formula} on ${domainInWords(domain)}${also}${name && ` as ${name}`}`;
}

/** Return a domain as the command line reads it, every bit of its bounds kept. */
export function domainInWords(domain) {
  return domain.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
}

function isInside(kink, [low, high]) {
  return kink > low && kink < high;
}

/** Return a short name for a text, the same each time (FNV-1a, 32 bits). */
function shortHash(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}
