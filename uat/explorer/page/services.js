/** What panels share: the engine that trains, and the targets. */
import { createEngine } from "./engine/client.js";
import { targetChooser } from "./panels/own_chooser.js";
import { targetFromAddress } from "./targets/target.js";

/** Return the engine; `scene.engine` is the module as base64, null trains in JavaScript. */
export function engineOf(source, scene) {
  return createEngine(source, scene.engine ?? null);
}

/** Return the target that an address names; throw a message for people if there is none. */
export function targetOf(targetText, domainText, scene) {
  return targetFromAddress(targetText, domainText, scene);
}

/** Return the node of the choice of the target. */
export function chooserOf(context) {
  return targetChooser(context);
}
