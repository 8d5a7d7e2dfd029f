/**
 * The training that is seen: one session of the engine, and all that it told so far. It knows no
 * picture and no address.
 */
import { lossHistory, numberTrail } from "./train_history.js";
import { unitCentres } from "./train_frame.js";

/**
 * Return the run `{ begin(problem, goal), goOn(epoch), play(speed), pause(), step(epochs), close(),
 * now }`.
 * @param {Object} engine
 * @param {function(Object)} onNews  called with `now` when it changed, at most once a frame
 *
 * `now` is `{ problem, epoch, loss, history, parameters, network, trail, diverged, finished, playing,
 * epochsPerSecond, goal, before }`: goal is the epoch that a link asks for, while it is not
 * reached, else 0; before has the losses of the run that this one took the place of.
 */
export function trainRun(engine, onNews) {
  const now = { problem: null, playing: false };
  let session = null;
  let turn = 0; // of the session whose news count

  function begin(problem, goal = 0) {
    const before = now.problem && now.epoch > 0 && now.problem.key === problem.key
      ? now.history.values().slice() : null; // prettier-ignore
    const kept = now.problem && now.problem.key === problem.key ? now.before : null;
    close();
    Object.assign(now, freshRun(problem), { goal: Math.min(goal, problem.epochs), before: before ?? kept });
    const own = turn;
    session = engine.open(problem.setup, (news) => {
      if (own === turn) take(news);
    });
    if (now.goal > 0) session.step(now.goal);
  }

  function take(news) {
    now.history.append(news.history);
    Object.assign(now, {
      epoch: news.epoch,
      loss: news.loss,
      parameters: news.parameters,
      network: now.problem.toNetwork(news.parameters),
      diverged: news.diverged,
      finished: news.finished ?? (news.diverged || news.epoch >= now.problem.epochs),
      playing: news.playing,
      epochsPerSecond: news.playing ? news.epochsPerSecond : now.epochsPerSecond,
    });
    if (now.epoch >= now.goal || now.diverged) now.goal = 0;
    if (now.problem.inputs === 1) now.trail.add(now.epoch, unitCentres(now.network));
    onNews(now);
  }
  /** Train on to an epoch that lies ahead. */
  function goOn(epoch) {
    now.goal = Math.min(epoch, now.problem.epochs);
    session?.step(now.goal - now.epoch);
  }
  function play(speed) {
    now.playing = true;
    session?.play(speed);
  }
  function close() {
    turn += 1;
    session?.close();
    session = null;
    now.playing = false;
  }
  return {
    begin, goOn, play, close, now,
    pause: () => session?.pause(),
    step: (epochs) => session?.step(epochs),
  }; // prettier-ignore
}

function freshRun(problem) {
  return {
    problem,
    epoch: 0,
    loss: NaN,
    history: lossHistory(),
    trail: numberTrail(),
    network: null,
    parameters: problem.setup.parameters,
    diverged: false,
    finished: false,
    playing: false,
    epochsPerSecond: 0,
  };
}
