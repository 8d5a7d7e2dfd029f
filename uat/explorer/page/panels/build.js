/**
 * The panel Build: the theorem's proof by hand, in four scenes. A unit is a step; two are a bump; as
 * many as one likes are a staircase; over a plane they are ridges.
 */
import { button, selectField } from "../base/controls.js";
import { element } from "../base/dom.js";
import { choice, number, numbers, whole } from "../base/state.js";
import { bumpScene } from "./build_scene_bump.js";
import { BUILD_STEEPNESSES, staircaseScene } from "./build_scene_staircase.js";
import { BUILD_TOWER_KINDS, towerScene } from "./build_scene_tower.js";
import { BUILD_SLOPES, unitScene } from "./build_scene_unit.js";
import { BUILD_STEP_ACTIVATIONS, BUILD_STEP_ROWS } from "./build_units.js";

const BUILD_SCENES = { unit: unitScene, bump: bumpScene, staircase: staircaseScene, tower: towerScene };
const BUILD_SCENE_KEYS = Object.keys(BUILD_SCENES);
const BUILD_FEWEST_STEPS = 1;
const BUILD_MOST_STEPS = 64;

/** What Build keeps in the address. */
export const BUILD_FIELDS = {
  buildScene: choice(BUILD_SCENE_KEYS, "unit"),
  buildActivation: choice(Object.keys(BUILD_STEP_ROWS), "logistic"),
  buildCentre: number(-0.9, 0.9, -0.3),
  buildSlope: number(...BUILD_SLOPES, 6),
  buildHeight: number(-1, 1, 0.8),
  buildLeft: number(-0.9, 0.88, -0.4),
  buildRight: number(-0.88, 0.9, 0.4),
  buildTop: number(-1, 1, 0.8),
  buildEdge: number(...BUILD_SLOPES, 20),
  buildSteps: whole(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS, 8),
  buildSteepness: choiceOfNumbers(BUILD_STEEPNESSES, 200),
  buildStep: whole(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS, 1),
  buildPlaces: numbers(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS),
  buildLevels: numbers(BUILD_FEWEST_STEPS + 1, BUILD_MOST_STEPS + 1),
  buildTower: choice(BUILD_TOWER_KINDS, "sum"),
  buildDirections: whole(1, 24, 2),
  buildWall: number(...BUILD_SLOPES, 60),
  buildRadius: number(0.05, 0.5, 0.3),
  buildMoats: whole(1, 8, 4),
};

/** The panel's own style. */
export const BUILD_STYLE = `
.build-head { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: end; justify-content: space-between; margin-bottom: 12px; }
.build-scenes { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; list-style: none; }
.build-column { display: contents; }
.build-part { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.build-story { order: 1; }
.build-picture { order: 2; }
.build-controls { order: 3; }
.build-more { order: 4; }
.build-sentences { display: flex; flex-direction: column; gap: 6px; }
@container (min-width: 820px) {
  .build-column { display: flex; flex-direction: column; gap: 16px; min-width: 0; }
}
@container (max-width: 480px) {
  .build-scenes .button { padding: 6px 9px; }
}
.build-pair { display: grid; grid-template-columns: minmax(0, 1fr) 5.5em; gap: 10px; align-items: end; }
.build-pair output { display: none; }
.build-formula { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.build-foot { stroke: #ffffff; stroke-width: 2.5; stroke-dasharray: 7 5; }
.build-direction { stroke: #ffffff; stroke-width: 1.5; stroke-opacity: 0.75; }
.build-steps { margin-top: 16px; }
`;

/** Return the panel `{ node, show(), hide(), dispose() }`. */
export function buildPanel(context) {
  const { state, words } = context;
  const scenes = new Map();
  const place = element("div");
  const tabs = BUILD_SCENE_KEYS.map((key, at) => sceneButton(key, at));
  const activation = selectField({
    name: words.activation, value: state.get("buildActivation"),
    options: Object.keys(BUILD_STEP_ROWS).map((key) => [key, words.activations[key]]),
    onChange: (key) => state.set({ buildActivation: key }),
  }); // prettier-ignore
  const noStep = element("p", { class: "text" });
  const onward = button({ label: "", kind: "primary", onClick: () => go(1) });
  const backward = button({ label: words.previous, onClick: () => go(-1) });

  function sceneButton(key, at) {
    const label = `${at + 1}. ${words.scenes[key]}`;
    return button({ label, onClick: () => state.set({ buildScene: key }), pressed: false });
  }
  function go(by) {
    state.set({ buildScene: BUILD_SCENE_KEYS[BUILD_SCENE_KEYS.indexOf(state.get("buildScene")) + by] });
    const heading = place.querySelector(".build-scene:not([hidden]) h2");
    heading.tabIndex = -1;
    heading.focus();
  }
  function sceneOf(key) {
    if (!scenes.has(key)) {
      const scene = BUILD_SCENES[key](context);
      const node = element("div", { class: "build-scene" }, scene.node);
      place.append(node);
      scenes.set(key, { ...scene, node });
    }
    return scenes.get(key);
  }
  function show() {
    const key = state.get("buildScene");
    const at = BUILD_SCENE_KEYS.indexOf(key);
    const able = key === "unit" || BUILD_STEP_ACTIVATIONS.includes(state.get("buildActivation"));
    if (able || scenes.has(key)) sceneOf(key);
    for (const [other, { node }] of scenes) node.hidden = other !== key || !able;
    tabs.forEach((tab, place) => tab.set(place === at));
    activation.set(state.get("buildActivation"));
    noStep.textContent = able ? "" : words.noStep(words.activations[state.get("buildActivation")]);
    noStep.hidden = able;
    backward.node.hidden = at === 0;
    onward.node.hidden = at === BUILD_SCENE_KEYS.length - 1;
    if (!onward.node.hidden) onward.relabel(words.next[BUILD_SCENE_KEYS[at + 1]]);
    if (able) sceneOf(key).show();
  }

  const stop = state.subscribe(["buildScene", "buildActivation"], show);
  const list = element("ol", { class: "build-scenes", "aria-label": words.sceneList },
    ...tabs.map((tab) => element("li", {}, tab.node))); // prettier-ignore
  const head = element("div", { class: "build-head" }, list, activation.node);
  const foot = element("div", { class: "row build-steps" }, backward.node, onward.node);
  const node = element("div", {}, head, noStep, place, foot);
  const dispose = () => {
    stop();
    scenes.forEach((scene) => scene.dispose());
  };
  return { node, show, hide() {}, dispose };
}

/** Return the field of one of several numbers. */
function choiceOfNumbers(values, start) {
  const known = new Map(values.map((value) => [String(value), value]));
  return { start, read: (text) => known.get(text), write: String };
}
