/** Scene 3 of Build: a staircase of n steps against the current target, built or by hand. */
import { button, slider } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { oncePerFrame } from "../base/frames.js";
import { plot } from "../base/plot.js";
import {
  buildFigures, buildFold, buildFrame, sentencesPlace, sliderWithField, buildTakeAway, buildUnitTable,
} from "./build_parts.js"; // prettier-ignore
import { staircaseBound } from "./build_staircase.js";
import { drawStaircase, placeCorners, BUILD_MOST_CORNERS } from "./build_staircase_picture.js";
import { staircaseModel } from "./build_staircase_model.js";
import { networkPython, staircaseCommand, staircasePython } from "./build_texts.js";
import { isSigmoidal, parametersIn } from "./build_units.js";

/** The steepness that can be chosen, from soft to steep; Python's is 200. */
export const BUILD_STEEPNESSES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000];
const BUILD_STAIRCASE_STATE = ["buildActivation", "buildSteps", "buildSteepness", "buildPlaces", "buildLevels", "buildStep"];
const BUILD_FIRM_STEEPNESS = 10; // steepness from which the guarantee of steep units says something of these

/** Return the scene `{ node, show(), dispose() }`. */
export function staircaseScene(context) {
  const { state, words, announce } = context;
  const own = words.staircaseScene;
  const model = staircaseModel(context);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 420,
    x: { label: "x", domain: [0, 1] }, y: { label: "y", domain: [0, 1] },
  }); // prettier-ignore
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const story = sentencesPlace();
  const findings = sentencesPlace();
  const steps = sliderWithField({
    name: own.steps, fieldName: words.fieldName, min: 1, max: 64, step: 1, value: state.get("buildSteps"),
    format: String, onInput: (value) => {
      model.choose({ buildSteps: Math.round(value) });
      schedule();
    },
    onChange: say,
  }); // prettier-ignore
  const steepness = slider({
    name: own.steepness, scale: BUILD_STEEPNESSES, value: state.get("buildSteepness"), hint: own.steepnessHint,
    onInput: (value) => state.set({ buildSteepness: value }), onChange: say,
  }); // prettier-ignore
  const chosen = slider({
    name: own.chosenStep, min: 1, max: 64, step: 1, value: 1, format: String, hint: own.chosenHint,
    onInput: (value) => state.set({ buildStep: value }),
  }); // prettier-ignore
  const back = button({ label: own.back, onClick: () => {
    model.construct();
    announce(own.backSaid);
  } }); // prettier-ignore
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => model.ready() && table.show(model.current().network));
  const takeAway = buildTakeAway(context, {
    name: "staircase", network: () => model.current().network, svgText: () => chart.svgText(),
    domain: () => context.target().domain, about: own.about,
    python: () => pythonText(), commandLine: () => commandText() ?? "",
  }); // prettier-ignore
  const stage = element("div", { class: "build-part" });
  const more = element("div", { class: "build-part" });
  const refused = element("div", { class: "text" });

  const pythonText = () => {
    const now = model.settings();
    const ours = !model.byHand() && isSigmoidal(now.activation);
    return (ours && staircasePython(context.target(), now)) || networkPython(model.current().network);
  };
  const commandText = () => {
    const now = model.settings();
    return model.byHand() || !isSigmoidal(now.activation) ? null : staircaseCommand(context.target(), now);
  };
  function say() {
    if (!model.ready()) return;
    const { errors, guarantee } = model.current();
    announce(own.said(formatNumber(errors.maxError), formatNumber(guarantee), model.settings().steps));
  }
  function draw() {
    const ready = model.ready();
    chosen.node.hidden = !ready || model.settings().steps <= BUILD_MOST_CORNERS;
    story.show(own.story);
    stage.hidden = more.hidden = !ready;
    refused.hidden = ready;
    if (!ready) {
      replaceChildren(refused, element("p", {}, own.oneInput), ...firstOfOneInput(context));
      return;
    }
    const now = model.current();
    const { settings, plan, network } = now;
    steps.set(settings.steps);
    steepness.set(settings.steepness);
    chosen.input.max = String(settings.steps);
    chosen.set(Math.min(settings.steps, state.get("buildStep")));
    back.disable(!model.byHand());
    drawStaircase(chart, now, own);
    placeCorners(chart, plan, now.view, state.get("buildStep"), own, {
      corner: (j, x, y, done) => moved(() => model.moveCorner(j, x, y), done),
      first: (y, done) => moved(() => model.moveFirst(y), done),
    });
    numbers.show(figuresOf(now));
    findings.show(findingsOf(now));
    takeAway.command.disable(commandText() === null);
    if (fold.open) table.show(network);
  }
  function moved(change, done) {
    change();
    if (done) say();
  }
  function figuresOf({ errors, guarantee, network, settings, builtError }) {
    return [
      [own.maxError, formatNumber(errors.maxError)],
      [own.guarantee(settings.steps), formatNumber(guarantee)],
      [own.where, formatNumber(errors.where)],
      [words.rmse, formatNumber(errors.rmse)],
      [words.unitsName, String(network.width)],
      [words.parameters, String(parametersIn(network))],
      ...(model.byHand() ? [[own.construction, formatNumber(builtError)]] : []),
    ];
  }
  function findingsOf(now) {
    const { errors, guarantee, settings, variation, jump } = now;
    const sentences = [own.variation(formatNumber(variation), settings.steps, formatNumber(guarantee), jump > 0)];
    if (jump > 0) sentences.push(own.jump(formatNumber(jump), formatNumber(jump / 2), settings.activation === "heaviside"));
    else if (settings.steepness < BUILD_FIRM_STEEPNESS && errors.maxError > guarantee * (1 + 1e-9)) sentences.push(own.soft);
    else if (!model.byHand()) sentences.push(own.within(errors.maxError, guarantee, staircaseBound(variation, settings.steps, settings.steepness)));
    if (model.byHand()) sentences.push(own.contest(errors.maxError / now.builtError));
    return sentences;
  }

  const stops = [state.subscribe(BUILD_STAIRCASE_STATE, schedule), context.onTarget(() => {
    model.forgetTarget();
    schedule();
  })]; // prettier-ignore
  stage.append(chart.node, numbers.node);
  more.append(findings.node, fold, takeAway.node);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: [steps.node, steepness.node, chosen.node, back.node],
    picture: [refused, stage],
    more: [more],
  });
  const dispose = () => {
    stops.forEach((stop) => stop());
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}

/** Return a button that takes the first target of one input, if there is one. */
function firstOfOneInput({ scene, state, words }) {
  const first = scene.targets.find(({ domain }) => domain.length === 1);
  if (!first) return [];
  const onClick = () => state.set({ target: first.key, domain: "" });
  return [button({ label: words.staircaseScene.take(first.title), onClick }).node];
}
