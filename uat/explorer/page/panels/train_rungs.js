/** The course's numbers beside those reached: parameters, and the y that the course prints. */
import { element } from "../base/dom.js";
import { predict } from "../engine/predict.js";
import { wholeNumber } from "./train_numbers.js";

const PARAMETER_DIGITS = 10; // significant digits here
const OUTPUT_DIGITS = 8;
const LEAST_AGREED = 4; // digits from which on numbers count as agreeing

/** Return to how many significant digits two numbers agree, 15 at most; 0 where one is missing. */
export function agreeingDigits(reached, wanted) {
  if (!Number.isFinite(reached) || !Number.isFinite(wanted)) return 0;
  if (reached === wanted) return 15;
  const share = Math.abs(reached - wanted) / Math.max(Math.abs(wanted), Number.MIN_VALUE);
  return Math.max(0, Math.min(15, Math.floor(-Math.log10(2 * share))));
}

/** Return how many significant digits a number of the course is printed with. */
export function printedDigits(value) {
  return String(Math.abs(value)).replace(/e.*/, "").replace(".", "").replace(/^0+/, "").length;
}

/** Return to how many of the digits that are printed a number agrees. */
function agreement(reached, wanted) {
  const printed = printedDigits(wanted);
  if (Number(reached.toPrecision(printed)) === wanted) return printed;
  return Math.min(agreeingDigits(reached, wanted), printed);
}

/**
 * Return the tables of a rung: `{ node, show(now, printed) }`; printed are the y of the last forward
 * pass, or null before the last epoch.
 */
export function rungTables(rung, setup, words) {
  const reference = Object.keys(rung.published).length > 0 ? rung.published : rung.fromR;
  const source = Object.keys(rung.published).length > 0 ? words.rung.course : words.rung.fromR;
  const verdict = element("p", { class: "text", role: "status" });
  const parameters = parameterTable(rung, setup, reference, source, words);
  const outputs = rung.predictions.length > 0 ? outputTable(rung, setup, words) : null;
  const formula = element("p", { class: "text" }, words.rung.formula(rung.formula));
  const data = element("p", { class: "text muted" }, words.rung.data(rung.dataSource));
  const tables = element("div", { class: "side-by-side" }, parameters.node, outputs?.node ?? null);
  const node = element("div", { class: "train-rung" }, formula, data, verdict, tables);
  const epochs = rung.epochs;
  let said = "";

  function show(now, printed) {
    parameters.show(now.parameters);
    outputs?.show(now.network, printed);
    const atEnd = now.epoch === epochs && !now.diverged;
    const isOwnRate = setup.rule.learningRate === rung.learningRate;
    const text = !isOwnRate ? words.rung.otherRate(rung.learningRate)
      : atEnd ? verdictOf(rung, reference, now.parameters, words)
      : words.rung.waits(wholeNumber(epochs)); // prettier-ignore
    if (text !== said) verdict.textContent = said = text;
  }
  return { node, show };
}

function verdictOf(rung, reference, parameters, words) {
  const digits = Object.entries(reference).map(([name, wanted]) =>
    agreement(parameters[rung.names[name]], wanted));
  const least = Math.min(...digits);
  return least >= LEAST_AGREED ? words.rung.reached(least) : words.rung.differs(least);
}

function tableOf(caption, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const table = element(
    "table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...rows),
  ); // prettier-ignore
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, table);
}

function rowOf(name, cells) {
  return element("tr", {}, element("th", { scope: "row" }, name), ...cells);
}

function cellOf(text = "") {
  return element("td", {}, text);
}

function parameterTable(rung, setup, reference, source, words) {
  const cells = new Map();
  const rows = Object.entries(rung.names).map(([name, place]) => {
    const own = { reached: cellOf(), agrees: cellOf() };
    cells.set(name, own);
    const start = cellOf(digitsOf(setup.parameters[place], 4));
    const wanted = cellOf(name in reference ? digitsOf(reference[name], PARAMETER_DIGITS) : "–");
    return rowOf(name, [start, own.reached, wanted, own.agrees]);
  });
  const heads = [words.rung.parameter, words.rung.start, words.rung.now, source, words.rung.agrees];

  function show(parameters) {
    for (const [name, { reached, agrees }] of cells) {
      const value = parameters[rung.names[name]];
      reached.textContent = digitsOf(value, PARAMETER_DIGITS);
      const known = name in reference;
      agrees.textContent = known ? words.rung.digits(agreement(value, reference[name])) : "–";
    }
  }
  return { node: tableOf(words.rung.parameters, heads, rows), show };
}

function outputTable(rung, setup, words) {
  const points = rung.t.length;
  const cells = [];
  const rows = rung.t.map((wanted, place) => {
    const inputs = setup.inputs === 1 ? [setup.x[place]] : [setup.x[place], setup.x[points + place]];
    const own = { now: cellOf(), agrees: cellOf() };
    cells.push(own);
    const printed = cellOf(digitsOf(rung.predictions[place], OUTPUT_DIGITS));
    return rowOf(`(${inputs.join(", ")})`, [cellOf(String(wanted)), own.now, printed, own.agrees]);
  });
  const heads = [words.rung.corner, rung.outputName, "y", words.rung.printedY, words.rung.agrees];

  function show(network, printed) {
    if (network === null) return;
    const outputs = printed ?? predict(network, setup.x);
    cells.forEach((own, place) => {
      const wanted = rung.predictions[place];
      own.now.textContent = digitsOf(outputs[place], OUTPUT_DIGITS);
      own.agrees.textContent = words.rung.digits(agreement(outputs[place], wanted));
    });
  }
  return { node: tableOf(words.rung.outputs, heads, rows), show };
}

function digitsOf(value, digits) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace("-", "−") : "–";
}
