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
    activations: {
      gaussian: "gaussian",
      logistic: "logistic",
      relu: "relu",
      relu_cubed: "relu cubed",
      relu_squared: "relu squared",
      sine: "sine",
      softplus: "softplus",
      tanh: "tanh",
    },
    all: "All runs are done.",
    below: (count, of) =>
      `${count === of ? `All ${of}` : `${count} of ${of}`} runs have an error no larger than the ` +
      "guarantee at their width.",
    beside: "And beside it",
    best: "best seed",
    choices: { line: "Rule", seed: "Seed", width: "Width" },
    chosenRun: (label, width, seed) => `${label}, width ${width}, seed ${seed}`,
    chosenStored: (label, width) => `${label}, width ${width}`,
    clear: "Clear",
    closest: (width, first, second, times) =>
      times === ""
        ? `At width ${width} the medians of ${first} and ${second} are about alike.`
        : `At width ${width} ${first} has the smallest median; that of ${second} is ${times} times as ` +
          "large.",
    columns: {
      descent: "stored descent, median",
      floor: "floor",
      guarantee: "guarantee",
      nearBest: "near-best",
    },
    commandLine: "Copy as command line",
    continue: "Continue",
    copied: "Copied",
    copy: "Copy",
    curves: "target and network",
    curvesOf: (label) => `The target, the network (${label}) and what each of its units adds.`,
    descent: "stored descent",
    diverged: (count, of, label) =>
      `${count} of ${of} runs of ${label} diverged, with this rate and number of epochs.`,
    divergedShort: (count) => `${count} diverged`,
    downloadCsv: "Numbers as CSV",
    downloadSvg: "Picture as SVG",
    each: "each seed",
    epochs: "Epochs",
    error: "Error",
    exact: (norm) => `A ${norm} of 0 has no place on a logarithmic axis; the table has it.`,
    floor: "floor",
    gap: (width, times) =>
      times === ""
        ? `At width ${width} the best run is as close as the near-best network.`
        : `At width ${width} the error of the best run is ${times} times that of the near-best ` +
          "network: a closer network exists, and these runs have not found it.",
    guarantee: "guarantee",
    guaranteeHere: (variation) =>
      "The guarantee is V / (2 (n + 1)) of n steep steps, with the total variation V = " +
      `${variation} measured on a fine grid; it takes the function to be continuous.`,
    mapsOf: (label) => `Values on the domain, on one scale for target and network (${label}).`,
    medianAndBest: (label) => [`${label}, median`, `${label}, best`],
    moreLines: (most) => `The picture tells ${most} lines apart: the first ${most} are run.`,
    nearBest: "near-best",
    nearBestCommand:
      "Near-best is not computed in the page. This command looks for the near-best network:",
    nearBestNotHere:
      "Near-best is not computed in the page, and no text names this target to the command line.",
    network: "The network of a point",
    networkCurve: "network",
    networkHint: "Choose a point in the picture, or above.",
    networkNone: "Points of the picture lead to their networks, once there are some.",
    noSeed: "none",
    norms: { max_error: "max error", rmse: "rmse" },
    nothing: "nothing",
    notWidth:
      "Where it rises, that is this rule with its rate and number of epochs, not the width: a wider " +
      "network can be every narrower one.",
    notYet: "Nothing has run yet. Run trains a network of every width from every seed, in this page.",
    parameters: "parameters",
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
    pictureDescription:
      "Error against the number of hidden units, both logarithmic: every seed a marker, the medians " +
      "a line. The table below has the numbers.",
    pictureTitle: "Error against width",
    point: (label, width, error) => `${label}, width ${width}: ${error}`,
    pointOfSeed: (label, width, seed, error) => `${label}, width ${width}, seed ${seed}: ${error}`,
    progress: (done, of) => `${done} of ${of} runs done`,
    progressName: "Runs done",
    python: "Copy as Python",
    rate: "The learning rate is automatic: the one that uat sweep takes.",
    residual: "residual",
    residualOf: (label) => `Network less target (${label}).`,
    rules: {
      adam: "Adam",
      momentum: "momentum 0.9",
      nesterov: "Nesterov's descent",
      plain: "plain descent",
    },
    rulesName: "Rules",
    run: "Run",
    runs: (count) => `${count} ${count === 1 ? "run" : "runs"}`,
    seeds: "Seeds",
    settings: (names, widest, seeds, epochs) =>
      `Settings: ${names}; widths to ${widest}, ${seeds} ${seeds === 1 ? "seed" : "seeds"}, ` +
      `${epochs} epochs`,
    storedOther: (activation) => `What is stored of this target is of ${activation} units.`,
    tab: "Compare",
    table: "The numbers of the picture",
    tableOf: (norm) => `${norm}, in units of the target`,
    target: "target",
    toTrain: "Open in Train",
    units: "what each unit adds",
    unnamed: "No text names this target to the command line, so there is no command to copy.",
    widest: "Largest width",
    width: "width n (hidden units)",
    widthShort: "width",
  },
  own: {},
  train: {},
};
