/**
 * The pictures of a training of two inputs: target, network and what is left, as heat maps; of a rung
 * of the course the network alone, with the points it learns.
 */
import { svgElement } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { heatmap } from "../base/heatmap.js";
import { trainFigure } from "./train_curves.js";
import { largestSize, roomyInterval, steadyBound, trainFrame, trainGrid } from "./train_frame.js";

const MAP_HEIGHT = 330;

/** Return the pictures `{ parts, show(now), svgText(), dispose() }`; see `trainCurves`. */
export function trainMaps(problem, words) {
  const grid = trainGrid(problem);
  const [low, high] = grid.wanted === null ? [0, 1] : roomyInterval(grid.wanted, 0);
  const names = problem.rung ? problem.rung.inputNames : ["x", "y"];
  const map = (key, range, palette) => heatmap({
    title: words.maps[key], description: words.descriptions[key] ?? "", domain: problem.domain,
    low: range[0], high: range[1], palette, height: MAP_HEIGHT, xLabel: names[0], yLabel: names[1],
  }); // prettier-ignore
  const maps = { network: map("network", [low, high], "sequential") };
  let bound = 0;
  if (grid.wanted !== null) {
    maps.target = map("target", [low, high], "sequential");
    maps.residual = map("residual", [-1, 1], "diverging");
    maps.target.show(grid.wanted, grid.side, grid.side);
  }
  if (problem.points !== null) maps.network.mark(cornerMarks(problem.points));

  function show(now) {
    if (now.network === null) return;
    const { given, residual } = trainFrame(now.network, grid);
    maps.network.show(given, grid.side, grid.side);
    if (residual === null) return;
    bound = steadyBound(largestSize(residual), bound);
    maps.residual.show(residual, grid.side, grid.side, -bound, bound);
  }
  const order = ["target", "network", "residual"].filter((key) => maps[key]);
  const parts = Object.fromEntries(order.map((key) => [key, trainFigure(words.maps[key], maps[key].node)]));
  const dispose = () => Object.values(maps).forEach((one) => one.dispose());
  return { parts, show, svgText: () => maps.network.svgText(), dispose };
}

/** Return marks of points: a disc with the output that is wanted there. */
function cornerMarks({ x, t }) {
  return Array.from(t, (wanted, place) => ({ x: across, y: up }) => {
    const [left, top] = [across.toPixel(x[place]), up.toPixel(x[t.length + place])];
    const disc = svgElement("circle", { cx: left, cy: top, r: 15, class: "train-corner" });
    const label = svgElement("text", { x: left, y: top + 5, class: "middle" }, formatNumber(wanted));
    return svgElement("g", {}, disc, label);
  });
}
