/** What can be taken away: the picture, the numbers, and the text that computes them with `uat`. */
import { button } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import {
  compareCsv, namedForSweep, nearBestCommands, sweepCommands, sweepPython,
} from "./compare_texts.js"; // prettier-ignore

/**
 * Return the buttons and the command for near-best: `{ node, near, show(shown, target) }`.
 * @param {Object} context  of the panel
 * @param {function(): string} svgText  the picture as a file
 * @param {function(): Object[]} results  those of the picture
 */
export function compareTakeAway({ words, download, copy, announce }, svgText, results) {
  let seen = null; // what is shown: `{ settings, stored, named, key }`
  const nameOf = (ending) => `compare-${seen.key.replace(/\W+/g, "-").slice(0, 40)}.${ending}`;
  const save = {
    svg: () => download(nameOf("svg"), "image/svg+xml", svgText()),
    csv: () => {
      const { guarantee, floor, nearBest, descent } = seen.stored;
      const stored = { guarantee, floor, near_best: nearBest, stored_runs: descent };
      download(nameOf("csv"), "text/csv", compareCsv(results(), stored, seen.norm));
    },
  };
  const copied = (label, text) => {
    const own = button({ label, onClick: () => give(own, label, text()) });
    return own;
  };
  async function give(own, label, text) {
    if (!(await copy(text))) return;
    own.relabel(words.copied);
    announce(words.copied);
    setTimeout(() => own.relabel(label), 1500);
  }
  const command = copied(words.commandLine, () =>
    sweepCommands(seen.settings, seen.named).join("\n"),
  );
  const python = copied(words.python, () => sweepPython(seen.settings, seen.named));
  const files = [
    button({ label: words.downloadSvg, onClick: save.svg }),
    button({ label: words.downloadCsv, onClick: save.csv }),
  ];
  const unnamed = element("p", { class: "hint" });
  const buttons = [command, python, ...files].map(({ node }) => node);
  const node = element("div", {}, element("div", { class: "row" }, ...buttons), unnamed);
  const near = nearBestHint(words, (text) => copied(words.copy, () => text));

  function show(shown, target) {
    seen = { ...shown, named: namedForSweep(target), key: target.key };
    for (const one of [command, python]) one.disable(seen.named === null);
    unnamed.textContent = seen.named === null ? words.unnamed : "";
    near.show(seen);
  }
  return { node, near: near.node, show };
}

/** What to run for near-best networks where none are stored. */
function nearBestHint(words, copyButton) {
  const node = element("div", { class: "text muted" });
  let before = null;

  function show({ stored, named, settings, norm }) {
    const text = stored.nearBest.length > 0 ? "" : nearBestCommands(named, settings);
    const said = JSON.stringify([text, named, norm]);
    if (said === before) return;
    before = said;
    node.hidden = stored.nearBest.length > 0;
    if (text === "") replaceChildren(node, element("p", {}, words.nearBestNotHere));
    else {
      const row = element("div", { class: "row" }, element("pre", {}, text), copyButton(text).node);
      replaceChildren(node, element("p", {}, words.nearBestCommand), row);
    }
  }
  return { node, show };
}
