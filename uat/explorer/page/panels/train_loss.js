/** The picture of the loss against epochs, beside that of the run before. */
import { plot } from "../base/plot.js";
import { trainFigure } from "./train_curves.js";
import { roundUp } from "./train_frame.js";
import { lossLine, lossRange } from "./train_history.js";

const LOSS_HEIGHT = 340;

/** Return `{ node, show(now, kind), dispose() }`; kind is "log" or "loglog". */
export function lossPicture(words) {
  const chart = plot({
    title: words.charts.loss,
    description: words.descriptions.loss,
    x: { label: words.epochAxis, domain: [0, 10] },
    y: { label: "", scale: "log", domain: [1e-3, 1] },
    height: LOSS_HEIGHT,
    legend: true,
  });
  let scale = "linear";
  let earlier = { losses: null };

  function show(now, kind) {
    const wanted = kind === "loglog" ? "log" : "linear";
    const most = Math.max(now.history.values().length, now.before?.length ?? 0) - 1;
    if (wanted !== scale) {
      scale = wanted;
      earlier = { losses: null };
      chart.setDomain({ x: epochRange(scale, most) });
      chart.setScale("x", scale);
    }
    const line = lossLine(now.history.values(), scale);
    if (earlier.losses !== now.before) {
      earlier = { losses: now.before, line: now.before ? lossLine(now.before, scale) : null };
      showEarlier(chart, earlier.line, words);
    }
    const lines = earlier.line ? [line, earlier.line] : [line];
    chart.setDomain({ x: epochRange(scale, most), y: lossRange(lines) });
    chart.curve("loss", line.epochs, line.losses, { colour: "network", width: 2.5, label: words.thisRun });
    const losses = now.history.values();
    const end = { x: losses.length - 1, y: losses[losses.length - 1] };
    const isShown = end.y > 0 && end.y < Infinity && (end.x > 0 || scale === "linear");
    chart.dots("now", isShown ? [end] : [], { colour: "network" });
  }
  return { node: trainFigure(words.charts.loss, chart.node), show, dispose: chart.dispose };
}

function showEarlier(chart, line, words) {
  if (line === null) chart.remove("earlier");
  else {
    const style = { colour: "muted", width: 1.5, dash: "dash", label: words.runBefore };
    chart.curve("earlier", line.epochs, line.losses, style);
  }
}

function epochRange(scale, most) {
  const end = Math.max(10, roundUp(most));
  return scale === "log" ? [1, end] : [0, end];
}
