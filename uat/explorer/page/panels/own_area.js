/**
 * The rectangle in which one draws or moves points: a domain, and how far values reach. It is chosen
 * beside the picture or, where nothing is chosen, follows the target.
 */
import { element } from "../base/dom.js";
import { readConstant } from "../formula/formula.js";
import { curveOf } from "./own_picture.js";
import { sideFields } from "./own_domain.js";

const AREA_ROOM = 0.25; // share of the range of values left free above and below
const LEAST_SHARE = 0.15; // of the height; values that reach less far have a new area

/**
 * Return the area: `{ node, get domain, get range, follow(target) }`.
 * @param {Object} options  `{ state, words, onDomain([low, high]), onRange() }`
 */
export function ownArea({ state, words, onDomain, onRange }) {
  let domain = [-1, 1];
  let range = [-1.25, 1.25];
  const across = sideFields({
    names: [words.startOf("x"), words.endOf("x")], values: domain.map(String), wrong: words.noInterval,
    onChange: (texts) => {
      domain = texts.map(readConstant);
      onDomain(domain);
    },
  }); // prettier-ignore
  const upright = sideFields({
    names: [words.startOf("y"), words.endOf("y")], values: range.map(String), wrong: words.noInterval,
    onChange: (texts) => {
      state.set({ ownLow: texts[0], ownHigh: texts[1] });
      onRange();
    },
  }); // prettier-ignore

  /** Return the range that was chosen, or null. */
  function chosen() {
    const texts = [state.get("ownLow"), state.get("ownHigh")];
    try {
      const [low, high] = texts.map(readConstant);
      return low < high ? [low, high] : null;
    } catch {
      return null;
    }
  }
  function follow(target) {
    domain = target.domain.length === 1 ? target.domain[0] : [-1, 1];
    const values = target.domain.length === 1 ? curveOf(target).ys : [-1, 1];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    range = chosen() ?? range;
    const fits = low >= range[0] && high <= range[1];
    const tiny = high - low < LEAST_SHARE * (range[1] - range[0]) && target.rows === null;
    if (!fits || tiny) range = roundRange(low, high);
    across.set(domain.map(String));
    upright.set(range.map(String));
  }
  const node = element("details", { class: "own-folded" }, element("summary", {}, words.axes),
    element("div", { class: "controls" }, across.node, upright.node)); // prettier-ignore
  return { node, follow, get domain() { return domain; }, get range() { return range; } }; // prettier-ignore
}

function roundRange(low, high) {
  const room = high > low ? AREA_ROOM * (high - low) : 1;
  return [low - room, high + room].map((bound) => roundedFor(bound, high - low + 2 * room));
}

/** Return a number with as many decimals as a length of that size has use for: a thousandth. */
export function roundedFor(value, length) {
  const step = 10 ** (Math.floor(Math.log10(length)) - 3);
  return Number((Math.round(value / step) * step).toPrecision(12));
}
