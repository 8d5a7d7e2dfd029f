/** The numbers of a training, and what a screen reader says of it. */
import { element } from "../base/dom.js";
import { formatError, formatNumber } from "../base/format.js";
import { measure } from "../numerics/metrics.js";
import { largestSize, residualAtPoints } from "./train_frame.js";

/** Return the errors of a network, `{ maxError, rmse, where }`; of a rung at its points. */
export function trainErrors(problem, network) {
  if (problem.target) return measure(network, problem.target);
  const rests = residualAtPoints(network, problem.points);
  const squares = rests.reduce((total, rest) => total + rest * rest, 0);
  return { maxError: largestSize(rests), rmse: Math.sqrt(squares / rests.length), where: null };
}

/** Return the numbers `{ node, show(now, errors) }`. */
export function trainNumbers(words) {
  const keys = ["epoch", "loss", "maxError", "rmse", "speed"];
  const places = new Map(keys.map((key) => [key, element("dd", {}, "–")]));
  const rows = keys.map((key) =>
    element("div", {}, element("dt", {}, words.numbers[key]), places.get(key)));
  const node = element("dl", { class: "figures train-numbers" }, ...rows);

  function show(now, errors) {
    const texts = {
      epoch: wholeNumber(now.epoch),
      loss: formatNumber(now.loss),
      maxError: formatNumber(errors.maxError),
      rmse: formatNumber(errors.rmse),
      speed: now.epochsPerSecond > 0 ? wholeNumber(Number(now.epochsPerSecond.toPrecision(2))) : "–",
    };
    for (const [key, place] of places) {
      if (place.textContent !== texts[key]) place.textContent = texts[key];
    }
  }
  return { node, show };
}

/** Return a whole number with a thin space every three digits. */
export function wholeNumber(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** Return what a screen reader says of a moment. */
export function trainSentence(now, errors, words) {
  if (now.diverged) return words.said.diverged(wholeNumber(now.epoch));
  const error = formatError(errors.maxError);
  const epoch = wholeNumber(now.epoch);
  return now.finished ? words.said.finished(epoch, error) : words.said.at(epoch, error);
}

/** Return the last loss that is a number. */
export function lastFiniteLoss(losses) {
  for (let i = losses.length - 1; i >= 0; i -= 1) {
    if (Number.isFinite(losses[i])) return { epoch: i, loss: losses[i] };
  }
  return { epoch: 0, loss: NaN };
}
