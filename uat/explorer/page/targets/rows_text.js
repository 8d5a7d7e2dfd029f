/**
 * Points as text for the address: decimal numbers with all their digits while these are short
 * enough, else numbers of 18 bits between the least and the largest. The signs are those that an
 * address leaves as they are: a point is x_y, between points stands *.
 *
 *     0_1*0.5_-2*1_0
 *     packed*0_1*-2_1*AAAgZ7...            low and high of x and of y, the ys at equal distances
 *     packed*0_1*-2_1*AAAgZ7...*AAAQs...   the same, the xs, then the ys
 */
import { WORDS } from "../words_en.js";

/** Characters that a text of points has at most. */
export const LONGEST_ROWS = 2048;

const PACKED_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PACKED_LETTERS = 3; // of a packed number, 6 bits each
const PACKED_TOP = 64 ** PACKED_LETTERS - 1;
const ROW_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const EQUALLY_SPACED = 1e-9; // distances that differ by less, in lengths of the domain, are equal

/**
 * Return points as text.
 * @param {{xs: Float64Array, ys: Float64Array}} rows  xs rising strictly
 * @param {boolean} isShort  whether a short text is more than the last digits
 * @returns {string|null}  null if they are too many, or too many and too close
 */
export function rowsText(rows, isShort = false) {
  const decimals = Array.from(rows.xs, (x, k) => `${x}_${rows.ys[k]}`).join("*");
  if (decimals.length <= LONGEST_ROWS && !isShort) return decimals;
  const packed = packedText(rows);
  const kept = isRising(unpacked(packed.split("*")).xs);
  return packed.length <= LONGEST_ROWS && kept ? packed : null;
}

/**
 * Return the points of a text, checked: at least two, finite, rising in x.
 * @throws {Error} with a message for people
 */
export function readRowsText(text) {
  const words = WORDS.own;
  if (text.length > LONGEST_ROWS) throw new Error(words.badPoints);
  const rows = text.startsWith("packed*") ? unpacked(text.split("*")) : decimalRows(text.split("*"));
  if (rows === null) throw new Error(words.badPoints);
  const finite = [...rows.xs, ...rows.ys].every(Number.isFinite);
  if (!finite || !isRising(rows.xs) || rows.xs.length < 2) throw new Error(words.badPoints);
  return rows;
}

function isRising(xs) {
  return xs.every((x, k) => k === 0 || x > xs[k - 1]);
}

function decimalRows(parts) {
  const pairs = parts.map((part) => part.split("_"));
  const right = (pair) => pair.length === 2 && pair.every((number) => ROW_NUMBER.test(number));
  if (!pairs.every(right)) return null;
  const column = (which) => Float64Array.from(pairs, (pair) => Number(pair[which]));
  return { xs: column(0), ys: column(1) };
}

function packedText({ xs, ys }) {
  const ranges = [xs, ys].map((values) => [Math.min(...values), Math.max(...values)]);
  const heads = ranges.map(([low, high]) => `${low}_${high}`);
  const own = areEquallySpaced(xs) ? [] : [packedNumbers(xs, ranges[0])];
  return ["packed", ...heads, ...own, packedNumbers(ys, ranges[1])].join("*");
}

function areEquallySpaced(xs) {
  const [low, high] = [xs[0], xs[xs.length - 1]];
  const step = (high - low) / (xs.length - 1);
  return xs.every((x, k) => Math.abs(x - (low + k * step)) <= EQUALLY_SPACED * (high - low));
}

function packedNumbers(values, [low, high]) {
  return Array.from(values, (value) => {
    const place = high > low ? Math.round(((value - low) / (high - low)) * PACKED_TOP) : 0;
    return PACKED_DIGITS[place >> 12] + PACKED_DIGITS[(place >> 6) & 63] + PACKED_DIGITS[place & 63];
  }).join("");
}

function unpacked([, ...parts]) {
  const heads = parts.slice(0, 2).map((part) => part.split("_"));
  const right = (head) => head.length === 2 && head.every((number) => ROW_NUMBER.test(number));
  if (parts.length < 3 || parts.length > 4 || !heads.every(right)) return null;
  const [x, y] = heads.map((head) => head.map(Number));
  const ys = unpackedNumbers(parts[parts.length - 1], y);
  if (ys === null) return null;
  const xs = parts.length === 4 ? unpackedNumbers(parts[2], x) : equallySpaced(x, ys.length);
  return xs === null || xs.length !== ys.length ? null : { xs, ys };
}

function unpackedNumbers(text, [low, high]) {
  const places = Array.from(text, (letter) => PACKED_DIGITS.indexOf(letter));
  if (places.length % PACKED_LETTERS !== 0 || places.includes(-1)) return null;
  return Float64Array.from({ length: places.length / PACKED_LETTERS }, (_, k) => {
    const [a, b, c] = places.slice(PACKED_LETTERS * k, PACKED_LETTERS * (k + 1));
    const share = (a * 4096 + b * 64 + c) / PACKED_TOP;
    return share === 1 ? high : low + share * (high - low);
  });
}

/** Return so many numbers from low to high at equal distances. */
export function equallySpaced([low, high], count) {
  return Float64Array.from({ length: count }, (_, k) =>
    k === count - 1 ? high : low + (k * (high - low)) / (count - 1));
}
