/**
 * The runs as text to take away: a table of numbers as CSV, and how Python and the command line of
 * `uat` compute the same.
 */
import { pythonString, targetText } from "../numerics/snippets.js";
import { COMPARE_RULES, compareLines, widthsUpTo } from "./compare_settings.js";

const MOST_NEAR_BEST = 16; // the search takes longer with every unit

const CSV_COLUMNS = [
  "width", "seed", "rule", "activation", "epochs", "max_error", "rmse", "diverged",
]; // prettier-ignore

/**
 * Return the results as CSV, one row a run: numbers and names of this page alone, so that no cell can
 * be taken for a formula.
 * @param {Iterable<Object>} results  `{ run, epochs, diverged, maxError, rmse }`
 * @param {Object} stored  lists of `[width, error]` or `[width, error, seed]` by name
 * @param {"max_error"|"rmse"} norm  of what is stored
 */
export function compareCsv(results, stored, norm) {
  const rows = [CSV_COLUMNS];
  for (const { run, epochs, diverged, maxError, rmse } of results) {
    const errors = diverged ? ["", ""] : [maxError, rmse];
    const flag = diverged ? "yes" : "no";
    rows.push([run.width, run.seed, run.rule, run.activation, epochs, ...errors, flag]);
  }
  for (const [name, curve] of Object.entries(stored)) {
    for (const [width, error, seed = ""] of curve) {
      const errors = norm === "max_error" ? [error, ""] : ["", error];
      rows.push([width, seed, name, "", "", ...errors, ""]);
    }
  }
  return rows.map((row) => `${row.join(",")}\r\n`).join("");
}

/**
 * Return the commands that compute the same, one a line; of several momenta there are several.
 * @param {Object} settings  of `compareSettings`
 * @param {Object|null} named  `{ option: "--targets"|"--target", text }`; null: no text names it
 */
export function sweepCommands(settings, named) {
  if (named === null) return [];
  const shared = [
    `${named.option} ${quotedForShell(named.text)}`,
    `--widths ${widthsUpTo(settings.widest).join(",")}`,
    `--seeds ${settings.seeds}`,
    `--epochs ${settings.epochs}`,
    ...activationOption(settings.activations),
  ];
  return momentumGroups(settings).map(({ trainers, momentum }) => {
    const own = momentum === null ? [] : [`--momentum ${momentum}`];
    return ["uat sweep", ...shared, `--trainers ${trainers.join(",")}`, ...own].join(" ");
  });
}

function activationOption(activations) {
  if (activations.length > 1) return [`--activations ${activations.join(",")}`];
  return activations[0] === "logistic" ? [] : [`--activation ${activations[0]}`];
}

/** One command has one momentum: the rules of a plan, grouped by it. */
function momentumGroups(settings) {
  const groups = new Map();
  for (const name of new Set(compareLines(settings).map(({ rule }) => rule))) {
    const { trainer, momentum } = COMPARE_RULES[name];
    if (!groups.has(momentum)) groups.set(momentum, { momentum, trainers: [] });
    groups.get(momentum).trainers.push(trainer);
  }
  return [...groups.values()];
}

/** Return a word of a command as every shell reads it; what cannot run in quotes stands in them. */
export function quotedForShell(text) {
  if (/^[\w.,:-]+$/.test(text)) return text;
  return /["$`\\!%]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** Return the lines of Python that compute the same; see `sweepCommands`. */
export function sweepPython(settings, named) {
  if (named === null) return "";
  const rules = [...new Set(compareLines(settings).map(({ rule }) => rule))];
  const trainers = rules.map((name) => trainerInPython(COMPARE_RULES[name], settings.epochs));
  const words = settings.activations.map((name) => `"${name}"`).join(", ");
  return [
    "import uat",
    "",
    "result = uat.sweep(",
    `    [${pythonString(named.text)}],`,
    `    widths=[${widthsUpTo(settings.widest).join(", ")}],`,
    `    seeds=range(${settings.seeds}),`,
    `    trainers=[${trainers.join(", ")}],`,
    `    activations=[${words}],`,
    ")",
    "for record in result.records:",
    "    print(record)",
    "",
  ].join("\n");
}

function trainerInPython({ trainer, momentum }, epochs) {
  if (trainer === "adam") return `uat.Adam(epochs=${epochs})`;
  const own = momentum === null ? "" : `, momentum=${momentum.toFixed(1)}`;
  return `uat.GradientDescent(epochs=${epochs}${own})`;
}

/**
 * Return the commands that look for near-best networks of a target and write a page that has them,
 * one a line; "" where no text names it.
 * @param {Object|null} named  of `namedForSweep`
 */
export function nearBestCommands(named, { widest, activations: [activation] }) {
  if (named === null) return "";
  const text = quotedForShell(named.text);
  const phi = activation === "logistic" ? "" : ` --activation ${activation}`;
  const widths = widthsUpTo(Math.min(widest, MOST_NEAR_BEST)).join(",");
  const search = `--trainers variable_projection --widths ${widths} --seeds 1${phi}`;
  return [
    `uat sweep ${named.option} ${text} ${search}`,
    `uat explore ${text} --from runs.sqlite${phi}`,
  ].join("\n");
}

/**
 * Return how the command line names a target, `{ option, text }`, or null where no text does: one
 * drawn by hand, a table of points.
 * @param {Object} target  `text`, if Python gave one; else a formula has its own
 */
export function namedForSweep(target) {
  const { kind, text } = target.source;
  if (target.text)
    return kind === "table" ? null : { option: optionOf(target.text), text: target.text };
  if (kind !== "formula" || !text) return null;
  const line = / on \[/.test(text) ? text : targetText(text, target.domain);
  return { option: "--target", text: line };
}

function optionOf(text) {
  return /^\w+$/.test(text) ? "--targets" : "--target";
}
