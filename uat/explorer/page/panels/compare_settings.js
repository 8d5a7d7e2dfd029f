/**
 * What the panel Compare is asked to do: its settings, which the address keeps, the lines that they
 * make, one for each rule and activation, and the runs of these lines.
 */
import { choice, text, whole } from "../base/state.js";
import { TRAINABLE_ACTIVATIONS } from "../numerics/activations.js";

/** The rules of training, in the order in which lines are told; "plain" is that of the course. */
export const COMPARE_RULES = {
  nesterov: { rule: "nesterov", momentum: null, trainer: "gradient_descent" },
  adam: { rule: "adam", momentum: null, trainer: "adam" },
  momentum: { rule: "descent", momentum: 0.9, trainer: "gradient_descent" },
  plain: { rule: "descent", momentum: 0, trainer: "gradient_descent" },
};

export const COMPARE_EPOCHS = [200, 500, 1000, 2000, 5000, 10000, 20000];
export const COMPARE_WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128];
export const MOST_COMPARE_SEEDS = 10;
/** More lines would not be told apart. */
export const MOST_COMPARE_LINES = 4;

const RULE_NAMES = Object.keys(COMPARE_RULES);

/** What the address keeps: the settings, whether they were run, and which network is looked at. */
export const COMPARE_FIELDS = {
  compareRules: someOf(RULE_NAMES, ["nesterov"]),
  compareActivation: choice(TRAINABLE_ACTIVATIONS, "logistic"),
  compareBeside: choice(["none", ...TRAINABLE_ACTIVATIONS], "none"),
  compareEpochs: oneNumberOf(COMPARE_EPOCHS, 5000),
  compareSeeds: whole(1, MOST_COMPARE_SEEDS, 3),
  compareWidest: oneNumberOf(COMPARE_WIDTHS, 32),
  compareNorm: choice(["max_error", "rmse"], "max_error"),
  compareRun: choice(["no", "yes"], "no"),
  compareShown: text(60, ""),
};

/** Return the field of a few of some names, one at least, in their order. */
function someOf(names, start) {
  const read = (value) => {
    const chosen = value.split(",");
    const right = chosen.every((name) => names.includes(name));
    return right ? names.filter((name) => chosen.includes(name)) : undefined;
  };
  return { start, read, write: (list) => list.join(",") };
}

function oneNumberOf(values, start) {
  const read = (value) => values.find((one) => String(one) === value);
  return { start, read, write: String };
}

/** Return the settings that a state holds now, without those of the view. */
export function compareSettings(state) {
  const [main, beside] = [state.get("compareActivation"), state.get("compareBeside")];
  return {
    rules: state.get("compareRules"),
    activations: beside === "none" || beside === main ? [main] : [main, beside],
    epochs: state.get("compareEpochs"),
    seeds: state.get("compareSeeds"),
    widest: state.get("compareWidest"),
  };
}

/**
 * Return the lines of the picture, `[{ key, rule, activation }]`, `MOST_COMPARE_LINES` at most: the
 * rules of the first activation, then those of the second.
 */
export function compareLines({ rules, activations }) {
  const lines = activations.flatMap((activation) =>
    rules.map((rule) => ({ key: `${rule}.${activation}`, rule, activation })),
  );
  return lines.slice(0, MOST_COMPARE_LINES);
}

/** Return the widths 1, 2, 4, ... up to the widest. */
export function widthsUpTo(widest) {
  return COMPARE_WIDTHS.filter((width) => width <= widest);
}

/**
 * Return all runs of some settings, from the smallest width to the largest: `[{ key, line, rule,
 * activation, width, seed }]`. The first seed of every line comes before the second.
 */
export function plannedRuns(settings) {
  const seeds = Array.from({ length: settings.seeds }, (_, seed) => seed);
  const lines = compareLines(settings);
  return widthsUpTo(settings.widest).flatMap((width) =>
    seeds.flatMap((seed) =>
      lines.map(({ key: line, rule, activation }) => {
        const key = `${line}.${width}.${seed}`;
        return { key, line, rule, activation, width, seed };
      }),
    ),
  );
}
