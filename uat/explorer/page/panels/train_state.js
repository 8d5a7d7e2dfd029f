/** What follows when settings change: a new run, one more step of the run, or nothing. */
import { TRAIN_PROBLEM_FIELDS } from "./train_settings.js";

/** All fields that a run depends on. */
export const TRAIN_RUN_FIELDS = [...TRAIN_PROBLEM_FIELDS, "trainEpoch", "target", "domain"];

/**
 * Return what a change of the state asks of the run: "anew", "go on", or "nothing", and the changes
 * that follow in the state.
 * @param {Set<string>} changed  names of fields
 * @param {Object} now  of `trainRun`
 * @param {number} wanted  the epoch that the state asks for
 */
export function afterChange(changed, now, wanted) {
  const others = [...changed].filter((name) => name !== "trainEpoch");
  const leavesRung = (changed.has("target") || changed.has("domain")) && !changed.has("trainRung");
  if (others.some((name) => TRAIN_RUN_FIELDS.includes(name))) {
    const follow = changed.has("trainEpoch") ? {} : { trainEpoch: 0 };
    return { order: "anew", follow: leavesRung ? { ...follow, trainRung: "none" } : follow };
  }
  if (wanted === now.epoch || !now.problem) return { order: "nothing", follow: {} };
  const canGoOn = wanted > now.epoch && !now.finished && !now.playing;
  return { order: canGoOn ? "go on" : "anew", follow: {} };
}
