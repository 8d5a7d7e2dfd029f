/** One unit that is looked at closely: where it stands, how steep and how high it is. */
import { checkbox, selectField } from "../base/controls.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { unitNumbers } from "./train_frame.js";

/** Return the choice of the view and of a unit: `{ node, said, show(now), picked(width) }`. */
export function trainView(state, words) {
  const units = checkbox({
    name: words.showUnits,
    value: state.get("trainUnits"),
    onChange: (shown) => state.set({ trainUnits: shown }),
  });
  const unit = selectField({
    name: words.unit,
    options: [["0", words.noUnit]],
    value: "0",
    onChange: (value) => state.set({ trainUnit: Number(value) }),
  });
  const loss = checkbox({
    name: words.lossScale,
    value: state.get("trainLoss") === "loglog",
    onChange: (wanted) => state.set({ trainLoss: wanted ? "loglog" : "log" }),
  });
  const said = element("p", { class: "train-unit" });
  const node = element("div", { class: "train-view" }, unit.node, units.node, loss.node);
  let count = 0;

  /** Return the unit that is picked, from 0 on; -1: none. */
  function picked(width) {
    const number = state.get("trainUnit");
    return number <= width ? number - 1 : -1;
  }
  function show(now) {
    const { width, inputs, activation } = now.problem.setup;
    const hasUnits = inputs === 1 && activation !== "identity";
    unit.node.hidden = said.hidden = units.node.hidden = !hasUnits;
    if (width !== count) {
      count = width;
      const all = Array.from({ length: width }, (_, j) => [String(j + 1), words.unitNumber(j + 1)]);
      unit.setOptions([["0", words.noUnit], ...all]);
    }
    const chosen = picked(width);
    if (unit.input.value !== String(chosen + 1)) unit.set(String(chosen + 1));
    units.set(state.get("trainUnits"));
    loss.set(state.get("trainLoss") === "loglog");
    if (now.network === null || !hasUnits) return;
    const text = chosen < 0 ? words.pickHint : unitText(now.network, chosen, words);
    if (said.textContent !== text) said.textContent = text;
  }
  return { node, said, show, picked };
}

function unitText(network, unit, words) {
  const { centre, slope, height } = unitNumbers(network, unit);
  return words.unitSaid(unit + 1, formatNumber(centre), formatNumber(slope), formatNumber(height));
}
