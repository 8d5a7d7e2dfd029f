/** What scene 3 of Build computes: the construction for the current target, and what a hand made of it. */
import { predict } from "../engine/predict.js";
import { measure } from "../numerics/metrics.js";
import { curveThrough } from "./build_curve.js";
import { evenXs, staircasePoints } from "./build_points.js";
import { staircaseNetwork, staircasePlan, stepGuarantee } from "./build_staircase.js";
import { BUILD_STEP_ACTIVATIONS } from "./build_units.js";

const BUILD_DRAWN_POINTS = 1001;
const BUILD_STAIRCASE_HEADROOM = 0.12; // above and below the target, as a share of its range

/**
 * Return the model of the scene.
 * @param {Object} context  of the panel
 */
export function staircaseModel({ state, target }) {
  let known = null; // what is known of the current target
  let built = { key: "" };
  let latest = { key: "" };

  const ready = () => target() !== null && target().domain.length === 1
    && BUILD_STEP_ACTIVATIONS.includes(state.get("buildActivation"));
  const settings = () => ({
    steps: state.get("buildSteps"), steepness: state.get("buildSteepness"), activation: state.get("buildActivation"),
  }); // prettier-ignore
  /** Whether places and levels are the hand's; those of another number of steps are nobody's. */
  const byHand = () => {
    const [places, levels] = [state.get("buildPlaces"), state.get("buildLevels")];
    return places.length === state.get("buildSteps") && levels.length === places.length + 1;
  };

  function facts() {
    if (known === null) known = staircaseFacts(target());
    return known;
  }
  function construction() {
    const now = settings();
    const key = JSON.stringify(now);
    if (built.key !== key || built.facts !== facts()) {
      const { curve, jumps, domain } = facts();
      const plan = staircasePlan(curve, jumps, domain, now);
      const network = staircaseNetwork(plan, now.activation);
      built = { key, facts: facts(), plan, network, errors: staircaseErrors(network, facts()) };
    }
    return built;
  }
  /** Return what is shown: plan, network, errors, guarantee, curves. */
  function current() {
    const key = JSON.stringify([settings(), byHand(), byHand() && [state.get("buildPlaces"), state.get("buildLevels")]]);
    if (latest.key !== key || latest.facts !== facts()) latest = { key, ...computed() };
    return latest;
  }
  function computed() {
    const own = facts();
    const { plan, network, errors } = byHand() ? handBuilt() : construction();
    const guarantee = stepGuarantee(own.curve.variation, settings().steps);
    return {
      facts: own, settings: settings(), plan, network, errors, guarantee, variation: own.curve.variation,
      jump: own.jump, view: own.view, drawn: own.drawn, wanted: own.wanted, jumps: own.jumps,
      answers: predict(network, own.drawn), builtError: construction().errors.maxError,
    }; // prettier-ignore
  }
  function handBuilt() {
    const plan = handPlan();
    const network = staircaseNetwork(plan, settings().activation);
    return { plan, network, errors: staircaseErrors(network, facts()) };
  }
  /** Steps by hand keep the slopes of the construction. */
  function handPlan() {
    const { slopes, shifts } = construction().plan;
    return { places: state.get("buildPlaces"), levels: state.get("buildLevels"), slopes, shifts };
  }

  function moveTo(places, levels) {
    const digits = (value) => Number(value.toPrecision(6));
    state.set({ buildPlaces: places.map(digits), buildLevels: levels.map(digits) });
  }
  /** Move step j to x, and the level on its right to y; the other levels stay. */
  function moveCorner(j, x, y) {
    const { places, levels } = current().plan;
    moveTo(withOther(places, j, x), withOther(levels, j + 1, y));
  }
  /** Move the level left of the first step. */
  function moveFirst(y) {
    const { places, levels } = current().plan;
    moveTo(places, withOther(levels, 0, y));
  }
  const construct = () => state.set({ buildPlaces: [], buildLevels: [] });
  /** Set what makes another staircase: what was moved by hand is given up. */
  const choose = (changes) => state.set({ ...changes, buildPlaces: [], buildLevels: [] });
  function forgetTarget() {
    known = null;
  }
  return { ready, settings, byHand, current, moveCorner, moveFirst, construct, choose, forgetTarget };
}

function withOther(list, at, value) {
  return list.map((old, i) => (i === at ? value : old));
}

/** Return what is known of a target of one input. */
export function staircaseFacts(target) {
  const [low, high] = target.domain[0];
  const points = staircasePoints(target);
  const curve = curveThrough(points);
  const drawn = drawnPoints([low, high], points);
  const values = points.t;
  const [bottom, top] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const room = BUILD_STAIRCASE_HEADROOM * (top - bottom || 1);
  return {
    target, curve, jumps: points.jumps, domain: [low, high], drawn, wanted: target.evaluate(drawn),
    jump: Math.max(0, ...points.jumps.map(({ before, after }) => Math.abs(after - before))),
    view: { x: [low, high], y: [bottom - room, top + room], low: bottom, high: top },
  }; // prettier-ignore
}

/** Return points to draw: even ones, and both sides of jumps. */
function drawnPoints(domain, { jumps }) {
  const beside = 1e-6 * (domain[1] - domain[0]);
  const sides = jumps.flatMap(({ place }) => [place - beside, place + beside]);
  return Float64Array.from([...evenXs(domain, BUILD_DRAWN_POINTS), ...sides]).sort();
}

/**
 * Return the largest error, where it is and between which values, and the root mean square.
 * @returns {Object} `{ maxError, rmse, where, wanted, answer }`
 */
export function staircaseErrors(network, { target, jumps }) {
  const { maxError, rmse, where } = measure(network, target);
  const at = Float64Array.from(where ?? [NaN]);
  const grid = { maxError, where: at[0], wanted: target.evaluate(at)[0], answer: predict(network, at)[0] };
  const sides = network.activation === "heaviside" ? [] : jumps.map((jump) => errorAtJump(network, jump));
  return { ...[grid, ...sides].reduce((a, b) => (b.maxError > a.maxError ? b : a)), rmse };
}

/** A continuous network errs at a jump from both of its sides, however steep it is. */
function errorAtJump(network, { place, before, after }) {
  const [answer] = predict(network, Float64Array.of(place));
  const wanted = Math.abs(answer - before) > Math.abs(answer - after) ? before : after;
  return { maxError: Math.abs(answer - wanted), where: place, wanted, answer };
}
