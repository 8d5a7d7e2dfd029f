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

function agreementText(reached, wanted, words) {
  return words.rung.digits(agreement(reached, wanted), printedDigits(wanted));
}

/**
 * Return the tables of a rung: `{ node, show(now, printed) }`; printed are the y of the last forward
 * pass, or null before the last epoch.
 */
export function rungTables(rung, setup, words) {
  const reference = Object.keys(rung.published).length > 0 ? rung.published : rung.fromR;
  const source = Object.keys(rung.published).length > 0 ? words.rung.course : words.rung.r;
  const verdict = element("p", { class: "text", role: "status" });
  const isPublished = reference === rung.published;
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
      : atEnd ? verdictOf(rung, reference, isPublished, now.parameters, words)
      : words.rung.waits(wholeNumber(epochs)); // prettier-ignore
    if (text !== said) verdict.textContent = said = text;
  }
  return { node, show };
}

function verdictOf(rung, reference, isPublished, parameters, words) {
  const digits = Object.entries(reference).map(([name, wanted]) =>
    agreement(parameters[rung.names[name]], wanted));
  const least = Math.min(...digits);
  if (least < LEAST_AGREED) return words.rung.differs(least);
  return isPublished ? words.rung.reached(least) : words.rung.reachedR(least);
}

function rungTable(caption, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const table = element(
    "table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...rows),
  ); // prettier-ignore
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, table);
}

function rungRow(name, cells) {
  return element("tr", {}, element("th", { scope: "row" }, name), ...cells);
}

function rungCell(text = "") {
  return element("td", {}, text);
}

function parameterTable(rung, setup, reference, source, words) {
  const cells = new Map();
  const rows = Object.entries(rung.names).map(([name, place]) => {
    const own = { reached: rungCell(), agrees: rungCell() };
    cells.set(name, own);
    const start = rungCell(digitsOf(setup.parameters[place], 4));
    const wanted = rungCell(name in reference ? digitsOf(reference[name], PARAMETER_DIGITS) : "–");
    return rungRow(name, [start, own.reached, wanted, own.agrees]);
  });
  const heads = [words.rung.parameter, words.rung.start, words.rung.now, source, words.rung.agrees];

  function show(parameters) {
    for (const [name, { reached, agrees }] of cells) {
      const value = parameters[rung.names[name]];
      reached.textContent = digitsOf(value, PARAMETER_DIGITS);
      agrees.textContent = name in reference ? agreementText(value, reference[name], words) : "–";
    }
  }
  return { node: rungTable(words.rung.parameters, heads, rows), show };
}

function outputTable(rung, setup, words) {
  const points = rung.t.length;
  const cells = [];
  const rows = rung.t.map((wanted, place) => {
    const inputs = setup.inputs === 1 ? [setup.x[place]] : [setup.x[place], setup.x[points + place]];
    const own = { now: rungCell(), agrees: rungCell() };
    cells.push(own);
    const printed = rungCell(digitsOf(rung.predictions[place], OUTPUT_DIGITS));
    return rungRow(`(${inputs.join(", ")})`, [rungCell(String(wanted)), own.now, printed, own.agrees]);
  });
  const heads = [pointName(rung), rung.outputName, words.rung.now, words.rung.course, words.rung.agrees];

  function show(network, printed) {
    if (network === null) return;
    const outputs = printed ?? predict(network, setup.x);
    cells.forEach((own, place) => {
      const wanted = rung.predictions[place];
      own.now.textContent = digitsOf(outputs[place], OUTPUT_DIGITS);
      own.agrees.textContent = agreementText(outputs[place], wanted, words);
    });
  }
  return { node: rungTable(words.rung.outputs, heads, rows), show };
}

function digitsOf(value, digits) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace("-", "−") : "–";
}

/** Return the names of the inputs as those of a point. */
function pointName({ inputNames }) {
  return inputNames.length === 1 ? inputNames[0] : `(${inputNames.join(", ")})`;
}
