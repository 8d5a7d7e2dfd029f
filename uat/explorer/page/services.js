/** What panels share: the engine that trains, and the targets. */
import { selectField } from "./base/controls.js";
import { createEngine } from "./engine/client.js";

/** Return the engine; `scene.engine` is the module as base64, null trains in JavaScript. */
export function engineOf(source, scene) {
  return createEngine(source, scene.engine ?? null);
}

/** Return the target that an address names; throw a message for people if there is none. */
export function targetOf(targetText, domainText, scene) {
  return scene.targets.find(({ key }) => key === targetText) ?? null;
}

/** Return the node of the choice of the target. */
export function chooserOf(context) {
  const { state, scene } = context;
  const options = scene.targets.map(({ key, title }) => [key, title]);
  const onChange = (key) => state.set({ target: key, domain: "" });
  return selectField({ name: "Target", options, value: state.get("target"), onChange }).node;
}
