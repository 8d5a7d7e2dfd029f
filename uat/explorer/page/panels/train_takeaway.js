/** What can be taken away from a training: model.json, the picture, and text that computes it. */
import { button } from "../base/controls.js";
import { element } from "../base/dom.js";
import { modelJson } from "../numerics/model.js";
import { commandLine, pythonSnippet } from "../numerics/snippets.js";

const COPIED_FOR = 1500; // milliseconds

/** Return the buttons `{ node }`; `actions` is `{ now, svgText() }`. */
export function trainTakeAway({ words, download, copy, announce }, { now, svgText }) {
  const nameOf = (ending) => `${now.problem.key.replace(/\W+/g, "-").slice(0, 40)}-${ending}`;
  const copied = (label, text) => {
    const own = button({ label, onClick: async () => {
      if (!(await copy(text(now)))) return;
      own.relabel(words.copied);
      announce(words.copied);
      setTimeout(() => own.relabel(label), COPIED_FOR);
    } }); // prettier-ignore
    return own.node;
  };
  const saved = (label, name, mime, text) =>
    button({ label, onClick: () => download(nameOf(name), mime, text(now)) }).node;
  return {
    node: element(
      "div", { class: "row" },
      saved(words.downloadModel, "model.json", "application/json", modelText),
      saved(words.downloadSvg, "picture.svg", "image/svg+xml", svgText),
      copied(words.python, (moment) => pythonSnippet(trainingText(moment))),
      copied(words.commandLine, (moment) => commandLine(trainingText(moment))),
    ),
  }; // prettier-ignore
}

function modelText(now) {
  return modelJson(now.network, now.problem.target);
}

/** Return what a text about a training has to say. */
function trainingText({ problem, epoch }) {
  return { problem, epoch };
}
