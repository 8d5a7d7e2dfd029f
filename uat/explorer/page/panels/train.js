/**
 * The panel Train: gradient descent that is watched. It opens paused before the first epoch, or at
 * the epoch that the address names.
 */
import { replaceChildren } from "../base/dom.js";
import { predict } from "../engine/predict.js";
import { trainCurves } from "./train_curves.js";
import { trainMaps } from "./train_maps.js";
import { trainErrors, trainSentence, wholeNumber } from "./train_numbers.js";
import { trainParts } from "./train_parts.js";
import { trainProblem } from "./train_problem.js";
import { trainRun } from "./train_run.js";
import { rungTables } from "./train_rungs.js";
import { trainSurface } from "./train_surface.js";
import { TRAIN_FIELDS, trainSettings, trainSpeed } from "./train_settings.js";
import { TRAIN_RUN_FIELDS, afterChange } from "./train_state.js";

const NUMBERS_EVERY = 120; // milliseconds
const CALM_EVERY = 250; // between two pictures, where motion is to be reduced
const SAY_EVERY = 5000;
const TRAIN_NARROW = 820; // pixels; the settings are folded below

const VIEW_FIELDS_OF_TRAIN = Object.keys(TRAIN_FIELDS).filter((name) => !TRAIN_RUN_FIELDS.includes(name));

