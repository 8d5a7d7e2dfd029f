/** What to do with a target: open it in another panel, take it along, look for near-best in Python. */
import { button } from "../base/controls.js";
import { element } from "../base/dom.js";
import { quotedForShell } from "./compare_texts.js";

const NEAR_BEST_WIDTH = 8;
const OPENED_PANELS = ["build", "train", "compare"];

/** Return `{ node, follow(target) }`. */
export function ownCommand(context, svgText) {
  const { words, state, options } = context;
  let current = null;
  const open = OPENED_PANELS.filter((key) => !options.only || options.only.includes(key)).map((key) =>
    button({ label: words.openIn[key], kind: "primary", onClick: () => state.set({ panel: key }) }));
  const text = element("p", { class: "text" });
  const line = element("pre", { tabindex: "0" });
  const copy = button({
    label: words.copyCommand,
    onClick: async () => {
      if (await context.copy(line.textContent)) context.announce(words.copied);
    },
  });
  const csv = button({
    label: words.downloadCsv("points.csv"),
    onClick: () => context.download(fileOf(current), "text/csv", ownCsv(current.rows)),
  });
  const svg = button({
    label: words.downloadSvg,
    onClick: () => context.download(`${current.key}.svg`, "image/svg+xml", svgText()),
  });

  function follow(target) {
    current = target;
    const named = target.text !== "";
    const file = fileOf(target);
    const isRows = target.rows !== null;
    csv.node.hidden = !isRows;
    csv.relabel(words.downloadCsv(file));
    line.textContent = nearBestLine(named ? target.text : file, isRows);
    text.textContent = named ? words.nearBest : words.nearBestRows;
    for (const node of [text, line, copy.node]) node.hidden = !named && !isRows;
  }
  const node = element("div", { class: "pictures" },
    element("div", { class: "row" }, ...open.map((one) => one.node)),
    text, line, element("div", { class: "row" }, copy.node, csv.node, svg.node)); // prettier-ignore
  return { node, follow };
}

/** Return the command that looks for the near-best network; of rows, by the same search as of functions. */
function nearBestLine(source, isRows) {
  const trainer = isRows ? " --trainer variable_projection" : "";
  return `uat fit ${quotedForShell(source)}${trainer} --width ${NEAR_BEST_WIDTH}`;
}

function fileOf({ source }) {
  return `${source.kind}.csv`;
}

/** Return points as CSV: numbers with all their digits under a header. */
export function ownCsv({ xs, ys }) {
  return ["x,y", ...Array.from(xs, (x, k) => `${x},${ys[k]}`)].map((row) => `${row}\r\n`).join("");
}
