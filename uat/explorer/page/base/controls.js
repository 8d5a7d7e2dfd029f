/**
 * Controls with a visible name. Each returns `{ node, get value, set(value), disable(flag) }`; `set`
 * shows a value and calls nobody.
 */
import { element, replaceChildren, uniqueId } from "./dom.js";
import { formatNumber } from "./format.js";
import { WORDS } from "../words_en.js";

/**
 * Return a slider: a native range with its name, value and unit.
 * @param {Object} options
 * @param {"linear"|"log"|number[]} options.scale  a list has one place for each of its values
 * @param {function(number): string} options.format  the value as it is shown, without the unit
 * @param {function(number)} options.onInput  while it moves
 * @param {function(number)} options.onChange  when it is let go
 */
export function slider(options) {
  const { name, unit = "", format = formatNumber, onInput, onChange, hint = null } = options;
  const steps = sliderSteps(options);
  const id = uniqueId("slider");
  const output = element("output", { for: id, class: "value" });
  const input = element("input", {
    type: "range", id, min: steps.low, max: steps.high, step: steps.step,
  }); // prettier-ignore
  let current = options.value;

  function show(value) {
    current = value;
    input.value = String(steps.place(value));
    const shown = unit === "" ? format(value) : `${format(value)} ${unit}`;
    output.textContent = shown;
    input.setAttribute("aria-valuetext", shown);
  }
  function moved(listener) {
    show(steps.value(Number(input.value)));
    if (listener) listener(current);
  }
  input.addEventListener("input", () => moved(onInput));
  input.addEventListener("change", () => moved(onChange));
  input.addEventListener("keydown", keepArrows);
  show(current);
  const label = element("label", { for: id }, name);
  const row = element("div", { class: "name-and-value" }, label, output);
  const node = element("div", { class: "control slider" }, row, input, hintNode(hint, input));
  return control(node, input, () => current, show);
}

/** How places on the range and values belong together. */
function sliderSteps({ min, max, step, scale = "linear" }) {
  if (Array.isArray(scale)) {
    const place = (value) => nearestPlace(scale, value);
    return { low: 0, high: scale.length - 1, step: 1, place, value: (at) => scale[at] };
  }
  if (scale === "log") {
    const value = (at) => Number((10 ** at).toPrecision(3));
    const bounds = { low: Math.log10(min), high: Math.log10(max), step: step ?? 0.01 };
    return { ...bounds, place: (given) => Math.log10(given), value };
  }
  const clean = (at) => Number(at.toPrecision(12));
  return { low: min, high: max, step: step ?? "any", place: (value) => value, value: clean };
}

function nearestPlace(values, value) {
  const distances = values.map((other) => Math.abs(other - value));
  return distances.indexOf(Math.min(...distances));
}

/** Return a field for a number; what is no number in its range is told under it. */
export function numberField(options) {
  const { name, unit = "", min = -Infinity, max = Infinity, value, onChange } = options;
  const check = (text) => {
    const read = Number(text);
    const right = text.trim() !== "" && read >= min && read <= max;
    return right ? "" : options.message ?? rangeMessage(min, max);
  };
  let current = value;
  const field = textField({
    name: unit === "" ? name : `${name} (${unit})`,
    value: String(value),
    check,
    inputMode: "decimal",
    kind: "number",
    onChange: (text) => {
      current = Number(text);
      if (onChange) onChange(current);
    },
  });
  const set = (given) => {
    current = given;
    field.set(String(given));
  };
  return control(field.node, field.input, () => current, set);
}

function rangeMessage(min, max) {
  const { noNumber, atLeast, between } = WORDS.base;
  if (!Number.isFinite(min)) return noNumber;
  return Number.isFinite(max) ? between(formatNumber(min), formatNumber(max)) : atLeast(formatNumber(min));
}

