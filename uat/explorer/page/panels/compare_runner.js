/**
 * Runs one plan after another: prepares the trainings of a width while those of the width before are
 * run, hands every outcome on, and can be stopped at any time.
 */
const PREPARE_FOR = 12; // milliseconds of preparing before the page gets its turn

/**
 * Return a runner `{ start(runs), stop(), running }`.
 * @param {Object} parts
 * @param {function} parts.runAll  of the engine: `(setups, onDone(index, result)) -> { cancel() }`
 * @param {function(Object): Object} parts.problemOf  a run's training problem, with its `setup`
 * @param {function(Object, Object, Object)} parts.onResult  of a run, its problem and what came out
 * @param {function()} parts.onEnd  when all runs of a plan are done
 * @param {function(Error)} parts.onFail  when a run cannot be prepared: none of the plan goes on
 */
export function compareRunner({ runAll, problemOf, onResult, onEnd, onFail }) {
  let turn = 0; // of the plan that may go on: a new one, or a stop, ends the one before
  let current = null;
  let running = false;

  async function prepared(runs, own) {
    const problems = [];
    let since = performance.now();
    for (const run of runs) {
      if (own !== turn) return problems;
      problems.push(problemOf(run));
      if (performance.now() - since > PREPARE_FOR) {
        await nextTurn();
        since = performance.now();
      }
    }
    return problems;
  }

  function trained(runs, problems, own) {
    return new Promise((resolve) => {
      let open = runs.length;
      const done = (index, result) => {
        if (own !== turn) return;
        onResult(runs[index], problems[index], result);
        open -= 1;
        if (open === 0) resolve();
      };
      current = runAll(
        problems.map(({ setup }) => setup),
        done,
      );
    });
  }

  async function start(runs) {
    stop();
    const own = turn;
    running = runs.length > 0;
    try {
      await runBatches(runs, own);
    } catch (error) {
      if (own !== turn) return;
      stop();
      onFail(error);
    }
  }

  async function runBatches(runs, own) {
    const batches = runsByWidth(runs);
    let next = prepared(batches[0] ?? [], own);
    for (const [place, batch] of batches.entries()) {
      const problems = await next;
      if (own !== turn) return;
      const training = trained(batch, problems, own);
      next = prepared(batches[place + 1] ?? [], own);
      await Promise.all([training, next]);
      if (own !== turn) return;
    }
    running = false;
    onEnd();
  }

  function stop() {
    turn += 1;
    running = false;
    if (current) current.cancel();
    current = null;
  }
  return { start, stop, get running() { return running; } }; // prettier-ignore
}

function nextTurn() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Return the runs of each width, in their order. */
function runsByWidth(runs) {
  const widths = new Map();
  for (const run of runs) {
    if (!widths.has(run.width)) widths.set(run.width, []);
    widths.get(run.width).push(run);
  }
  return [...widths.values()];
}
