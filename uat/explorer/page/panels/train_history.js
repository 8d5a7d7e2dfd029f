/** What a training leaves behind: its losses, one an epoch, and the trails of its units. */

const LOSS_PLACES = 300; // along a picture of the losses
const TRAIL_LENGTH = 120; // moments of a trail at most

/** Return an empty list of losses: `{ append(losses), values() }`. */
export function lossHistory() {
  let kept = new Float64Array(1024);
  let count = 0;
  function append(losses) {
    while (count + losses.length > kept.length) {
      const longer = new Float64Array(2 * kept.length);
      longer.set(kept);
      kept = longer;
    }
    kept.set(losses, count);
    count += losses.length;
  }
  return { append, values: () => kept.subarray(0, count) };
}

/**
 * Return losses as a line of few points: `{ epochs, losses }`. Of the losses between two places the
 * smallest and the largest are kept, so that no peak is lost. On a scale of powers of ten epoch 0 is
 * left out.
 * @param {Float64Array} losses  after 0, 1, 2, ... epochs
 * @param {"linear"|"log"} scale  of the epochs
 */
export function lossLine(losses, scale) {
  const [epochs, values] = [[], []];
  const ends = scale === "log" ? logEnds(losses.length) : linearEnds(losses.length);
  let from = scale === "log" ? 1 : 0;
  for (const end of ends) {
    const [first, second] = extremes(losses, from, end);
    if (first < end) keep(first);
    if (second > first) keep(second);
    from = end;
  }
  function keep(epoch) {
    epochs.push(epoch);
    values.push(losses[epoch] > 0 ? losses[epoch] : NaN); // 0 has no place on a scale of powers
  }
  return { epochs, losses: values };
}

function linearEnds(count) {
  const places = Math.min(count, LOSS_PLACES);
  return Array.from({ length: places }, (_, i) => Math.round(((i + 1) * count) / places));
}

function logEnds(count) {
  const ends = [];
  for (let i = 1; i <= LOSS_PLACES; i += 1) {
    const end = Math.round(count ** (i / LOSS_PLACES));
    if (end > (ends.at(-1) ?? 1)) ends.push(end);
  }
  return ends;
}

/** Return where the smallest and the largest loss of [from, end) are, in the order of epochs. */
function extremes(losses, from, end) {
  let [low, high] = [from, from];
  for (let i = from + 1; i < end; i += 1) {
    if (losses[i] < losses[low]) low = i;
    if (losses[i] > losses[high]) high = i;
  }
  return low < high ? [low, high] : [high, low];
}

/** Return the range of powers of ten that holds all losses: `[low, high]`. */
export function lossRange(lines) {
  let [low, high] = [Infinity, 0];
  for (const { losses } of lines) {
    for (const loss of losses) {
      if (loss > 0 && loss < low) low = loss;
      if (loss > high && loss < Infinity) high = loss;
    }
  }
  if (!(high > 0)) return [0.1, 1];
  const bottom = 10 ** Math.floor(Math.log10(low));
  const top = 10 ** Math.ceil(Math.log10(high));
  return [bottom, top > bottom ? top : 10 * bottom];
}

/**
 * Return the trail of some numbers: `{ add(epoch, numbers), line() }`. When it is long, every second
 * moment is forgotten.
 */
export function numberTrail() {
  let moments = [];
  let stride = 1;
  function add(epoch, numbers) {
    const last = moments.at(-1);
    if (last && epoch <= last.epoch) return;
    if (last && epoch < last.epoch + stride) return;
    moments.push({ epoch, numbers });
    if (moments.length <= TRAIL_LENGTH) return;
    moments = moments.filter((_, place) => place % 2 === 0);
    stride = Math.max(2 * stride, Math.ceil(moments.at(-1).epoch / TRAIL_LENGTH));
  }
  /** Return one broken line `{ xs, ys }` of all numbers against their epochs, up to now. */
  function line(epoch, numbers) {
    const all = [...moments.filter((moment) => moment.epoch < epoch), { epoch, numbers }];
    const size = all.length + 1;
    const xs = new Float64Array(size * numbers.length).fill(NaN);
    const ys = xs.slice();
    for (let unit = 0; unit < numbers.length; unit += 1) {
      all.forEach((moment, place) => {
        xs[unit * size + place] = moment.numbers[unit];
        ys[unit * size + place] = moment.epoch;
      });
    }
    return { xs, ys };
  }
  return { add, line };
}
