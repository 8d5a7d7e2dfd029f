/**
 * The engine as panels see it: trainings in workers of their own, so that drawing never waits for
 * one; on the main thread, in slices, where there are no workers.
 */
import { nextFrame, oncePerFrame } from "../base/frames.js";
import { checkActivations } from "./activations.js";
import { createPlayer } from "./player.js";
import { createTraining } from "./training.js";
import { loadEngine } from "./wasm_passes.js";
import { resultOf } from "./worker.js";

const LOCAL_SLICE = 8; // milliseconds of a training on the main thread at a time
const MOST_WORKERS = 4;

/**
 * Return { open(setup, onProgress), runAll(setups, onDone, { workers }), dispose(), kind }.
 *
 * @param source text of the function that all of the page is, for workers; null has none
 * @param wasmBase64 engine.wasm as text; null trains in JavaScript
 *
 * - open gives a session { play(epochsPerSecond or Infinity), pause(), step(epochs),
 *   setLearningRate(rate), close() }; onProgress gets { epoch, loss, history (losses not given
 *   before), parameters, diverged, finished, playing, epochsPerSecond, kind }, at most once a frame,
 *   first of all of the start.
 * - runAll runs each setup to its end; onDone(index, { epoch, loss, parameters, history, diverged,
 *   kind }) in any order. It gives { cancel(), finished: Promise }, the promise true if none was
 *   cancelled.
 * Both throw a RangeError for an activation that nothing here trains.
 * - kind is "wasm-simd" or "javascript": what the browser can run; progress tells what it does.
 */
export function createEngine(source, wasmBase64) {
  const bytes = usableBytes(wasmBase64);
  const home = {
    bytes,
    address: workerAddress(source),
    module: null, // a promise, once the main thread needs it
    open: new Set(), // what closes each session and run
  };
  return {
    open: (setup, onProgress) => openSession(home, setup, onProgress),
    runAll: (setups, onDone, options = {}) => runSetups(home, setups, onDone, options),
    dispose() {
      for (const close of [...home.open]) close();
      if (home.address) URL.revokeObjectURL(home.address);
      home.address = null;
    },
    kind: bytes ? "wasm-simd" : "javascript",
  };
}

/** The bytes of a module, or null if there is none that this browser takes. */
function usableBytes(base64) {
  if (!base64 || typeof WebAssembly === "undefined") return null;
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return WebAssembly.validate(bytes) ? bytes : null;
}

function workerAddress(source) {
  if (!source || typeof Worker === "undefined") return null;
  const text = `(${source})().startWorker();`;
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/**
 * Start a worker; return { send(message), close() }.
 *
 * A worker may be refused when it is made or later: `onRefused` is called then, and nothing else.
 */
function startPort(home, onMessage, onRefused) {
  let worker;
  try {
    worker = new Worker(home.address);
  } catch {
    setTimeout(onRefused, 0);
    return { send() {}, close() {} };
  }
  const close = () => {
    home.open.delete(close);
    worker.terminate();
  };
  let ready = false;
  worker.onmessage = ({ data }) => {
    if (data.ready) ready = true;
    else onMessage(data);
  };
  worker.onerror = (event) => {
    event.preventDefault?.();
    close();
    if (!ready) onRefused();
  };
  home.open.add(close);
  return { send: (message) => worker.postMessage(message), close };
}

function openSession(home, setup, onProgress) {
  checkActivations(setup);
  const sent = []; // commands, for the main thread if the worker is refused
  let closed = false;
  let port = null;
  const local = () => {
    if (closed) return;
    port = localPort(home, setup, onProgress);
    for (const message of sent) port.send(message);
  };
  const show = ({ news }) =>
    nextFrame(() => {
      if (closed) return;
      onProgress(news);
      port.send({ shown: true });
    });
  if (home.address) {
    port = startPort(home, show, local);
    port.send({ open: { setup, bytes: home.bytes } });
  } else {
    local();
  }
  const order = (command) => (value) => {
    if (closed) return;
    if (sent.length < 100) sent.push({ command, value });
    port.send({ command, value });
  };
  return {
    play: order("play"),
    pause: order("pause"),
    step: order("step"),
    setLearningRate: order("setLearningRate"),
    close() {
      closed = true;
      port.close();
    },
  };
}

/** A session on the main thread, with the face of a port. */
function localPort(home, setup, onProgress) {
  let player = null;
  let closed = false;
  const early = [];
  const obey = ({ command, value }) => player[command](value);
  const close = () => {
    closed = true;
    home.open.delete(close);
    player?.close();
  };
  home.open.add(close);
  moduleOf(home).then((module) => {
    if (closed) return;
    const { schedule: tell } = oncePerFrame(() => {
      if (!closed) onProgress(player.news());
    });
    player = createPlayer(createTraining(setup, module), frameOrTimer, tell);
    tell();
    early.forEach(obey);
  });
  return { send: (message) => (player ? obey(message) : early.push(message)), close };
}

function moduleOf(home) {
  home.module ??= loadEngine(home.bytes);
  return home.module;
}

function frameOrTimer(callback, milliseconds) {
  if (milliseconds > 0) setTimeout(callback, milliseconds);
  else nextFrame(callback);
}

function runSetups(home, setups, onDone, { workers }) {
  setups.forEach(checkActivations);
  const ports = new Set();
  let [next, left, cancelled, settle] = [0, setups.length, false, null];
  const finished = new Promise((resolve) => (settle = resolve));
  const cancel = () => {
    cancelled = true;
    home.open.delete(cancel);
    for (const port of ports) port.close();
    settle(false);
  };
  const done = (index, result) => {
    left -= 1;
    onDone(index, result);
    if (left > 0) return;
    home.open.delete(cancel);
    settle(true);
  };
  const jobs = {
    setups,
    done: (index, result) => cancelled || done(index, result),
    take: () => (cancelled || next >= setups.length ? -1 : next++),
    isCancelled: () => cancelled,
  };
  home.open.add(cancel);
  if (left === 0) settle(true);
  for (let i = 0; i < workerCount(workers, setups.length); i++) {
    if (home.address) runInWorker(home, jobs, ports);
    else runHere(home, jobs, jobs.take());
  }
  return { cancel, finished };
}

function workerCount(wanted, jobs) {
  const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
  return Math.min(jobs, wanted ?? Math.max(1, Math.min(MOST_WORKERS, processors - 1)));
}

/** Have a worker run one setup after the other; it is refused: run them here. */
function runInWorker(home, jobs, ports) {
  let index = -1;
  const give = () => {
    index = jobs.take();
    if (index >= 0) port.send({ run: { index, setup: jobs.setups[index], bytes: home.bytes } });
    else port.close();
  };
  const onMessage = (message) => {
    jobs.done(message.done.index, message.done.result);
    give();
  };
  const port = startPort(home, onMessage, () => runHere(home, jobs, index));
  ports.add(port);
  give();
}

/** Run the setup of that index, then others, on the main thread in slices. */
async function runHere(home, jobs, index) {
  const module = await moduleOf(home);
  const begin = (place) => (place < 0 ? null : createTraining(jobs.setups[place], module));
  let current = index;
  let training = begin(current);
  const slice = () => {
    const end = performance.now() + LOCAL_SLICE;
    while (training && performance.now() < end) {
      training.advance(1);
      if (!training.finished) continue;
      jobs.done(current, resultOf(training));
      current = jobs.take();
      training = begin(current);
    }
    if (training && !jobs.isCancelled()) setTimeout(slice, 0);
  };
  slice();
}
