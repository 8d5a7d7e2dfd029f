/** Fields for a domain: two numbers, or formulas for them such as 2*pi, along each input. */
import { textField } from "../base/controls.js";
import { element } from "../base/dom.js";
import { readConstant } from "../formula/formula.js";
import { betweenCommas } from "../formula/target_text.js";

/**
 * Return the fields of one side: `{ node, get texts, set([low, high]), disable(flag) }`.
 * @param {Object} options  `{ names: [of low, of high], values: [low, high] as texts, empty: whether
 *   nothing may be there, wrong: the message for a low end not below the high one }`
 * @param {function(string[])} options.onChange  gets texts that are numbers, the first the smaller
 */
export function sideFields({ names, values, empty = false, wrong, onChange }) {
  const texts = () => fields.map(({ input }) => input.value.trim());
  const check = (text) => (empty && text.trim() === "" ? "" : messageOfNumber(text));
  const settle = () => {
    const now = texts();
    if (now.some((text) => check(text) !== "")) return;
    const [low, high] = now.map((text) => (text === "" ? NaN : readConstant(text)));
    if (low >= high) fields[1].message.textContent = wrong(low, high);
    else onChange(now);
  };
  const fields = names.map((name, k) => textField({ name, value: values[k], check, onChange: settle }));
  const node = element("div", { class: "own-side" }, ...fields.map((field) => field.node));
  const set = (given) => fields.forEach((field, k) => field.set(given[k]));
  const disable = (flag) => fields.forEach((field) => field.disable(flag));
  return { node, get texts() { return texts(); }, set, disable }; // prettier-ignore
}

function messageOfNumber(text) {
  try {
    readConstant(text);
    return "";
  } catch (error) {
    return error.message;
  }
}

/** Return the ends of each side of a domain's text as they were typed: "[0, 2*pi]" has 0 and 2*pi. */
export function typedEnds(domainText) {
  const sides = domainText.match(/\[[^[\]]*\]/g) ?? [];
  return sides.map((side) => betweenCommas(side.slice(1, -1)).map((end) => end.trim()));
}

/** Return sides, two texts each, as the text of a domain. */
export function domainText(sides) {
  return sides.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
}
