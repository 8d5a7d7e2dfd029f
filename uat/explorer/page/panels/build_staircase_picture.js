/** The chart of scene 3 of Build: target, guarantee, network, the largest error, and its corners. */
import { formatNumber } from "../base/format.js";

/** Up to so many steps each has a handle; of more, the chosen one has. */
export const BUILD_MOST_CORNERS = 16;

/** Draw all but the handles; see `staircaseModel` for what is shown. */
export function drawStaircase(chart, { drawn, wanted, answers, guarantee, errors, view, jumps }, own) {
  const reach = Math.max(guarantee, 0);
  const low = Math.min(view.y[0], ...answers, view.low - reach);
  const high = Math.max(view.y[1], ...answers, view.high + reach);
  chart.setDomain({ x: view.x, y: spreadDomain(low, high, view) });
  chart.band("guarantee", drawn, wanted.map((t) => t - guarantee), wanted.map((t) => t + guarantee), {
    colour: "guarantee", label: own.band,
  }); // prettier-ignore
  const pieces = withJumpGaps(drawn, wanted, jumps);
  chart.curve("target", pieces.xs, pieces.ys, { colour: "target", width: 2, label: own.target });
  chart.curve("network", drawn, answers, { colour: "network", width: 3, label: own.network });
  chart.curve("largest", [errors.where, errors.where], [errors.wanted, errors.answer], {
    colour: "residual", width: 5, label: own.largest,
  }); // prettier-ignore
  const ends = [errors.wanted, errors.answer].map((y) => ({ x: errors.where, y }));
  chart.dots("ends", ends, { colour: "residual", radius: 5 });
}

/** The axis keeps still while a handle moves: it grows in eighths of the target's range. */
function spreadDomain(low, high, { low: bottom, high: top }) {
  const eighth = (top - bottom || 1) / 8;
  return [bottom - eighth * Math.ceil((bottom - low) / eighth - 1e-9), top + eighth * Math.ceil((high - top) / eighth - 1e-9)];
}

/** Return a curve with a gap in each jump. */
function withJumpGaps(xs, ys, jumps) {
  const [outX, outY] = [[], []];
  let next = 0;
  xs.forEach((x, i) => {
    while (next < jumps.length && jumps[next].place <= x) {
      outX.push(jumps[next].place);
      outY.push(NaN);
      next += 1;
    }
    outX.push(x);
    outY.push(ys[i]);
  });
  return { xs: outX, ys: outY };
}

/** Put a handle at every corner, or at the chosen one if there are many. */
export function placeCorners(chart, { places, levels }, view, chosen, own, moves) {
  const all = places.length <= BUILD_MOST_CORNERS;
  const steps = { x: (view.x[1] - view.x[0]) / 200, y: (view.high - view.low || 1) / 200 };
  const shared = { axis: "both", min: [view.x[0], view.low - (view.high - view.low)],
    max: [view.x[1], view.high + (view.high - view.low)], step: [steps.x, steps.y] }; // prettier-ignore
  chart.handle("first", {
    x: view.x[0] + 4 * steps.x, y: levels[0], name: own.firstLevel, axis: "y",
    min: shared.min[1], max: shared.max[1], step: steps.y,
    valueText: (x, y) => formatNumber(y), onMove: (x, y, done) => moves.first(y, done),
  }); // prettier-ignore
  for (let j = 0; j < 64; j += 1) {
    const shown = j < places.length && (all || j === Math.min(chosen, places.length) - 1);
    if (!shown) chart.remove(`corner${j}`);
    else {
      chart.handle(`corner${j}`, {
        ...shared, x: places[j], y: levels[j + 1], name: own.corner(j + 1),
        valueText: (x, y) => own.cornerText(formatNumber(x), formatNumber(y)),
        onMove: (x, y, done) => moves.corner(j, x, y, done),
      }); // prettier-ignore
    }
  }
}
