/** Text cut into numbers, names and signs: uat/expressions/tokens.py again, message by message. */

export const LONGEST_FORMULA = 2000;
export const FORMULA_WORDS = new Set(["if", "else", "and", "or", "not"]);

const FORMULA_TOKEN = new RegExp(
  "([0-9]+\\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?)" +
    "|([A-Za-z_][A-Za-z_0-9]*)|(\\*\\*|[<>=!]=|[-+*/%^(),<>])|([ \\t\\r\\n]+)",
  "y",
);
const TOKEN_KINDS = ["", "number", "name", "sign", "space"];
const LONGEST_QUOTE = 24;
export const SIGNS_INSTEAD = new Map([
  ["=", "write only what the function is equal to, without '='; == compares"],
  ["[", "write ( and )"],
  ["]", "write ( and )"],
  ["{", "write ( and )"],
  ["}", "write ( and )"],
  ["|", "write abs(...), or the word or"],
  ["&", "write the word and"],
  ["!", "write gamma(n + 1) for a factorial, the word not for the opposite"],
  ["\u03c0", "write pi"],
  ["\u00b2", "write ^2"],
  ["\u00b3", "write ^3"],
  ["\u2212", "write -"],
  ["\u2013", "write -"],
  ["\u00d7", "write *"],
  ["\u00b7", "write *"],
  ["\u22c5", "write *"],
  ["\u00f7", "write /"],
  ["\u221a", "write sqrt(...)"],
  ["\u2264", "write <="],
  ["\u2265", "write >="],
  ["\u2260", "write !="],
]);

/** What cannot be read; `message` is one line for people, `at` the place in the text from 0. */
export class FormulaError extends Error {
  constructor(message, at = 0) {
    super(message);
    this.name = "FormulaError";
    this.at = at;
  }
}

/** Return a character that does not print as Python's repr writes it. */
function escapedCharacter(character) {
  const known = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]).get(character);
  if (known !== undefined) return known;
  const digits = character.codePointAt(0).toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, "0")}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** Return a text in quotes, as messages show it: short and without what does not print. */
export function quotedText(text, longest = LONGEST_QUOTE) {
  const characters = Array.from(text);
  const short = characters.length > longest ? `${characters.slice(0, longest - 3).join("")}...` : text;
  const seen = short
    .replace(/\\/g, "\\\\")
    .replace(/(?! )[\p{C}\p{Z}]/gu, escapedCharacter);
  return seen.includes("'") && !seen.includes('"') ? `"${seen}"` : `'${seen.replace(/'/g, "\\'")}'`;
}

/** Return a token as a message shows it. */
export function tokenText(token) {
  return token.kind === "end" ? "the end" : quotedText(token.text);
}

/** Throw a `FormulaError` that points at a token. */
export function failAt(token, said) {
  throw new FormulaError(`${tokenText(token)} at column ${token.at + 1}${said}.`, token.at);
}

/** Return the tokens of a text, each { kind, text, at }, and one of kind "end". */
export function formulaTokens(text) {
  const length = Array.from(text).length;
  if (length > LONGEST_FORMULA) {
    const said = "a formula ends at column 2,000 at the latest; this one has";
    throw new FormulaError(`${said} ${length.toLocaleString("en")} characters.`, LONGEST_FORMULA);
  }
  const tokens = [];
  let at = 0;
  while (at < text.length) {
    FORMULA_TOKEN.lastIndex = at;
    const match = FORMULA_TOKEN.exec(text);
    if (match === null) {
      const sign = String.fromCodePoint(text.codePointAt(at));
      const said = SIGNS_INSTEAD.get(sign) ?? "it has no meaning in a formula";
      failAt({ kind: "sign", text: sign, at }, `: ${said}`);
    }
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const kind = FORMULA_WORDS.has(match[0]) ? "sign" : TOKEN_KINDS[group];
    if (kind !== "space") tokens.push({ kind, text: match[0], at });
    at += match[0].length;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}