/** Return the panel `{ node, show(), hide(), dispose() }`. */
export function trainPanel(context) {
  const { state, words } = context;
  const presets = context.scene.presets ?? {};
  const run = trainRun(context.engine, take);
  const { now } = run;
  const parts = trainParts(context, presets, { ...actionsOf(), now });
  const seen = { pictures: null, problem: null, drawn: 0, counted: 0, said: 0, errors: null, printed: null };
  let visible = false;
  let stale = true; // whether the run is of other settings than the state's
  let following = false; // whether the panel itself changes the state

  function actionsOf() {
    return {
      playOrPause, reset, pick,
      step: (epochs) => run.step(epochs),
      speed: (key) => state.set({ trainSpeed: key }),
      takeRate: (rate) => {
        state.set({ trainRate: rate });
        play();
      },
      svgText: () => seen.pictures.svgText(),
    }; // prettier-ignore
  }
  function play() {
    run.play(trainSpeed(state.get("trainSpeed")));
  }
  function playOrPause() {
    if (now.playing) return run.pause();
    if (now.finished || now.diverged) reset();
    return play();
  }
  function reset() {
    setQuietly({ trainEpoch: 0 });
    begin();
  }
  /** Set fields without following them. */
  function setQuietly(changes) {
    following = true;
    state.set(changes);
    following = false;
  }
  function pick(unit) {
    state.set({ trainUnit: state.get("trainUnit") === unit + 1 ? 0 : unit + 1 });
  }

  /** Begin the training that the state names, up to the epoch that it names. */
  function begin() {
    stale = false;
    const problem = problemOrMessage();
    if (problem === null) return;
    seen.printed = null;
    showProblem(problem);
    parts.takeAway.show({ problem, epoch: 0 });
    run.begin(problem, state.get("trainEpoch"));
  }
  function problemOrMessage() {
    try {
      const problem = trainProblem(trainSettings(state, presets), context.target(), presets);
      parts.message.textContent = "";
      return problem;
    } catch (error) {
      run.close();
      parts.message.textContent = error.message;
      return null;
    }
  }
  /** Make the pictures that a problem needs, unless they are there. */
  function showProblem(problem) {
    parts.controls.show(problem);
    if (seen.problem && looksAlike(problem, seen.problem)) return;
    disposePictures();
    seen.problem = problem;
    seen.pictures = problem.inputs === 1 ? trainCurves(problem, words, pick) : trainMaps(problem, words);
    seen.surface = trainSurface(problem, words);
    const surface = seen.surface ? { surface: seen.surface.figure } : {};
    parts.place(problem, { ...surface, ...seen.pictures.parts });
    seen.tables = problem.rung ? rungTables(problem.rung, problem.setup, words) : null;
    replaceChildren(parts.rung, seen.tables?.node ?? null);
  }

  function disposePictures() {
    seen.surface?.dispose();
    seen.pictures?.dispose();
  }

  /** Show what the run tells. */
  function take() {
    const time = performance.now();
    if (now.playing && context.reducedMotion() && time - seen.drawn < CALM_EVERY) return;
    seen.drawn = time;
    draw();
    if (now.playing && time - seen.counted < NUMBERS_EVERY) return;
    seen.counted = time;
    count(time);
  }
  function draw() {
    if (now.network === null || !now.problem) return;
    seen.surface?.show(now);
    seen.pictures.show(now, viewOf());
    parts.loss.show(now, state.get("trainLoss"));
    parts.transport.show(now, state.get("trainSpeed"));
    parts.view.show(now);
    seen.tables?.show(now, seen.printed);
  }
  function viewOf() {
    return { units: state.get("trainUnits"), unit: parts.view.picked(now.problem.setup.width) };
  }
  function count(time) {
    seen.errors = trainErrors(now.problem, now.network);
    parts.numbers.show(now, seen.errors);
    parts.divergence.show(now);
    parts.note.textContent = now.goal > 0
      ? words.replaying(wholeNumber(now.epoch), wholeNumber(now.goal)) : ""; // prettier-ignore
    if (!now.playing) settle();
    if (!now.playing ? now.epoch > 0 : time - seen.said > SAY_EVERY) {
      seen.said = time;
      context.announce(trainSentence(now, seen.errors, words));
    }
  }
  function settle() {
    if (now.goal > 0 || stale) return;
    setQuietly({ trainEpoch: now.epoch });
    if (now.finished && now.problem.rung) lastForwardPass(now.problem);
  }
  /** Have the y of the last forward pass, that of the parameters one epoch before. */
  function lastForwardPass(problem) {
    if (seen.printed !== null || problem.rung.predictions.length === 0) return;
    const setup = { ...problem.setup, epochs: problem.epochs - 1 };
    context.engine.runAll([setup], (_, result) => {
      if (now.problem !== problem) return;
      seen.printed = predict(problem.toNetwork(result.parameters), problem.points.x);
      seen.tables?.show(now, seen.printed);
    });
  }

  function follow(changed) {
    if (following) return;
    const wasPlaying = now.playing;
    const { order, follow: changes } = afterChange(changed, now, state.get("trainEpoch"));
    if (order === "nothing") return;
    stale = true;
    setQuietly(changes);
    if (!visible) return;
    if (order === "go on") goOn();
    else begin();
    if (order === "anew" && wasPlaying && !changed.has("trainEpoch")) play();
  }
  function goOn() {
    stale = false;
    run.goOn(state.get("trainEpoch"));
  }
  function paced(changed) {
    if (changed.has("trainSpeed") && now.playing) play();
    draw();
  }
  const stops = [
    state.subscribe(TRAIN_RUN_FIELDS, follow),
    state.subscribe(VIEW_FIELDS_OF_TRAIN, paced),
  ];
  return {
    node: parts.node,
    show() {
      if (!visible) parts.controls.fold(parts.node.clientWidth < TRAIN_NARROW);
      visible = true;
      if (stale) begin();
    },
    hide() {
      visible = false;
      run.pause();
    },
    dispose() {
      for (const stop of stops) stop();
      run.close();
      disposePictures();
      parts.loss.dispose();
    },
  };
}

/** Return whether the pictures of one problem do for another. */
function looksAlike(a, b) {
  const sameRate = a.setup.rule.learningRate === b.setup.rule.learningRate;
  const sameDomain = String(a.domain) === String(b.domain);
  return a.target === b.target && a.rung === b.rung && sameDomain && (a.rung === null || sameRate);
}
