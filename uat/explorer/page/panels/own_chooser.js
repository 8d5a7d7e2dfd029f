/** The choice of the target, which all panels share. */
import { selectField } from "../base/controls.js";
import { WORDS } from "../words_en.js";

const NEW_TARGET = "*new"; // no key of a target, and no formula
const KEPT_TARGET = "*kept";

/**
 * Return the node of a choice among the targets of the page, the reader's own, and a new one.
 * @param {Object} context  of the page
 */
export function targetChooser({ state, scene, options, target, onTarget }) {
  const words = WORDS.own;
  const canMake = !options.only || options.only.includes("own");
  const field = selectField({ name: words.target, options: [], value: "", onChange: choose });
  field.input.style.maxWidth = "18em";

  function choose(value) {
    if (value === NEW_TARGET) state.set({ panel: "own" });
    else if (value !== KEPT_TARGET) state.set({ target: value, domain: "" });
    follow(target());
  }
  function follow(current) {
    const known = scene.targets.map(({ key, title }) => [key, title]);
    const named = [state.get("target"), current.key].find((name) => known.some(([key]) => key === name));
    const isKnown = named !== undefined;
    const kept = isKnown ? [] : [[KEPT_TARGET, words.ownKept(current.title)]];
    field.setOptions([...kept, ...known, ...(canMake ? [[NEW_TARGET, words.ownNew]] : [])]);
    field.set(isKnown ? named : KEPT_TARGET);
  }
  onTarget(follow);
  follow(target());
  return field.node;
}
