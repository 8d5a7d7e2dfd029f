/**
 * From text to a program for a stack, or one line that says what is wrong and where: the reader of
 * uat/expressions/reading.py, by precedence climbing. ^ is **; -x^2 is -(x^2); comparisons chain.
 */

import { FUNCTION_TABLE } from "./names.js";
import { nearestName } from "./nearest.js";
import { failAt, formulaTokens, FormulaError, tokenText } from "./tokens.js";

export const DEEPEST_NESTING = 100;
export const MOST_INPUTS = 1000;
export const FORMULA_CONSTANTS = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
  ["tau", 2 * Math.PI],
]);
const COMPARING = ["<", "<=", ">", ">=", "==", "!="];
const NOT_TIGHT = 3;
const COMPARED_TIGHT = 4;
const SIGNED_TIGHT = 7;
const POWER_TIGHT = 8;
export const SIGN_TIGHTNESS = new Map([
  ["or", 1],
  ["and", 2],
  ...COMPARING.map((sign) => [sign, COMPARED_TIGHT]),
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
  ["^", POWER_TIGHT],
  ["**", POWER_TIGHT],
]);
const INPUT_LETTERS = ["x", "y", "z"];

function inputIndex(name) {
  const letter = INPUT_LETTERS.indexOf(name);
  if (letter >= 0) return letter;
  return /^x[1-9][0-9]{0,8}$/.test(name) ? Number(name.slice(1)) - 1 : null;
}

function isKnownName(name) {
  return FUNCTION_TABLE.has(name) || FORMULA_CONSTANTS.has(name) || inputIndex(name) !== null;
}

function failUnknown(token, called) {
  const names = [...FUNCTION_TABLE.keys()];
  const known = called ? names : [...names, ...FORMULA_CONSTANTS.keys(), ...INPUT_LETTERS];
  const near = nearestName(token.text, known);
  let hint = called
    ? "there are sin, exp, log, sqrt, abs, min, max, where, erf and more."
    : "inputs are x, y, z, or x1, x2, x3 and so on.";
  if (near !== null) hint = `did you mean ${near}?`;
  if (!called && /^[xyz]+$/.test(token.text)) {
    hint = `write ${[...token.text.slice(0, 12)].join("*")} to multiply.`;
  }
  const what = called ? "function" : "name";
  const said = `unknown ${what} ${tokenText(token)} at column ${token.at + 1}: ${hint}`;
  throw new FormulaError(said, token.at);
}

function beginsOperand(token) {
  return ["number", "name"].includes(token.kind) || token.text === "(" || token.text === "not";
}

function missingSign(before, token) {
  const said = ` follows ${tokenText(before)} without a sign between them`;
  if (token.text === "not" || (before.kind === "number" && token.kind === "number")) return said;
  const product = `${before.text}*${token.text}`;
  return `${said}: write ${/[()]/.test(product) || product.length > 12 ? "* there" : product} to multiply`;
}

function argumentsInWords(least, most) {
  if (most === Infinity) return `${least} arguments or more`;
  if (least === most) return most === 1 ? "1 argument" : `${most} arguments`;
  return `${least} or ${most} arguments`;
}

/**
 * Return the program of a text: steps { kind: "number", value }, { kind: "input", index },
 * { kind: "compute", name, count, signs }.
 * @param {string} text what was typed
 * @param {number|null} inputs how many inputs there are; null for as many as the text speaks of
 */
