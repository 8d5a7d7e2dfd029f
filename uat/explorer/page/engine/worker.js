/**
 * What a worker of the page does: it plays one training, or runs one after the other to its end.
 *
 * It gets { open: { setup, bytes } } and then { command, value }, a method of the player, and
 * { shown: true } when its last news are on the screen; it sends { news }. Between the two it sends
 * nothing, and goes on training. For { run: { index, setup, bytes } } it sends { done: { index,
 * result } }.
 */
import { createPlayer } from "./player.js";
import { createTraining } from "./training.js";
import { compileEngine } from "./wasm_passes.js";

/** Listen to the page; `scope` is the worker's own. */
export function startWorker(scope = globalThis) {
  const later = waitingRoom();
  let module;
  let player = null;
  let waiting = false; // for the page to show the last news
  let fresh = false;
  const tell = () => {
    fresh = true;
    if (waiting) return;
    [waiting, fresh] = [true, false];
    scope.postMessage({ news: player.news() });
  };
  const begin = ({ setup, bytes }) => {
    if (module === undefined) module = compileEngine(bytes);
    return createTraining(setup, module);
  };
  scope.onmessage = ({ data }) => {
    if (data.open) {
      player = createPlayer(begin(data.open), later, tell);
      tell();
    } else if (data.run) {
      scope.postMessage({ done: { index: data.run.index, result: runToEnd(begin(data.run)) } });
    } else if (data.shown) {
      waiting = false;
      if (fresh) tell();
    } else {
      player[data.command](data.value);
    }
  };
  scope.postMessage({ ready: true });
}

function runToEnd(training) {
  training.advance(Infinity);
  return resultOf(training);
}

/** What is left of a training at its end: { epoch, loss, parameters, history, diverged, kind }. */
export function resultOf(training) {
  const { epoch, diverged, kind } = training;
  const [parameters, history] = [training.parameters.slice(), training.history.slice()];
  return { epoch, loss: history[epoch], parameters, history, diverged, kind };
}

/** A `later` whose 0 is not made four milliseconds, as that of timers is. */
function waitingRoom() {
  const { port1, port2 } = new MessageChannel();
  let next = null;
  port1.onmessage = () => {
    const callback = next;
    next = null;
    callback?.();
  };
  return (callback, milliseconds) => {
    if (milliseconds > 0) {
      setTimeout(callback, milliseconds);
    } else {
      if (next === null) port2.postMessage(null);
      next = callback;
    }
  };
}
