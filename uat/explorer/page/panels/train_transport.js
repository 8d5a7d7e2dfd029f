/** The buttons that drive a training: play, pause, step, reset, and how fast. */
import { button, selectField } from "../base/controls.js";
import { element } from "../base/dom.js";
import { TRAIN_SPEEDS } from "./train_settings.js";

export const TRAIN_STEPS = [1, 10, 100];

/**
 * Return the buttons `{ node, show(now, speed) }`.
 * @param {Object} actions  `{ playOrPause(), step(epochs), reset(), speed(key) }`
 */
export function trainTransport(words, actions, speed) {
  const play = button({ label: words.play, icon: "▶", kind: "primary", onClick: actions.playOrPause });
  const steps = TRAIN_STEPS.map((epochs) =>
    button({ label: words.step(epochs), hint: words.stepHint(epochs), onClick: () => actions.step(epochs) }));
  const reset = button({ label: words.reset, icon: "↺", hint: words.hints.reset, onClick: actions.reset });
  const pace = selectField({
    name: words.speed,
    options: TRAIN_SPEEDS.map((key) => [key, words.speeds(key)]),
    value: speed,
    onChange: actions.speed,
  });
  const stepGroup = element("div", { class: "row train-steps", role: "group", "aria-label": words.steps },
    element("span", { "aria-hidden": "true" }, words.steps), ...steps.map(({ node }) => node)); // prettier-ignore
  const row = [play.node, reset.node, stepGroup, pace.node];
  const node = element("div", { class: "row train-transport" }, ...row);
  let face = words.play;

  function show(now, chosen) {
    const atEnd = now.finished || now.diverged;
    const wanted = now.playing ? words.pause : atEnd ? words.again : words.play;
    if (wanted !== face) {
      face = wanted;
      play.relabel(face, now.playing ? "❚❚" : atEnd ? "↻" : "▶");
    }
    for (const step of steps) step.disable(atEnd || now.playing);
    if (pace.input.value !== chosen) pace.set(chosen);
  }
  return { node, show };
}
