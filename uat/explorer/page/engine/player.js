/**
 * A training that is played: so many epochs per second, or as fast as possible, in short slices, so
 * that whoever shares the thread is never kept waiting.
 */

const SLICE = 8; // milliseconds at a time
const CHUNK = 1; // milliseconds of training between two looks at the clock, about
const LONGEST_WAIT = 100; // milliseconds between two looks at slow rates
const MEASURED_OVER = 400; // milliseconds over which epochs per second are measured

/**
 * Return { play(epochsPerSecond), pause(), step(epochs), setLearningRate(rate), news(), close() }.
 *
 * @param training of `createTraining`
 * @param later (callback, milliseconds): calls back after that time; 0 is as soon as others had
 *   their turn
 * @param onNews called when there is something new to show, after each slice
 *
 * `news()` is { epoch, loss, history, parameters, diverged, finished, playing, epochsPerSecond,
 * kind }: history has the losses that no call before gave, parameters are a copy.
 */
export function createPlayer(training, later, onNews) {
  const play = {
    training,
    later,
    onNews,
    playing: false,
    rate: Infinity,
    goal: Infinity,
    since: { time: 0, epoch: 0 },
    mark: { time: 0, epoch: 0 },
    measured: 0,
    cost: CHUNK,
    turn: 0,
    told: 0,
  };
  return {
    play: (rate) => begin(play, rate, Infinity),
    step: (epochs) => begin(play, Infinity, training.epoch + epochs),
    pause: () => halt(play, true),
    close: () => halt(play, false),
    setLearningRate: (rate) => training.setLearningRate(rate),
    news: () => newsOf(play),
  };
}

function begin(play, rate, goal) {
  if (!(rate > 0)) {
    halt(play, true);
    return;
  }
  const now = performance.now();
  if (!play.playing) Object.assign(play, { mark: { time: now, epoch: play.training.epoch } });
  Object.assign(play, { playing: true, rate, goal });
  play.since = { time: now, epoch: play.training.epoch };
  waitForTurn(play, 0);
}

function halt(play, tell) {
  play.playing = false;
  play.turn += 1; // what waits for its turn finds that it was another's
  if (tell) play.onNews();
}

function waitForTurn(play, milliseconds) {
  play.turn += 1;
  const { turn } = play;
  play.later(() => {
    if (turn === play.turn) takeTurn(play);
  }, milliseconds);
}

function takeTurn(play) {
  const { training, since } = play;
  const begun = performance.now();
  const due = Math.floor(since.epoch + ((begun - since.time) * play.rate) / 1000);
  const goal = Math.min(play.goal, play.rate === Infinity ? Infinity : due);
  const before = training.epoch;
  const now = trainUntil(play, goal, begun + SLICE);
  measurePace(play, now);
  if (training.epoch < goal && play.rate < Infinity) play.since = { time: now, epoch: training.epoch };
  if (training.finished || training.epoch >= play.goal) {
    halt(play, true);
    return;
  }
  if (training.epoch > before) play.onNews();
  waitForTurn(play, waitOf(play, now));
}

/** Train up to that epoch or time; return the time. */
function trainUntil(play, goal, end) {
  const { training } = play;
  let now = performance.now();
  while (training.epoch < goal && now < end && !training.finished) {
    const before = training.epoch;
    const chunk = Math.max(1, Math.floor(CHUNK / play.cost));
    training.advance(Math.min(chunk, goal - before));
    const then = now;
    now = performance.now();
    const steps = Math.max(1, training.epoch - before);
    play.cost = Math.max((now - then) / steps, play.cost / 2, 1e-5);
  }
  return now;
}

/** Milliseconds until the next epoch is due. */
function waitOf({ rate, since, training }, now) {
  if (rate === Infinity) return 0;
  const next = since.time + ((training.epoch + 1 - since.epoch) * 1000) / rate;
  return Math.min(Math.max(0, next - now), LONGEST_WAIT);
}

function measurePace(play, now) {
  const passed = now - play.mark.time;
  if (passed < MEASURED_OVER && play.measured > 0) return;
  play.measured = (1000 * (play.training.epoch - play.mark.epoch)) / Math.max(passed, 0.1);
  if (passed >= MEASURED_OVER) play.mark = { time: now, epoch: play.training.epoch };
}

function newsOf(play) {
  const { training } = play;
  const history = training.history.slice(play.told);
  play.told += history.length;
  return {
    epoch: training.epoch,
    loss: training.history[training.epoch],
    history,
    parameters: training.parameters.slice(),
    diverged: training.diverged,
    finished: training.finished,
    playing: play.playing,
    epochsPerSecond: play.playing ? play.measured : 0,
    kind: training.kind,
  };
}
