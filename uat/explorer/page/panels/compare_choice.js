/**
 * Which network of the picture is looked at: choices that lead to every point, for those who do not
 * point at it.
 */
import { selectField } from "../base/controls.js";
import { element } from "../base/dom.js";

/**
 * Return all points that have a network, `[{ key, line, label, width, seed }]`, in the order of the
 * picture: stored ones first.
 * @param {Object[]} lines  of `resultsByLine`
 * @param {Map<string, string>} labels  by line
 * @param {Object} stored  with `networks`
 */
export function pointsWithNetworks(lines, labels, stored, words) {
  const near = Object.keys(stored.networks)
    .map(Number)
    .sort((a, b) => a - b);
  const points = near.map((width) => ({
    key: `near-best.${width}`, line: "near-best", label: words.nearBest, width, seed: null,
  })); // prettier-ignore
  for (const { key: line, points: own } of lines) {
    for (const { results } of own) {
      const bySeed = [...results].sort((a, b) => a.run.seed - b.run.seed);
      for (const { run } of bySeed) {
        points.push({
          key: run.key,
          line,
          label: labels.get(line),
          width: run.width,
          seed: run.seed,
        });
      }
    }
  }
  return points;
}

/** Return the point nearest to what is wanted: of that line, if possible that width and seed. */
export function pointLike(points, { line, width, seed }) {
  const apart = (point) =>
    1e6 * (point.line !== line) +
    1e3 * Math.abs(Math.log2(point.width) - Math.log2(width)) +
    Math.abs((point.seed ?? 0) - (seed ?? 0));
  return points.reduce((a, b) => (apart(b) < apart(a) ? b : a));
}

/**
 * Return the choices of line, width and seed: `{ node, show(points, key) }`.
 * @param {Object} words  WORDS.compare
 * @param {function(string)} onChoose  called with the key of a point
 */
export function networkChoice(words, onChoose) {
  let points = [];
  let current = null;
  const changed = (name) => (value) => {
    const wanted = { ...(current ?? points[0]), [name]: name === "line" ? value : Number(value) };
    onChoose(pointLike(points, wanted).key);
  };
  const fields = ["line", "width", "seed"].map((name) =>
    selectField({ name: words.choices[name], options: [], value: "", onChange: changed(name) }),
  );
  const [line, width, seed] = fields;
  const node = element("div", { class: "compare-choice" }, ...fields.map((field) => field.node));

  function show(now, key) {
    points = now;
    node.hidden = points.length === 0;
    if (points.length === 0) return;
    current = points.find((point) => point.key === key) ?? null;
    const at = current ?? points[0];
    const ofLine = points.filter((point) => point.line === at.line);
    const ofWidth = ofLine.filter((point) => point.width === at.width);
    fillChoice(
      line,
      points.map((point) => [point.line, point.label]),
      at.line,
    );
    fillChoice(
      width,
      ofLine.map((point) => [point.width, String(point.width)]),
      at.width,
    );
    const none = at.seed === null ? words.noSeed : null;
    fillChoice(
      seed,
      ofWidth.map((point) => [point.seed ?? "", none ?? String(point.seed)]),
      at.seed ?? "",
    );
    seed.disable(at.seed === null);
  }
  return { node, show };
}

/** Put these options in place of others, each once, without losing the focus. */
function fillChoice(field, options, value) {
  const once = [...new Map(options)];
  const text = JSON.stringify(once);
  if (field.node.dataset.options !== text) {
    field.node.dataset.options = text;
    field.setOptions(once);
  }
  field.set(String(value));
}
