/**
 * What the panel Train can be set to, and what of it the address keeps. The state of playing is not
 * in the address; the epoch reached is, and a link trains up to it.
 */
import { choice, flag, number, whole } from "../base/state.js";
import { TRAINABLE_ACTIVATIONS } from "../numerics/activations.js";

/** Rules as the reader chooses them: what the program calls each, and its momentum. */
export const TRAIN_RULES = {
  nesterov: { rule: "nesterov", momentum: null },
  plain: { rule: "descent", momentum: 0 },
  momentum: { rule: "descent", momentum: 0.9 },
  adam: { rule: "adam", momentum: null },
};

/** Exercises of the course, the smallest first; "none" trains on the target. */
export const TRAIN_RUNGS = ["none", "linreg", "neuron", "xor"];

/** Epochs per second; "max" is as fast as possible. */
export const TRAIN_SPEEDS = ["1", "5", "20", "50", "200", "1000", "5000", "max"];
export const TRAIN_LENGTHS = [500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];

/** Widths on the slider; an address may name those between, too. */
export const TRAIN_WIDTHS = Array.from({ length: 128 }, (_, i) => i + 1).filter(
  (width) => width <= 32 || (width <= 64 ? width % 4 === 0 : width % 8 === 0),
);

const LARGEST_SEED = 2 ** 31 - 1;

export const TRAIN_FIELDS = {
  trainRung: choice(TRAIN_RUNGS, "none"),
  trainWidth: whole(1, 128, 8),
  trainActivation: choice(TRAINABLE_ACTIVATIONS, "logistic"),
  trainRule: choice(["nesterov", "descent", "adam"], "nesterov"),
  trainMomentum: number(0, 0.999, 0.9),
  trainRate: number(0, 1e6, 0), // 0: the program's own choice
  trainSeed: whole(0, LARGEST_SEED, 0),
  trainLength: whole(1, 1000000, 5000),
  trainEpoch: whole(0, 1000000, 0),
  trainSpeed: choice(TRAIN_SPEEDS, "50"),
  trainUnits: flag(true),
  trainUnit: whole(0, 128, 0), // 0: none
  trainLoss: choice(["log", "loglog"], "log"),
};

/** Fields that make it another training; a change begins anew. */
export const TRAIN_PROBLEM_FIELDS = [
  "trainRung", "trainWidth", "trainActivation", "trainRule", "trainMomentum", "trainRate", "trainSeed",
  "trainLength",
]; // prettier-ignore

/** Return what a state says of the training: `{ rung, width, activation, rule, ... }`. */
export function trainSettings(state, presets = {}) {
  const rung = state.get("trainRung");
  return {
    rung: presets[rung] ? rung : "none",
    width: state.get("trainWidth"),
    activation: state.get("trainActivation"),
    rule: state.get("trainRule"),
    momentum: state.get("trainMomentum"),
    rate: state.get("trainRate"),
    seed: state.get("trainSeed"),
    epochs: state.get("trainLength"),
  };
}

/** Return the name under which the reader chose a rule: one of `TRAIN_RULES`. */
export function trainRuleChoice(rule, momentum) {
  if (rule !== "descent") return rule;
  return momentum === 0 ? "plain" : "momentum";
}

/** Return the fields of a choice of `TRAIN_RULES`; a momentum that was set stays. */
export function trainRuleFields(key, momentum) {
  const { rule, momentum: usual } = TRAIN_RULES[key];
  if (usual === null) return { trainRule: rule };
  const kept = key === "momentum" && momentum > 0 ? momentum : usual;
  return { trainRule: rule, trainMomentum: kept };
}

/** Return a speed as a number of epochs per second. */
export function trainSpeed(key) {
  return key === "max" ? Infinity : Number(key);
}
