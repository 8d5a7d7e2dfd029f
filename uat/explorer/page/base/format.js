/** Numbers as people read them. */
import { WORDS } from "../words_en.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";

/**
 * Return a number as text: 0.00123, 1230 and, where it is very small or large, 1.2 × 10⁻⁷.
 * @param {number} value
 * @param {number} digits  significant digits
 */
export function formatNumber(value, digits = 3) {
  if (Number.isNaN(value)) return WORDS.base.notANumber;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent > 6) {
    return `${signed(withoutZeros(mantissa))} × ${powerOfTen(exponent)}`;
  }
  const rounded = Number(value.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - exponent);
  return signed(withoutZeros(rounded.toFixed(Math.min(decimals, 20))));
}

/** Return an error, a number at least 0, to two significant digits. */
export function formatError(value) {
  return formatNumber(value, 2);
}

/** Return 10^exponent as text, such as 10⁻³; 10⁰ is 1. */
export function powerOfTen(exponent) {
  if (exponent === 0) return "1";
  if (exponent === 1) return "10";
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** Return a number with its noun, such as "1 unit" or "8 units". */
export function plural(count, noun, nouns = `${noun}s`) {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function signed(text) {
  return text.replace("-", MINUS);
}

function withoutZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