/** Return a field for text; what `check(text)` says of it is shown under it, "" means right. */
export function textField(options) {
  const { name, value = "", placeholder = null, multiline = false, check, onChange } = options;
  const id = uniqueId("field");
  const message = element("p", { class: "message", id: `${id}-message`, "aria-live": "polite" });
  const input = element(multiline ? "textarea" : "input", {
    id, placeholder, type: multiline ? null : "text", rows: multiline ? options.rows ?? 6 : null,
    spellcheck: "false", autocomplete: "off", autocapitalize: "off",
    inputmode: options.inputMode ?? null, "aria-describedby": `${id}-message`,
  }); // prettier-ignore

  function judge() {
    const wrong = check ? check(input.value) : "";
    message.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return wrong;
  }
  function settle() {
    if (judge() === "" && onChange) onChange(input.value);
  }
  input.addEventListener("input", options.live ? settle : judge);
  input.addEventListener("change", settle);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !multiline) settle();
    event.stopPropagation();
  });
  input.value = value;
  const label = element("label", { for: id }, name);
  const kind = `control text ${options.kind ?? ""}`;
  const node = element("div", { class: kind }, label, input, message, hintNode(options.hint, input));
  const set = (text) => {
    input.value = text;
    judge();
  };
  return { ...control(node, input, () => input.value, set), input, message, judge };
}

/** Return a choice from a list of `[value, label]`. */
export function selectField({ name, options, value, onChange, hint = null }) {
  const id = uniqueId("select");
  const input = element("select", { id });
  const fill = (list) =>
    replaceChildren(input, list.map(([key, label]) => element("option", { value: key }, label)));
  fill(options);
  input.value = value;
  input.addEventListener("change", () => onChange && onChange(input.value));
  input.addEventListener("keydown", keepArrows);
  const label = element("label", { for: id }, name);
  const node = element("div", { class: "control select" }, label, input, hintNode(hint, input));
  const set = (key) => (input.value = key);
  return { ...control(node, input, () => input.value, set), setOptions: fill };
}

/** Return a box to tick. */
export function checkbox({ name, value, onChange, hint = null }) {
  const id = uniqueId("box");
  const input = element("input", { type: "checkbox", id });
  input.checked = value;
  input.addEventListener("change", () => onChange && onChange(input.checked));
  const label = element("label", { for: id }, name);
  const node = element("div", { class: "control box" }, input, label, hintNode(hint, input));
  const set = (checked) => (input.checked = checked);
  return control(node, input, () => input.checked, set);
}

/** Return a group of exclusive choices `[value, label]`, seen all at once. */
export function radioGroup({ name, options, value, onChange }) {
  const group = uniqueId("group");
  const inputs = new Map();
  const rows = options.map(([key, label]) => {
    const id = uniqueId("choice");
    const input = element("input", { type: "radio", id, name: group, value: key });
    input.checked = key === value;
    input.addEventListener("change", () => onChange && onChange(key));
    input.addEventListener("keydown", keepArrows);
    inputs.set(key, input);
    return element("span", { class: "choice" }, input, element("label", { for: id }, label));
  });
  const legend = element("legend", {}, name);
  const node = element("fieldset", { class: "control radio" }, legend, ...rows);
  const chosen = () => [...inputs].find(([, input]) => input.checked)[0];
  const set = (key) => (inputs.get(key).checked = true);
  const disable = (flag) => (node.disabled = flag);
  return { node, get value() { return chosen(); }, set, disable }; // prettier-ignore
}

/** Return a button; `pressed` true or false makes it one that stays down. */
export function button({ label, icon = null, kind = "plain", onClick, pressed = null, hint = null }) {
  const face = element("span", {}, label);
  const picture = icon === null ? null : element("span", { class: "icon", "aria-hidden": "true" }, icon);
  const node = element("button", { type: "button", class: `button ${kind}`, title: hint }, picture, face);
  let down = pressed;
  const set = (value) => {
    down = value;
    if (down !== null) node.setAttribute("aria-pressed", String(down));
  };
  set(pressed);
  node.addEventListener("click", () => onClick && onClick());
  const relabel = (text, newIcon = icon) => {
    face.textContent = text;
    if (picture) picture.textContent = newIcon;
  };
  return { ...control(node, node, () => down, set), relabel };
}

function hintNode(hint, input) {
  if (!hint) return null;
  const id = uniqueId("hint");
  const described = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  return element("p", { class: "hint", id }, hint);
}

/** A page around may use the arrow keys; those of a control are its own. */
function keepArrows(event) {
  if (event.key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(event.key)) {
    event.stopPropagation();
  }
}

function control(node, input, read, set) {
  const disable = (off) => (input.disabled = off);
  return { node, input, get value() { return read(); }, set, disable }; // prettier-ignore
}
