/**
 * Every English word of the page, by panel. To translate the page, write this file anew.
 */
export const WORDS = {
  base: {
    atLeast: (low) => `A number from ${low} on, please.`,
    between: (low, high) => `A number from ${low} to ${high}, please.`,
    copied: "Copied.",
    dark: "dark",
    heading: "Universal Approximation Explorer",
    light: "light",
    link: "Copy link",
    noNumber: "This is no number.",
    notANumber: "not a number",
    panels: "Panels",
    system: "as the device",
    theme: "Colours",
    wrongAddress: (names) => `The link holds something this page does not know (${names}); it was left out.`,
  },
  build: {},
  compare: {
    about: (seconds) =>
      seconds < 90
        ? `about ${Math.max(1, Math.round(seconds))} s left`
        : `about ${Math.round(seconds / 60)} min left`,
    activation: "Activation",
    again: "Run again",
    all: "All runs are done.",
    below: (count, of) =>
      `${count === of ? `All ${of}` : `${count} of ${of}`} runs have an error no larger than the ` +
      "guarantee at their width.",
    beside: "Beside it",
    best: "best seed",
    cancel: "Cancel",
    chosenRun: (label, width, seed) => `${label}, width ${width}, seed ${seed}`,
    closest: (width, first, second, times) =>
      times === ""
        ? `At width ${width} the medians of ${first} and ${second} are about alike.`
        : `At width ${width} ${first} has the smallest median; that of ${second} is ${times} times as ` +
          "large.",
    commandLine: "Copy as command line",
    continue: "Continue",
    descent: "stored runs",
    diverged: (count, of, label) =>
      `${count} of ${of} runs of ${label} diverged with this rate and number of epochs.`,
    divergedHere: "This run diverged: it has no network to show.",
    downloadCsv: "Numbers (CSV)",
    downloadSvg: "Picture (SVG)",
    each: "each seed",
    epochs: "Epochs",
    error: "Error",
    exact: "Errors of 0 have no place on a logarithmic axis; the table has them.",
    floor: "floor: no network is below",
    gap: (width, times) =>
      times === ""
        ? `At width ${width} the best run is as close as the stored near-best network.`
        : `At width ${width} the error of the best run is ${times} times that of the stored near-best ` +
          "network: a closer network exists, and this training has not found it.",
    guarantee: "guarantee",
    guaranteeHere: (variation) =>
      `The guarantee is V / (2 (n + 1)) with the total variation V = ${variation}, measured on a ` +
      "fine grid; it holds if the function is continuous.",
    median: "median",
    moreLines: (most) => `More than ${most} lines cannot be told apart: the first ${most} are run.`,
    nearBest: "near-best",
    nearBestCommand:
      "Near-best is not computed in the page. This looks for the near-best network of one width:",
    nearBestOther: (activation) => `What is stored of this target is of ${activation} units.`,
    network: "The network of a point",
    networkHint: "Choose a point in the picture, or here.",
    noSeed: "no seed",
    norms: { max_error: "max error", rmse: "rmse" },
    notWidth:
      "That is this rule with its rate and number of epochs, not the width: a wider network can do " +
      "all that a narrower one can.",
    notYet: "Nothing has run yet. Run trains every width from every seed, here in the page.",
    path: (kind, what, { first, last, least, greatest }, times) => {
      const at = ({ error, width }) => `${error} at width ${width}`;
      if (kind === "single") return `${what} is ${at(first)}.`;
      if (kind === "level") return `${what} stays about the same: ${at(first)}, ${at(last)}.`;
      if (kind === "falls") {
        return `${what} falls from ${at(first)} to ${at(last)}: ${times} times less.`;
      }
      if (kind === "rises") return `${what} rises from ${at(first)} to ${at(last)}.`;
      if (kind === "turns") return `${what} falls from ${at(first)} to ${at(least)}; it is ${at(last)}.`;
      return `${what} is ${at(first)} and ${at(last)}, in between up to ${at(greatest)}.`;
    },
    pathOf: (label, norm, several) => `The ${several ? "median " : ""}${norm} of ${label}`,
    pause: "Pause",
    paused: "Paused.",
    progress: (done, of) => `${done} of ${of} runs done`,
    python: "Copy as Python",
    rate: "The learning rate is automatic, as in uat sweep.",
    residual: "Residual",
    rules: {
      adam: "Adam",
      momentum: "momentum 0.9",
      nesterov: "gradient descent (Nesterov)",
      plain: "plain rule (no momentum)",
    },
    rulesName: "Rules",
    run: "Run",
    seed: "Seed",
    seeds: "Seeds",
    tab: "Compare",
    table: "The numbers of the picture",
    title: (norm, target) => `${norm} against width: ${target}`,
    toTrain: "Open in Train",
    units: "units",
    widest: "Largest width",
    width: "width n (hidden units)",
  },
  own: {},
  train: {},
};
