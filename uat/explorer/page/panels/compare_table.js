/** The numbers of the picture as a table: a row for each width, with what is stored and what ran. */
import { element, replaceChildren } from "../base/dom.js";
import { formatError } from "../base/format.js";
import { medianOf } from "./compare_results.js";
import { errorAt, mediansOf } from "./compare_stored.js";

/**
 * Return the table's head and rows as text.
 * @param {number[]} widths  one row each
 * @param {Object} shown  `{ lines, labels, stored }`, as of the picture
 * @param {Object} words  WORDS.compare
 * @returns {{head: string[], rows: string[][]}} a cell is "" where there is nothing
 */
export function comparisonCells(widths, { lines, labels, stored }, words) {
  const kept = { ...stored, descent: mediansOf(stored.descent, medianOf) };
  const names = ["floor", "nearBest", "descent", "guarantee"].filter(
    (name) => kept[name].length > 0,
  );
  const ran = lines.filter(({ runs }) => runs > 0);
  const head = [
    words.widthShort,
    ...names.map((name) => words.columns[name]),
    ...ran.flatMap(({ key }) => words.medianAndBest(labels.get(key))),
  ];
  const rows = widths.map((width) => [
    String(width),
    ...names.map((name) => shownError(errorAt(kept[name], width))),
    ...ran.flatMap((line) => cellsOfLine(line, width, words)),
  ]);
  return { head, rows };
}

function cellsOfLine({ points }, width, words) {
  const point = points.find((own) => own.width === width);
  if (!point) return ["", ""];
  const mark = point.diverged > 0 ? ` (${words.divergedShort(point.diverged)})` : "";
  return [shownError(point.median) + mark, shownError(point.best)];
}

function shownError(error) {
  return error === null || Number.isNaN(error) ? "" : formatError(error);
}

/** Return the table: `{ node, show(widths, shown) }`. */
export function comparisonTable(words) {
  const table = element("table", { class: "compare-table" });
  const scroll = element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": words.table },
    table,
  );
  const node = element("details", {}, element("summary", {}, words.table), scroll);

  function show(widths, shown) {
    const { head, rows } = comparisonCells(widths, shown, words);
    const cells = (row) =>
      row.map((cell, place) =>
        place === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell),
      );
    replaceChildren(
      table,
      element("caption", {}, words.tableOf(words.norms[shown.norm])),
      element(
        "thead",
        {},
        element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name))),
      ),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row)))),
    );
  }
  return { node, show };
}
