/** A function typed in: the field, its domain, examples, the list of what may be called. */
import { textField } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { readFormula } from "../formula/formula.js";
import { FUNCTION_TABLE } from "../formula/names.js";
import { readTargetText } from "../formula/target_text.js";
import { formulaTarget } from "../targets/target.js";
import { domainText, sideFields, typedEnds } from "./own_domain.js";

const LONGEST_TYPED = 1500;

/**
 * Return the controls `{ node, follow(target) }`.
 * @param {function(string, string)} use  takes over a formula and its domain, both as texts
 */
export function formulaWay({ state, scene, words }, use) {
  let typing = false;
  const field = textField({
    name: words.formula, hint: words.formulaHint, live: true, check: checkFormula, onChange: settle,
  }); // prettier-ignore
  field.input.maxLength = LONGEST_TYPED;
  const place = element("p", { class: "own-place", "aria-hidden": "true" });
  field.message.after(place);
  const sides = ["x", "y"].map((axis) => sideFields({
    names: [words.startOf(axis), words.endOf(axis)], values: ["-1", "1"], wrong: words.noInterval,
    onChange: settle,
  })); // prettier-ignore
  const note = element("p", { class: "hint" });

  /** Return the domain that stands beside a formula; "" if the formula has its own. */
  function domainBeside(text) {
    if (readTargetText(text).domain) return "";
    const { inputs } = readFormula(text);
    return domainText(sides.slice(0, Math.max(1, inputs)).map(({ texts }) => texts));
  }
  function checkFormula(text) {
    replaceChildren(place);
    try {
      const beside = domainBeside(text);
      showSides(beside === "" ? 0 : readFormula(text).inputs);
      formulaTarget(text, beside);
      return "";
    } catch (error) {
      if (Number.isInteger(error.at)) replaceChildren(place, ...textWithPlace(text, error.at));
      return error.message;
    }
  }
  function showSides(count) {
    sides.forEach(({ node, disable }, k) => {
      node.hidden = k > 0 && count < 2;
      disable(count === 0);
    });
    note.textContent = count === 0 ? words.domainHere : "";
  }
  function settle() {
    const text = field.input.value.trim();
    if (checkFormula(text) !== "") {
      field.judge();
      return;
    }
    field.judge();
    typing = true;
    use(text, domainBeside(text));
    typing = false;
  }

  function follow(target) {
    if (typing) return;
    const named = state.get("target");
    const entry = scene.targets.find(({ key }) => key === named);
    const isFormula = target.source.kind === "formula";
    const ends = typedEnds(state.get("domain"));
    sides.forEach((side, k) => side.set(ends[k] ?? (target.domain[k] ?? [-1, 1]).map(String)));
    replaceChildren(place);
    showSides(target.domain.length);
    if (isFormula) field.set(entry ? entry.formula : named);
    else clearField(field);
  }
  const node = element("div", { class: "controls" },
    field.node, ...sides.map((side) => side.node), note,
    exampleButtons(words, use), functionList(words)); // prettier-ignore
  return { node, follow };
}

function clearField(field) {
  field.input.value = "";
  field.message.textContent = "";
  field.input.removeAttribute("aria-invalid");
}

/** Return a text with the sign at a place marked; at the end stands a mark of its own. */
function textWithPlace(text, at) {
  const letters = text.slice(at).match(/^[\w.]+|^[\s\S]/)?.[0] ?? "⌴";
  const start = Math.max(0, at - 40);
  return [text.slice(start, at), element("mark", {}, letters), text.slice(at + letters.length, at + 40)];
}

function exampleButtons(words, use) {
  const buttons = words.examplesList.map(([text, domain]) =>
    element("button", { type: "button", class: "button own-example", onclick: () => use(text, domain) },
      `${text} on ${domain}`)); // prettier-ignore
  return element("details", {}, element("summary", {}, words.examples),
    element("div", { class: "row" }, ...buttons)); // prettier-ignore
}

function functionList(words) {
  const names = [...FUNCTION_TABLE.keys()].sort().join(", ");
  return element("details", {}, element("summary", {}, words.functions),
    element("p", { class: "hint" }, words.functionsText(names))); // prettier-ignore
}
