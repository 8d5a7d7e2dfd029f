/** A curve drawn by hand, with mouse, pen and finger; by keys, a row of heights is moved. */
import { button } from "../base/controls.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { afterPush, afterStroke, drawnInputs } from "../targets/drawing.js";
import { monotoneCubic } from "../targets/interpolants.js";
import { rowsAddress } from "../targets/target.js";
import { ownArea } from "./own_area.js";
import { curveOf, ownChart } from "./own_picture.js";

const DRAWN_HEIGHTS = 9; // handles for the keys

/**
 * Return `{ node, picture, follow(target), dispose() }`: the controls, and the picture to draw in.
 * @param {Object} actions  `{ use(text), undo }`: take a target over; the button that goes back
 */
export function drawWay({ words, state }, { use, undo }) {
  const area = ownArea({ state, words, onDomain: moveDomain, onRange: redraw });
  const chart = ownChart(area.domain, area.range, words);
  let values = null; // of the drawing at equally spaced inputs; null before the first stroke
  let shown = null; // the target
  let byKeys = false;
  const note = element("p", { class: "hint" });
  const keys = button({ label: words.drawKeys, pressed: false, onClick: toggleKeys });

  chart.onDraw((stroke, done) => {
    const box = { domain: area.domain, low: area.range[0], high: area.range[1] };
    const next = afterStroke(box, stroke, values);
    if (next === null) return;
    showCurve(next);
    if (done) keep(next);
  });
  function keep(next) {
    use(rowsAddress("drawn", "smooth", { xs: drawnInputs(area.domain), ys: next }));
  }
  function moveDomain() {
    if (values !== null) keep(values);
    else redraw();
  }
  function toggleKeys() {
    byKeys = !byKeys;
    keys.set(byKeys);
    redraw();
  }
  function clear() {
    values = null;
    redraw();
  }

  function follow(target) {
    shown = target;
    area.follow(target);
    values = target.source.kind === "drawn" ? target.evaluate(drawnInputs(target.domain[0])) : null;
    redraw();
  }
  function redraw() {
    note.textContent = shown && shown.domain.length > 1 ? words.oneInput(shown.title) : "";
    if (shown && values === null) area.follow(shown);
    chart.setDomain({ x: area.domain, y: area.range });
    if (values !== null) showCurve(values);
    else showTarget();
    showHeights();
  }
  function showCurve(ys) {
    chart.curve("target", drawnInputs(area.domain), ys, { colour: "target", width: 3 });
  }
  function showTarget() {
    if (shown.domain.length > 1) return chart.remove("target");
    const { xs, ys } = curveOf(shown);
    chart.curve("target", xs, ys, { colour: "muted", dash: "dash", width: 2 });
  }
  function showHeights() {
    for (let k = 0; k < DRAWN_HEIGHTS; k += 1) {
      if (byKeys) showHeight(k);
      else chart.remove(`height-${k}`);
    }
  }
  function showHeight(k) {
    const share = k / (DRAWN_HEIGHTS - 1);
    const before = values ?? startOfHeights();
    const at = Math.round(share * (before.length - 1));
    const [low, high] = area.range;
    const x = area.domain[0] + share * (area.domain[1] - area.domain[0]);
    chart.handle(`height-${k}`, {
      x, y: before[at], name: words.drawPoint(k + 1, DRAWN_HEIGHTS), axis: "y", min: low, max: high,
      step: (high - low) / 100,
      valueText: (_, y) => `x = ${formatNumber(x)}, y = ${formatNumber(y)}`,
      onMove: (_, y, done) => {
        const next = afterPush(before, share, y - before[at], 1 / (DRAWN_HEIGHTS - 1));
        showCurve(next);
        if (done) keep(next);
      },
    }); // prettier-ignore
  }
  /** Return what the keys begin with: the curve of the target. */
  function startOfHeights() {
    const xs = drawnInputs(area.domain);
    if (shown.domain.length > 1) return new Float64Array(xs.length);
    const { xs: known, ys } = curveOf({ ...shown, rows: null });
    return monotoneCubic(known, ys)(xs);
  }

  const buttons = element("div", { class: "row" }, undo, keys.node,
    button({ label: words.clear, onClick: clear }).node); // prettier-ignore
  const node = element("div", { class: "controls" },
    element("p", { class: "hint" }, words.drawHint), buttons, note, area.node); // prettier-ignore
  return { node, picture: chart.node, follow, svgText: () => chart.svgText(), dispose: () => chart.dispose() };
}