export function readProgram(text, inputs = null) {
  const tokens = formulaTokens(text);
  const most = inputs ?? MOST_INPUTS;
  const steps = [];
  let [place, depth] = [0, 0];
  const next = () => tokens[place];
  const isSign = (...signs) => next().kind === "sign" && signs.includes(next().text);
  const take = (...signs) => (isSign(...signs) ? tokens[place++] : null);
  const compute = (name, count, signs = null) => steps.push({ kind: "compute", name, count, signs });

  const failAfterOperand = () => {
    const [token, before] = [next(), tokens[place - 1]];
    if (token.kind === "name" && !isKnownName(token.text)) failUnknown(token, false);
    if (beginsOperand(token)) failAt(token, missingSign(before, token));
    if (token.text === ",") {
      failAt(token, " separates arguments of a function only; a decimal sign is a point, as 0.5");
    }
    if (token.text === ")") failAt(token, " closes no '('");
    failAt(token, " has no 'if': write a if c else b");
  };
  const failBeforeOperand = () => {
    const [token, before] = [next(), place > 0 ? tokens[place - 1] : null];
    if (before === null && token.kind === "end") {
      failAt(token, ": write a formula, for example sin(2*pi*x)");
    }
    if (before !== null && before.text === "/" && token.text === "/") {
      failAt(token, ": write floor(a/b) to divide without a rest");
    }
    if (token.text === "not") failAt(token, ": put it in brackets, (not ...)");
    failAt(token, ", where a number, a name or '(' should be");
  };
  const close = (opening) => {
    if (take(")") !== null) return;
    if (next().kind === "end") failAt(opening, " is never closed");
    failAfterOperand();
  };
  const formula = () => {
    operations(0);
    let choices = 0;
    for (let start = take("if"); start !== null; start = take("if")) {
      operations(0);
      if (take("else") === null) {
        if (beginsOperand(next())) failAfterOperand();
        failAt(start, " has no 'else': write a if c else b");
      }
      operations(0);
      choices++;
    }
    for (; choices > 0; choices--) compute("if", 3);
  };
  const tightness = () => (next().kind === "sign" ? (SIGN_TIGHTNESS.get(next().text) ?? -1) : -1);
  const comparisons = () => {
    const signs = [];
    for (let sign = take(...COMPARING); sign !== null; sign = take(...COMPARING)) {
      operations(COMPARED_TIGHT + 1);
      signs.push(sign.text);
    }
    compute("compare", signs.length + 1, signs);
  };
  const operations = (least) => {
    depth++;
    if (depth > DEEPEST_NESTING) failAt(next(), ` is nested more than ${DEEPEST_NESTING} deep`);
    operand(least);
    for (let own = tightness(); least <= own; own = tightness()) {
      if (own === COMPARED_TIGHT) {
        comparisons();
        continue;
      }
      const sign = next().text === "**" ? "^" : next().text;
      place++;
      operations(sign === "^" ? POWER_TIGHT : own + 1);
      compute(sign, 2);
    }
    depth--;
  };
  const operand = (least) => {
    const token = tokens[place++];
    const sign = token.kind === "sign" ? token.text : "";
    if (token.kind === "number") {
      const value = Number(token.text);
      if (value === Infinity) failAt(token, " is too large a number");
      steps.push({ kind: "number", value });
    } else if (token.kind === "name") {
      named(token);
    } else if (sign === "(") {
      formula();
      close(token);
    } else if (sign === "+" || sign === "-") {
      operations(SIGNED_TIGHT);
      if (sign === "-") compute("negate", 1);
    } else if (sign === "not" && least <= NOT_TIGHT) {
      operations(NOT_TIGHT);
      compute("not", 1);
    } else {
      place--;
      failBeforeOperand();
    }
  };
  const named = (token) => {
    const [name, called] = [token.text, next().text === "("];
    if (!isKnownName(name)) failUnknown(token, called);
    if (FUNCTION_TABLE.has(name)) {
      if (!called) failAt(token, ` is a function: write ${name}(...)`);
      call(token);
      return;
    }
    if (called) failAt(token, ` is no function: write ${name}*(...)`);
    const index = inputIndex(name);
    if (index === null) {
      steps.push({ kind: "number", value: FORMULA_CONSTANTS.get(name) });
      return;
    }
    if (index >= most) failInput(token, index);
    steps.push({ kind: "input", index });
  };
  const failInput = (token, index) => {
    if (most === MOST_INPUTS) failAt(token, ` is input ${index + 1}; a formula has at most 1,000`);
    const there = most === 1 ? "there is 1 domain" : `there are ${most} domains`;
    failAt(token, ` is input ${index + 1}, but ${there}: give one domain for each input`);
  };
  const call = (token) => {
    const opening = tokens[place++];
    let count = 0;
    if (next().text !== ")") {
      do {
        formula();
        count++;
      } while (take(",") !== null);
    }
    close(opening);
    const { least, most: greatest } = FUNCTION_TABLE.get(token.text);
    if (count < least || count > greatest) {
      failAt(token, ` takes ${argumentsInWords(least, greatest)}, not ${count}`);
    }
    compute(token.text, count);
  };

  formula();
  if (next().kind !== "end") failAfterOperand();
  return steps;
}
