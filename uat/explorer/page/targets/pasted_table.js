/**
 * Two columns of numbers as people paste them: from a spreadsheet, a file, a message. Nothing is
 * guessed and no row is dropped: what cannot be read is told with its line.
 */
import { LARGEST_VALUE } from "./checks.js";
import { WORDS } from "../words_en.js";

// In the order in which they are believed: a comma may be a decimal one.
const SEPARATORS = [
  { cut: /\t/, commas: true },
  { cut: /;/, commas: true },
  { cut: /\|/, commas: true },
  { cut: /,\s+/, commas: true },
  { cut: /,/, commas: false },
  { cut: /\s+/, commas: true },
];
const PASTED_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MOST_PROBLEMS = 3; // lines that a message names
const SHOWN = 30; // letters of what a message quotes

/**
 * Return what a pasted text holds.
 * @param {string} text
 * @returns {{xs: Float64Array, ys: Float64Array, header: string[]|null, problems: string[],
 *   notes: string[]}}  xs rising strictly; problems for people, one a line, and then no numbers
 */
export function readPastedTable(text) {
  const words = WORDS.own;
  const lines = linesWithText(text);
  const nothing = { xs: new Float64Array(0), ys: new Float64Array(0), header: null, notes: [] };
  if (lines.length === 0) return { ...nothing, problems: [words.emptyTable] };
  const separator = separatorOf(lines);
  const rows = lines.map(({ line, number }) => ({ number, cells: cellsInLine(line, separator) }));
  const header = isHeader(rows[0], separator) ? rows.shift().cells.map(withoutQuotes) : null;
  const problems = problemsIn(rows, separator);
  if (problems.length > 0) return { ...nothing, header, problems: firstOf(problems) };
  const points = rows.map(({ number, cells }) => {
    const [x, y] = cells.map((cell) => numberInCell(cell, separator));
    return { number, x, y };
  });
  const { kept, twice, conflicts } = sortedPoints(points);
  if (conflicts.length > 0) return { ...nothing, header, problems: firstOf(conflicts) };
  if (kept.length < 2) return { ...nothing, header, problems: [words.oneRow] };
  const risen = points.every(({ x }, k) => k === 0 || x >= points[k - 1].x);
  const notes = [risen ? "" : words.sorted, twice > 0 ? words.repeated(twice) : ""].filter(Boolean);
  const column = (name) => Float64Array.from(kept, (point) => point[name]);
  return { xs: column("x"), ys: column("y"), header, problems: [], notes };
}

/** Return lines that are not blank, with their numbers from 1 on; odd spaces and signs made plain. */
function linesWithText(text) {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((line, k) => ({ line: line.replace(/[\u00A0\u2007\u202F]/g, " ").replace(/\u2212/g, "-"), number: k + 1 }))
    .filter(({ line }) => /[^\s;,|]/.test(line)); // prettier-ignore
}

/** Return what cuts most lines into two numbers; where nothing does, into two cells, or several. */
function separatorOf(lines) {
  const score = (separator) => {
    let [numbers, pairs, several] = [0, 0, 0];
    for (const { line } of lines) {
      const cells = cellsInLine(line, separator);
      if (cells.length > 1) several += 1;
      if (cells.length !== 2) continue;
      pairs += 1;
      if (cells.every((cell) => numberInCell(cell, separator) !== null)) numbers += 1;
    }
    return (numbers * (lines.length + 1) + pairs) * (lines.length + 1) + several;
  };
  const scores = SEPARATORS.map(score);
  return SEPARATORS[scores.indexOf(Math.max(...scores))];
}

/** Return the cells of a line; an empty last one is what a separator at the end leaves. */
function cellsInLine(line, { cut }) {
  const cells = line.trim().split(cut).map((cell) => cell.trim()); // prettier-ignore
  while (cells.length > 2 && cells[cells.length - 1] === "") cells.pop();
  return cells;
}

function withoutQuotes(cell) {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).trim() : cell;
}

/** Return the number of a cell, or null. */
function numberInCell(cell, { commas }) {
  const plain = withoutQuotes(cell);
  const text = commas && !plain.includes(".") ? plain.replace(",", ".") : plain;
  return PASTED_NUMBER.test(text) ? Number(text) : null;
}

function isHeader({ cells }, separator) {
  return cells.length === 2 && cells.every((cell) => cell !== "" && numberInCell(cell, separator) === null && !/^\d/.test(cell));
}

function problemsIn(rows, separator) {
  const words = WORDS.own;
  const problems = [];
  for (const { number, cells } of rows) {
    if (cells.length !== 2) {
      problems.push(words.columnsInLine(number, cells.length));
      continue;
    }
    const wrong = cells.find((cell) => !(Math.abs(numberInCell(cell, separator) ?? NaN) <= LARGEST_VALUE));
    if (wrong !== undefined) problems.push(words.noNumberInLine(number, shortCell(wrong)));
  }
  return problems.length > 0 ? problems : mixedSigns(rows);
}

/** Return a problem if a column has decimal points and decimal commas: one of them is none. */
function mixedSigns(rows) {
  for (const column of [0, 1]) {
    const [points, commas] = [".", ","].map((sign) => rows.find(({ cells }) => cells[column].includes(sign)));
    if (points && commas) return [WORDS.own.mixedSigns(points.number, commas.number)];
  }
  return [];
}

function firstOf(problems) {
  const more = problems.length - MOST_PROBLEMS;
  const first = problems.slice(0, MOST_PROBLEMS);
  return more > 0 ? [...first, WORDS.own.moreLines(more)] : first;
}

function shortCell(text) {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Return the points in the order of x, each once, and what contradicts what. */
function sortedPoints(points) {
  const kept = [];
  const conflicts = [];
  let twice = 0;
  for (const point of [...points].sort((a, b) => a.x - b.x || a.number - b.number)) {
    const last = kept[kept.length - 1];
    if (!last || last.x !== point.x) kept.push(point);
    else if (last.y === point.y) twice += 1;
    else conflicts.push(WORDS.own.twoValues(last.number, point.number, point.x));
  }
  return { kept, twice, conflicts };
}
