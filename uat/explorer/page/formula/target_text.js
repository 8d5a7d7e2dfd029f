/** "formula on [a, b]" taken apart, as uat/targets/target_texts.py reads it behind --target. */

import { readConstant, readFormula } from "./formula.js";
import { FormulaError, quotedText } from "./tokens.js";

// The time that patterns take grows with the square of a stretch of blanks.
const LONGEST_LINE = 4000;
const ON_SIDE = /(?<![\w.])on\s*(?=\[)/;
const ON_ANYTHING = /(?<![\w.])on(?![\w.:])/;
const DOMAIN_SIDE = /\s*\[([^[\]]*)\](?:\s*\^\s*(\d{1,3})(?!\d))?/y;
const DOMAIN_TIMES = /\s*[xX*\u00d7](?=\s*\[)/y;
const CLAUSE_NAME = /^(.*?)(?<![\w.])as(?!\w)((?:\s+[^\s[\]()+*/^,]*)?)\s*$/s;
const CLAUSE_KINKS = /^(.*?)(?<![\w.])with\s+kinks?(?!\w)(.*)$/s;
const SHORT_NAME = /^[\p{L}_][\p{L}\p{N}_]{0,59}$/u;

/** Return the pieces of a list of formulas: between commas that are in no bracket. */
export function betweenCommas(text) {
  const pieces = [""];
  let depth = 0;
  for (const character of text) {
    depth += (character === "(") - (character === ")");
    if (character === "," && depth === 0) pieces.push("");
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function numberIn(text, at) {
  try {
    return readConstant(text);
  } catch (problem) {
    if (!(problem instanceof FormulaError)) throw problem;
    throw new FormulaError(`in ${quotedText(text.trim(), 60)}: ${problem.message}`, at + problem.at);
  }
}

function sideOf(text, at) {
  const ends = betweenCommas(text);
  if (ends.length !== 2) {
    throw new FormulaError(`a side of a domain is [low, high], not ${quotedText(`[${text}]`, 60)}.`, at);
  }
  const low = numberIn(ends[0], at);
  const high = numberIn(ends[1], at + ends[0].length + 1);
  if (!(low < high)) {
    throw new FormulaError(`a domain needs low < high, not [${low}, ${high}].`, at);
  }
  if (!Number.isFinite(high - low)) throw new FormulaError("the domain is too long.", at);
  return [low, high];
}

/**
 * Return the sides of a box such as [0, pi] x [0, 1], or [0, 1]^2: [[low, high], ...].
 * @param {number} offset where the text begins in what was typed, for messages
 */
export function readDomain(text, offset = 0) {
  const sides = [];
  let place = 0;
  for (let side = matchAt(DOMAIN_SIDE, text, 0); side !== null; side = matchAt(DOMAIN_SIDE, text, place)) {
    const ends = sideOf(side[1], offset + place + side[0].indexOf("[") + 1);
    for (let times = Number(side[2] ?? 1); times > 0; times--) sides.push(ends.slice());
    place += side[0].length;
    const between = matchAt(DOMAIN_TIMES, text, place);
    if (between === null) break;
    place += between[0].length;
  }
  const rest = text.slice(place).trim();
  if (rest !== "" || sides.length === 0) {
    throw new FormulaError(
      `${quotedText(rest, 60)} is no part of a domain such as [0, 1] or [0, pi] x [0, 1]; behind it ` +
        "may stand 'with kinks 0.5, 1' and 'as name'.",
      offset + place,
    );
  }
  return sides;
}

function clauseOf(pattern, text) {
  const match = pattern.exec(text);
  return match === null ? [text, null] : [match[1], match[2].trim()];
}

function kinksOf(clause, at) {
  if (clause === null) return [];
  if (clause === "") throw new FormulaError("say where the kinks are, as in with kinks 0.5, 1.", at);
  const numbers = betweenCommas(clause).map((piece) => numberIn(piece, at));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/**
 * Return { text, formula, domain, kinks, name } of a line such as `sin(5*x) on [-1, 1]`;
 * `domain` is null if the line does not say it. A `FormulaError` if it cannot be read.
 */
export function readTargetText(line) {
  if (line.length > LONGEST_LINE) {
    throw new FormulaError("a line that names a target has at most 4,000 characters.", LONGEST_LINE);
  }
  let [rest, name] = clauseOf(CLAUSE_NAME, line);
  let clause;
  [rest, clause] = clauseOf(CLAUSE_KINKS, rest);
  if (name === null) [rest, name] = clauseOf(CLAUSE_NAME, rest);
  if (name !== null && !SHORT_NAME.test(name)) {
    throw new FormulaError(
      "a short name is a word of letters, digits and _ that begins with a letter, at most 60 long, " +
        `not ${quotedText(name, 60)}.`,
      rest.length,
    );
  }
  const match = ON_SIDE.exec(rest);
  if (match === null && ON_ANYTHING.test(rest)) {
    throw new FormulaError(
      `a domain is written in brackets, as on [0, 1], not ${quotedText(rest, 60)}.`,
      rest.search(ON_ANYTHING),
    );
  }
  const text = match === null ? rest : rest.slice(0, match.index);
  const where = match === null ? 0 : match.index + match[0].length;
  const domain = match === null ? null : readDomain(rest.slice(where), where);
  if (match !== null && text.trim() === "") {
    throw new FormulaError(
      `${quotedText(rest.trim(), 60)} says where, but not what: write for example sin(5*x) on [0, 1].`,
    );
  }
  const variables = domain === null ? null : domain.map((_, index) => `x${index + 1}`);
  const formula = readFormula(text, { variables });
  return { text: formula.text, formula, domain, kinks: kinksOf(clause, rest.length), name: name ?? "" };
}
