/** The panels of the page, in the order of its tabs. */
import { BUILD_FIELDS, BUILD_STYLE, buildPanel } from "./build.js";
import { COMPARE_STYLE, comparePanel } from "./compare.js";
import { COMPARE_FIELDS } from "./compare_settings.js";
import { OWN_FIELDS, OWN_STYLE, ownPanel } from "./own.js";
import { trainPanel } from "./train.js";
import { TRAIN_STYLE } from "./train_parts.js";
import { TRAIN_FIELDS } from "./train_settings.js";

/**
 * Each is `{ key, fields, style, create(context) -> { node, show(), hide(), dispose() } }`: its name
 * in the address and in the words, what it keeps in the address, its own style sheet, and how it is
 * made.
 */
export const PANELS = [
  { key: "build", fields: BUILD_FIELDS, style: BUILD_STYLE, create: buildPanel },
  { key: "train", fields: TRAIN_FIELDS, style: TRAIN_STYLE, create: trainPanel },
  { key: "compare", fields: COMPARE_FIELDS, style: COMPARE_STYLE, create: comparePanel },
  { key: "own", fields: OWN_FIELDS, style: OWN_STYLE, create: ownPanel },
];
