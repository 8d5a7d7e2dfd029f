/** What can be taken away from a training: model.json, the picture, and text that computes it. */
import { button } from "../base/controls.js";
import { element } from "../base/dom.js";
import { trainCommand, trainModel, trainPython } from "./train_texts.js";

const TRAIN_COPIED_FOR = 1500; // milliseconds

/** Return the buttons `{ node, show(now) }`; `actions` is `{ now, svgText() }`. */
export function trainTakeAway({ words, download, copy, announce }, { now, svgText }) {
  const nameOf = (ending) => `${now.problem.key.replace(/\W+/g, "-").slice(0, 40)}-${ending}`;
  const saved = (label, name, mime, text) =>
    button({ label, onClick: () => download(nameOf(name), mime, text(now)) });
  const copied = (label, text) => {
    const own = button({ label, onClick: () => give(own, label, text(now)) });
    return own;
  };
  async function give(own, label, text) {
    if (!(await copy(text))) return;
    own.relabel(words.copied);
    announce(words.copied);
    setTimeout(() => own.relabel(label), TRAIN_COPIED_FOR);
  }
  const model = saved(words.downloadModel, "model.json", "application/json", trainModel);
  const picture = saved(words.downloadSvg, "picture.svg", "image/svg+xml", svgText);
  const python = copied(words.python, trainPython);
  const command = copied(words.commandLine, trainCommand);
  const why = element("p", { class: "hint" });
  const row = element("div", { class: "row" }, ...[model, picture, python, command].map(({ node }) => node));

  /** Switch off what a training has no text for, and say why. */
  function show(moment) {
    const [hasPython, hasCommand] = [trainPython(moment) !== "", trainCommand(moment) !== ""];
    python.disable(!hasPython);
    command.disable(!hasCommand);
    why.textContent = !hasPython ? words.unnamed : !hasCommand ? words.rateOfPython : "";
  }
  return { node: element("div", {}, row, why), show };
}
