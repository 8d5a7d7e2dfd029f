const uat_explorer = function () {
"use strict";
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
function element(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}
function svgElement(tag, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);
}
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      if (typeof value === "function") node.addEventListener(name.slice(2), value);
    } else if (value === false || value === null || value === undefined) {
      node.removeAttribute(name);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
}
function replaceChildren(node, ...children) {
  node.replaceChildren(...children.flat().filter(isShown));
}
function furnished(node, attributes, children) {
  setAttributes(node, attributes);
  node.append(...children.flat().filter(isShown));
  return node;
}
function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}
function uniqueId(stem) {
  uniqueIds.count += 1;
  return `${stem}-${uniqueIds.count}`;
}
const uniqueIds = { count: 0 };
const ACTIVATION_WORDS = {
  gaussian: "gaussian",
  heaviside: "heaviside, a step itself",
  logistic: "logistic",
  relu: "relu",
  relu_cubed: "relu cubed",
  relu_squared: "relu squared",
  sine: "sine",
  softplus: "softplus",
  tanh: "tanh",
};
const WORDS = {
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
  build: {
    activation: "Activation of the units",
    activations: ACTIVATION_WORDS,
    bumpScene: {
      about: "a bump of two steps, by hand",
      chart: "A bump made of two steps",
      chartDescription: "The two steps, one up and one down, and their sum.",
      curve: "sum: the bump",
      down: "step down",
      finding: (top, wanted, share) =>
        Math.abs(share - 1) < 0.005
          ? `In the middle the bump reaches ${top}: the steps are steep enough not to disturb each other.`
          : `In the middle the bump reaches ${top}, not ${wanted}: one step comes down before the other is ` +
            "up. Make the edges steeper, or the bump wider.",
      heading: "2. Two steps: a bump",
      left: "Left edge",
      offBox: (apart) => `farthest from a box, ${apart} and more from the edges`,
      right: "Right edge",
      said: (left, right, top) => `A bump from ${left} to ${right}, in the middle ${top}.`,
      slope: "Slope of the edges, w",
      story: [
        "You see a step up and a step down of the same height. Their sum is a bump.",
        "Try: drag both edges, the top and the foot of the left edge.",
        "So bumps can stand side by side like the bars of a chart. A staircase needs even fewer steps: " +
          "one for each change.",
      ],
      top: "value in the middle",
      up: "step up",
    },
    centre: "Centre",
    centreFormula: "centre, −b / w",
    copied: "Copied",
    copyCommand: "Copy as command line",
    copyPython: "Copy as Python",
    exportModel: "Save model.json",
    exportSvg: "Save picture (SVG)",
    fieldName: (name) => `${name}, as a number`,
    height: "Height",
    moreRows: (count) => `And ${count} more; all are in model.json.`,
    next: { bump: "Next: a bump", staircase: "Next: a staircase", tower: "Next: a tower" },
    noStep: (name) =>
      `No step of ${name} units is known here, so this scene cannot be built of them. Choose another ` +
      "activation; the theorem holds for this one too, by another proof.",
    oneUnit: "one unit",
    parameters: "parameters",
    previous: "Back",
    rmse: "root mean square error",
    sceneList: "Scenes of the proof",
    scenes: {
      bump: "Bump",
      staircase: "Staircase",
      tower: "Tower",
      unit: "Step",
    },
    slope: "Slope, w",
    staircaseScene: {
      about: "a staircase, built in the explorer",
      back: "Back to the construction",
      backSaid: "Back to the construction.",
      band: "guarantee",
      chart: "A staircase over the target",
      chartDescription: "The target with a band of the guarantee around it, the network, and where it errs most.",
      chosenHint: "Only this one has a handle while there are many.",
      chosenStep: "Step with a handle",
      construction: "max error of the construction",
      contest: (ratio) => {
        const share = Math.abs(100 * (ratio - 1));
        const shown = share < 10 ? share.toFixed(1) : String(Math.round(share));
        if (share < 0.05) return "By hand: as close as the construction.";
        return ratio < 1
          ? `By hand: your max error is ${shown} % below that of the construction.`
          : `By hand: your max error is ${shown} % above that of the construction.`;
      },
      corner: (j) => `Step ${j}: place, and level on its right`,
      cornerText: (x, y) => `at ${x}, up to level ${y}`,
      firstLevel: "Level left of the first step",
      guarantee: (n) => `guarantee, V / (2 · ${n + 1})`,
      heading: "3. Many steps: a staircase",
      jump: (jump, half, steps) =>
        steps
          ? `The target jumps by ${jump}. The guarantee holds away from jumps; a heaviside unit jumps itself ` +
            "and may stand exactly there."
          : `The target jumps by ${jump}. There no continuous network errs by less than half of it, ${half}, ` +
            "however many units it has; the guarantee holds away from jumps.",
      largest: "largest error",
      maxError: "max error",
      network: "staircase",
      oneInput: "A staircase climbs along one input, and this target has two.",
      said: (error, guarantee, n) => `Max error ${error} with ${n} ${n === 1 ? "step" : "steps"}, guarantee ${guarantee}.`,
      soft: "So soft, the units melt into each other: the guarantee is one for steep steps. Make them steeper.",
      steepness: "Steepness",
      steepnessHint: "How many times faster a unit rises than the target moves; uat takes 200.",
      steps: "Steps, n",
      story: [
        "You see the target, a band around it and a staircase nobody trained. The target moves up and down " +
          "by V in all; a step stands wherever another V / (n + 1) is done, and leads from the middle of the " +
          "values on its left to that on its right.",
        "Try: more steps, or softer ones. Then drag the corners and beat the construction: a corner moves its " +
          "step, and the level on its right.",
        "Twice as many steps, about half the error, for every continuous target: that is the theorem, for one input.",
      ],
      take: (title) => `Take ${title}`,
      target: "target",
      variation: (v, n, guarantee, jumps) =>
        `V = ${v}, so ${n} steep ${n === 1 ? "step errs" : "steps err"} by hardly more than ` +
        `${v} / (2 · ${n + 1}) = ${guarantee}${jumps ? ", away from jumps" : ""}.`,
      where: "it errs most at x =",
      within: (error, guarantee, bound) => {
        if (error <= guarantee * (1 + 1e-9)) return "The max error is within the guarantee: the staircase stays in the band.";
        return error <= bound * (1 + 1e-6)
          ? `The max error is above the guarantee by ${(100 * (error / guarantee - 1)).toPrecision(2)} %, because a step ` +
            `takes room to rise; at this steepness it is proved to stay within ${(100 * (bound / guarantee - 1)).toPrecision(2)} %.`
          : "The max error is above the guarantee: the target moves between the points the page looks at.";
      },
    },
    tab: "Build",
    tableCaption: (bias) => `The network is the sum of c φ(w x + b), and the output bias ${bias}.`,
    towerScene: {
      about: "a tower of ridges, by hand",
      chart: "A tower over the plane, from above",
      chartDescription: "Colours tell the height over the square from -1 to 1; the dashed circle is the foot of the tower that is wanted.",
      directions: "Directions",
      far: "farthest from 0, beyond 2 radii",
      finding: ({ kind, directions }, { far, inside }) => [
        ...(kind === "sum" && directions === 1
          ? ["One wall is as high all along: one pair of steps cannot end it."] : []),
        ...(kind === "sum" && directions > 1
          ? ["Where all walls cross, the heights add up to 1. Outside each wall still stands alone, as high as its " +
             `share, 1 / ${directions}, and higher where some of them cross.`] : []),
        ...(kind === "threshold"
          ? ["Whatever is above " + `${Number((1 - 1 / (2 * directions)).toFixed(3))}` +
             " becomes 1, the rest 0: only where all walls cross anything is left. But a threshold " +
             "of the sum is a unit of a second hidden layer: this network has two. What is saved is the sum, its first."] : []),
        ...(kind === "moats"
          ? ["Beside each wall there is a moat now, below 0: what one direction puts outside, the moats of the others " +
             "take away. This is one hidden layer. More directions and finer moats leave less."] : []),
      ],
      heading: "4. Two inputs: ridges and a tower",
      honest:
        "With one hidden layer the answer is a sum of ridges, functions of one direction each; none of them ends " +
        "anywhere. The theorem holds all the same: enough ridges of the right heights cancel outside. It takes many.",
      inside: "lowest within ¾ of the radius",
      kind: "What is made of the walls",
      kinds: {
        moats: "their sum, with moats",
        sum: "their sum",
        threshold: "a threshold on their sum",
      },
      moats: "Steps of a moat, each side",
      moatsHint: "How deep they are is a linear problem: least squares over the square.",
      outside: "farthest from 0 outside the circle",
      radius: "Radius",
      said: (inside, far) => `Inside at least ${inside}, far outside at most ${far}.`,
      story: [
        "You see walls from above, a step up and a step down each: what depends on one direction only is a ridge, as " +
          "high all along.",
        "Try: more directions, steeper walls, then the threshold and the moats.",
        "With two inputs a bump is no longer two steps: it takes many directions, or a second layer.",
      ],
      unitsAndOne: (count) => `${count} + 1 in a second layer`,
    },
    unit: "unit",
    unitScene: {
      about: "one step, by hand",
      biases: "b of the units",
      chart: "One unit",
      chartDescription: "The curve of the unit with handles for its centre, its slope and its height.",
      curve: "c φ(w x + b)",
      finding: (name, units) => {
        if (units === null) return `A ${name} unit is no step, however steep: it does not lead from one level to another.`;
        if (name === "heaviside") return "A heaviside unit is a step at once; w only tells which side is up.";
        if (units === 1) return "The larger w, the steeper. In the limit it is a step at −b / w: its height is c times that of φ.";
        return `One ${name} unit goes on rising, so ${units} of them make the step; the larger w, the steeper.`;
      },
      heading: "1. A unit becomes a step",
      tangent: "tangent at the centre",
      offStep: (apart) => `farthest from a step, ${apart} and more from the centre`,
      outputs: "c of the units",
      said: (centre, slope, height, off) => `Centre ${centre}, slope ${slope}, height ${height}; ${off} from a step.`,
      story: (name, units) => [
        units === 1 ? "You see one hidden unit: c φ(w x + b). It leads from one level to another."
          : units === null ? `You see one hidden ${name} unit: c φ(w x + b).`
          : `You see a step made of ${units} hidden ${name} units, c φ(w x + b) each.`,
        units === null ? "Try: drag the centre and the height. Arrow keys do it too."
          : "Try: drag the centre, then the handle of the slope towards the centre, then the height. Arrow keys do " +
            "it too.",
        ...(units === null ? []
          : ["A steep step can stand anywhere and be as high as you like. That is all the proof needs."]),
      ],
      sum: "their sum: a step",
      weights: (units) => `w of the ${units} units`,
    },
    unitTable: "All units in numbers",
    unitsName: "units",
  },
  compare: {
    about: (seconds) =>
      seconds < 90
        ? `about ${Math.max(1, Math.round(seconds))} s left`
        : `about ${Math.round(seconds / 60)} min left`,
    activation: "Activation",
    activations: ACTIVATION_WORDS,
    all: "All runs are done.",
    below: (count, of) =>
      `Of ${of} runs at widths with a guarantee, ${count === of ? "all" : count} have an error no ` +
      "larger than it.",
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
        ? `At width ${width} the best run is about as close as the near-best network, or closer.`
        : `At width ${width} the error of the best run is ${times} times that of the near-best ` +
          "network: a closer network exists, and these runs have not found it.",
    guarantee: "guarantee",
    guaranteeHere: (variation, norm) =>
      `The guarantee is V / (2 (n + 1)) of n steep steps, with the total variation V = ${variation} ` +
      (norm === "max_error" ? "of the target; no jump was found in it." : "of the target."),
    mapsOf: (label) => `Values on the domain, on one scale for target and network (${label}).`,
    medianAndBest: (label) => [`${label}, median`, `${label}, best`],
    moreLines: (most) => `The picture tells ${most} lines apart: the first ${most} are run.`,
    nearBest: "near-best",
    nearBestCommand:
      "Near-best is not computed in the page. These commands look for near-best networks and write a " +
      "page that has them:",
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
    where: "largest at",
    widest: "Largest width",
    width: "width n (hidden units)",
    widthShort: "width",
  },
  own: {
    add: "Add a point",
    axes: "Domain and height",
    badInterval: (low, high) => `[${low}, ${high}] is no domain: its bounds are too large or too close.`,
    badPoints: "The link holds points that cannot be read.",
    between: "Between the points",
    betweenWays: { lines: "straight lines", smooth: "a smooth curve" },
    catalogue: "Targets of this page",
    clear: "Start anew",
    columnsInLine: (line, count) =>
      `Line ${line} has ${count} ${count === 1 ? "column" : "columns"}: a row is x and y.`,
    copied: "Copied.",
    copyCommand: "Copy the command",
    domain: "Domain",
    domainFigure: "domain",
    domainHere: "The formula says its domain.",
    downloadCsv: (name) => `Save ${name}`,
    downloadSvg: "Save the picture (SVG)",
    drawHint:
      "Draw from one side to the other, with mouse, pen or finger; draw again where it should be " +
      "another. Where a line turns back, the last of it counts.",
    drawKeys: "Points for the keys",
    drawPoint: (number, count) => `Height ${number} of ${count}`,
    emptyTable: "Paste two columns of numbers: x and y.",
    end: "to",
    endsStay: "The points at both ends stay; move them up or down.",
    endOf: (axis) => `${axis} to`,
    examples: "Examples",
    examplesList: [
      ["sin(2*pi*x) + x", "[-1, 1]"],
      ["exp(-x^2) * sin(5*x)", "[-3, 3]"],
      ["sqrt(abs(x))", "[-1, 1]"],
      ["1 / (1 + 25*x^2)", "[-1, 1]"],
      ["x if x > 0 else 0", "[-1, 1]"],
      ["sin(x*y)", "[0, pi] x [0, pi]"],
    ],
    fewNumbers: (low, high) =>
      `[${low}, ${high}] holds few different numbers: measure the input from a point close by.`,
    firstMoves: "Nothing is changed yet: the points lie on the target above. Move one, and they are yours.",
    formula: "Function of x, or of x and y",
    formulaHint: "As on the command line, such as sin(5*x) or exp(-x^2). Domains may be formulas, too.",
    fullTable: (rows) =>
      `${rows} rows are too many, or too close together, for a link (about 320, or 640 at equal ` +
      "distances). Take fewer, or fit the file from the command line: uat fit file.csv",
    functions: "All functions",
    functionsText: (names) =>
      `${names}. Constants: pi, e, tau. Signs: + - * / // % ^ (or **), comparisons, and, or, not, ` +
      "a if condition else b.",
    greatest: "greatest value",
    horizontal: "x",
    knownWithin: (title, domain) => `${title} is known by its values on ${domain}: choose a domain within.`,
    least: "least value",
    manyInputs: (count) => `The formula has ${count} inputs: this page shows functions of x, or of x and y.`,
    manyPoints: (most) => `These are ${most} points, as many as can be told apart here.`,
    mixedSigns: (points, commas) =>
      `Line ${points} has a decimal point and line ${commas} a decimal comma in the same column: use one.`,
    moreLines: (count) => `And ${count} more ${count === 1 ? "line" : "lines"} like that.`,
    nearBest:
      "The near-best network for it is not computed in this page. This command looks for it, in Python:",
    nearBestRows:
      "The near-best network for it is not computed in this page. Save the points; this command fits them, " +
      "in Python:",
    noDomain: "Say where: a domain such as [-1, 1].",
    noInterval: (low, high) => `[${low}, ${high}] is no interval: its bounds are finite, and rise.`,
    noNumberInLine: (line, cell) => `Line ${line}: “${cell}” is no number.`,
    notFinite: (value, where) => `It is ${value} at ${where}: a target is finite on all of its domain.`,
    oneInput: (title) => `${title} has two inputs; what you make here has one.`,
    oneRow: "One x alone makes no function: give rows with different x.",
    openIn: { build: "Build it", compare: "Compare on it", train: "Train on it" },
    openTable: "Open a file",
    ownDomain: "Points bring their domain with them.",
    ownKept: (title) => `your own: ${title}`,
    ownNew: "your own…",
    pictureDescription: "The values of the target over its domain.",
    point: (number, count) => `Point ${number} of ${count}`,
    pointsHint:
      "Drag the points, or move them with the arrow keys. A click beside them adds one; the key Delete " +
      "takes the chosen one away.",
    remove: "Remove the point",
    repeated: (count) => `${count} ${count === 1 ? "row says" : "rows say"} the same as another.`,
    rounded: "To fit into a link, its numbers are rounded to a 262,143rd of their range.",
    rowsRead: (count, from, to) => `${count} rows read, x from ${from} to ${to}.`,
    sorted: "The rows were put in the order of x.",
    start: "from",
    startOf: (axis) => `${axis} from`,
    tab: "Your own",
    table: "Two columns, x and y",
    tableHint: "From a spreadsheet, a file or typed: tabs, semicolons, commas or spaces between the columns.",
    tableExample: "x\ty\n-1\t0.2\n0\t1\n1\t0.3",
    target: "Target",
    titles: {
      drawn: () => "a drawn curve",
      points: (count) => `a curve through ${count} points`,
      table: (count) => `a table of ${count} rows`,
    },
    twoValues: (first, second, x) =>
      `Lines ${first} and ${second} give x = ${x} two different y: a function has one.`,
    unbounded: (x) => `It seems to grow without end near x = ${x}: choose a domain without that point.`,
    undo: "Undo",
    values: "value",
    vertical: "y",
    way: "How",
    ways: { draw: "Draw it", formula: "Type a function", points: "Move points", table: "Paste a table" },
  },
  train: {
    activation: "Activation of the units",
    activations: ACTIVATION_WORDS,
    again: "Again",
    automatic: (rate) => `Automatic: ${rate}`,
    centres: "Centres of the units",
    charts: {
      curve: "Target and network",
      loss: "Loss against epochs",
      residual: "Residual: network less target",
      trail: "Where the centres came from",
      units: "What every unit adds",
    },
    commandLine: "Copy as command line",
    copied: "Copied.",
    coursesRate: (rate) => `As in the course: ${rate}`,
    descriptions: {
      curve: "The target, the network's output, and where its units stand, as ticks on the x axis.",
      loss: "The loss after every epoch, in powers of ten.",
      network: "The network's output over both inputs.",
      residual: "What the network misses, on a scale of its own.",
      target: "The target over both inputs.",
      trail: "The centre of every unit, epoch by epoch, the latest at the top.",
      units: "For every unit its output weight times its activation; their sum and the output bias are the network.",
    },
    diverged: (epoch, loss, rate) =>
      `Training diverged after ${epoch} ${epoch === 1 ? "epoch" : "epochs"}: the loss rose to ${loss}. ` +
      `With the learning rate ${rate} ` +
      "every step jumps over the valley and lands higher than it began. A smaller rate trains " +
      "this network; the target is not to blame.",
    downloadModel: "Save model.json",
    downloadSvg: "Save picture",
    epochAxis: "epochs",
    explain: "Explain the settings",
    hints: {
      activation: "The function that every hidden unit computes of w x + b.",
      length: "Training ends here; Adam plans its rate to reach 0 at the last epoch.",
      momentum: "The share of the last step that goes into the next one.",
      rate: "How far a step goes down the slope of the loss. Too small creeps, too large diverges.",
      reset: "Back to the start of this seed",
      rule: "How a slope becomes a step. Nesterov with rests is the program's own rule.",
      rung: "An exercise of the course, with its data, its start and its numbers.",
      rungSettings: "Data, start, rule and epochs are those of the course.",
      seed: "Names the random start: the same seed is the same start, here and in Python.",
      width: "How many hidden units the network has.",
    },
    length: "Epochs in all",
    lossScale: "Epochs in powers of ten",
    maps: { network: "Network", residual: "Residual: network less target", target: "Target" },
    momentum: "Momentum",
    network: "Network",
    nextSeed: "Next",
    noUnit: "all units",
    numbers: { epoch: "Epoch", loss: "Loss", maxError: "Max error", rmse: "RMSE", speed: "Epochs/s" },
    pause: "Pause",
    pickHint: "Click a line, or choose a unit among the settings, to see its numbers.",
    play: "Play",
    points: "Points",
    python: "Copy as Python",
    rate: "Learning rate",
    rateOfPython: "The command line takes the automatic rate only; Python takes any.",
    replaying: (epoch, goal) => `Training up to epoch ${goal}, as the link asks: epoch ${epoch} …`,
    reset: "Reset",
    rmse: "RMSE",
    rule: "Rule",
    rules: {
      adam: "Adam",
      momentum: "Gradient descent with momentum",
      nesterov: "Nesterov's momentum with rests",
      plain: "Gradient descent",
    },
    rung: {
      agrees: "agrees to",
      course: "the course",
      data: (source) => `Data: ${source}.`,
      differs: (digits) => `After the last epoch some numbers agree with the course's to ${digits} digits only.`,
      digits: (count, of) => (count === of ? `all ${of} digits` : `${count} of ${of} digits`),
      formula: (formula) => `Model: ${formula}.`,
      now: "here",
      otherRate: (rate) => `The course's numbers come from the learning rate ${rate}; this is another one.`,
      outputs: "Outputs y: the course prints those of its last forward pass, one step before the last parameters.",
      parameter: "parameter",
      parameters: "Parameters",
      r: "R",
      reached: (digits) => `The course's numbers are reached: all agree to ${digits} digits or more.`,
      reachedR: (digits) =>
        `The course's program gives these numbers in R: all agree to ${digits} digits or more.`,
      start: "start",
      waits: (epochs) => `The course's numbers stand beside: they are reached after ${epochs} epochs. Press Play.`,
    },
    rungs: {
      linreg: "The course: a line through 100 points",
      name: "Train on",
      neuron: "The course: a single neuron",
      none: "the target above",
      xor: "The course: the XOR network",
    },
    runBefore: "Run before",
    said: {
      at: (epoch, error) => `Epoch ${epoch}, max error ${error}.`,
      diverged: (epoch) =>
        `Training diverged after ${epoch} ${epoch === 1 ? "epoch" : "epochs"}.`,
      finished: (epoch, error) => `Training is done: epoch ${epoch}, max error ${error}.`,
    },
    seed: "Seed of the start",
    settings: "Settings",
    showUnits: "Show what every unit adds",
    smallerRate: "Take a tenth of the rate",
    speed: "Epochs per second",
    speeds: (key) => (key === "max" ? "as fast as possible" : key),
    step: (epochs) => `+${epochs}`,
    stepHint: (epochs) => (epochs === 1 ? "Train one epoch" : `Train ${epochs} epochs`),
    steps: "Step",
    surface: "Error over both parameters, and the way down",
    surfaceDescription:
      "Every point is a model; its colour says how large its error is. A line leads from the start to where training is now; a diamond marks the reference.",
    tab: "Train",
    takeAutomatic: "Take the automatic rate",
    takeCourses: "Take the course's rate",
    target: "Target",
    thisRun: "This run",
    unit: "Look at",
    unitNumber: (number) => `unit ${number}`,
    unitSaid: (number, centre, slope, height) =>
      `Unit ${number}: centre ${centre}, slope ${slope}, height ${height}.`,
    units: (width) => (width === 1 ? "1 unit" : `${width} units`),
    unnamed: "No text names this target to another process: save the model instead.",
    width: "Width",
  },
};
function nextFrame(callback) {
  if (typeof requestAnimationFrame === "function") requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}
function oncePerFrame(draw) {
  let waiting = false;
  let turn = 0;
  function schedule() {
    if (waiting) return;
    waiting = true;
    const own = turn;
    nextFrame(() => {
      if (own !== turn) return;
      waiting = false;
      draw();
    });
  }
  function cancel() {
    turn += 1;
    waiting = false;
  }
  return { schedule, cancel };
}
function roomOf(node, onChange) {
  let room = 0;
  const observer = new ResizeObserver(([entry]) => {
    room = entry.contentRect.width;
    onChange();
  });
  observer.observe(node);
  return { width: () => room, dispose: () => observer.disconnect() };
}
function whole(low, high, start) {
  const inside = (value) => Number.isInteger(value) && value >= low && value <= high;
  return { start, read: (text) => checkedNumber(text, inside), write: String };
}
function number(low, high, start) {
  const inside = (value) => value >= low && value <= high;
  return { start, read: (text) => checkedNumber(text, inside), write: String };
}
function choice(values, start) {
  return { start, read: (text) => (values.includes(text) ? text : undefined), write: String };
}
function flag(start) {
  const values = new Map([["yes", true], ["no", false]]);
  return { start, read: (text) => values.get(text), write: (value) => (value ? "yes" : "no") };
}
function text(longest, start) {
  return {
    start,
    read: (value) => (value.length <= longest ? value : undefined),
    write: String,
  };
}
function numbers(least, most) {
  const read = (value) => {
    if (value === "") return [];
    const list = value.split(",").map((part) => checkedNumber(part, Number.isFinite));
    const right = list.length >= least && list.length <= most && !list.includes(undefined);
    return right ? list : undefined;
  };
  return { start: [], read, write: (list) => list.join(",") };
}
function checkedNumber(value, inside) {
  const read = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN;
  return inside(read) ? read : undefined;
}
function createState(fields, preset = {}) {
  const known = new Map(Object.entries(fields));
  const starts = new Map([...known].map(([name, field]) => [name, preset[name] ?? field.start]));
  const values = new Map(starts);
  const listeners = new Set();
  function set(changes) {
    const changed = new Set();
    for (const [name, value] of Object.entries(changes)) {
      if (!known.has(name)) throw new Error(`There is no field ${name}.`);
      if (sameText(known.get(name), values.get(name), value)) continue;
      values.set(name, value);
      changed.add(name);
    }
    if (changed.size === 0) return;
    for (const { names, listener } of [...listeners]) {
      if (names.some((name) => changed.has(name))) listener(changed);
    }
  }
  function subscribe(names, listener) {
    const entry = { names, listener };
    listeners.add(entry);
    return () => listeners.delete(entry);
  }
  function address() {
    const parts = new URLSearchParams();
    for (const [name, field] of known) {
      const value = values.get(name);
      if (!sameText(field, value, starts.get(name))) parts.set(name, field.write(value));
    }
    return `#${parts}`;
  }
  function readAddress(hash) {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const wrong = [...parts.keys()].filter((name) => !known.has(name));
    const changes = Object.fromEntries(starts);
    for (const [name, field] of known) {
      if (!parts.has(name)) continue;
      const value = field.read(parts.get(name));
      if (value === undefined) wrong.push(name);
      else changes[name] = value;
    }
    set(changes);
    return wrong;
  }
  const names = [...known.keys()];
  return { names, get: (name) => values.get(name), set, subscribe, address, readAddress };
}
function sameText(field, a, b) {
  return field.write(a) === field.write(b);
}
const STYLE = `
:host {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c);
  --ground: light-dark(#f4f5f7, #1d2128);
  --ink: light-dark(#16191d, #eef0f3);
  --muted: light-dark(#555c66, #a9b1bc);
  --line: light-dark(#d5d9df, #3a414c);
  --edge: light-dark(#7d8590, #88919d);
  --accent: light-dark(#0b5cad, #7cb8f5);
  --on-accent: light-dark(#ffffff, #10141a);
  --wrong: light-dark(#b3261e, #ff9d94);
  --target: light-dark(#16191d, #eef0f3);
  --network: light-dark(#c2410c, #ff9a62);
  --residual: light-dark(#8a2c6b, #eb9bcd);
  --guarantee: light-dark(#00735a, #37c9a4);
  --descent: light-dark(#0b5cad, #7cb8f5);
  --nearBest: light-dark(#b23a00, #ff9a62);
  --floor: light-dark(#5f5a00, #d8cf5a);
  --adam: light-dark(#7a3e9d, #cfa0ee);
  --unit: light-dark(#3a7ca5, #86bfe0);
  display: block;
  container-type: inline-size;
  background: var(--paper);
  color: var(--ink);
  font: var(--size, 16px)/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h1, h2, h3, p, fieldset, legend, figure, table { margin: 0; padding: 0; border: 0; }
h1 { font-size: 1.25em; line-height: 1.3; }
h2 { font-size: 1.125em; line-height: 1.3; }
h3 { font-size: 1em; }
a { color: var(--accent); }
.page { max-width: 1880px; margin: 0 auto; padding: 12px clamp(12px, 2cqi, 32px) 40px; }
.top { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: end; padding-bottom: 8px; }
.top :is(h1, h2) { flex: 1 1 16em; align-self: center; }
.notice { color: var(--wrong); }
.notice:empty { display: none; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 2px solid var(--line); margin-bottom: 16px; }
.tab {
  font: inherit; font-weight: 600; color: var(--muted); background: none; cursor: pointer;
  border: 0; border-bottom: 3px solid transparent; margin-bottom: -2px; padding: 8px 16px; min-height: 44px;
}
.tab:hover { color: var(--ink); }
.tab[aria-selected="true"] { color: var(--accent); border-bottom-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
:focus:not(:focus-visible) { outline: none; }
.hidden-text {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}

/* A panel: controls beside pictures, above them where the page is narrow. */
.panel { display: grid; gap: 16px 28px; grid-template-columns: minmax(0, 1fr); }
@container (max-width: 480px) { .tab { padding: 8px; } }
@container (min-width: 820px) {
  .panel { grid-template-columns: minmax(250px, 320px) minmax(0, 1fr); align-items: start; }
}
.controls { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.controls.wide { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px 24px; }
.pictures { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.side-by-side { display: grid; gap: 12px 24px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.text { max-width: 72ch; }
.muted { color: var(--muted); }

/* Controls */
.control { display: flex; flex-direction: column; gap: 2px; min-width: 0; }
.control.box { flex-direction: row; align-items: center; gap: 8px; min-height: 32px; flex-wrap: wrap; }
.control label, .control legend { font-size: 0.9375em; font-weight: 600; }
.control.box label { font-weight: 400; }
.control.radio { display: flex; flex-direction: row; flex-wrap: wrap; gap: 2px 14px; }
.control.radio legend { float: left; width: 100%; }
.choice { display: inline-flex; align-items: center; gap: 6px; min-height: 30px; }
.choice label { font-weight: 400; }
.name-and-value { display: flex; justify-content: space-between; gap: 8px; flex-wrap: wrap; }
.value, .figures dd, td { font-variant-numeric: tabular-nums; }
.hint { font-size: 0.875em; color: var(--muted); }
.message { font-size: 0.875em; color: var(--wrong); }
.message:empty { display: none; }
input, select, textarea, button { font: inherit; color: inherit; }
input[type="range"] { width: 100%; height: 28px; margin: 0; accent-color: var(--accent); cursor: pointer; }
input[type="checkbox"], input[type="radio"] { width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); }
input[type="text"], select, textarea {
  width: 100%; min-height: 40px; padding: 6px 10px; background: var(--paper);
  border: 1px solid var(--edge); border-radius: 6px;
}
textarea { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.9375em; }
[aria-invalid="true"] { border-color: var(--wrong); border-width: 2px; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 40px; min-width: 40px;
  padding: 6px 14px; background: var(--ground); border: 1px solid var(--edge); border-radius: 6px; cursor: pointer;
}
.button:hover { border-color: var(--ink); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
:disabled, :disabled + label { opacity: 0.55; cursor: default; }
details > summary { cursor: pointer; min-height: 28px; color: var(--accent); }

/* Numbers */
.figures { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0; }
.figures dt { font-size: 0.875em; color: var(--muted); }
.figures dd { margin: 0; font-size: 1.25em; font-weight: 600; line-height: 1.2; white-space: nowrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9375em; }
th, td { text-align: right; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
caption { text-align: left; color: var(--muted); padding-bottom: 4px; }
pre, code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.9375em; }
pre { margin: 0; padding: 8px 12px; background: var(--ground); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }

/* Charts */
.chart { position: relative; width: 100%; min-width: 0; overflow: hidden; }
.chart-picture { display: block; position: relative; max-width: 100%; }
.heat { position: absolute; image-rendering: auto; }
svg text { font-size: 0.9375em; fill: var(--ink); font-family: inherit; }
.axis text { fill: var(--muted); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.grid path { stroke: var(--line); stroke-width: 1; fill: none; }
.grid .frame { stroke: var(--edge); }
.surface { fill: transparent; }
.drawable { touch-action: none; cursor: crosshair; }
.stroke { stroke: var(--colour); fill: none; stroke-linejoin: round; stroke-linecap: round; }
.fill { fill: var(--colour); stroke: var(--paper); stroke-width: 1; }
.fill.selected, .clickable:focus-visible { stroke: var(--ink); stroke-width: 2; }
.band { fill: var(--colour); fill-opacity: 0.16; stroke: none; }
.target { --colour: var(--target); }
.network { --colour: var(--network); }
.residual { --colour: var(--residual); }
.guarantee { --colour: var(--guarantee); }
.descent { --colour: var(--descent); }
.nearBest { --colour: var(--nearBest); }
.floor { --colour: var(--floor); }
.adam { --colour: var(--adam); }
.unit { --colour: var(--unit); }
.muted { --colour: var(--muted); }
.accent { --colour: var(--accent); }
.clickable { cursor: pointer; }
.handle { cursor: grab; touch-action: none; }
.handle.along-x { cursor: ew-resize; }
.handle.along-y { cursor: ns-resize; }
.grip { fill: transparent; }
.knob { fill: var(--paper); stroke: var(--accent); stroke-width: 3; }
.handle:focus-visible { outline: none; }
.handle:focus .knob { fill: var(--accent); stroke: var(--ink); }
@media (prefers-reduced-motion: no-preference) { .button, .tab { transition: border-color 0.12s, color 0.12s; } }
@media (forced-colors: active) { .stroke { stroke: CanvasText; } .fill { fill: CanvasText; } }
`;
const ROUND = 6755399441056767;
const LOG2_E = 1.4426950408889634;
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const EXP_MIN = -708;
const EXP_MAX = 708;
const POWERS_OF_TWO = powersOfTwo();
function powersOfTwo() {
  const powers = new Float64Array(2048);
  powers[1023] = 1;
  for (let k = 1; k <= 1024; k++) powers[1023 + k] = 2 * powers[1022 + k];
  for (let k = 1; k <= 1022; k++) powers[1023 - k] = 0.5 * powers[1024 - k];
  return powers;
}
function fastExp(z) {
  const k = z * LOG2_E + ROUND - ROUND;
  const r = z - k * LN2_HIGH - k * LN2_LOW;
  const r2 = r * r;
  const r4 = r2 * r2;
  const high =
    (2.510038549551032e-8 * r + 2.7620088445409746e-7) * r4 +
    ((2.7557268459997064e-6 * r + 2.4801521295954376e-5) * r2 +
      (1.9841269863053618e-4 * r + 1.3888888917213717e-3));
  const low =
    (8.333333333330062e-3 * r + 4.166666666662413e-2) * r2 +
    (0.16666666666666669 * r + 0.5000000000000001);
  const power = POWERS_OF_TWO[k + 1023];
  return ((high * r4 + low) * r2 + r) * power + power;
}
function fastLogistic(z) {
  const binary = z * -LOG2_E;
  const k = binary + ROUND - ROUND;
  const f = binary - k;
  const f2 = f * f;
  const f4 = f2 * f2;
  const high =
    (1.5281487752255911e-9 * f2 + -1.271021888694399e-7) * f4 +
    (1.0582188496594394e-5 * f2 + -9.250684777172445e-4);
  const t = high * f4 + (0.11552453009332359 * f2 + 2.8853900817779268);
  const below = t - f;
  return below / (below + POWERS_OF_TWO[k + 1023] * (t + f));
}
function fineExp(z) {
  const k = z * LOG2_E + ROUND - ROUND;
  const high = z - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const shifted = 134217729 * r;
  const upper = shifted - (shifted - r);
  const lower = r - upper;
  const square = r * r;
  const rest = upper * upper - square + 2 * upper * lower + lower * lower;
  let tail = 1 / 87178291200;
  tail = tail * r + 1 / 6227020800;
  tail = tail * r + 1 / 479001600;
  tail = tail * r + 1 / 39916800;
  tail = tail * r + 1 / 3628800;
  tail = tail * r + 1 / 362880;
  tail = tail * r + 1 / 40320;
  tail = tail * r + 1 / 5040;
  tail = tail * r + 1 / 720;
  tail = tail * r + 1 / 120;
  tail = tail * r + 1 / 24;
  tail = tail * r + 1 / 6;
  const one = 1 + r;
  const sum = one + 0.5 * square;
  const lostOfOne = r - (one - 1);
  const lostOfSum = 0.5 * square - (sum - one);
  const small = lostOfSum + (lostOfOne + (lost * one + (0.5 * rest + r * square * tail)));
  return (sum + small) * POWERS_OF_TWO[k + 1023];
}
function fineLogistic(z) {
  return 1 / (1 + fineExp(-z));
}
function log1pOfShare(s) {
  const q = s / (2 + s);
  const u = q * q;
  let series = 0.08082022805971766;
  series = series * u + 0.04400369243072337;
  series = series * u + 0.06000536404795356;
  series = series * u + 0.06657072104827468;
  series = series * u + 0.07692785032479312;
  series = series * u + 0.09090894718066429;
  series = series * u + 0.11111111358713932;
  series = series * u + 0.1428571428355438;
  series = series * u + 0.20000000000007292;
  series = series * u + 0.3333333333333333;
  return s - q * (s - 2 * u * series);
}
const SINE_MAX = 1e6;
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_MIDDLE = 6.077100506303966e-11;
const QUARTER_LOW = 2.0222662487959506e-21;
const WHOLE = 6755399441055744;
function turned(z, quarters) {
  if (!(Math.abs(z) <= SINE_MAX)) return NaN;
  const k = z * 0.6366197723675814 + WHOLE - WHOLE;
  const r = z - k * QUARTER_HIGH - k * QUARTER_MIDDLE - k * QUARTER_LOW;
  const quadrant = (k + quarters) & 3;
  const value = quadrant & 1 ? cosineNear0(r) : sineNear0(r);
  return quadrant & 2 ? -value : value;
}
function sineNear0(r) {
  const u = r * r;
  let series = 1.5918115263265747e-10;
  series = series * u + -2.5051131650235178e-8;
  series = series * u + 2.7557316101617874e-6;
  series = series * u + -1.9841269836756774e-4;
  series = series * u + 8.333333333330948e-3;
  series = series * u + -0.16666666666666666;
  return r + r * (u * series);
}
function cosineNear0(r) {
  const u = r * r;
  let series = -1.1382623647474462e-11;
  series = series * u + 2.087614614655861e-9;
  series = series * u + -2.7557317271145144e-7;
  series = series * u + 2.480158729876456e-5;
  series = series * u + -1.3888888888887398e-3;
  series = series * u + 4.1666666666666664e-2;
  const half = 0.5 * u;
  const one = 1 - half;
  return one + (1 - one - half + u * u * series);
}
function plainSine(z) {
  return turned(z, 0);
}
function plainCosine(z) {
  return turned(z, 1);
}
const SLICE = 8;
const CHUNK = 1;
const LONGEST_WAIT = 100;
const MEASURED_OVER = 400;
function createPlayer(training, later, onNews) {
  const play = {
    training,
    later,
    onNews,
    playing: false,
    rate: Infinity,
    goal: Infinity,
    since: { time: 0, epoch: 0 },
    mark: { time: 0, epoch: 0 },
    measured: 0,
    cost: CHUNK,
    turn: 0,
    told: 0,
  };
  return {
    play: (rate) => begin(play, rate, Infinity),
    step: (epochs) => begin(play, Infinity, training.epoch + epochs),
    pause: () => halt(play, true),
    close: () => halt(play, false),
    setLearningRate: (rate) => training.setLearningRate(rate),
    news: () => newsOf(play),
  };
}
function begin(play, rate, goal) {
  if (!(rate > 0)) {
    halt(play, true);
    return;
  }
  const now = performance.now();
  if (!play.playing) Object.assign(play, { mark: { time: now, epoch: play.training.epoch } });
  Object.assign(play, { playing: true, rate, goal });
  play.since = { time: now, epoch: play.training.epoch };
  waitForTurn(play, 0);
}
function halt(play, tell) {
  play.playing = false;
  play.turn += 1;
  if (tell) play.onNews();
}
function waitForTurn(play, milliseconds) {
  play.turn += 1;
  const { turn } = play;
  play.later(() => {
    if (turn === play.turn) takeTurn(play);
  }, milliseconds);
}
function takeTurn(play) {
  const { training, since } = play;
  const begun = performance.now();
  const due = Math.floor(since.epoch + ((begun - since.time) * play.rate) / 1000);
  const goal = Math.min(play.goal, play.rate === Infinity ? Infinity : due);
  const before = training.epoch;
  const now = trainUntil(play, goal, begun + SLICE);
  measurePace(play, now);
  if (training.epoch < goal && play.rate < Infinity) play.since = { time: now, epoch: training.epoch };
  if (training.finished || training.epoch >= play.goal) {
    halt(play, true);
    return;
  }
  if (training.epoch > before) play.onNews();
  waitForTurn(play, waitOf(play, now));
}
function trainUntil(play, goal, end) {
  const { training } = play;
  let now = performance.now();
  while (training.epoch < goal && now < end && !training.finished) {
    const before = training.epoch;
    const chunk = Math.max(1, Math.floor(CHUNK / play.cost));
    training.advance(Math.min(chunk, goal - before));
    const then = now;
    now = performance.now();
    const steps = Math.max(1, training.epoch - before);
    play.cost = Math.max((now - then) / steps, play.cost / 2, 1e-5);
  }
  return now;
}
function waitOf({ rate, since, training }, now) {
  if (rate === Infinity) return 0;
  const next = since.time + ((training.epoch + 1 - since.epoch) * 1000) / rate;
  return Math.min(Math.max(0, next - now), LONGEST_WAIT);
}
function measurePace(play, now) {
  const passed = now - play.mark.time;
  if (passed < MEASURED_OVER && play.measured > 0) return;
  play.measured = (1000 * (play.training.epoch - play.mark.epoch)) / Math.max(passed, 0.1);
  if (passed >= MEASURED_OVER) play.mark = { time: now, epoch: play.training.epoch };
}
function newsOf(play) {
  const { training } = play;
  const history = training.history.slice(play.told);
  play.told += history.length;
  return {
    epoch: training.epoch,
    loss: training.history[training.epoch],
    history,
    parameters: training.parameters.slice(),
    diverged: training.diverged,
    finished: training.finished,
    playing: play.playing,
    epochsPerSecond: play.playing ? play.measured : 0,
    kind: training.kind,
  };
}
const MOST_MOMENTUM = 0.999;
function startState(setup, passes) {
  const { parameters, gradient } = passes;
  const restful = setup.rule.name === "nesterov";
  return {
    parameters,
    gradient,
    layout: { inputs: setup.inputs, width: setup.width, hidden: (setup.inputs + 1) * setup.width },
    rule: { ...setup.rule },
    restful,
    sequential: setup.sequential && !restful,
    rates: setup.rates,
    means: setup.means,
    velocity: new Float64Array(parameters.length),
    square: restful ? parameters.slice() : new Float64Array(parameters.length),
    fallback: parameters.slice(),
    pace: { steps: 0, share: 1, restLoss: Infinity },
    powers: { first: exactPower(setup.rule.beta1), second: exactPower(setup.rule.beta2) },
  };
}
function stepOfRule(state, number, loss) {
  if (state.restful) {
    multiplyByOutputWeights(state);
    stepWithRests(state, loss);
    return;
  }
  state.fallback.set(state.parameters);
  if (!state.sequential) multiplyByOutputWeights(state);
  centreGradient(state);
  takeStep(state, number, state.layout.hidden, state.parameters.length);
  if (state.sequential) multiplyByOutputWeights(state);
  takeStep(state, number, 0, state.layout.hidden);
}
function endAtRest(state, loss) {
  if (!state.restful || loss <= largestLoss(state.pace)) return loss;
  state.parameters.set(state.fallback);
  return state.pace.restLoss;
}
function multiplyByOutputWeights({ gradient, parameters, layout }) {
  const { width, hidden } = layout;
  for (let i = 0; i < hidden; i++) gradient[i] *= parameters[hidden + (i % width)];
}
function centreGradient({ gradient, means, layout }) {
  const bias = gradient[gradient.length - 1];
  for (let j = 0; j < means.length; j++) gradient[layout.hidden + j] -= means[j] * bias;
}
function uncentreStep({ gradient, means, layout }) {
  for (let j = 0; j < means.length; j++) {
    gradient[gradient.length - 1] -= means[j] * gradient[layout.hidden + j];
  }
}
function takeStep(state, number, first, stop) {
  if (state.rule.name === "adam") adamStep(state, number, first, stop);
  else descentStep(state, first, stop);
  if (stop === state.gradient.length) uncentreStep(state);
  for (let i = first; i < stop; i++) state.parameters[i] -= state.gradient[i];
}
function descentStep({ gradient, velocity, rates, rule }, first, stop) {
  const { learningRate, momentum } = rule;
  for (let i = first; i < stop; i++) {
    velocity[i] = momentum * velocity[i] + learningRate * gradient[i] * rates[i];
    gradient[i] = velocity[i];
  }
}
function adamStep({ gradient, velocity, square, rates, rule, powers }, number, first, stop) {
  const { beta1, beta2, epsilon, warmUp, decayEpochs } = rule;
  const correction = 1 - powers.first(number);
  const correction2 = 1 - powers.second(number);
  const rate = rule.learningRate * Math.min(1, number / warmUp) * (1 - (number - 1) / decayEpochs);
  for (let i = first; i < stop; i++) {
    const g = gradient[i] * rates[i];
    velocity[i] = beta1 * velocity[i] + (1 - beta1) * g;
    square[i] = beta2 * square[i] + (1 - beta2) * g * g;
    const scale = Math.sqrt(square[i] / correction2) + epsilon;
    gradient[i] = (rate * (velocity[i] / correction)) / scale;
  }
}
function stepWithRests(state, loss) {
  const { parameters, gradient, velocity, square: landed, fallback, pace, rates, rule } = state;
  if (!(loss <= largestLoss(pace))) {
    Object.assign(pace, { steps: 0, share: 0.5 * pace.share, restLoss: Infinity });
    parameters.set(fallback);
    velocity.fill(0);
    return;
  }
  if (pace.steps === 0) {
    pace.restLoss = loss;
    fallback.set(parameters);
  } else if (leadsUphill(gradient, velocity)) {
    pace.steps = 0;
    parameters.set(landed);
    velocity.fill(0);
    return;
  }
  const momentum = Math.min(pace.steps / (pace.steps + 3), MOST_MOMENTUM);
  const ahead = Math.min((pace.steps + 1) / (pace.steps + 4), MOST_MOMENTUM);
  centreGradient(state);
  for (let i = 0; i < gradient.length; i++) gradient[i] *= pace.share * rule.learningRate * rates[i];
  uncentreStep(state);
  for (let i = 0; i < gradient.length; i++) {
    if (!(rates[i] > 0)) continue;
    velocity[i] = momentum * velocity[i] - gradient[i];
    landed[i] = parameters[i] - gradient[i];
    parameters[i] = landed[i] + ahead * velocity[i];
  }
  pace.steps += 1;
}
function largestLoss(pace) {
  return pace.steps === 0 ? pace.restLoss : 2 * pace.restLoss;
}
function leadsUphill(gradient, velocity) {
  let total = 0;
  for (let i = 0; i < gradient.length; i++) total += gradient[i] * velocity[i];
  return total > 0;
}
function exactPower(base) {
  let [known, high, low] = [0, 1, 0];
  return (number) => {
    for (; known < number; known++) {
      const product = high * base;
      const rest = productRest(high, base, product) + low * base;
      high = product + rest;
      low = product - high + rest;
    }
    return high;
  };
}
function productRest(a, b, product) {
  const [a1, b1] = [upperHalf(a), upperHalf(b)];
  const [a2, b2] = [a - a1, b - b1];
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}
function upperHalf(a) {
  const shifted = 134217729 * a;
  return shifted - (shifted - a);
}
const ROOT_PI = Math.sqrt(Math.PI);
function erfSeries(x) {
  let [term, sum] = [x, x];
  for (let n = 1; n < 100 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / ROOT_PI) * Math.exp(-x * x) * sum;
}
function erfcFraction(x) {
  if (x > 28) return 0;
  let below = x;
  for (let n = 120; n > 0; n--) below = x + n / 2 / below;
  return Math.exp(-x * x) / (ROOT_PI * below);
}
function erf(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 2) return erfSeries(x);
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)));
}
function erfc(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 2) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}
function erfinv(y) {
  if (!(Math.abs(y) <= 1)) return NaN;
  if (Math.abs(y) === 1) return y * Infinity;
  if (y === 0) return y;
  const size = Math.abs(y);
  const log = Math.log1p(-size * size);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sqrt(Math.max(Math.sqrt(half * half - log / 0.147) - half, 0));
  if (size < 1e-3) x = (size * ROOT_PI) / 2;
  for (let i = 0; i < 4; i++) {
    const miss = size > 0.5 ? 1 - size - erfc(x) : erf(x) - size;
    const step = miss / ((2 / ROOT_PI) * Math.exp(-x * x));
    x -= step / (1 + x * step);
  }
  return y < 0 ? -x : x;
}
const LANCZOS_G = 607 / 128;
const LANCZOS = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4,
  -0.98374475304879564677e-4, 0.15808870322491248884e-3, -0.21026444172410488319e-3,
  0.2174396181152126432e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];
function sinPi(x) {
  const rest = x - 2 * Math.round(x / 2);
  if (Math.abs(rest) > 0.5) return Math.sin(Math.PI * (Math.sign(rest) - rest));
  return Math.sin(Math.PI * rest);
}
function gamma(x) {
  if (x === 0) return 1 / x;
  if (x === -Infinity || (x < 0 && Number.isInteger(x))) return NaN;
  if (x < 0.5) return Math.PI / (sinPi(x) * gamma(1 - x));
  if (x > 171.7) return Infinity;
  if (Number.isInteger(x)) {
    let product = 1;
    for (let n = 2; n < x; n++) product *= n;
    return product;
  }
  let sum = LANCZOS[0];
  for (let k = 1; k < LANCZOS.length; k++) sum += LANCZOS[k] / (x - 1 + k);
  const t = x - 0.5 + LANCZOS_G;
  const root = t ** ((x - 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * root * Math.exp(-t) * root * sum;
}
function lgamma(x) {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) === Infinity) return x;
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
  if (x === 1 || x === 2) return 0;
  let [shift, z] = [1, x];
  for (; z < 12; z++) shift *= z;
  const r = 1 / (z * z);
  const series =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360)))))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(shift);
}
function digamma(x) {
  if (x === 0) return -1 / x;
  if (x === -Infinity || (x < 0 && Number.isInteger(x))) return NaN;
  if (x === Infinity) return Infinity;
  if (x < 0) {
    const rest = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * rest);
  }
  let [sum, z] = [0, x];
  for (; z < 12; z++) sum -= 1 / z;
  const r = 1 / (z * z);
  const series =
    r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * (691 / 32760))))));
  return sum + Math.log(z) - 0.5 / z - series;
}
function signOfGamma(x) {
  return x > 0 || Math.floor(x) % 2 === 0 ? 1 : -1;
}
function beta(a, b) {
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  for (const [pole, other] of [[a, b], [b, a]]) {
    if (pole > 0 || !Number.isInteger(pole)) continue;
    if (!Number.isInteger(other) || 1 - pole - other <= 0) return Infinity;
    return (other % 2 === 0 ? 1 : -1) * beta(1 - pole - other, other);
  }
  if (Math.abs(a) === Infinity || Math.abs(b) === Infinity) return a + b < 0 ? Infinity : 0;
  const sum = a + b;
  if (sum <= 0 && Number.isInteger(sum)) return 0;
  if (Math.max(Math.abs(a), Math.abs(b), Math.abs(sum)) < 160) return (gamma(a) / gamma(sum)) * gamma(b);
  const sign = signOfGamma(a) * signOfGamma(b) * signOfGamma(sum);
  return sign * Math.exp(lgamma(a) - lgamma(sum) + lgamma(b));
}
function hypergeometric(a, b, c, z) {
  let [term, sum] = [1, 1];
  for (let k = 0; k < 20000 && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
  }
  return sum;
}
function legendreWithin(degree, x) {
  const share = degree - Math.floor(degree);
  const first = (n) => hypergeometric(-n, n + 1, 1, (1 - x) / 2);
  if (degree < 2 || degree > 100000) return degree < 2 ? first(degree) : NaN;
  let [before, value] = [first(share), first(share + 1)];
  for (let n = share + 1; n < degree - 0.5; n++) {
    [before, value] = [value, ((2 * n + 1) * x * value - n * before) / (n + 1)];
  }
  return value;
}
function legendre(degree, x) {
  const n = degree < -0.5 ? -degree - 1 : degree;
  if (n === 0 || x === 1) return 1;
  if (Number.isNaN(n) || Number.isNaN(x)) return NaN;
  if (Number.isInteger(n) && n <= 100000) {
    let [before, value] = [1, n === 0 ? 1 : x];
    for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
    return value;
  }
  if (x <= -1) return Infinity;
  if (x <= 1) return legendreWithin(n, x);
  return ((1 + x) / 2) ** n * hypergeometric(-n, -n, 1, (x - 1) / (x + 1));
}
function chebyshev(degree, x) {
  const n = Math.abs(degree);
  if (n === 0 || x === 1) return 1;
  if (Number.isNaN(n) || Number.isNaN(x)) return NaN;
  if (Number.isInteger(n) && n <= 100000) {
    let [before, value] = [1, n === 0 ? 1 : x];
    for (let k = 2; k <= n; k++) [before, value] = [value, 2 * x * value - before];
    return value;
  }
  if (Math.abs(x) <= 1) return Math.cos(n * Math.acos(x));
  return x > 1 ? Math.cosh(n * Math.acosh(x)) : Infinity;
}
const LONGEST_FORMULA = 2000;
const FORMULA_WORDS = new Set(["if", "else", "and", "or", "not"]);
const FORMULA_TOKEN = new RegExp(
  "([0-9]+\\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?)" +
    "|([A-Za-z_][A-Za-z_0-9]*)|(\\*\\*|[<>=!]=|[-+*/%^(),<>])|([ \\t\\r\\n]+)",
  "y",
);
const TOKEN_KINDS = ["", "number", "name", "sign", "space"];
const LONGEST_QUOTE = 24;
const SIGNS_INSTEAD = new Map([
  ["=", "write only what the function is equal to, without '='; == compares"],
  ["[", "write ( and )"],
  ["]", "write ( and )"],
  ["{", "write ( and )"],
  ["}", "write ( and )"],
  ["|", "write abs(...), or the word or"],
  ["&", "write the word and"],
  ["!", "write gamma(n + 1) for a factorial, the word not for the opposite"],
  ["\u03c0", "write pi"],
  ["\u00b2", "write ^2"],
  ["\u00b3", "write ^3"],
  ["\u2212", "write -"],
  ["\u2013", "write -"],
  ["\u00d7", "write *"],
  ["\u00b7", "write *"],
  ["\u22c5", "write *"],
  ["\u00f7", "write /"],
  ["\u221a", "write sqrt(...)"],
  ["\u2264", "write <="],
  ["\u2265", "write >="],
  ["\u2260", "write !="],
]);
class FormulaError extends Error {
  constructor(message, at = 0) {
    super(message);
    this.name = "FormulaError";
    this.at = at;
  }
}
function escapedCharacter(character) {
  const known = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]).get(character);
  if (known !== undefined) return known;
  const digits = character.codePointAt(0).toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, "0")}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
function quotedText(text, longest = LONGEST_QUOTE) {
  const characters = Array.from(text);
  const short = characters.length > longest ? `${characters.slice(0, longest - 3).join("")}...` : text;
  const seen = short
    .replace(/\\/g, "\\\\")
    .replace(/(?! )[\p{C}\p{Z}]/gu, escapedCharacter);
  return seen.includes("'") && !seen.includes('"') ? `"${seen}"` : `'${seen.replace(/'/g, "\\'")}'`;
}
function tokenText(token) {
  return token.kind === "end" ? "the end" : quotedText(token.text);
}
function failAt(token, said) {
  throw new FormulaError(`${tokenText(token)} at column ${token.at + 1}${said}.`, token.at);
}
function formulaTokens(text) {
  const length = Array.from(text).length;
  if (length > LONGEST_FORMULA) {
    const said = "a formula ends at column 2,000 at the latest; this one has";
    throw new FormulaError(`${said} ${length.toLocaleString("en")} characters.`, LONGEST_FORMULA);
  }
  const tokens = [];
  let at = 0;
  while (at < text.length) {
    FORMULA_TOKEN.lastIndex = at;
    const match = FORMULA_TOKEN.exec(text);
    if (match === null) {
      const sign = String.fromCodePoint(text.codePointAt(at));
      const said = SIGNS_INSTEAD.get(sign) ?? "it has no meaning in a formula";
      failAt({ kind: "sign", text: sign, at }, `: ${said}`);
    }
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const kind = FORMULA_WORDS.has(match[0]) ? "sign" : TOKEN_KINDS[group];
    if (kind !== "space") tokens.push({ kind, text: match[0], at });
    at += match[0].length;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}
function matchingCharacters(a, b) {
  let [best, atA, atB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let size = 0;
      while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size++;
      if (size > best) [best, atA, atB] = [size, i, j];
    }
  }
  if (best === 0) return 0;
  const before = matchingCharacters(a.slice(0, atA), b.slice(0, atB));
  return best + before + matchingCharacters(a.slice(atA + best), b.slice(atB + best));
}
function nearestName(typed, known, alike = 0.7) {
  if (typed.length > 40) return null;
  const folded = typed.toLowerCase();
  let [best, share] = [null, alike];
  for (const name of known) {
    const own = (2 * matchingCharacters(name, folded)) / (name.length + folded.length);
    if (own > share || (own === share && (best === null || name > best))) [best, share] = [name, own];
  }
  return best;
}
const LOG_THREE = 1.0986122886681098;
const ACTIVATION_ROWS = {
  identity: activationRow((z) => z, () => 1),
  logistic: activationRow(exactLogistic, (z) => exactLogistic(z) * (1 - exactLogistic(z)), {
    reach: 2, limits: [0, 1], settled: 16, levels: [-LOG_THREE, LOG_THREE], unitsAStep: 1,
  }),
  tanh: activationRow(Math.tanh, (z) => (1 - Math.tanh(z)) * (1 + Math.tanh(z)), {
    limits: [-1, 1], settled: 8, levels: [-LOG_THREE / 2, LOG_THREE / 2], unitsAStep: 1,
  }),
  relu: activationRow((z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0), {
    slopeGrowth: 2, limits: [0, null], unitsAStep: 2,
  }),
  softplus: activationRow(
    (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
    exactLogistic,
    { slopeGrowth: 6, limits: [0, null], unitsAStep: 2 },
  ),
  gaussian: activationRow((z) => Math.exp(-z * z), (z) => -2 * z * Math.exp(-z * z), {
    slopeGrowth: 2, limits: [0, 0], settled: 5,
  }),
  sine: activationRow(Math.sin, Math.cos, {
    slopeGrowth: 1.5, levels: [-Math.PI / 6, Math.PI / 6],
  }),
  heaviside: activationRow((z) => (z >= 0 ? 1 : 0), () => 0, {
    trainable: false, limits: [0, 1], settled: 16, levels: [-1, 1], unitsAStep: 1,
  }),
  relu_squared: activationRow((z) => Math.max(z, 0) ** 2, (z) => 2 * Math.max(z, 0), {
    slopeGrowth: 1, limits: [0, null], unitsAStep: 3,
  }),
  relu_cubed: activationRow((z) => Math.max(z, 0) ** 3, (z) => 3 * Math.max(z, 0) ** 2, {
    slopeGrowth: 1, limits: [0, null], unitsAStep: 4,
  }),
};
const TRAINABLE_ACTIVATIONS = Object.keys(ACTIVATION_ROWS).filter(
  (name) => ACTIVATION_ROWS[name].trainable && name !== "identity",
);
function activationRow(phi, slope, known = {}) {
  return {
    phi, slope, trainable: true, centre: 0, reach: 1, slopeGrowth: 2.8, limits: [null, null],
    settled: null, levels: [0, 1], unitsAStep: null, ...known,
  };
}
function exactLogistic(z) {
  const small = Math.exp(-Math.abs(z));
  return (z < 0 ? small : 1) / (1 + small);
}
function activationRowOf(name) {
  if (Object.hasOwn(ACTIVATION_ROWS, name)) return ACTIVATION_ROWS[name];
  throw new RangeError(`no activation is called ${name}`);
}
const LINE_ROUNDS = 16;
const LINE_SAMPLES = 9;
const MOST_PEAKS_ON_LINE = 256;
const MOST_CLIMBS = 8;
const NEARLY_HIGHEST = 0.8;
const MOST_PEAKS_ON_PLANE = 64;
const KEPT_ON_PLANE = [32, 32, ...Array.from({ length: 14 }, () => 12)];
function highestOnLine(valuesOf, xs, magnitudes) {
  const order = Array.from(xs.keys()).sort((a, b) => xs[a] - xs[b]);
  const kept = order.filter((place, i) => i === 0 || xs[place] !== xs[order[i - 1]]);
  const x = kept.map((place) => xs[place]);
  const m = kept.map((place) => magnitudes[place]);
  if (!m.every(Number.isFinite)) return { value: Infinity, at: null };
  const top = m.reduce((best, value, i) => (value > m[best] ? i : best), 0);
  let highest = { value: m[top], at: [x[top]] };
  const last = x.length - 1;
  let spans = peaksOfLine(m).map((i) => [x[Math.max(i - 1, 0)], x[Math.min(i + 1, last)]]);
  for (let round = 0; round < LINE_ROUNDS && spans.length; round++) {
    const climbed = spans.map((span) => climbOnce(valuesOf, span));
    for (const { value, at } of climbed)
      if (!(value <= highest.value)) highest = { value, at: [at] };
    spans = highestOf(climbed, MOST_CLIMBS).map(({ span }) => span);
  }
  return highest;
}
function climbOnce(valuesOf, [low, high]) {
  const xs = Float64Array.from({ length: LINE_SAMPLES }, (_, i) =>
    Math.min(Math.max(low + ((high - low) * i) / (LINE_SAMPLES - 1), low), high),
  );
  const values = valuesOf(xs).map(Math.abs);
  const top = values.reduce((most, value, i) => (value > values[most] ? i : most), 0);
  const span = [xs[Math.max(top - 1, 0)], xs[Math.min(top + 1, LINE_SAMPLES - 1)]];
  return { value: values[top], at: xs[top], span };
}
function peaksOfLine(m) {
  const last = m.length - 1;
  const up = (i) => m[i] - m[Math.max(i - 1, 0)];
  const down = (i) => m[i] - m[Math.min(i + 1, last)];
  const reach = m.map((value, i) => value + Math.max(up(i), down(i)));
  const top = m.reduce((a, b) => Math.max(a, b));
  const may = (i) => m[i] >= NEARLY_HIGHEST * top || reach[i] >= top;
  return Array.from(m.keys())
    .filter((i) => (up(i) > 0 || i === 0) && down(i) >= 0)
    .sort((a, b) => reach[b] - reach[a])
    .slice(0, MOST_PEAKS_ON_LINE)
    .filter((i, rank) => may(i) || rank < MOST_CLIMBS);
}
function highestOf(climbed, count) {
  return [...climbed].sort((a, b) => b.value - a.value).slice(0, count);
}
function highestOnPlane(valuesOf, domain, grid, values, more = []) {
  if (!values.every(Number.isFinite)) return { value: Infinity, at: null };
  const points = values.length;
  const side = Math.round(Math.sqrt(points));
  const summits = summitsOfGrid(values.map(Math.abs), side);
  const spacing = domain.map(([low, high]) => (high - low) / (side - 1));
  const frame = [[spacing[0], 0], [0, spacing[1]]];
  const own = summits.map((i) => ({ centre: [grid[i], grid[points + i]], frame }));
  let patches = [...own, ...more];
  const [first] = summits;
  let highest = { value: Math.abs(values[first]), at: [grid[first], grid[points + first]] };
  KEPT_ON_PLANE.forEach((kept, round) => {
    const climbed = patches.map((patch) => climbPatch(valuesOf, domain, patch, round ? 5 : 7));
    for (const { value, centre } of climbed)
      if (!(value <= highest.value)) highest = { value, at: centre };
    patches = highestOf(climbed, kept);
  });
  return highest;
}
function summitsOfGrid(m, side) {
  const at = (i, j) => (i < 0 || j < 0 || i >= side || j >= side ? -1 : m[i * side + j]);
  const around = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b]));
  return Array.from(m.keys())
    .filter((place) => {
      const [i, j] = [Math.floor(place / side), place % side];
      return around.every(([a, b]) => m[place] >= at(i + a, j + b));
    })
    .sort((a, b) => m[b] - m[a])
    .slice(0, MOST_PEAKS_ON_PLANE);
}
function climbPatch(valuesOf, domain, { centre, frame }, samples) {
  const count = samples * samples;
  const share = (i) => (2 * i) / (samples - 1) - 1;
  const xs = new Float64Array(2 * count);
  for (let p = 0; p < count; p++) {
    const [a, b] = [share(Math.floor(p / samples)), share(p % samples)];
    domain.forEach(([low, high], k) => {
      const at = centre[k] + a * frame[0][k] + b * frame[1][k];
      xs[k * count + p] = Math.min(Math.max(at, low), high);
    });
  }
  const values = valuesOf(xs).map(Math.abs);
  const top = values.reduce((most, value, i) => (value > values[most] ? i : most), 0);
  const steps = [Math.floor(top / samples), top % samples];
  const narrower = frame.map((side, k) => {
    const inside = steps[k] > 0 && steps[k] < samples - 1;
    return inside ? side.map((length) => (2 * length) / (samples - 1)) : side;
  });
  return { value: values[top], centre: [xs[top], xs[count + top]], frame: narrower };
}
const ZIGGURAT_TABLES = [
  "1N5LAHvmLUMAAAAAAAAAAFCN9zF9EShDhAJ79alGK0PU3YP97KMsQ/zup9OrZC1DcpX9ApfeLUNUifQVjjIuQzCW/8Paby",
  "5DuErCKo2eLkMsRzfIS8MuQ0gtp+r04C5DNIlQ2GX5LkOmr8YY4g0vQ7xLBq9MHy9DtKGbjkkuL0MS6rcPUjsvQ+j0A+vB",
  "Ri9D8Je2vN9QL0O4qabB4lkvQx5yMc72YS9DjOmmGj9pL0Pu/M1G2G8vQxzKQ9PZdS9D2hcIOld7L0Ou2P7BYIAvQ5BEby",
  "AEhS9DorfE9UyJL0Ni3PUuRY0vQ0gtUVL1kC9DCr2XvGSUL0M0RgTSmZcvQ4hz8CWami9DMtkfm2qdL0Ngkjt+D6AvQ8yJ",
  "rZuMoi9DoOjFUeWkL0M8kuGfHKcvQ/BoITM1qS9Dph4kcTGrL0PYMx2BE60vQ2TQkVPdri9D0BH2qJCwL0MYWVoXL7IvQ6",
  "RbTw+6sy9DGL0g4DK1L0NAXIC7mrYvQ6D5t7jyty9D+jRz1zu5L0M65TACd7ovQyBfaBCluy9DyD5tyMa8L0Ocohrh3L0v",
  "Q1xoTQPovi9DgNozy+i/L0PkSXjJ38AvQ7BES4TNwS9DmHBReLLCL0Myf3gZj8MvQ1Q5ttNjxC9DIje0CzHFL0MMg2of98",
  "UvQ5Qaq2a2xi9DVACgM2/HL0P+Wj3TIcgvQ2juqI3OyC9DuBKYpnXJL0NIKqVdF8ovQ/B4ne6zyi9DJCTIkUvLL0MSDSd8",
  "3ssvQ/Agst9szC9D8KqN6/bML0NUIzzMfM0vQ+Tpy6v+zS9DBE4BsnzOL0NyPH0E984vQ0Th4MZtzy9DhoTuGuHPL0MY4a",
  "cgUdAvQ3Quava90C9DyBAIuSfRL0N4neGDjtEvQ+yd+nDy0S9DOjYPmVPSL0PUEacTstIvQ0Q1J/cN0y9DzJDiWGfTL0Oq",
  "bSlNvtMvQ/jMV+cS1C9DSM3iOWXUL0NYKmVWtdQvQzToqk0D1S9D4Dm8L0/VL0NAsucLmdUvQ3jMy/Dg1S9DJthf7CbWL0",
  "OUVPwLa9YvQ2jFYlyt1i9D9AnF6e3WL0MoQMy/LNcvQ/g6n+lp1y9DoJPocaXXL0N8XNxi39cvQ9B7PcYX2C9DKrRipU7Y",
  "L0OmXzsJhNgvQyzjU/q32C9D6N3ZgOrYL0NoGaCkG9kvQyQ+Im1L2S9D/E+I4XnZL0Mq9qkIp9kvQ2aREenS2S9DbiP/iP",
  "3ZL0NQCmvuJtovQwaSCB9P2i9DmF5IIHbaL0PcsFr3m9ovQ7qHManA2i9D0J+COuTaL0MEU8mvBtsvQ5BZSA0o2y9DCG4L",
  "V0jbL0No1eiQZ9svQ6TMgr6F2y9DpNxI46LbL0OmFXkCv9svQwAzIR/a2y9DKKgfPPTbL0OIlyRcDdwvQwy0soEl3C9DwA",
  "0grzzcL0NIypbmUtwvQ3jJFSpo3C9DeDZxe3zcL0PoBVPcj9wvQwxhO06i3C9Dgv6A0rPcL0NcaFFqxNwvQ+IvsRbU3C9D",
  "9A582OLcL0ME92Sw8NwvQ3QN9p793C9DZJWQpAndL0OGxmzBFN0vQ6KQmfUe3S9DtEv8QCjdL0PUU1CjMN0vQ7iQJhw43S",
  "9D6Ofkqj7dL0NcmcVORN0vQ1iF1gZJ3S9D4lr40UzdL0P0rd2uT90vQxT0CZxR3S9DdmbQl1LdL0MgyFKgUt0vQ7wOgLNR",
  "3S9DqOwSz0/dL0NIOpDwTN0vQwY9RRVJ3S9DtMlFOkTdL0NIQGpcPt0vQ1xeTXg33S9DyOVJii/dL0N0FHiOJt0vQyzqqo",
  "Ac3S9D9DhtXBHdL0P6e/4cBd0vQxBxT7333C9D/m/+N+ncL0O8elOH2dwvQ/wAPKXI3C9DEFFGi7bcL0Nsr5wyo9wvQ54N",
  "AJSO3C9DoFjCp3jcL0OwVcBlYdwvQwoEW8VI3C9DtHhwvS7cL0OOKFREE9wvQ5iTxk/22y9D2ELs1NfbL0P8CETIt9svQ6",
  "ZznB2W2y9D6FkIyHLbL0OScdK5TdsvQxrTb+Qm2y9DbFBxOP7aL0NWgHOl09ovQwBcDRqn2i9DREi9g3jaL0OwX9TOR9ov",
  "Q4jMX+YU2i9DaPwPtN/ZL0Nwbx0gqNkvQ2jdKhFu2S9DgmEkbDHZL0PwUhsU8tgvQ/xjHuqv2C9DxJINzWrYL0NqZmmZIt",
  "gvQ6DfHCnX1y9DJG1BU4jXL0O4GdzrNdcvQ4QKk8Pf1i9DPD9ap4XWL0OWWhZgJ9YvQ9IFNLLE1S9DrkQyXV3VL0NMxh0b",
  "8dQvQ8rn+p9/1C9D7LMbmQjUL0N2rF6si9MvQ0iPUncI0y9DUI46jn7SL0Osi+167dEvQ8zRibtU0S9D1GP1wLPQL0OAUi",
  "HtCdAvQ4BnBJFWzy9DStU+6pjOL0MERFUg0M0vQ7BXbUH7zC9D/GBwPhnML0OE7nHmKMsvQwDlLuEoyi9DsOhtqBfJL0Nu",
  "PPp/88cvQzhj3Wu6xi9D/MlfJGrFL0OuqjIHAMQvQygG8QR5wi9DYM/cidHAL0NU41ZgBb8vQ1T9/YoPvS9D+neME+q6L0",
  "MmflPKjbgvQwQFXPDxtS9D6nRlwwuzL0MInpHeza8vQxbKelsnrC9DJODFkwKoL0NYj2lPQ6MvQzw/7AjEnS9DZCO8sFGX",
  "L0NEWprdpI8vQ9pFPF5Whi9DdHCBA8t6L0NoqACIDWwvQ+hQVLCAWC9DMIsCPC49L0P4O0iR9BMvQ1hg4O+LzS5DlDhmlr",
  "Q0LkN52RV4O0nPPMb2/eMLjYs8tFssPK9QkjxhO0Q4uXyVPAynL+j8AZg8vNBMLgwjmjz3YTgvTQCcPHRydFovrJ08w9VM",
  "LUgynzytu44nMk2gPENdAjsF9aA8dzZBl6aSoTz1GnqPoieiPIDYYzgutaI89ZFXwD88ozwvsaLBnr2jPFWb/43vOaQ8p/",
  "49NruxpDx00xpidSWlPJbOB6eAlaU86n7ZzzECpjw9fKNh0mumPHAFAJKi0qY8pvhG09o2pzx3KrMQrZinPEP1Rq1F+Kc8",
  "dwpDU8xVqDyadnueZLGoPJjPTqkuC6k86h4sgkdjqTxGxTiOybmpPCynpNzMDqo8Wc13bWdiqjwwFhBurbSqPJxsE22xBa",
  "s8KXpCh4RVqzw6n1KONqSrPDKCvyrW8as8805Z+XA+rDxhOzKlE4qsPIsmcv7J1Kw8SLeADp8erTwQH+QpnWetPMO4IwDO",
  "r608U3bxqTr3rTz+7dK16z2uPABvejPpg648zoL5vTrJrjwmYvCE5w2vPIj22FT2Ua88rteHnm2VrzysLvp9U9ivPOw0Qu",
  "BWDbA8mo859UAusDz8pRae6k6wPBCgcltWb7A8C/RxkIaPsDwTYbyEfa+wPH/MS2Y9z7A8awgWS8jusDzuFZUyIA6xPL4P",
  "MQdHLbE8QZGOnz5MsTweIMS/CGuxPDTaeBqnibE8iG3uURuosTzLKvj4ZsaxPC7U4JOL5LE8n6BAmYoCsjzpxsRyZSCyPB",
  "/D6X0dPrI8+2upDLRbsjx/0x1mKnmyPBvXGceBlrI82i64YruzsjxTuOFi2NCyPI6py+jZ7bI810huDcEKszwwufThjiez",
  "PKFeJnBERLM81VLKuuJgszxqWAW+an2zPGSysm/dmbM8Az24vzu2szzgHVaYhtKzPINact6+7rM8dJ7gceUKtDxddKYt+y",
  "a0PKQwPOgAQ7Q8XcfKc/detDw2w2ae33q0PC+PSDK6lrQ8XUEC9oeytDzcEbOsSc60PAWmOBYA6rQ8YlVe76sFtTxaiwry",
  "TSG1PE9matXmPLU8yLIbTndYtTx4X1UOAHS1PBSFDsaBj7U8WRskI/2qtTw9c33Rcsa1PNOML3vj4bU8OF6fyE/9tTzDH6",
  "NguBi2PKKwougdNLY8Cya3BIFPtjxylslX4mq2PDcxsYNChrY8sbJQKaKhtjy7Q7PoAb22PFLTKGFi2LY8VPhhMcTztjzr",
  "aIv3Jw+3PMYUaVGOKrc83O5w3PdFtzwfc+U1ZWG3PEn07/rWfLc8k726yE2YtzwJFIs8yrO3PPsi2/NMz7c8595zjNbqtz",
  "wf6oakZwa4PHaGyNoAIrg8FZ+JzqI9uDy99dEfTlm4PMV+em8Ddbg8LfdHX8OQuDxDwAWSjqy4PJwMoatlyLg8J2pEUUnk",
  "uDyPtXMpOgC5PEeDKNw4HLk8/ArvEkY4uTyKogN5YlS5PO7VcLuOcLk8MSouicuMuTy/mT+TGam5PCzZ1Yx5xbk8EXRvK+",
  "zhuTxK0vomcv65PJI2+TkMG7o8W8iiIbs3ujyIuwuef1S6PKSpSnJacbo8PTGgZEyOujwI8Z8+Vqu6PM71Ws14yLo8NrOL",
  "4bTlujwaocNPCwO7PFuYmvB8ILs8AAzgoAo+uzwDPc5BtVu7PCeJP7l9ebs8PPfl8WSXuzxuJYXba7W7PKLALmuT07s8g6",
  "6Bm9zxuzygFuxsSBC8PC168OXXLrw8HA1uE4xNvDwFh+wIZmy8PBem6+Bmi7w8q6I2vY+qvDyQ1jvH4cm8PDfgaDBe6bw8",
  "bo+LMgYJvTwg7zcQ2yi9PEfGMxXeSL08I/HnlhBpvTyl+9f0c4m9PHBuIJkJqr08Dkn8+NLKvTw3LlKV0eu9PBzSSfsGDb",
  "489kbqxHQuvjyI0cGZHFC+PCX+ly8Acr48Cr8qSyGUvjwIb/fAgba+PDqnEHYj2b48qewBYQj8vjwhU8KKMh+/PG1Ntw+k",
  "Qr88aAHJIF9mvzyCl4kEZoq/PL8icRi7rr88hecv0mDTvzwL9hjBWfi/PHWg00fUDsA8R8mPAqghwDyrAqmDqTTAPMf1Pk",
  "7aR8A8frOt9jtbwDxoJqcj0G7APBcuY4+YgsA8VKLoCJeWwDzEwHF1zarAPEjU7tE9v8A8MD2qNOrTwDyTZRHP1OjAPLaf",
  "pu///cA8QXAgBG4TwTw1XbubISnBPG0JxGkdP8E8Oy5gSGRVwTzz7p07+WvBPGES0nTfgsE8rOtOVhqawTyOL393rbHBPJ",
  "SmcamcycE8Oa7k++vhwTwB2eLCn/rBPIHMBJ28E8I87tNvekctwjwknKykRUfCPOBYdse8YcI8Llmo+rJ8wjx4DnfNLpjC",
  "PFIKKlM3tMI8l9uWMdTQwjz1eKmxDe7CPO6uVtLsC8M8o6RoXnsqwzyjEq4FxEnDPECoM3rSacM8CkFWkrOKwzz6iK5wda",
  "zDPKYEF7Mnz8M8dfRgqtvywzza5bmcpBfEPJReVBWYPcQ8FTqnRM5kxDy8Q5x1Yo3EPCdaa51zt8Q8AonNDSXjxDxBrOlT",
  "nxDFPEJ+OlIRQMU8G+RKqbFxxTzZjXGLwKXFPP7QOiSK3MU8TB6Gz2kWxjzqagB7zlPGPMPln75AlcY8MuIJjWvbxjw0el",
  "/wKCfHPHMGCVaVecc8jM7W9C3Uxzw08ikFAznIPBR8qr8Pq8g8lkRvlOAuyTyrV0AB7svJPFp3lHjcj8o8sf14OB+Yyzwz",
  "rQmCtDvNPAAAAAAAAPA/h/B5yWpE7z8VqWxbVLfuP3fwJ+ARP+4/ld4Ep2/T7T/yvFcGknDtP9wZoXhJFO0/6y2nqDO97D",
  "9/eKnOXmrsP+q67tkcG+w/gtzhTuvO6z9S9Y86ZYXrPxDdNII6Pus/ouhsPyr56j8EJXrx/rXqP+HJUNWLdOo/D6/1/ao0",
  "6j/YH2XuO/bpP4EGJI0iuek/wXphV0Z96T9HehvCkULpP09xMb3xCOk/qArmT1XQ6D8C37pIrZjoP6y8N/zrYeg/bs9WDw",
  "Us6D/L4iBL7fbnP1honHeawuc/1bCgPAOP5z9W2HAHH1znPxJtP/TlKec/7nrqulD45j+JWmOeWMfmPyo7UV73luY/I+OS",
  "Kidn5j8YDFWY4jfmP2UmgJgkCeY/av9Kb+ja5T+JXMisKa3lP4+NTCbkf+U/Rp6N8BNT5T/VbGVatSblP2e2IOjE+uQ/wE",
  "5JTz/P5D94UtxyIaTkPxJQ319oeeQ/eTZJShFP5D/jXzWKGSXkP4JbWJl+++M/ozGvED7S4z8OzWKmVanjP9UA2ivDgOM/",
  "6VD1i4RY4z81OnDJlzDjP+84ZP36COM/7jvqVazh4j9KldcUqrriPxXNk47yk+I/7QQFKYRt4j+E25BaXUfiP/L3L6l8Ie",
  "I/IJaSqeD74T9pmVT+h9bhPxHRP1dxseE/UDybcJuM4T/aOYYSBWjhP5ypXhCtQ+E/OB8xSJIf4T8TWTKis/vgP6BCQRAQ",
  "2OA/rtlwjaa04D+BXZkddpHgPzY88Mx9buA/Lj+mr7xL4D8qgovhMSngP8TKuIXcBuA/ob17jHfJ3z/KAKmnnYXfP/N6L8",
  "spQt8/lY9+cRr/3j9UH70gbrzeP8XDTmojet4/hZtf6jg43j8JOnZHrfbdP7FWCzJ/td0/M94mZK103T+AEAKhNjTdP21b",
  "rrQZ9Nw/SKjAc1W03D/H1wC76HTcP7gsHW/SNdw/F2phfBH32z+RbXHWpLjbPxsTB3iLets/yjGzYsQ82z9ShaGeTv/aP5",
  "5aXzopwto/gNikSlOF2j9NwCDqy0jaPz6ERjmSDNo/35MeXqXQ2T/GwBiEBJXZP5Of4NuuWdk/F8szm6Me2T8V8bn84ePY",
  "P4iR3j9pqdg/tlqsqDhv2D/ZDap/TzXYPxHZuBGt+9c/sBT0r1DC1z/rUpKvOYnXP+2xx2lnUNc/TGGpO9kX1z+qTBKGjt",
  "/WPyHeiK2Gp9Y/4sslGsFv1j8V5Xs3PTjWP8jSgHT6ANY/RMJ2Q/jJ1T++7tYZNpPVPwABPXCzXNU/7TtTwm8m1T+Sbb+O",
  "avDUP6KcEFejutQ/1GqtnxmF1D/+JMPvzE/UPxl6NdG8GtQ/29KO0Ojl0z+uQ/F8ULHTP3kTCGjzfNM/ntH5JdFI0z8v9l",
  "pN6RTTP2YHIXc74dI/3T+WPset0j8esU1BjHrSP4neFx+KR9I/nsz3ecAU0j8WgRj2LuLRP1DwwjnVr9E/6FRU7bJ90T9n",
  "7jS7x0vRPyMkz08TGtE/xAmHWZXo0D/aQrKITbfQPzZDkI87htA/2elCIl9V0D9+dMf2tyTQP8WT34mL6M8/NTK4jBCIzz",
  "/SmOls/ifPP0ScyaRUyM4/3TwoshJpzj+EcUUWOArOPwqQx1XEq80/T1Gy+LZNzT/Mb16KD/DMP1PfcZnNksw/R53Yt/A1",
  "zD+hGL56eNnLP6oxh3pkfcs/OtHMUrQhyz8HGFeiZ8bKP34mGQt+a8o/PX4tMvcQyj9a/tK/0rbJPyd8al8QXck/afp0v6",
  "8DyT9bgZKRsKrIPziagYoSUsg/dXEfYtX5xz8jo2jT+KHHP6a1epx8Ssc/FkeWfmDzxj9c8iE+pJzGP5zxraJHRsY/+YP4",
  "dkrwxT9sHfOIrJrFPzVoyKltRcU/wR/jrY3wxD8tzvVsDJzEP9V1A8LpR8Q/rjFpiyX0wz/u1+iqv6DDP4irtAW4TcM/ZS",
  "p8hA77wj8aB3oTw6jCP7deg6LVVsI/NDwYJUYFwj9CfXWSFLTBP2MtqOVAY8E/uW6iHcsSwT+6CVI9s8LAP4W/uEv5csA/",
  "Kn0GVJ0jwD8sImvLPqm/PxwOUin/C78/S6Wa8ntvvj+P6HZhtdO9P+WRvbmrOL0/CnQ7SV+evD8VEAto0AS8PzPi8nj/a7",
  "s/M/bK6ezTuj+GYuozmTy6PxlbndwEprk/q6CkdTAQuT9SKL+dHHu4P9bvPgHK5rc/dhGqWjlTtz9MSmlza8C2PxhNhSRh",
  "LrY/pGZ0VxudtT+uK/oGmwy1PxMiG0DhfLQ/hpomI+/tsz9wPtnkxV+zPxExm89m0rI/kQ3dRNNFsj99iZe+DLqxP50X8t",
  "AUL7E/JZYVLO2ksD+X5DCelxuwPzVubCssJq8/gVGyR9UWrj9i8a3+LgmtPywqKA8+/as/cF84kAfzqj9jVSn5kOqpP6u1",
  "aCrg46g/Hievd/vepz9k0Jiz6dumP9St8jyy2qU/XScRDl3bpD/L7pjO8t2jP5f0Peh84qI/vGofnwXpoT8RgJYumPGgP8",
  "SlGNeB+J8/dYyC2xoSnj8aCc2DGTCcP/jrIk6fUpo/CsEAttF5mD+Cvwv02qWWP2Sw+/Lq1pQ/E16rjTgNkz8SMGA0A0mR",
  "P0ndck8qFY8/rI9PJ42kiz94pI0NBEGIP+DPGkKW64Q/ki+VKZKlgT83aOz4YOF8P124DNmonnY//bGwAx+KcD9nsMFDn1",
  "9lPw/3ubYFplQ/",
].join("");
const ZIGGURAT_TAIL = 3.6541528853610088;
const ZIGGURAT_TAIL_INVERSE = 0.27366123732975828;
function zigguratTables() {
  const bytes = Uint8Array.from(atob(ZIGGURAT_TABLES), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const table = (which) =>
    Float64Array.from({ length: 256 }, (_, i) => view.getFloat64(8 * (256 * which + i), true));
  return { bounds: table(0), scales: table(1), heights: table(2) };
}
const TRAINER_NAMES = { descent: "gradient_descent", nesterov: "gradient_descent", adam: "adam" };
function targetText(formula, domain, kinks = []) {
  const sides = domain.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
  const told = kinks.length && domain.length === 1 ? ` with kinks ${kinks.join(", ")}` : "";
  return `${formula} on ${sides}${told}`;
}
function pythonSnippet(state) {
  if (state.text === null) return "";
  const points = state.points ? [`    points=${state.points},`] : [];
  return [
    "import uat",
    "",
    "fit = uat.fit(",
    `    ${pythonString(state.text)},`,
    `    width=${state.width},`,
    `    trainer=${pythonTrainer(state)},`,
    `    activation=${pythonString(state.activation)},`,
    `    seed=${state.seed},`,
    ...points,
    ")",
    "print(fit.summary())",
    'fit.save("model.json")',
    "",
  ].join("\n");
}
function commandLine(state) {
  if (state.text === null || state.learningRate !== null) return "";
  const momentum = state.rule === "descent" ? [`--momentum ${state.momentum}`] : [];
  return [
    `uat fit --target ${shellWord(state.text)}`,
    `--width ${state.width}`,
    `--trainer ${TRAINER_NAMES[state.rule]}`,
    ...momentum,
    `--activation ${shellWord(state.activation)}`,
    `--seed ${state.seed}`,
    `--epochs ${state.epochs}`,
    ...(state.points ? [`--points ${state.points}`] : []),
    "-o model.json",
  ].join(" ");
}
function pythonTrainer({ rule, momentum, learningRate, epochs }) {
  const rate = learningRate === null ? [] : [`learning_rate=${learningRate}`];
  const own = rule === "descent" ? [`momentum=${momentum}`] : [];
  const name = rule === "adam" ? "Adam" : "GradientDescent";
  return `uat.${name}(${[...own, ...rate, `epochs=${epochs}`].join(", ")})`;
}
function pythonString(text) {
  return JSON.stringify(text).replace(/[^\u0020-\u007e]/gu, (letter) => {
    const code = letter.codePointAt(0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
function shellWord(text) {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
  if (/^[A-Za-z0-9_][\w.,:-]*$/.test(plain)) return plain;
  return `'${plain.replaceAll("'", "'\\''")}'`;
}
function curveThrough({ x, t }) {
  const order = Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j] || t[i] - t[j]);
  const inputs = Float64Array.from(order, (i) => x[i]);
  const values = Float64Array.from(order, (i) => t[i]);
  const passed = new Float64Array(x.length);
  for (let i = 1; i < x.length; i += 1) passed[i] = passed[i - 1] + Math.abs(values[i] - values[i - 1]);
  return { passed, inputs, values, variation: passed[x.length - 1] };
}
function curveInputAt({ passed, inputs }, v) {
  return straightBetween(passed, inputs, v);
}
function curveValueAt({ passed, values }, v) {
  return straightBetween(passed, values, v);
}
function straightBetween(xs, ys, v) {
  const last = xs.length - 1;
  if (v >= xs[last]) return ys[last];
  if (v < xs[0]) return ys[0];
  const i = firstAbove(xs, v) - 1;
  const slope = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]);
  return slope * (v - xs[i]) + ys[i];
}
function firstAbove(xs, v) {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= v) low = middle + 1;
    else high = middle;
  }
  return low;
}
function firstNotBelow(xs, v) {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < v) low = middle + 1;
    else high = middle;
  }
  return low;
}
function middlesOf(curve, cuts, piece) {
  const { passed, values, variation } = curve;
  const ends = [0, ...cuts, variation];
  const known = ends.map((v) => (curveJumpAt(passed, v) <= piece ? curveValueAt(curve, v) : NaN));
  return ends.slice(1).map((end, k) => {
    let [low, high] = [Infinity, -Infinity];
    const take = (value) => {
      if (Number.isNaN(value)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    };
    for (let i = firstNotBelow(passed, ends[k]); i < firstAbove(passed, end); i += 1) take(values[i]);
    take(known[k]);
    take(known[k + 1]);
    return low <= high ? (low + high) / 2 : curveValueAt(curve, (ends[k] + end) / 2);
  });
}
function curveJumpAt(passed, v) {
  const right = Math.min(firstNotBelow(passed, v), passed.length - 1);
  return right === 0 ? 0 : passed[right] - passed[right - 1];
}
function unitsOnJump({ inputs, values }, jump, places, middles) {
  let [left, right] = [-1, inputs.length];
  inputs.forEach((x, i) => {
    if (x < jump.place) left = i;
    if (x > jump.place) right = Math.min(right, i);
  });
  const within = (x) => x >= (inputs[left] ?? -Infinity) && x <= (inputs[right] ?? Infinity);
  const on = places.map(within);
  const first = on.indexOf(true);
  if (first < 0) return { on, share: 0.5 };
  const [before, after] = [middles[first], middles[on.lastIndexOf(true) + 1]];
  if (before === after) return { on, share: 0.5 };
  const side = (x) => values[Math.min(values.length - 1, firstNotBelow(inputs, x))];
  const sides = (side(inputs[left] ?? -Infinity) + side(inputs[right] ?? Infinity)) / 2;
  return { on, share: Math.min(1, Math.max(0, (sides - before) / (after - before))) };
}
const BUILD_STAIRCASE_GRID = 4001;
const BUILD_TURN_ROUNDS = 40;
const BUILD_JUMP_ROUNDS = 60;
const BUILD_LEAST_JUMP = 0.01;
const BUILD_LEFT_OF_JUMP = 0.45;
const BUILD_BESIDE_JUMP = 1e-12;
const BUILD_GOLDEN_SHARE = (Math.sqrt(5) - 1) / 2;
function staircasePoints(target) {
  const [low, high] = target.domain[0];
  const value = (x) => target.evaluate(Float64Array.of(x))[0];
  const grid = evenXs([low, high], BUILD_STAIRCASE_GRID);
  const t = target.evaluate(grid);
  const range = mostOf(t) - leastOf(t);
  const jumps = [];
  const more = [];
  for (let i = 1; i < BUILD_STAIRCASE_GRID; i += 1) {
    const jump = jumpPlaceBetween(value, [grid[i - 1], grid[i]], [t[i - 1], t[i]], BUILD_LEAST_JUMP * range);
    if (jump === null) continue;
    const beside = BUILD_BESIDE_JUMP * (high - low);
    const [left, right] = [jump - beside, jump + beside];
    jumps.push({ place: jump, before: value(left), after: value(right) });
    more.push(left, jump, right);
  }
  more.push(...turningPlaces(value, grid, t));
  const x = Float64Array.from([...grid, ...more].filter((at) => at >= low && at <= high)).sort();
  return { x, t: target.evaluate(x), jumps };
}
function jumpPlaceBetween(value, [left, right], [atLeft, atRight], least) {
  let [a, b, fa, fb] = [left, right, atLeft, atRight];
  const whole = Math.abs(fb - fa);
  if (!(whole > least)) return null;
  for (let round = 0; round < BUILD_JUMP_ROUNDS; round += 1) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    const fm = value(middle);
    if (Math.abs(fm - fa) > Math.abs(fb - fm)) [b, fb] = [middle, fm];
    else [a, fa] = [middle, fm];
  }
  return Math.abs(fb - fa) >= Math.max(least, BUILD_LEFT_OF_JUMP * whole) ? b : null;
}
function turningPlaces(value, grid, t) {
  const places = [];
  for (let i = 1; i < grid.length - 1; i += 1) {
    const sign = Math.sign(t[i] - t[i - 1]);
    if (sign !== 0 && sign * (t[i + 1] - t[i]) < 0) {
      places.push(climbedTop((x) => sign * value(x), grid[i - 1], grid[i + 1]));
    }
  }
  return places;
}
function climbedTop(value, low, high) {
  let [a, b] = [low, high];
  let [c, d] = [b - BUILD_GOLDEN_SHARE * (b - a), a + BUILD_GOLDEN_SHARE * (b - a)];
  let [fc, fd] = [value(c), value(d)];
  for (let round = 0; round < BUILD_TURN_ROUNDS; round += 1) {
    if (fc > fd) {
      [b, d, fd] = [d, c, fc];
      c = b - BUILD_GOLDEN_SHARE * (b - a);
      fc = value(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + BUILD_GOLDEN_SHARE * (b - a);
      fd = value(d);
    }
  }
  return fc > fd ? c : d;
}
function mostOf(values) {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
function leastOf(values) {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
function evenXs([low, high], count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
function errorOf(result, norm) {
  const error = norm === "max_error" ? result.maxError : result.rmse;
  return result.diverged || !Number.isFinite(error) ? null : error;
}
function medianOf(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
function resultsByLine(lines, results, norm) {
  const known = new Map(lines.map((line) => [line.key, new Map()]));
  for (const result of results) {
    const widths = known.get(result.run.line);
    if (!widths) continue;
    if (!widths.has(result.run.width)) widths.set(result.run.width, []);
    widths.get(result.run.width).push(result);
  }
  return lines.map((line) => {
    const widths = [...known.get(line.key)].sort(([a], [b]) => a - b);
    const points = widths.map(([width, own]) => pointOfWidth(width, own, norm));
    const sum = (count) => points.reduce((total, point) => total + count(point), 0);
    const diverged = sum((point) => point.diverged);
    return { ...line, points, diverged, runs: sum(({ results: own }) => own.length) + diverged };
  });
}
function pointOfWidth(width, results, norm) {
  const ended = results.filter((result) => errorOf(result, norm) !== null);
  ended.sort((a, b) => errorOf(a, norm) - errorOf(b, norm) || a.run.seed - b.run.seed);
  const errors = ended.map((result) => errorOf(result, norm));
  const best = errors.length > 0 ? errors[0] : NaN;
  return {
    width,
    median: medianOf(errors),
    best,
    results: ended,
    diverged: results.length - ended.length,
  };
}
function costOfRun({ width }) {
  return width + 3;
}
function progressOf(runs, isDone, seconds, costDone) {
  const cost = (list) => list.reduce((total, run) => total + costOfRun(run), 0);
  const open = runs.filter((run) => !isDone(run));
  const all = cost(runs);
  const left = costDone > 0 && seconds > 0.5 ? (seconds * cost(open)) / costDone : null;
  return {
    done: runs.length - open.length,
    of: runs.length,
    share: all > 0 ? 1 - cost(open) / all : 1,
    left,
  };
}
const PREPARE_FOR = 12;
function compareRunner({ runAll, problemOf, onResult, onEnd, onFail }) {
  let turn = 0;
  let current = null;
  let running = false;
  async function prepared(runs, own) {
    const problems = [];
    let since = performance.now();
    for (const run of runs) {
      if (own !== turn) return problems;
      problems.push(problemOf(run));
      if (performance.now() - since > PREPARE_FOR) {
        await nextTurn();
        since = performance.now();
      }
    }
    return problems;
  }
  function trained(runs, problems, own) {
    return new Promise((resolve) => {
      let open = runs.length;
      const done = (index, result) => {
        if (own !== turn) return;
        onResult(runs[index], problems[index], result);
        open -= 1;
        if (open === 0) resolve();
      };
      current = runAll(
        problems.map(({ setup }) => setup),
        done,
      );
    });
  }
  async function start(runs) {
    stop();
    const own = turn;
    running = runs.length > 0;
    try {
      await runBatches(runs, own);
    } catch (error) {
      if (own !== turn) return;
      stop();
      onFail(error);
    }
  }
  async function runBatches(runs, own) {
    const batches = runsByWidth(runs);
    let next = prepared(batches[0] ?? [], own);
    for (const [place, batch] of batches.entries()) {
      const problems = await next;
      if (own !== turn) return;
      const training = trained(batch, problems, own);
      next = prepared(batches[place + 1] ?? [], own);
      await Promise.all([training, next]);
      if (own !== turn) return;
    }
    running = false;
    onEnd();
  }
  function stop() {
    turn += 1;
    running = false;
    if (current) current.cancel();
    current = null;
  }
  return { start, stop, get running() { return running; } };
}
function nextTurn() {
  return new Promise((resolve) => setTimeout(resolve));
}
function runsByWidth(runs) {
  const widths = new Map();
  for (const run of runs) {
    if (!widths.has(run.width)) widths.set(run.width, []);
    widths.get(run.width).push(run);
  }
  return [...widths.values()];
}
function straightLines(xs, ys) {
  return valuesBetween(xs, (k, share) => (1 - share) * ys[k] + share * ys[k + 1]);
}
function monotoneCubic(xs, ys) {
  const slopes = monotoneSlopes(xs, ys);
  return valuesBetween(xs, (k, share) => {
    const width = xs[k + 1] - xs[k];
    const rest = 1 - share;
    const low = rest * rest * (1 + 2 * share);
    const from = low * ys[k] + (1 - low) * ys[k + 1];
    return from + width * share * rest * (rest * slopes[k] - share * slopes[k + 1]);
  });
}
function monotoneSlopes(xs, ys) {
  const last = xs.length - 1;
  const widths = Float64Array.from({ length: last }, (_, k) => xs[k + 1] - xs[k]);
  const rises = Float64Array.from(widths, (width, k) => (ys[k + 1] - ys[k]) / width);
  const slopes = new Float64Array(xs.length);
  if (last === 1) return slopes.fill(rises[0]);
  for (let k = 1; k < last; k += 1) {
    if (!(rises[k - 1] * rises[k] > 0)) continue;
    const [before, after] = [widths[k - 1] + 2 * widths[k], 2 * widths[k - 1] + widths[k]];
    slopes[k] = (before + after) / (before / rises[k] + after / rises[k - 1]);
  }
  slopes[0] = endSlope(widths[0], widths[1], rises[0], rises[1]);
  slopes[last] = endSlope(widths[last - 1], widths[last - 2], rises[last - 1], rises[last - 2]);
  return slopes;
}
function endSlope(width, next, rise, nextRise) {
  const slope = ((2 * width + next) * rise - width * nextRise) / (width + next);
  if (!(slope * rise > 0)) return 0;
  return rise * nextRise < 0 && Math.abs(slope) > 3 * Math.abs(rise) ? 3 * rise : slope;
}
function valuesBetween(xs, valueOf) {
  return (inputs) =>
    Float64Array.from(inputs, (x) => {
      const k = pieceWith(xs, x);
      const share = (x - xs[k]) / (xs[k + 1] - xs[k]);
      return Number.isNaN(share) ? NaN : valueOf(k, Math.min(1, Math.max(0, share)));
    });
}
function pieceWith(xs, x) {
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}
function bilinear([first, second], values) {
  const at = (i, j) => values[i * second.length + j];
  const placeOn = (axis, x) => {
    const k = pieceWith(axis, x);
    return [k, Math.min(1, Math.max(0, (x - axis[k]) / (axis[k + 1] - axis[k])))];
  };
  return (inputs) => {
    const points = inputs.length / 2;
    return Float64Array.from({ length: points }, (_, p) => {
      const [i, across] = placeOn(first, inputs[p]);
      const [j, along] = placeOn(second, inputs[points + p]);
      const low = at(i, j) * (1 - along) + at(i, j + 1) * along;
      const high = at(i + 1, j) * (1 - along) + at(i + 1, j + 1) * along;
      return low + across * (high - low);
    });
  };
}
const LOSS_PLACES = 300;
const TRAIL_LENGTH = 120;
function lossHistory() {
  let kept = new Float64Array(1024);
  let count = 0;
  function append(losses) {
    while (count + losses.length > kept.length) {
      const longer = new Float64Array(2 * kept.length);
      longer.set(kept);
      kept = longer;
    }
    kept.set(losses, count);
    count += losses.length;
  }
  return { append, values: () => kept.subarray(0, count) };
}
function lossLine(losses, scale) {
  const [epochs, values] = [[], []];
  const ends = scale === "log" ? logEnds(losses.length) : linearEnds(losses.length);
  let from = scale === "log" ? 1 : 0;
  for (const end of ends) {
    const [first, second] = extremes(losses, from, end);
    if (first < end) keep(first);
    if (second > first) keep(second);
    from = end;
  }
  function keep(epoch) {
    epochs.push(epoch);
    values.push(losses[epoch] > 0 ? losses[epoch] : NaN);
  }
  return { epochs, losses: values };
}
function linearEnds(count) {
  const places = Math.min(count, LOSS_PLACES);
  return Array.from({ length: places }, (_, i) => Math.round(((i + 1) * count) / places));
}
function logEnds(count) {
  const ends = [];
  for (let i = 1; i <= LOSS_PLACES; i += 1) {
    const end = Math.round(count ** (i / LOSS_PLACES));
    if (end > (ends.at(-1) ?? 1)) ends.push(end);
  }
  return ends;
}
function extremes(losses, from, end) {
  let [low, high] = [from, from];
  for (let i = from + 1; i < end; i += 1) {
    if (losses[i] < losses[low]) low = i;
    if (losses[i] > losses[high]) high = i;
  }
  return low < high ? [low, high] : [high, low];
}
function lossRange(lines) {
  let [low, high] = [Infinity, 0];
  for (const { losses } of lines) {
    for (const loss of losses) {
      if (loss > 0 && loss < low) low = loss;
      if (loss > high && loss < Infinity) high = loss;
    }
  }
  if (!(high > 0)) return [0.1, 1];
  const bottom = 10 ** Math.floor(Math.log10(low));
  const top = 10 ** Math.ceil(Math.log10(high));
  return [bottom, top > bottom ? top : 10 * bottom];
}
function numberTrail() {
  let moments = [];
  let stride = 1;
  function add(epoch, numbers) {
    const last = moments.at(-1);
    if (last && epoch <= last.epoch) return;
    if (last && epoch < last.epoch + stride) return;
    moments.push({ epoch, numbers });
    if (moments.length <= TRAIL_LENGTH) return;
    moments = moments.filter((_, place) => place % 2 === 0);
    stride = Math.max(2 * stride, Math.ceil(moments.at(-1).epoch / TRAIL_LENGTH));
  }
  function line(epoch, numbers) {
    const all = [...moments.filter((moment) => moment.epoch < epoch), { epoch, numbers }];
    const size = all.length + 1;
    const xs = new Float64Array(size * numbers.length).fill(NaN);
    const ys = xs.slice();
    for (let unit = 0; unit < numbers.length; unit += 1) {
      all.forEach((moment, place) => {
        xs[unit * size + place] = moment.numbers[unit];
        ys[unit * size + place] = moment.epoch;
      });
    }
    return { xs, ys };
  }
  return { add, line };
}
const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};
function chartHandle(options, toUnits) {
  let settings = options;
  let dragging = false;
  const node = svgElement("g", { tabindex: "0", role: "slider", class: "handle" });
  node.append(svgElement("circle", { r: 22, class: "grip" }));
  node.append(svgElement("circle", { r: 9, class: "knob" }));
  function move(x, y, done) {
    const [first, second] = limits(settings);
    const moved = {
      x: settings.axis === "y" ? settings.x : clamped(x, first),
      y: settings.axis === "x" ? settings.y : clamped(y, second),
    };
    settings = { ...settings, ...moved };
    describe(node, settings);
    if (settings.onMove) settings.onMove(moved.x, moved.y, done);
  }
  setAttributes(node, {
    onpointerdown: (event) => {
      dragging = true;
      node.setPointerCapture(event.pointerId);
      node.focus();
      event.preventDefault();
      event.stopPropagation();
    },
    onpointermove: (event) => {
      if (!dragging) return;
      const at = toUnits(event);
      move(at.x, at.y, false);
    },
    onpointerup: () => {
      if (dragging) move(settings.x, settings.y, true);
      dragging = false;
    },
    onpointercancel: () => (dragging = false),
    ontouchstart: keepTouch,
    onkeydown: (event) => {
      const goal = keyGoal(event, settings);
      if (goal === null) return;
      event.preventDefault();
      event.stopPropagation();
      move(goal.x, goal.y, true);
    },
  });
  describe(node, settings);
  function place({ x, y }) {
    const left = x.toPixel(settings.x).toFixed(1);
    const top = y.toPixel(settings.y).toFixed(1);
    node.setAttribute("transform", `translate(${left} ${top})`);
  }
  function update(changes) {
    settings = { ...settings, ...changes };
    describe(node, settings);
  }
  return { node, place, update };
}
function keepTouch(event) {
  event.preventDefault();
}
function limits({ axis, min, max, step }) {
  const of = (value, place) => (Array.isArray(value) ? value[place] : value);
  const along = (place) => ({ low: of(min, place), high: of(max, place), step: of(step, place) });
  return axis === "both" ? [along(0), along(1)] : [along(0), along(0)];
}
function clamped(value, { low, high }) {
  return Math.min(high, Math.max(low, value));
}
function keyGoal(event, settings) {
  const { x, y, axis } = settings;
  const [first, second] = limits(settings);
  if (event.key === "Home") return axis === "y" ? { x, y: first.low } : { x: first.low, y };
  if (event.key === "End") return axis === "y" ? { x, y: first.high } : { x: first.high, y };
  if (!(event.key in KEYS)) return null;
  let [right, up] = KEYS[event.key];
  if (axis === "x") [right, up] = [right + up, 0];
  if (axis === "y") [right, up] = [0, right + up];
  const times = event.shiftKey ? 10 : 1;
  return { x: x + times * right * first.step, y: y + times * up * second.step };
}
function describe(node, settings) {
  const { name, unit = "", axis, x, y, valueText } = settings;
  const [first] = limits(settings);
  const shown = valueText ? valueText(x, y) : `${axis === "y" ? y : x}${unit && ` ${unit}`}`;
  setAttributes(node, {
    "aria-label": name,
    "aria-orientation": axis === "y" ? "vertical" : "horizontal",
    "aria-valuemin": first.low,
    "aria-valuemax": first.high,
    "aria-valuenow": axis === "y" ? y : x,
    "aria-valuetext": shown,
  });
  node.classList.toggle("along-x", axis === "x");
  node.classList.toggle("along-y", axis === "y");
}
const DASHES = { solid: null, dash: "8 5", dot: "2 4", dashdot: "9 4 2 4" };
function strokeOf({ colour = "accent", width = 2.5, dash = "solid", opacity = null }) {
  return {
    class: `stroke ${colour}`,
    "stroke-width": width,
    "stroke-dasharray": DASHES[dash],
    "stroke-opacity": opacity,
    fill: "none",
  };
}
function curvePath(xs, ys, x, y) {
  const limit = 10 * (Math.abs(y.range[0] - y.range[1]) + 1);
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i += 1) {
    const left = x.toPixel(xs[i]);
    const top = y.toPixel(ys[i]);
    if (!Number.isFinite(left) || Number.isNaN(top)) {
      pen = "M";
      continue;
    }
    const within = Math.max(-limit, Math.min(limit, top));
    path += `${pen}${left.toFixed(1)} ${within.toFixed(1)}`;
    pen = "L";
  }
  return path;
}
function bandPath(xs, low, high, x, y) {
  const back = Array.from(xs, (_, i) => xs.length - 1 - i);
  const there = curvePath(xs, high, x, y);
  const returning = curvePath(back.map((i) => xs[i]), back.map((i) => low[i]), x, y);
  return there === "" ? "" : `${there}${returning.replace("M", "L")}Z`;
}
const MARKERS = {
  circle: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  square: (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  triangle: (r) => `M0 ${-1.2 * r}L${1.15 * r} ${0.8 * r}H${-1.15 * r}z`,
  down: (r) => `M0 ${1.2 * r}L${1.15 * r} ${-0.8 * r}H${-1.15 * r}z`,
  diamond: (r) => `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0z`,
  cross: (r) => `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`,
};
function markerPath(marker = "circle", radius = 4.5) {
  return MARKERS[marker](radius);
}
function dotNode(point, style, x, y) {
  const { colour = "accent", marker = "circle", radius = 4.5, opacity = null } = style;
  const node = svgElement("path", {
    d: markerPath(marker, point.selected ? radius * 1.6 : radius),
    transform: `translate(${x.toPixel(point.x).toFixed(1)} ${y.toPixel(point.y).toFixed(1)})`,
    class: `${marker === "cross" ? "stroke" : "fill"} ${colour}${point.selected ? " selected" : ""}`,
    "stroke-width": marker === "cross" ? 2 : null,
    opacity,
  });
  if (point.onClick) makeClickable(node, point);
  else if (point.label) node.append(svgElement("title", {}, point.label));
  return node;
}
function makeClickable(node, point) {
  setAttributes(node, {
    tabindex: "0",
    role: "button",
    "aria-label": point.label,
    "aria-pressed": String(Boolean(point.selected)),
    onclick: () => point.onClick(point),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      point.onClick(point);
    },
  });
  node.classList.add("clickable");
}
function keepOneTabStop(group, focused) {
  const dots = Array.from(group.children).filter((node) => node.hasAttribute("tabindex"));
  const selected = dots.find((node) => node.getAttribute("aria-pressed") === "true");
  const stop = dots.find((node) => node === focused) ?? selected ?? dots[0];
  for (const node of dots) node.setAttribute("tabindex", node === stop ? "0" : "-1");
  group.onkeydown = (event) => {
    const next = dots[dotBeside(dots.indexOf(event.target), dots.length, event.key)];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    for (const node of dots) node.setAttribute("tabindex", node === next ? "0" : "-1");
    next.focus();
  };
}
function dotBeside(place, count, key) {
  const forth = ["ArrowRight", "ArrowUp"].includes(key);
  const back = ["ArrowLeft", "ArrowDown"].includes(key);
  if (forth || back) return Math.min(count - 1, Math.max(0, place + (forth ? 1 : -1)));
  return key === "Home" ? 0 : key === "End" ? count - 1 : -1;
}
function rulesPath(values, scale, [from, to], vertical) {
  const at = Array.from(values, (value) => scale.toPixel(value).toFixed(1));
  return at.map((p) => (vertical ? `M${p} ${from}V${to}` : `M${from} ${p}H${to}`)).join("");
}
const STYLES = ["stroke", "fill", "font-size", "font-family", "font-weight", "text-anchor", "opacity"];
const PARTS = "path, rect, text, circle, line";
function svgFileText(svg, title) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll(PARTS);
  copy.querySelectorAll(PARTS).forEach((node, place) => {
    const look = getComputedStyle(originals[place]);
    for (const name of STYLES) node.setAttribute(name, look.getPropertyValue(name));
  });
  copy.querySelectorAll(".grip").forEach((node) => node.remove());
  copy.querySelectorAll("*").forEach(plain);
  plain(copy);
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${Math.round(width)} ${Math.round(height)}`);
  const paper = getComputedStyle(svg).getPropertyValue("--paper").trim() || "#ffffff";
  const ground = svgElement("rect", { width: "100%", height: "100%", fill: paper });
  copy.prepend(svgElement("title", {}, title), ground);
  return new XMLSerializer().serializeToString(copy);
}
function plain(node) {
  for (const name of ["class", "tabindex", "role"]) node.removeAttribute(name);
  for (const name of node.getAttributeNames()) {
    if (name.startsWith("aria-")) node.removeAttribute(name);
  }
}
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";
function formatNumber(value, digits = 3) {
  if (Number.isNaN(value)) return WORDS.base.notANumber;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent > 6) {
    return `${signed(withoutZeros(mantissa))} × ${powerOfTen(exponent)}`;
  }
  const rounded = Number(value.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - exponent);
  return signed(withoutZeros(rounded.toFixed(Math.min(decimals, 20))));
}
function formatError(value) {
  return formatNumber(value, 2);
}
function powerOfTen(exponent) {
  if (exponent === 0) return "1";
  if (exponent === 1) return "10";
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}
function plural(count, noun, nouns = `${noun}s`) {
  return `${count} ${count === 1 ? noun : nouns}`;
}
function signed(text) {
  return text.replace("-", MINUS);
}
function withoutZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
const LONGEST_ROWS = 2048;
const PACKED_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PACKED_LETTERS = 3;
const PACKED_TOP = 64 ** PACKED_LETTERS - 1;
const ROW_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const EQUALLY_SPACED = 1e-9;
function rowsText(rows, isShort = false) {
  const decimals = Array.from(rows.xs, (x, k) => `${x}_${rows.ys[k]}`).join("*");
  if (decimals.length <= LONGEST_ROWS && !isShort) return decimals;
  const packed = packedText(rows);
  const kept = isRising(unpacked(packed.split("*")).xs);
  return packed.length <= LONGEST_ROWS && kept ? packed : null;
}
function readRowsText(text) {
  const words = WORDS.own;
  if (text.length > LONGEST_ROWS) throw new Error(words.badPoints);
  const rows = text.startsWith("packed*") ? unpacked(text.split("*")) : decimalRows(text.split("*"));
  if (rows === null) throw new Error(words.badPoints);
  const finite = [...rows.xs, ...rows.ys].every(Number.isFinite);
  if (!finite || !isRising(rows.xs) || rows.xs.length < 2) throw new Error(words.badPoints);
  return rows;
}
function isRising(xs) {
  return xs.every((x, k) => k === 0 || x > xs[k - 1]);
}
function decimalRows(parts) {
  const pairs = parts.map((part) => part.split("_"));
  const right = (pair) => pair.length === 2 && pair.every((number) => ROW_NUMBER.test(number));
  if (!pairs.every(right)) return null;
  const column = (which) => Float64Array.from(pairs, (pair) => Number(pair[which]));
  return { xs: column(0), ys: column(1) };
}
function packedText({ xs, ys }) {
  const ranges = [xs, ys].map((values) => [Math.min(...values), Math.max(...values)]);
  const heads = ranges.map(([low, high]) => `${low}_${high}`);
  const own = areEquallySpaced(xs) ? [] : [packedNumbers(xs, ranges[0])];
  return ["packed", ...heads, ...own, packedNumbers(ys, ranges[1])].join("*");
}
function areEquallySpaced(xs) {
  const [low, high] = [xs[0], xs[xs.length - 1]];
  const step = (high - low) / (xs.length - 1);
  return xs.every((x, k) => Math.abs(x - (low + k * step)) <= EQUALLY_SPACED * (high - low));
}
function packedNumbers(values, [low, high]) {
  return Array.from(values, (value) => {
    const place = high > low ? Math.round(((value - low) / (high - low)) * PACKED_TOP) : 0;
    return PACKED_DIGITS[place >> 12] + PACKED_DIGITS[(place >> 6) & 63] + PACKED_DIGITS[place & 63];
  }).join("");
}
function unpacked([, ...parts]) {
  const heads = parts.slice(0, 2).map((part) => part.split("_"));
  const right = (head) => head.length === 2 && head.every((number) => ROW_NUMBER.test(number));
  if (parts.length < 3 || parts.length > 4 || !heads.every(right)) return null;
  const [x, y] = heads.map((head) => head.map(Number));
  const ys = unpackedNumbers(parts[parts.length - 1], y);
  if (ys === null) return null;
  const xs = parts.length === 4 ? unpackedNumbers(parts[2], x) : equallySpaced(x, ys.length);
  return xs === null || xs.length !== ys.length ? null : { xs, ys };
}
function unpackedNumbers(text, [low, high]) {
  const places = Array.from(text, (letter) => PACKED_DIGITS.indexOf(letter));
  if (places.length % PACKED_LETTERS !== 0 || places.includes(-1)) return null;
  return Float64Array.from({ length: places.length / PACKED_LETTERS }, (_, k) => {
    const [a, b, c] = places.slice(PACKED_LETTERS * k, PACKED_LETTERS * (k + 1));
    const share = (a * 4096 + b * 64 + c) / PACKED_TOP;
    return share === 1 ? high : low + share * (high - low);
  });
}
function equallySpaced([low, high], count) {
  return Float64Array.from({ length: count }, (_, k) =>
    k === count - 1 ? high : low + (k * (high - low)) / (count - 1));
}
const FEW_POINTS = 8;
const ENGINE_ACTIVATIONS = [
  "identity",
  "logistic",
  "tanh",
  "relu",
  "softplus",
  "gaussian",
  "sine",
  "relu_squared",
  "relu_cubed",
  "heaviside",
];
const FAST_PIECES = pieces(fastExp, fastLogistic);
const FINE_PIECES = pieces(fineExp, fineLogistic);
function checkActivations({ activation, outputActivation }) {
  for (const name of [activation, outputActivation]) {
    if (!ENGINE_ACTIVATIONS.includes(name)) throw new RangeError(`the page cannot train ${name}`);
  }
}
function pieceOf(activation, points) {
  return (points < FEW_POINTS ? FINE_PIECES : FAST_PIECES)[activation];
}
function clipped(z) {
  const above = z < EXP_MIN ? EXP_MIN : z;
  return EXP_MAX < above ? EXP_MAX : above;
}
function positive(z) {
  return z < 0 ? 0 : z;
}
function powersOfRelu() {
  return {
    relu: { value: positive, slope: (z) => (z > 0 ? 1 : 0) },
    relu_squared: { value: (z) => positive(z) * positive(z), slope: (z) => 2 * positive(z) },
    relu_cubed: {
      value: (z) => positive(z) * positive(z) * positive(z),
      slope: (z) => 3 * positive(z) * positive(z),
    },
  };
}
function pieces(exp, logistic) {
  const small = (z) => exp(clipped(-Math.abs(z)));
  return {
    identity: { value: (z) => z, slope: () => 1 },
    logistic: { value: (z) => logistic(clipped(z)), slope: (z, h) => h - h * h },
    tanh: { value: (z) => 2 * logistic(clipped(2 * z)) - 1, slope: (z, h) => 1 - h * h },
    softplus: {
      value: (z) => positive(z) + log1pOfShare(small(z)),
      slope: (z) => (z > 0 ? 1 : small(z)) / (1 + small(z)),
    },
    gaussian: { value: (z) => exp(clipped(-z * z)), slope: (z, h) => -2 * z * h },
    sine: { value: plainSine, slope: plainCosine },
    heaviside: { value: (z) => (z >= 0 ? 1 : 0), slope: () => 0 },
    ...powersOfRelu(),
  };
}
const EULER = 0.57721566490153286061;
const HANKEL_FROM = 30;
const MOST_ORDERS = 20000;
function hankelSums(order, x) {
  const m = 4 * order * order;
  let [term, p, q] = [1, 1, 0];
  for (let k = 1; k < 60; k++) {
    const next = (term * (m - (2 * k - 1) ** 2)) / (k * 8 * x);
    if (Math.abs(next) > Math.abs(term) && k > order) break;
    term = next;
    if (k % 2 === 1) q += (k % 4 === 1 ? 1 : -1) * term;
    else p += (k % 4 === 0 ? 1 : -1) * term;
    if (Math.abs(term) < 1e-18) break;
  }
  return [p, q];
}
function hankelPair(order, x) {
  const [p, q] = hankelSums(order, x);
  const turn = (order / 2 + 0.25) * Math.PI;
  const [s, c] = [Math.sin(x), Math.cos(x)];
  const cosine = c * Math.cos(turn) + s * Math.sin(turn);
  const sine = s * Math.cos(turn) - c * Math.sin(turn);
  const size = Math.sqrt(2 / (Math.PI * x));
  return [size * (p * cosine - q * sine), size * (p * sine + q * cosine)];
}
function millerOrders(share, order, x) {
  const top = 2 * Math.ceil((Math.max(order, x) + 30 + 6 * Math.cbrt(Math.max(order, x))) / 2) + 20;
  const values = new Float64Array(top + 2);
  values[top] = 1e-250;
  for (let k = top; k > 0; k--) {
    values[k - 1] = ((2 * (share + k)) / x) * values[k] - values[k + 1];
    if (Math.abs(values[k - 1]) > 1e200) for (let i = k - 1; i <= top; i++) values[i] *= 1e-200;
  }
  let [weight, sum] = [gamma(share + 1), 0];
  for (let k = 0; 2 * k <= top; k++) {
    const factor = k === 0 ? weight : ((share + 2 * k) / (share + k)) * weight;
    sum += factor * values[2 * k];
    weight *= (share + k + 1) / (k + 1);
  }
  const scale = (x / 2) ** share / sum;
  return values.map((value) => value * scale);
}
function seriesJ(order, x) {
  const z = (-x * x) / 4;
  let [term, sum] = [1, 1];
  for (let k = 1; k < 60; k++) {
    term *= z / (k * (order + k));
    sum += term;
    if (Math.abs(term) < 1e-18 * Math.abs(sum)) break;
  }
  if (order < 160) return ((x / 2) ** order / gamma(order + 1)) * sum;
  let power = sum;
  for (let k = 1; k <= order; k++) power *= x / 2 / k;
  return power;
}
function besselWhole(n, x) {
  const size = Math.abs(x);
  const sign = x < 0 && n % 2 === 1 ? -1 : 1;
  if (size === 0) return n === 0 ? 1 : 0;
  if (size * size < n + 1) return sign * seriesJ(n, size);
  if (size > Math.max(HANKEL_FROM, n * n)) return sign * hankelPair(n, size)[0];
  if (size > MOST_ORDERS) return sign * hankelPair(n, size)[0];
  return sign * millerOrders(0, n, size)[n];
}
function j0(x) {
  return Number.isFinite(x) ? besselWhole(0, x) : NaN;
}
function j1(x) {
  return Number.isFinite(x) ? besselWhole(1, x) : NaN;
}
function jv(order, x) {
  if (Number.isNaN(order) || !Number.isFinite(x)) return NaN;
  if (Math.abs(order) > MOST_ORDERS) return Math.abs(x) < order / 2 ? 0 : NaN;
  if (Number.isInteger(order)) {
    const n = Math.abs(order);
    return (order < 0 && n % 2 === 1 ? -1 : 1) * besselWhole(n, x);
  }
  if (x < 0) return NaN;
  if (x === 0) return order > 0 ? 0 : gamma(order + 1) * Infinity;
  if (x > Math.max(HANKEL_FROM, order * order)) return hankelPair(order, x)[0];
  if (x > MOST_ORDERS) return hankelPair(order, x)[0];
  if (x * x < Math.abs(order + 1) && Math.abs(order) < 160) return seriesJ(order, x);
  const share = order - Math.floor(order);
  const values = millerOrders(share, Math.max(order, 1), x);
  if (order > 0) return values[Math.floor(order)];
  let [above, value] = [values[1], values[0]];
  for (let v = share; v > order + 0.5; v--) [above, value] = [value, ((2 * v) / x) * value - above];
  return value;
}
function neumannY(order, x) {
  const values = millerOrders(0, 1, x);
  let sum = 0;
  for (let k = 1; 2 * k + 1 < values.length; k++) {
    const part = order === 0 ? -2 * values[2 * k] : values[2 * k - 1] - values[2 * k + 1];
    sum += ((k % 2 === 0 ? 1 : -1) * part) / k;
  }
  const logarithm = (Math.log(x / 2) + EULER) * values[order];
  return (2 / Math.PI) * (logarithm + sum - (order === 1 ? values[0] / x : 0));
}
function besselY(order, x) {
  if (!(x >= 0 && x < Infinity)) return NaN;
  if (x === 0) return -Infinity;
  return x > HANKEL_FROM ? hankelPair(order, x)[1] : neumannY(order, x);
}
function y0(x) {
  return besselY(0, x);
}
function y1(x) {
  return besselY(1, x);
}
function besselI(order, size) {
  if (size > 40) {
    let [term, sum] = [1, 1];
    for (let k = 1; k < 40 && Math.abs(term) > 1e-18; k++) {
      term *= -(4 * order * order - (2 * k - 1) ** 2) / (k * 8 * size);
      sum += term;
    }
    const half = Math.exp(size / 2);
    return (half / Math.sqrt(2 * Math.PI * size)) * half * sum;
  }
  let [term, sum] = [1, 1];
  for (let k = 1; term > 1e-18 * sum; k++) {
    term *= (size * size) / 4 / (k * (k + order));
    sum += term;
  }
  return order === 0 ? sum : (size / 2) * sum;
}
function i0(x) {
  return Number.isFinite(x) ? besselI(0, Math.abs(x)) : NaN;
}
function i1(x) {
  return Number.isFinite(x) ? Math.sign(x) * besselI(1, Math.abs(x)) : NaN;
}
function airySeries(x) {
  const cube = x * x * x;
  let [f, g, sumF, sumG] = [1, x, 1, x];
  for (let k = 1; k < 40; k++) {
    f *= cube / ((3 * k - 1) * (3 * k));
    g *= cube / (3 * k * (3 * k + 1));
    sumF += f;
    sumG += g;
  }
  return 0.355028053887817239 * sumF - 0.258819403792806798 * sumG;
}
function besselKThird(z) {
  const step = 1 / 16;
  let sum = 0.5;
  for (let t = step; ; t += step) {
    const sinh = Math.sinh(t / 2);
    const part = Math.exp(-2 * z * sinh * sinh) * Math.cosh(t / 3);
    sum += part;
    if (part < 1e-18) return step * Math.exp(-z) * sum;
  }
}
function airy(x) {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) < 1.5) return airySeries(x);
  const size = Math.abs(x);
  const zeta = (2 / 3) * size * Math.sqrt(size);
  if (zeta === Infinity) return 0;
  if (x > 0) return zeta > 750 ? 0 : (Math.sqrt(size / 3) / Math.PI) * besselKThird(zeta);
  return (Math.sqrt(size) / 3) * (jv(1 / 3, zeta) + jv(-1 / 3, zeta));
}
const INPUT_NAMES = { 1: ["x"], 2: ["x", "y"] };
function modelJson(network, target, names = {}) {
  const { about = "", outputName = "f", inputNames = INPUT_NAMES[network.inputs] } = names;
  const domain = target?.domain ?? null;
  const bounds = (side) => (domain ? numberList(domain.map((pair) => pair[side])) : "null");
  return jsonObject({
    format: '"uat-model"',
    version: "1",
    about: JSON.stringify(about),
    input_names: JSON.stringify(inputNames),
    output_names: JSON.stringify([outputName]),
    lower: bounds(0),
    upper: bounds(1),
    network: networkJson(network),
  });
}
function networkJson(network) {
  const { inputs, width, hiddenWeights, outputWeights, outputBias, centred } = network;
  const rows = Array.from({ length: inputs }, (_, k) =>
    numberList(hiddenWeights.slice(k * width, (k + 1) * width)),
  );
  return jsonObject({
    format: '"uat-network"',
    version: "2",
    activation: JSON.stringify(network.activation),
    output_activation: JSON.stringify(network.outputActivation),
    hidden_weights: `[${rows.join(", ")}]`,
    hidden_biases: numberList(centred ? centred.hiddenBiases : network.hiddenBiases),
    output_weights: `[${Array.from(outputWeights, (c) => numberList([c])).join(", ")}]`,
    output_biases: numberList(outputBias),
    input_centre: numberList(centred ? centred.inputCentre : new Float64Array(inputs)),
  });
}
function jsonObject(texts) {
  const pairs = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}: ${text}`);
  return `{${pairs.join(", ")}}`;
}
function numberList(numbers) {
  const texts = Array.from(numbers, (number) => {
    if (!Number.isFinite(number)) throw new RangeError("a network that is not finite is no model");
    return Object.is(number, -0) ? "-0.0" : String(number);
  });
  return `[${texts.join(", ")}]`;
}
function readModel(text) {
  const values = parsedObject(text);
  const bare = values.format === "uat-network";
  if (!bare && values.format !== "uat-model") throw new RangeError("this is not a model of uat");
  const network = readNetwork(bare ? values : values.network);
  const { lower = null, upper = null } = values;
  const known = isNumbers(lower, network.inputs) && isNumbers(upper, network.inputs);
  return {
    network,
    inputNames: readNames(values.input_names, INPUT_NAMES[network.inputs]),
    outputNames: readNames(values.output_names, ["f"]),
    domain: known ? lower.map((low, k) => [low, upper[k]]) : null,
    about: typeof values.about === "string" ? values.about : "",
  };
}
function parsedObject(text) {
  let values = null;
  try {
    values = JSON.parse(text);
  } catch {
    throw new RangeError("this is not JSON");
  }
  if (values !== null && typeof values === "object") return values;
  throw new RangeError("this is not a model of uat");
}
function readNames(names, usual) {
  const fine = Array.isArray(names) && names.length === usual.length;
  return fine && names.every((name) => typeof name === "string") ? names : usual;
}
function isNumbers(values, count) {
  return Array.isArray(values) && values.length === count && values.every(Number.isFinite);
}
function readNetwork(values) {
  const hidden = values?.hidden_weights;
  const inputs = Array.isArray(hidden) ? hidden.length : 0;
  if (values?.format !== "uat-network" || !INPUT_NAMES[inputs])
    throw new RangeError("the page shows networks of one or two inputs");
  const width = Array.isArray(hidden[0]) ? hidden[0].length : 0;
  const centre = values.input_centre ?? hidden.map(() => 0);
  const output = values.output_weights;
  const right =
    width > 0 &&
    hidden.every((row) => isNumbers(row, width)) &&
    isNumbers(values.hidden_biases, width) &&
    Array.isArray(output) &&
    output.length === width &&
    output.every((row) => isNumbers(row, 1)) &&
    isNumbers(values.output_biases, 1) &&
    isNumbers(centre, inputs);
  if (!right) throw new RangeError("this network is damaged, or has several outputs");
  const { activation, output_activation: outputActivation } = values;
  for (const name of [activation, outputActivation]) activationRowOf(name);
  const hiddenWeights = Float64Array.from(hidden.flat());
  const biases = Float64Array.from(values.hidden_biases);
  return {
    inputs,
    width,
    outputs: 1,
    activation,
    outputActivation,
    hiddenWeights,
    hiddenBiases: biases.map((bias, j) =>
      centre.reduce((left, m, k) => left - m * hiddenWeights[k * width + j], bias),
    ),
    outputWeights: Float64Array.from(output.flat()),
    outputBias: Float64Array.from(values.output_biases),
    centred: { inputCentre: Float64Array.from(centre), hiddenBiases: biases },
  };
}
const BUILD_STEP_ROWS = {
  logistic: stepRow("logistic"),
  tanh: stepRow("tanh"),
  heaviside: stepRow("heaviside"),
  relu: stepRow("relu", { power: 1 }),
  relu_squared: stepRow("relu_squared", { power: 2 }),
  relu_cubed: stepRow("relu_cubed", { power: 3 }),
  softplus: stepRow("softplus", { ramp: 4, settled: 20 }),
  gaussian: stepRow("gaussian"),
  sine: stepRow("sine"),
};
function stepRow(name, own = {}) {
  const { unitsAStep: units, limits, settled } = ACTIVATION_ROWS[name];
  return units === 1 ? { limits, settled, units } : { units, ...own };
}
const BUILD_STEP_ACTIVATIONS = Object.keys(BUILD_STEP_ROWS).filter((name) => BUILD_STEP_ROWS[name].units);
function isSigmoidal(activation) {
  return BUILD_STEP_ROWS[activation].units === 1;
}
function stepOf(activation) {
  const { units, power, ramp, limits, settled } = BUILD_STEP_ROWS[activation];
  if (units === null) return null;
  if (units === 1) {
    const height = limits[1] - limits[0];
    const half = { logistic: 2, tanh: 1, heaviside: 0 }[activation];
    return { shifts: [0], weights: [1 / height], bias: -limits[0] / height, settled, half };
  }
  if (ramp) {
    const weights = [1 / ramp, -1 / ramp];
    return { shifts: [ramp / 2, -ramp / 2], weights, bias: 0, settled, half: ramp / 2 / Math.tanh(ramp / 4) };
  }
  return stepOfPower(power);
}
function stepOfPower(power) {
  const shifts = [];
  const weights = [];
  let binomial = 1;
  let factorial = 1;
  for (let k = 2; k <= power; k += 1) factorial *= k;
  for (let k = 0; k <= power; k += 1) {
    shifts.push(power / 2 - k);
    weights.push(((k % 2 === 0 ? 1 : -1) * binomial) / factorial);
    binomial = (binomial * (power - k)) / (k + 1);
  }
  const half = { 1: 0.5, 2: 0.5, 3: 2 / 3 }[power];
  return { shifts, weights, bias: 0, settled: power / 2, half };
}
function networkOfSteps(activation, steps, base) {
  const step = stepOf(activation);
  const inputs = (steps[0].direction ?? [1]).length;
  const width = steps.length * step.shifts.length;
  const network = zeroNetwork(activation, inputs, width);
  let bias = base;
  let j = 0;
  for (const { place, slope, height, shift = 0, direction = [1] } of steps) {
    bias += height * step.bias;
    step.shifts.forEach((within, k) => {
      for (let i = 0; i < inputs; i += 1) network.hiddenWeights[i * width + j] = slope * direction[i];
      network.hiddenBiases[j] = shift + within - slope * place;
      network.outputWeights[j] = height * step.weights[k];
      j += 1;
    });
  }
  network.outputBias[0] = bias;
  return network;
}
function zeroNetwork(activation, inputs, width) {
  return {
    inputs, width, outputs: 1, activation, outputActivation: "identity",
    hiddenWeights: new Float64Array(inputs * width),
    hiddenBiases: new Float64Array(width),
    outputWeights: new Float64Array(width),
    outputBias: new Float64Array(1),
  };
}
function parametersIn({ inputs, width }) {
  return width * (inputs + 2) + 1;
}
const COMPARE_RULES = {
  nesterov: { rule: "nesterov", momentum: null, trainer: "gradient_descent" },
  adam: { rule: "adam", momentum: null, trainer: "adam" },
  momentum: { rule: "descent", momentum: 0.9, trainer: "gradient_descent" },
  plain: { rule: "descent", momentum: 0, trainer: "gradient_descent" },
};
const COMPARE_EPOCHS = [200, 500, 1000, 2000, 5000, 10000, 20000];
const COMPARE_WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128];
const MOST_COMPARE_SEEDS = 10;
const MOST_COMPARE_LINES = 4;
const RULE_NAMES = Object.keys(COMPARE_RULES);
const COMPARE_FIELDS = {
  compareRules: someOf(RULE_NAMES, ["nesterov"]),
  compareActivation: choice(TRAINABLE_ACTIVATIONS, "logistic"),
  compareBeside: choice(["none", ...TRAINABLE_ACTIVATIONS], "none"),
  compareEpochs: oneNumberOf(COMPARE_EPOCHS, 5000),
  compareSeeds: whole(1, MOST_COMPARE_SEEDS, 3),
  compareWidest: oneNumberOf(COMPARE_WIDTHS, 32),
  compareNorm: choice(["max_error", "rmse"], "max_error"),
  compareRun: choice(["no", "yes"], "no"),
  compareShown: text(60, ""),
};
function someOf(names, start) {
  const read = (value) => {
    const chosen = value.split(",");
    const right = chosen.every((name) => names.includes(name));
    return right ? names.filter((name) => chosen.includes(name)) : undefined;
  };
  return { start, read, write: (list) => list.join(",") };
}
function oneNumberOf(values, start) {
  const read = (value) => values.find((one) => String(one) === value);
  return { start, read, write: String };
}
function compareSettings(state) {
  const [main, beside] = [state.get("compareActivation"), state.get("compareBeside")];
  return {
    rules: state.get("compareRules"),
    activations: beside === "none" || beside === main ? [main] : [main, beside],
    epochs: state.get("compareEpochs"),
    seeds: state.get("compareSeeds"),
    widest: state.get("compareWidest"),
  };
}
function compareLines({ rules, activations }) {
  const lines = activations.flatMap((activation) =>
    rules.map((rule) => ({ key: `${rule}.${activation}`, rule, activation })),
  );
  return lines.slice(0, MOST_COMPARE_LINES);
}
function widthsUpTo(widest) {
  return COMPARE_WIDTHS.filter((width) => width <= widest);
}
function plannedRuns(settings) {
  const seeds = Array.from({ length: settings.seeds }, (_, seed) => seed);
  const lines = compareLines(settings);
  return widthsUpTo(settings.widest).flatMap((width) =>
    seeds.flatMap((seed) =>
      lines.map(({ key: line, rule, activation }) => {
        const key = `${line}.${width}.${seed}`;
        return { key, line, rule, activation, width, seed };
      }),
    ),
  );
}
const TRAIN_RULES = {
  nesterov: { rule: "nesterov", momentum: null },
  plain: { rule: "descent", momentum: 0 },
  momentum: { rule: "descent", momentum: 0.9 },
  adam: { rule: "adam", momentum: null },
};
const TRAIN_RUNGS = ["none", "linreg", "neuron", "xor"];
const TRAIN_SPEEDS = ["1", "5", "20", "50", "200", "1000", "5000", "max"];
const TRAIN_LENGTHS = [500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
const TRAIN_WIDTHS = Array.from({ length: 128 }, (_, i) => i + 1).filter(
  (width) => width <= 32 || (width <= 64 ? width % 4 === 0 : width % 8 === 0),
);
const LARGEST_SEED = 2 ** 31 - 1;
const TRAIN_FIELDS = {
  trainRung: choice(TRAIN_RUNGS, "none"),
  trainWidth: whole(1, 128, 8),
  trainActivation: choice(TRAINABLE_ACTIVATIONS, "logistic"),
  trainRule: choice(["nesterov", "descent", "adam"], "nesterov"),
  trainMomentum: number(0, 0.999, 0.9),
  trainRate: number(0, 1e6, 0),
  trainSeed: whole(0, LARGEST_SEED, 0),
  trainLength: whole(1, 1000000, 5000),
  trainEpoch: whole(0, 1000000, 0),
  trainSpeed: choice(TRAIN_SPEEDS, "50"),
  trainUnits: flag(true),
  trainUnit: whole(0, 128, 0),
  trainLoss: choice(["log", "loglog"], "log"),
};
const TRAIN_PROBLEM_FIELDS = [
  "trainRung", "trainWidth", "trainActivation", "trainRule", "trainMomentum", "trainRate", "trainSeed",
  "trainLength",
];
function trainSettings(state, presets = {}) {
  const rung = state.get("trainRung");
  return {
    rung: presets[rung] ? rung : "none",
    width: state.get("trainWidth"),
    activation: state.get("trainActivation"),
    rule: state.get("trainRule"),
    momentum: state.get("trainMomentum"),
    rate: state.get("trainRate"),
    seed: state.get("trainSeed"),
    epochs: state.get("trainLength"),
  };
}
function trainRuleChoice(rule, momentum) {
  if (rule !== "descent") return rule;
  return momentum === 0 ? "plain" : "momentum";
}
function trainRuleFields(key, momentum) {
  const { rule, momentum: usual } = TRAIN_RULES[key];
  if (usual === null) return { trainRule: rule };
  const kept = key === "momentum" && momentum > 0 ? momentum : usual;
  return { trainRule: rule, trainMomentum: kept };
}
function trainSpeed(key) {
  return key === "max" ? Infinity : Number(key);
}
const PCG_MULTIPLIER = [0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05];
const SEED_POOL = 4;
function randomGenerator(seed) {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`${seed} is no seed`);
  const bits = bitGenerator(seedWords(seed));
  return {
    random: bits.random,
    uniform: (low, high) => low + (high - low) * bits.random(),
    normal: normalDraws(bits),
    permutation: (n) => shuffledOrder(bits, n),
    choice: (n, size) => chosenPlaces(bits, n, size),
  };
}
function seedWords(seed) {
  const entropy = [seed >>> 0];
  if (seed > 0xffffffff) entropy.push(Math.floor(seed / 2 ** 32));
  const pool = mixedPool(entropy);
  let constant = 0x8b51f9dd;
  return Array.from({ length: 8 }, (_, i) => {
    let word = pool[i % SEED_POOL] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    word = Math.imul(word, constant);
    return (word ^ (word >>> 16)) >>> 0;
  });
}
function mixedPool(entropy) {
  let constant = 0x43b0d7e5;
  const hashed = (word) => {
    let value = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    value = Math.imul(value, constant);
    return value ^ (value >>> 16);
  };
  const mixed = (x, y) => {
    const result = Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715);
    return result ^ (result >>> 16);
  };
  const pool = Array.from({ length: SEED_POOL }, (_, i) => hashed(entropy[i] ?? 0));
  for (let source = 0; source < SEED_POOL; source++)
    for (let target = 0; target < SEED_POOL; target++)
      if (source !== target) pool[target] = mixed(pool[target], hashed(pool[source]));
  return pool;
}
function bitGenerator(words) {
  const start = [words[2], words[3], words[0], words[1]];
  const sequence = [words[6], words[7], words[4], words[5]];
  const increment = sequence.map((word, i) => (word << 1) | (i ? sequence[i - 1] >>> 31 : 1));
  const state = new Uint32Array(4);
  const drawn = { high: 0, low: 0 };
  let waiting = null;
  function next64() {
    stepState(state, increment);
    const turn = state[3] >>> 26;
    const high = state[3] ^ state[1];
    const low = state[2] ^ state[0];
    const [upper, lower] = turn & 32 ? [low, high] : [high, low];
    const by = turn & 31;
    drawn.high = (by ? (upper >>> by) | (lower << (32 - by)) : upper) >>> 0;
    drawn.low = (by ? (lower >>> by) | (upper << (32 - by)) : lower) >>> 0;
  }
  function next32() {
    if (waiting !== null) {
      const word = waiting;
      waiting = null;
      return word;
    }
    next64();
    waiting = drawn.high;
    return drawn.low;
  }
  function random() {
    next64();
    return (drawn.high * 2 ** 21 + (drawn.low >>> 11)) * 2 ** -53;
  }
  stepState(state, increment);
  addWords(state, start);
  stepState(state, increment);
  return { drawn, next64, next32, random };
}
function stepState(state, increment) {
  const product = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    let carry = 0;
    for (let j = 0; i + j < 4; j++) {
      const a = state[i];
      const upper = (a >>> 16) * PCG_MULTIPLIER[j];
      const lower = (a & 0xffff) * PCG_MULTIPLIER[j] + (upper % 65536) * 65536;
      const sum = lower + product[i + j] + carry;
      product[i + j] = sum;
      carry = Math.floor(sum / 2 ** 32) + Math.floor(upper / 65536);
    }
  }
  state.set(product);
  addWords(state, increment);
}
function addWords(a, b) {
  let carry = 0;
  for (let i = 0; i < 4; i++) {
    const sum = a[i] + (b[i] >>> 0) + carry;
    a[i] = sum;
    carry = sum >= 2 ** 32 ? 1 : 0;
  }
}
function normalDraws(bits) {
  const { bounds, scales, heights } = zigguratTables();
  const { drawn, next64, random } = bits;
  function tail(negative) {
    for (;;) {
      const beyond = -ZIGGURAT_TAIL_INVERSE * Math.log1p(-random());
      const height = -Math.log1p(-random());
      if (height + height > beyond * beyond)
        return negative ? -(ZIGGURAT_TAIL + beyond) : ZIGGURAT_TAIL + beyond;
    }
  }
  return function normal() {
    for (;;) {
      next64();
      const layer = drawn.low & 0xff;
      const magnitude = ((drawn.high << 3) >>> 3) * 2 ** 23 + (drawn.low >>> 9);
      const x = magnitude * scales[layer] * (drawn.low & 0x100 ? -1 : 1);
      if (magnitude < bounds[layer]) return x;
      if (layer === 0) return tail(Math.floor(magnitude / 256) % 2 === 1);
      const rise = heights[layer - 1] - heights[layer];
      if (rise * random() + heights[layer] < Math.exp(-0.5 * x * x)) return x;
    }
  };
}
function boundedDraw(bits, most) {
  if (most === 0) return 0;
  const count = most + 1;
  const threshold = (2 ** 32 - count) % count;
  for (;;) {
    const word = bits.next32();
    const upper = (word >>> 16) * count;
    const lower = (word & 0xffff) * count + (upper % 65536) * 65536;
    const whole = Math.floor(upper / 65536) + Math.floor(lower / 2 ** 32);
    if (lower % 2 ** 32 >= threshold) return whole;
  }
}
function maskedDraw(bits, most) {
  const mask = most === 0 ? 0 : 0xffffffff >>> Math.clz32(most);
  for (;;) {
    const value = (bits.next32() & mask) >>> 0;
    if (value <= most) return value;
  }
}
function shuffledOrder(bits, n) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = maskedDraw(bits, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
function chosenPlaces(bits, n, size) {
  if (n > 10_000) throw new RangeError("no more than 10,000 are chosen from");
  const chosen = new Set();
  for (let j = n - size; j < n; j++) {
    const value = boundedDraw(bits, j);
    chosen.add(chosen.has(value) ? j : value);
  }
  return Uint32Array.from(chosen).sort();
}
const ROW = 1.6;
const SWATCH = 2;
const SPACE = 0.5;
const GAP = 1.4;
function chartLegend(styles, left, width, font) {
  const node = svgElement("g", { class: "legend" });
  let x = left;
  let row = 0;
  for (const style of styles) {
    const long = (SWATCH + SPACE) * font + textWidth(style.label, font);
    if (x > left && x + long > left + width) {
      x = left;
      row += 1;
    }
    node.append(entry(style, x, (row + 0.5) * ROW * font, font));
    x += long + GAP * font;
  }
  return { node, height: styles.length === 0 ? 0 : (row + 1) * ROW * font + 4 };
}
function entry(style, x, y, font) {
  const place = { x: x + (SWATCH + SPACE) * font, y: y + font / 3 };
  const text = svgElement("text", place, style.label);
  return svgElement("g", {}, swatch(style, x, y, SWATCH * font), text);
}
function swatch(style, x, y, width) {
  if (style.isBand) {
    const attributes = { x, y: y - 7, width, height: 14, class: `band ${style.colour}` };
    return svgElement("rect", attributes);
  }
  const parts = [];
  if (!style.isDots) parts.push(svgElement("path", { d: `M${x} ${y}H${x + width}`, ...strokeOf(style) }));
  if (style.marker) {
    const kind = style.marker === "cross" ? "stroke" : "fill";
    parts.push(svgElement("path", {
      d: markerPath(style.marker), class: `${kind} ${style.colour}`,
      "stroke-width": style.marker === "cross" ? 2 : null,
      transform: `translate(${x + width / 2} ${y})`,
    }));
  }
  return svgElement("g", {}, ...parts);
}
function textWidth(text, size) {
  const narrow = (text.match(/[iljtfr.,:;|!'() ]/g) ?? []).length;
  const wide = (text.match(/[mwMW]/g) ?? []).length;
  return size * (0.6 * (text.length - narrow - wide) + 0.36 * narrow + 0.92 * wide);
}
function slider(options) {
  const { name, unit = "", format = formatNumber, onInput, onChange, hint = null } = options;
  const steps = sliderSteps(options);
  const id = uniqueId("slider");
  const output = element("output", { for: id, class: "value" });
  const input = element("input", {
    type: "range", id, min: steps.low, max: steps.high, step: steps.step,
  });
  let current = options.value;
  function show(value) {
    current = value;
    input.value = String(steps.place(value));
    const shown = unit === "" ? format(value) : `${format(value)} ${unit}`;
    output.textContent = shown;
    input.setAttribute("aria-valuetext", shown);
  }
  function moved(listener) {
    show(steps.value(Number(input.value)));
    if (listener) listener(current);
  }
  input.addEventListener("input", () => moved(onInput));
  input.addEventListener("change", () => moved(onChange));
  input.addEventListener("keydown", keepArrows);
  show(current);
  const label = element("label", { for: id }, name);
  const row = element("div", { class: "name-and-value" }, label, output);
  const node = element("div", { class: "control slider" }, row, input, hintNode(hint, input));
  return control(node, input, () => current, show);
}
function sliderSteps({ min, max, step, scale = "linear" }) {
  if (Array.isArray(scale)) {
    const place = (value) => nearestPlace(scale, value);
    return { low: 0, high: scale.length - 1, step: 1, place, value: (at) => scale[at] };
  }
  if (scale === "log") {
    const value = (at) => Number((10 ** at).toPrecision(3));
    const bounds = { low: Math.log10(min), high: Math.log10(max), step: step ?? 0.01 };
    return { ...bounds, place: (given) => Math.log10(given), value };
  }
  const clean = (at) => Number(at.toPrecision(12));
  return { low: min, high: max, step: step ?? "any", place: (value) => value, value: clean };
}
function nearestPlace(values, value) {
  const distances = values.map((other) => Math.abs(other - value));
  return distances.indexOf(Math.min(...distances));
}
function numberField(options) {
  const { name, unit = "", min = -Infinity, max = Infinity, value, onChange } = options;
  const check = (text) => {
    const read = Number(text);
    const right = text.trim() !== "" && read >= min && read <= max;
    return right ? "" : options.message ?? rangeMessage(min, max);
  };
  let current = value;
  const field = textField({
    name: unit === "" ? name : `${name} (${unit})`,
    value: String(value),
    check,
    inputMode: "decimal",
    kind: "number",
    onChange: (text) => {
      current = Number(text);
      if (onChange) onChange(current);
    },
  });
  const set = (given) => {
    current = given;
    field.set(String(given));
  };
  return control(field.node, field.input, () => current, set);
}
function rangeMessage(min, max) {
  const { noNumber, atLeast, between } = WORDS.base;
  if (!Number.isFinite(min)) return noNumber;
  return Number.isFinite(max) ? between(formatNumber(min), formatNumber(max)) : atLeast(formatNumber(min));
}
function textField(options) {
  const { name, value = "", placeholder = null, multiline = false, check, onChange } = options;
  const id = uniqueId("field");
  const message = element("p", { class: "message", id: `${id}-message`, "aria-live": "polite" });
  const input = element(multiline ? "textarea" : "input", {
    id, placeholder, type: multiline ? null : "text", rows: multiline ? options.rows ?? 6 : null,
    spellcheck: "false", autocomplete: "off", autocapitalize: "off",
    inputmode: options.inputMode ?? null, "aria-describedby": `${id}-message`,
  });
  function judge() {
    const wrong = check ? check(input.value) : "";
    message.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return wrong;
  }
  function settle() {
    if (judge() === "" && onChange) onChange(input.value);
  }
  input.addEventListener("input", options.live ? settle : judge);
  input.addEventListener("change", settle);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !multiline) settle();
    event.stopPropagation();
  });
  input.value = value;
  const label = element("label", { for: id }, name);
  const kind = `control text ${options.kind ?? ""}`;
  const node = element("div", { class: kind }, label, input, message, hintNode(options.hint, input));
  const set = (text) => {
    input.value = text;
    judge();
  };
  return { ...control(node, input, () => input.value, set), input, message, judge };
}
function selectField({ name, options, value, onChange, hint = null }) {
  const id = uniqueId("select");
  const input = element("select", { id });
  const fill = (list) =>
    replaceChildren(input, list.map(([key, label]) => element("option", { value: key }, label)));
  fill(options);
  input.value = value;
  input.addEventListener("change", () => onChange && onChange(input.value));
  input.addEventListener("keydown", keepArrows);
  const label = element("label", { for: id }, name);
  const node = element("div", { class: "control select" }, label, input, hintNode(hint, input));
  const set = (key) => (input.value = key);
  return { ...control(node, input, () => input.value, set), setOptions: fill };
}
function checkbox({ name, value, onChange, hint = null }) {
  const id = uniqueId("box");
  const input = element("input", { type: "checkbox", id });
  input.checked = value;
  input.addEventListener("change", () => onChange && onChange(input.checked));
  const label = element("label", { for: id }, name);
  const node = element("div", { class: "control box" }, input, label, hintNode(hint, input));
  const set = (checked) => (input.checked = checked);
  return control(node, input, () => input.checked, set);
}
function radioGroup({ name, options, value, onChange }) {
  const group = uniqueId("group");
  const inputs = new Map();
  const rows = options.map(([key, label]) => {
    const id = uniqueId("choice");
    const input = element("input", { type: "radio", id, name: group, value: key });
    input.checked = key === value;
    input.addEventListener("change", () => onChange && onChange(key));
    input.addEventListener("keydown", keepArrows);
    inputs.set(key, input);
    return element("span", { class: "choice" }, input, element("label", { for: id }, label));
  });
  const legend = element("legend", {}, name);
  const node = element("fieldset", { class: "control radio" }, legend, ...rows);
  const chosen = () => [...inputs].find(([, input]) => input.checked)[0];
  const set = (key) => (inputs.get(key).checked = true);
  const disable = (flag) => (node.disabled = flag);
  return { node, get value() { return chosen(); }, set, disable };
}
function button({ label, icon = null, kind = "plain", onClick, pressed = null, hint = null }) {
  const face = element("span", {}, label);
  const picture = icon === null ? null : element("span", { class: "icon", "aria-hidden": "true" }, icon);
  const node = element("button", { type: "button", class: `button ${kind}`, title: hint }, picture, face);
  let down = pressed;
  const set = (value) => {
    down = value;
    if (down !== null) node.setAttribute("aria-pressed", String(down));
  };
  set(pressed);
  node.addEventListener("click", () => onClick && onClick());
  const relabel = (text, newIcon = icon) => {
    face.textContent = text;
    if (picture) picture.textContent = newIcon;
  };
  return { ...control(node, node, () => down, set), relabel };
}
function hintNode(hint, input) {
  if (!hint) return null;
  const id = uniqueId("hint");
  const described = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  return element("p", { class: "hint", id }, hint);
}
function keepArrows(event) {
  if (event.key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(event.key)) {
    event.stopPropagation();
  }
}
function control(node, input, read, set) {
  const disable = (off) => (input.disabled = off);
  return { node, input, get value() { return read(); }, set, disable };
}
function axisScale(kind, domain, range) {
  const [forth, back] = kind === "log" ? [Math.log10, (value) => 10 ** value] : [same, same];
  const [low, high] = domain.map(forth);
  const perUnit = (range[1] - range[0]) / (high - low);
  const toPixel = (value) => range[0] + (forth(value) - low) * perUnit;
  const toUnit = (pixel) => back(low + (pixel - range[0]) / perUnit);
  return { kind, domain, range, toPixel, toUnit };
}
function same(value) {
  return value;
}
function ticksOf(scale, count, wanted = null) {
  if (wanted) return thinned(wanted.filter((value) => inside(scale.domain, value)), count).map(labelled);
  return scale.kind === "log" ? logTicks(scale.domain, count) : linearTicks(scale.domain, count);
}
function labelled(value) {
  return { value, label: formatNumber(value) };
}
function inside([low, high], value) {
  const slack = 1e-9 * Math.abs(high - low);
  return value >= low - slack && value <= high + slack;
}
function thinned(values, count) {
  const stride = Math.max(1, Math.ceil(values.length / (count + 1)));
  return values.filter((_, place) => place % stride === 0);
}
function linearTicks([low, high], count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => power * factor >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const digits = Math.max(3, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / step)) + 2);
  const ticks = [];
  for (let k = first; k <= last; k += 1) {
    const value = Number((k * step).toPrecision(12));
    ticks.push({ value, label: formatNumber(value, digits) });
  }
  return ticks.length < 2 && count < 8 ? linearTicks([low, high], count + 1) : ticks;
}
function logTicks([low, high], count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  if (powers.length >= 3) {
    return thinned(powers, count).map((k) => ({ value: 10 ** k, label: powerOfTen(k) }));
  }
  const between = [];
  for (let k = first - 1; k <= last; k += 1) {
    for (const factor of [1, 2, 5]) between.push(Number((factor * 10 ** k).toPrecision(3)));
  }
  return between.filter((value) => inside([low, high], value)).map(labelled);
}
const BUILD_MOST_CORNERS = 16;
function drawStaircase(chart, { drawn, wanted, answers, guarantee, errors, view, jumps }, own) {
  const reach = Math.max(guarantee, 0);
  const low = Math.min(view.y[0], ...answers, view.low - reach);
  const high = Math.max(view.y[1], ...answers, view.high + reach);
  chart.setDomain({ x: view.x, y: spreadDomain(low, high, view) });
  chart.band("guarantee", drawn, wanted.map((t) => t - guarantee), wanted.map((t) => t + guarantee), {
    colour: "guarantee", label: own.band,
  });
  const pieces = withJumpGaps(drawn, wanted, jumps);
  chart.curve("target", pieces.xs, pieces.ys, { colour: "target", width: 2, label: own.target });
  chart.curve("network", drawn, answers, { colour: "network", width: 3, label: own.network });
  chart.curve("largest", [errors.where, errors.where], [errors.wanted, errors.answer], {
    colour: "residual", width: 5, label: own.largest,
  });
  const ends = [errors.wanted, errors.answer].map((y) => ({ x: errors.where, y }));
  chart.dots("ends", ends, { colour: "residual", radius: 5 });
}
function spreadDomain(low, high, { low: bottom, high: top }) {
  const eighth = (top - bottom || 1) / 8;
  return [bottom - eighth * Math.ceil((bottom - low) / eighth - 1e-9), top + eighth * Math.ceil((high - top) / eighth - 1e-9)];
}
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
function placeCorners(chart, { places, levels }, view, chosen, own, moves) {
  const all = places.length <= BUILD_MOST_CORNERS;
  const steps = { x: (view.x[1] - view.x[0]) / 200, y: (view.high - view.low || 1) / 200 };
  const shared = { axis: "both", min: [view.x[0], view.low - (view.high - view.low)],
    max: [view.x[1], view.high + (view.high - view.low)], step: [steps.x, steps.y] };
  chart.handle("first", {
    x: view.x[0] + 4 * steps.x, y: levels[0], name: own.firstLevel, axis: "y",
    min: shared.min[1], max: shared.max[1], step: steps.y,
    valueText: (x, y) => formatNumber(y), onMove: (x, y, done) => moves.first(y, done),
  });
  for (let j = 0; j < 64; j += 1) {
    const shown = j < places.length && (all || j === Math.min(chosen, places.length) - 1);
    if (!shown) chart.remove(`corner${j}`);
    else {
      chart.handle(`corner${j}`, {
        ...shared, x: places[j], y: levels[j + 1], name: own.corner(j + 1),
        valueText: (x, y) => own.cornerText(formatNumber(x), formatNumber(y)),
        onMove: (x, y, done) => moves.corner(j, x, y, done),
      });
    }
  }
}
const LARGEST_VALUE = 1e301;
const LEAST_LENGTH = 1e-301;
const CHECKED_POINTS = 2001;
const CHECKED_SIDE = 65;
const OFF_ROUND = 0.4871;
const CLIMB_AROUND = Float64Array.from({ length: 8 }, (_, k) => -0.97 + (k * 1.91) / 7);
const CLIMB_NEARER = 0.3;
const CLIMB_CLOSEST = 1e-13;
const CLIMB_ROUNDS = 6;
const CLIMB_HIGHER = 1.5;
const POLE_HEIGHT = 1e3;
const POLE_BESIDE = 1e-12;
const CLIMBED_PEAKS = 4;
function checkDomain(domain) {
  const words = WORDS.own;
  for (const [low, high] of domain) {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
      throw new Error(words.noInterval(low, high));
    }
    if (Math.max(-low, high) > LARGEST_VALUE || high - low < LEAST_LENGTH) {
      throw new Error(words.badInterval(low, high));
    }
    if (!(high - low > 8192 * Number.EPSILON * Math.max(-low, high))) {
      throw new Error(words.fewNumbers(low, high));
    }
  }
}
function checkValues(evaluate, domain) {
  const xs = gridPoints(domain);
  const values = evaluate(xs);
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST_VALUE));
  if (bad >= 0) {
    const where = domain.map((_, k) => `${"xy"[k]} = ${formatNumber(xs[k * values.length + bad], 6)}`);
    throw new Error(WORDS.own.notFinite(formatNumber(values[bad]), where.join(", ")));
  }
  if (domain.length > 1) return;
  const pole = poleOf(evaluate, xs, values);
  if (pole !== null) throw new Error(WORDS.own.unbounded(formatNumber(pole, 6)));
}
function gridPoints(domain) {
  if (domain.length === 1) return sideBetween(domain[0], CHECKED_POINTS);
  const [first, second] = domain.map((side) => sideBetween(side, CHECKED_SIDE));
  const count = CHECKED_SIDE ** 2;
  const xs = new Float64Array(2 * count);
  for (let p = 0; p < count; p += 1) {
    xs[p] = first[Math.floor(p / CHECKED_SIDE)];
    xs[count + p] = second[p % CHECKED_SIDE];
  }
  return xs;
}
function sideBetween([low, high], count) {
  const inner = (k) => low + ((k - 1 + OFF_ROUND) / (count - 2)) * (high - low);
  return Float64Array.from({ length: count }, (_, k) => (k === 0 ? low : k === count - 1 ? high : inner(k)));
}
function poleOf(evaluate, xs, values) {
  const sizes = values.map(Math.abs);
  const height = Math.max(...values) - Math.min(...values);
  const peaks = [];
  for (let k = 0; k < sizes.length; k += 1) {
    if (sizes[k] >= (sizes[k - 1] ?? 0) && sizes[k] >= (sizes[k + 1] ?? 0)) peaks.push(k);
  }
  peaks.sort((a, b) => sizes[b] - sizes[a]);
  for (const k of peaks.slice(0, CLIMBED_PEAKS)) {
    const pole = climbed(evaluate, xs, sizes, k, POLE_HEIGHT * height);
    if (pole !== null) return pole;
  }
  return null;
}
function climbed(evaluate, xs, sizes, k, high) {
  const [low, end] = [xs[0], xs[xs.length - 1]];
  const sizeAt = (points) => evaluate(points).map(Math.abs);
  const inside = (x) => Math.min(end, Math.max(low, x));
  let [top, largest] = [xs[k], sizes[k]];
  let radius = xs[2] - xs[1];
  const heights = [largest];
  for (; radius > CLIMB_CLOSEST * (end - low); radius *= CLIMB_NEARER) {
    const points = CLIMB_AROUND.map((share) => inside(top + radius * share));
    sizeAt(points).forEach((size, p) => {
      if (size > largest || Number.isNaN(size)) [top, largest] = [points[p], size];
    });
    if (!(largest <= LARGEST_VALUE)) return top;
    heights.push(largest);
    if (heights.length > CLIMB_ROUNDS && largest < CLIMB_HIGHER * heights[heights.length - 1 - CLIMB_ROUNDS]) return null;
  }
  if (!(largest > high)) return null;
  const step = Math.max(POLE_BESIDE * (end - low), 4 * Number.EPSILON * Math.abs(top));
  const beside = Float64Array.of(-100, 100, -1, 1).map((times) => inside(top + times * step));
  const [a, b, c, d] = sizeAt(beside);
  return Math.max(c, d) > CLIMB_HIGHER * Math.max(a, b) ? top : null;
}
const DRAWN_POINTS = 129;
const SMOOTHINGS = 3;
const NEARLY = 0.04;
function afterStroke({ domain, low, high }, stroke, before) {
  const inside = stroke.map(({ x, y }) => ({
    at: (clampedTo(domain, x) - domain[0]) / (domain[1] - domain[0]) * (DRAWN_POINTS - 1),
    y: clampedTo([low, high], y),
  }));
  const values = before === null ? new Float64Array(DRAWN_POINTS).fill(NaN) : before.slice();
  let [first, last] = [DRAWN_POINTS, -1];
  for (let k = 0; k < inside.length; k += 1) {
    const [from, to] = [inside[Math.max(0, k - 1)], inside[k]];
    const passed = [Math.ceil(Math.min(from.at, to.at)), Math.floor(Math.max(from.at, to.at))];
    for (let i = passed[0]; i <= passed[1]; i += 1) {
      const share = to.at === from.at ? 1 : (i - from.at) / (to.at - from.at);
      values[i] = from.y + share * (to.y - from.y);
    }
    if (passed[0] <= passed[1]) [first, last] = [Math.min(first, passed[0]), Math.max(last, passed[1])];
  }
  if (last < first) return null;
  const whole = before === null ? toTheEnds(values, first, last, [low, high]) : values;
  return smoothed(whole, first, last);
}
function toTheEnds(values, first, last, range) {
  const near = Math.floor(NEARLY * values.length);
  for (const [end, from, inwards] of [[0, first, 1], [values.length - 1, last, -1]]) {
    const gap = Math.abs(from - end);
    const across = Math.min(near, last - first);
    const slope = gap <= near && across > 0 ? (values[from] - values[from + inwards * across]) / across : 0;
    for (let k = 1; k <= gap; k += 1) {
      values[from - inwards * k] = clampedTo(range, values[from] + k * slope);
    }
  }
  return values;
}
function smoothed(values, first, last) {
  for (let round = 0; round < SMOOTHINGS; round += 1) {
    const old = values.slice();
    for (let i = Math.max(1, first); i <= Math.min(values.length - 2, last); i += 1) {
      values[i] = (old[i - 1] + 2 * old[i] + old[i + 1]) / 4;
    }
  }
  return values;
}
function afterPush(values, share, rise, reach) {
  return values.map((value, i) => {
    const away = Math.abs(i / (values.length - 1) - share) / reach;
    return away < 1 ? value + (rise * (1 + Math.cos(Math.PI * away))) / 2 : value;
  });
}
function drawnInputs(domain) {
  return equallySpaced(domain, DRAWN_POINTS);
}
function clampedTo([low, high], value) {
  return Math.min(high, Math.max(low, value));
}
function predict(network, xs) {
  const { inputs, width, hiddenWeights, hiddenBiases, outputWeights, outputBias } = network;
  const points = xs.length / inputs;
  const hidden = pieceOf(network.activation, FEW_POINTS).value;
  const output = pieceOf(network.outputActivation, FEW_POINTS).value;
  const predictions = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    let total = outputBias[0];
    for (let j = 0; j < width; j++) {
      let z = hiddenBiases[j];
      for (let k = 0; k < inputs; k++) z += hiddenWeights[k * width + j] * xs[k * points + p];
      total += outputWeights[j] * hidden(z);
    }
    predictions[p] = output(total);
  }
  return predictions;
}
const BLOCK_POINTS = 256;
function scriptPasses(setup) {
  const { inputs, width } = setup;
  const problem = paddedProblem(setup);
  const network = {
    inputs,
    width,
    parameters: Float64Array.from(setup.parameters),
    gradient: new Float64Array(setup.parameters.length),
    factor: 2 * setup.lossScale,
    rows: workRows(width),
  };
  const pass = () => {
    network.gradient.fill(0);
    let squares = 0;
    for (let start = 0; start < problem.padded; start += BLOCK_POINTS) {
      const size = Math.min(BLOCK_POINTS, problem.padded - start);
      const last = Math.min(size, problem.points - start);
      const block = { start, size, last, hidden: pieceOf(setup.activation, last) };
      block.output = pieceOf(setup.outputActivation, last);
      forwardPass(network, problem, block);
      squares += residualPass(network, problem, block);
      backwardPass(network, problem, block);
    }
    return squares;
  };
  return { parameters: network.parameters, gradient: network.gradient, pass, kind: "javascript" };
}
function paddedProblem({ inputs, x, t }) {
  const points = t.length;
  const padded = Math.ceil(points / 4) * 4;
  const columns = new Float64Array(inputs * padded);
  const targets = new Float64Array(padded);
  for (let p = 0; p < padded; p++) {
    const source = Math.min(p, points - 1);
    targets[p] = t[source];
    for (let k = 0; k < inputs; k++) columns[k * padded + p] = x[k * points + source];
  }
  return { points, padded, x: columns, t: targets };
}
function workRows(width) {
  const rows = (count) => new Float64Array(count * BLOCK_POINTS);
  return { values: rows(width), slopes: rows(width), delta: rows(1) };
}
function forwardPass(network, problem, block) {
  const { inputs, width, parameters, rows } = network;
  const weights = (inputs + 1) * width;
  rows.delta.fill(parameters[weights + width], 0, block.size);
  for (let j = 0; j < width; j++) activateUnit(network, problem, block, j);
  const paired = inputs === 1 ? width - (width % 2) : 0;
  for (let j = 0; j < paired; j += 2) {
    addPair(rows, block.size, j, parameters[weights + j], parameters[weights + j + 1]);
  }
  for (let j = paired; j < width; j++) addUnit(rows, block.size, j, parameters[weights + j]);
}
function activateUnit({ inputs, width, parameters, rows }, problem, block, j) {
  const { value, slope } = block.hidden;
  const bias = parameters[inputs * width + j];
  const weight = parameters[j];
  for (let p = 0; p < block.size; p++) {
    let z = bias + weight * problem.x[block.start + p];
    for (let k = 1; k < inputs; k++) {
      z += parameters[k * width + j] * problem.x[k * problem.padded + block.start + p];
    }
    const h = value(z);
    rows.values[j * BLOCK_POINTS + p] = h;
    rows.slopes[j * BLOCK_POINTS + p] = slope(z, h);
  }
}
function addPair({ values, delta }, size, j, c, next) {
  const row = j * BLOCK_POINTS;
  const other = row + BLOCK_POINTS;
  for (let p = 0; p < size; p++) delta[p] += c * values[row + p] + next * values[other + p];
}
function addUnit({ values, delta }, size, j, c) {
  const row = j * BLOCK_POINTS;
  for (let p = 0; p < size; p++) delta[p] += c * values[row + p];
}
function residualPass({ inputs, width, gradient, factor, rows }, problem, block) {
  const { value, slope } = block.output;
  const squares = [0, 0];
  const total = [0, 0];
  for (let p = 0; p < block.size; p++) {
    const z = rows.delta[p];
    const y = value(z);
    const residual = p < block.last ? y - problem.t[block.start + p] : 0;
    const delta = factor * residual * slope(z, y);
    rows.delta[p] = delta;
    squares[p % 2] += residual * residual;
    total[p % 2] += delta;
  }
  gradient[(inputs + 2) * width] += total[0] + total[1];
  return squares[0] + squares[1];
}
function backwardPass(network, problem, block) {
  const { inputs, width, gradient, rows } = network;
  const { values, slopes, delta } = rows;
  for (let j = 0; j < width; j++) {
    const row = j * BLOCK_POINTS;
    let [dot0, dot1, sum0, sum1] = [0, 0, 0, 0];
    for (let p = 0; p < block.size; p += 2) {
      dot0 += delta[p] * values[row + p];
      dot1 += delta[p + 1] * values[row + p + 1];
      slopes[row + p] *= delta[p];
      slopes[row + p + 1] *= delta[p + 1];
      sum0 += slopes[row + p];
      sum1 += slopes[row + p + 1];
    }
    gradient[(inputs + 1) * width + j] += dot0 + dot1;
    gradient[inputs * width + j] += sum0 + sum1;
    for (let k = 0; k < inputs; k++) {
      const from = k * problem.padded + block.start;
      gradient[k * width + j] += momentOf(slopes, row, problem.x, from, block.size);
    }
  }
}
function momentOf(through, row, x, from, size) {
  let [even, odd] = [0, 0];
  for (let p = 0; p < size; p += 2) {
    even += through[row + p] * x[from + p];
    odd += through[row + p + 1] * x[from + p + 1];
  }
  return even + odd;
}
const truth = (holds) => (holds ? 1 : 0);
function floorRemainder(a, b) {
  const rest = a % b;
  if (rest === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}
function powerOf(a, b) {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}
function roundEven(x) {
  const rest = Math.abs(x % 2);
  if (rest === 0.5 || rest === 1.5) return Math.sign(x) * 2 * Math.round(Math.abs(x) / 2 - 0.0001);
  return Math.sign(x) * Math.round(Math.abs(x));
}
function stepAt(x, atZero = 1) {
  if (x === 0) return atZero;
  return x < 0 ? 0 : x > 0 ? 1 : NaN;
}
function logisticOf(x) {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}
function sincOf(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
const FUNCTION_ROWS = [
  ["arctan2", Math.atan2, 2, 2],
  ["hypot", Math.hypot, 2, 2],
  ["deg2rad", (x) => x * (Math.PI / 180)],
  ["rad2deg", (x) => x * (180 / Math.PI)],
  ["sinc", sincOf],
  ["exp2", (x) => 2 ** x],
  ["square", (x) => x * x],
  ["sign", (x) => (x === 0 ? 0 : Math.sign(x))],
  ["round", roundEven],
  ["mod", floorRemainder, 2, 2],
  ["fmod", (a, b) => a % b, 2, 2],
  ["min", Math.min, 2, Infinity],
  ["max", Math.max, 2, Infinity],
  ["clip", (x, low, high) => Math.min(Math.max(x, low), high), 3, 3],
  ["where", (condition, value, otherwise) => (condition !== 0 ? value : otherwise), 3, 3],
  ["heaviside", stepAt, 1, 2],
  ["logistic", logisticOf],
  ["relu", (x) => Math.max(x, 0)],
  ["softplus", (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  ["erf", erf],
  ["erfc", erfc],
  ["erfinv", erfinv],
  ["gamma", gamma],
  ["lgamma", lgamma],
  ["digamma", digamma],
  ["beta", beta, 2, 2],
  ["j0", j0],
  ["j1", j1],
  ["jv", jv, 2, 2],
  ["y0", y0],
  ["y1", y1],
  ["i0", i0],
  ["i1", i1],
  ["airy", airy],
  ["legendre", legendre, 2, 2],
  ["chebyshev", chebyshev, 2, 2],
];
const SAME_IN_MATH = [
  "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "expm1", "log", "log2", "log10", "log1p",
  "sqrt", "cbrt", "abs", "floor", "ceil", "trunc",
];
const INVERSES = ["sin", "cos", "tan", "sinh", "cosh", "tanh"];
const OTHER_NAMES = [
  ["atan2", "arctan2"],
  ["ln", "log"],
  ["sgn", "sign"],
  ["minimum", "min"],
  ["maximum", "max"],
  ["sigmoid", "logistic"],
  ["expit", "logistic"],
  ["gammaln", "lgamma"],
];
function functionTable() {
  const rows = [
    ...SAME_IN_MATH.map((name) => [name, Math[name]]),
    ...INVERSES.flatMap((name) => [
      [`arc${name}`, Math[`a${name}`]],
      [`a${name}`, Math[`a${name}`]],
    ]),
    ...FUNCTION_ROWS,
  ];
  const table = new Map(
    rows.map(([name, compute, least = 1, most = 1]) => [name, { compute, least, most }]),
  );
  for (const [name, same] of OTHER_NAMES) table.set(name, table.get(same));
  return table;
}
const FUNCTION_TABLE = functionTable();
const OPERATION_TABLE = new Map([
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
  ["%", floorRemainder],
  ["^", powerOf],
  ["negate", (a) => -a],
  ["and", (a, b) => truth(a !== 0 && b !== 0)],
  ["or", (a, b) => truth(a !== 0 || b !== 0)],
  ["not", (a) => truth(a === 0)],
  ["if", (value, condition, otherwise) => (condition !== 0 ? value : otherwise)],
]);
function trainModel({ problem, network }) {
  if (problem.rung === null) return modelJson(network, problem.target);
  const { inputNames, outputName, title } = problem.rung;
  return modelJson(network, null, { inputNames, outputName, about: title });
}
function trainPython(now) {
  if (now.problem.rung === null) return pythonSnippet(trainingInWords(now));
  return [
    "from uat.course.rungs import rung_named",
    "",
    `result = rung_named(${JSON.stringify(now.problem.key)}).run()`,
    "print(result.parameters, result.predictions_of_last_forward_pass)",
    "",
  ].join("\n");
}
function trainCommand(now) {
  return now.problem.rung === null ? commandLine(trainingInWords(now)) : `uat course ${now.problem.key}`;
}
function trainingInWords({ problem, epoch }) {
  const { settings, target, epochs } = problem;
  const { width, activation, rule, momentum, rate, seed } = settings;
  const text = target.text || formulaText(target);
  const learningRate = rate > 0 ? rate : null;
  const shown = rule === "adam" || epoch === 0 ? epochs : epoch;
  return { text, width, activation, rule, momentum, learningRate, seed, epochs: shown, points: null };
}
function formulaText({ formula, domain, kinks }) {
  return formula ? targetText(formula, domain, kinks ?? []) : null;
}
const BUILD_SHORTEST_RISE = 1e-15;
const BUILD_STEEP_SLOPE = 2 ** 39;
const BUILD_SHIFT_BISECTIONS = 60;
function stepGuarantee(variation, steps) {
  return variation / (2 * (steps + 1));
}
function staircaseBound(variation, steps, steepness) {
  return (1 + 2 / steepness) * stepGuarantee(variation, steps);
}
function staircasePlan(curve, jumps, domain, { steps, steepness, activation }) {
  const radius = (domain[1] - domain[0]) / 2;
  const piece = curve.variation / (steps + 1);
  const cuts = Array.from({ length: steps }, (_, k) => (k + 1) * piece);
  const places = cuts.map((v) => curveInputAt(curve, v));
  const onTheWay = piece / steepness;
  const { settled } = stepOf(activation);
  const slopes = cuts.map((v, k) => {
    const left = places[k] - curveInputAt(curve, v - onTheWay);
    const right = curveInputAt(curve, v + onTheWay) - places[k];
    return settled / Math.max(Math.min(left, right), BUILD_SHORTEST_RISE * radius);
  });
  const steepest = steepestSlope(activation) / radius;
  if (!isSigmoidal(activation)) slopes.forEach((slope, k) => (slopes[k] = Math.min(slope, steepest)));
  const levels = middlesOf(curve, cuts, piece);
  const plan = { places, levels, slopes, shifts: new Array(steps).fill(0) };
  for (const jump of jumps) standOn(jump, curve, plan, activation, steepest);
  return plan;
}
function steepestSlope(activation) {
  return BUILD_STEEP_SLOPE ** (1 / (BUILD_STEP_ROWS[activation].power ?? 1));
}
function standOn(jump, curve, plan, activation, slope) {
  const { on, share } = unitsOnJump(curve, jump, plan.places, plan.levels);
  const shift = isSigmoidal(activation) ? shiftAt(share, activation) : 0;
  on.forEach((stands, k) => {
    if (!stands) return;
    plan.places[k] = jump.place;
    plan.slopes[k] = slope;
    plan.shifts[k] = shift;
  });
}
function shiftAt(share, activation) {
  const { weights, bias, settled } = stepOf(activation);
  const phi = pieceOf(activation, 1).value;
  let [left, right] = [-settled, settled];
  for (let round = 0; round < BUILD_SHIFT_BISECTIONS; round += 1) {
    const middle = (left + right) / 2;
    if (phi(middle) * weights[0] + bias > share) right = middle;
    else left = middle;
  }
  return Math.abs(right) < Math.abs(left) ? right : left;
}
function staircaseNetwork({ places, levels, slopes, shifts }, activation) {
  const steps = places.map((place, k) => ({
    place, slope: slopes[k], height: levels[k + 1] - levels[k], shift: shifts[k],
  }));
  return networkOfSteps(activation, steps, levels[0]);
}
const NOTHING_STORED = {
  guarantee: [],
  floor: [],
  nearBest: [],
  descent: [],
  networks: {},
  variation: null,
};
function storedBeside(target, activation, norm, rmseOf) {
  const { stored } = target;
  const known = stored && (stored.activation ?? "logistic") === activation;
  const kept = known
    ? { ...NOTHING_STORED, ...stored, networks: storedNetworks(stored) }
    : { ...NOTHING_STORED };
  if (norm === "rmse") {
    const measured = Object.entries(kept.networks).map(([width, one]) => [
      Number(width),
      rmseOf(one),
    ]);
    Object.assign(kept, { floor: [], descent: [], nearBest: measured });
  }
  return kept.guarantee.length > 0 ? kept : { ...kept, ...guaranteeHere(target, activation, norm) };
}
function storedNetworks({ networks }) {
  const entries = Object.entries(networks?.["near-best"] ?? {});
  return Object.fromEntries(entries.map(([width, network]) => [width, inArrays(network)]));
}
function inArrays(network) {
  const names = ["hiddenWeights", "hiddenBiases", "outputWeights", "outputBias"];
  const arrays = names.map((name) => [name, Float64Array.from(network[name])]);
  return { ...network, ...Object.fromEntries(arrays) };
}
function guaranteeHere(target, activation, norm) {
  if (target.domain.length !== 1) return {};
  const points = staircasePoints(target);
  if (points.jumps.length > 0 && norm === "max_error") return {};
  const { variation } = curveThrough(points);
  const guarantee = steepStepGuarantee(variation, activation, COMPARE_WIDTHS);
  return guarantee.length > 0 ? { guarantee, variation } : {};
}
function steepStepGuarantee(variation, activation, widths) {
  const units = ACTIVATION_ROWS[activation]?.unitsAStep ?? null;
  if (units === null || !(variation > 0)) return [];
  return widths
    .filter((width) => width >= units)
    .map((width) => [width, variation / (2 * (Math.floor(width / units) + 1))]);
}
function errorAt(curve, width) {
  const entry = curve.find(([own]) => own === width);
  return entry ? entry[1] : null;
}
function mediansOf(runs, median) {
  const widths = [...new Set(runs.map(([width]) => width))].sort((a, b) => a - b);
  return widths.map((width) => {
    const errors = runs.filter(([own]) => own === width).map(([, error]) => error);
    return [width, median(errors)];
  });
}
const MOST_NEAR_BEST = 16;
const CSV_COLUMNS = [
  "width", "seed", "rule", "activation", "epochs", "max_error", "rmse", "diverged",
];
function compareCsv(results, stored, norm) {
  const rows = [CSV_COLUMNS];
  for (const { run, epochs, diverged, maxError, rmse } of results) {
    const errors = diverged ? ["", ""] : [maxError, rmse];
    const flag = diverged ? "yes" : "no";
    rows.push([run.width, run.seed, run.rule, run.activation, epochs, ...errors, flag]);
  }
  for (const [name, curve] of Object.entries(stored)) {
    for (const [width, error, seed = ""] of curve) {
      const errors = norm === "max_error" ? [error, ""] : ["", error];
      rows.push([width, seed, name, "", "", ...errors, ""]);
    }
  }
  return rows.map((row) => `${row.join(",")}\r\n`).join("");
}
function sweepCommands(settings, named) {
  if (named === null) return [];
  const shared = [
    `${named.option} ${quotedForShell(named.text)}`,
    `--widths ${widthsUpTo(settings.widest).join(",")}`,
    `--seeds ${settings.seeds}`,
    `--epochs ${settings.epochs}`,
    ...activationOption(settings.activations),
  ];
  return momentumGroups(settings).map(({ trainers, momentum }) => {
    const own = momentum === null ? [] : [`--momentum ${momentum}`];
    return ["uat sweep", ...shared, `--trainers ${trainers.join(",")}`, ...own].join(" ");
  });
}
function activationOption(activations) {
  if (activations.length > 1) return [`--activations ${activations.join(",")}`];
  return activations[0] === "logistic" ? [] : [`--activation ${activations[0]}`];
}
function momentumGroups(settings) {
  const groups = new Map();
  for (const name of new Set(compareLines(settings).map(({ rule }) => rule))) {
    const { trainer, momentum } = COMPARE_RULES[name];
    if (!groups.has(momentum)) groups.set(momentum, { momentum, trainers: [] });
    groups.get(momentum).trainers.push(trainer);
  }
  return [...groups.values()];
}
function quotedForShell(text) {
  if (/^[\w.,:-]+$/.test(text)) return text;
  return /["$`\\!%]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
function sweepPython(settings, named) {
  if (named === null) return "";
  const rules = [...new Set(compareLines(settings).map(({ rule }) => rule))];
  const trainers = rules.map((name) => trainerInPython(COMPARE_RULES[name], settings.epochs));
  const words = settings.activations.map((name) => `"${name}"`).join(", ");
  return [
    "import uat",
    "",
    "result = uat.sweep(",
    `    [${pythonString(named.text)}],`,
    `    widths=[${widthsUpTo(settings.widest).join(", ")}],`,
    `    seeds=range(${settings.seeds}),`,
    `    trainers=[${trainers.join(", ")}],`,
    `    activations=[${words}],`,
    ")",
    "for record in result.records:",
    "    print(record)",
    "",
  ].join("\n");
}
function trainerInPython({ trainer, momentum }, epochs) {
  if (trainer === "adam") return `uat.Adam(epochs=${epochs})`;
  const own = momentum === null ? "" : `, momentum=${momentum.toFixed(1)}`;
  return `uat.GradientDescent(epochs=${epochs}${own})`;
}
function nearBestCommands(named, { widest, activations: [activation] }) {
  if (named === null) return "";
  const text = quotedForShell(named.text);
  const phi = activation === "logistic" ? "" : ` --activation ${activation}`;
  const widths = widthsUpTo(Math.min(widest, MOST_NEAR_BEST)).join(",");
  const search = `--trainers variable_projection --widths ${widths} --seeds 1${phi}`;
  return [
    `uat sweep ${named.option} ${text} ${search}`,
    `uat explore ${text} --from runs.sqlite${phi}`,
  ].join("\n");
}
function namedForSweep(target) {
  const { kind, text } = target.source;
  if (target.text)
    return kind === "table" ? null : { option: optionOf(target.text), text: target.text };
  if (kind !== "formula" || !text) return null;
  const line = / on \[/.test(text) ? text : targetText(text, target.domain);
  return { option: "--target", text: line };
}
function optionOf(text) {
  return /^\w+$/.test(text) ? "--targets" : "--target";
}
const TRAIN_RUN_FIELDS = [...TRAIN_PROBLEM_FIELDS, "trainEpoch", "target", "domain"];
function afterChange(changed, now, wanted) {
  const others = [...changed].filter((name) => name !== "trainEpoch");
  const leavesRung = (changed.has("target") || changed.has("domain")) && !changed.has("trainRung");
  if (others.some((name) => TRAIN_RUN_FIELDS.includes(name))) {
    const follow = changed.has("trainEpoch") ? {} : { trainEpoch: 0 };
    return { order: "anew", follow: leavesRung ? { ...follow, trainRung: "none" } : follow };
  }
  if (wanted === now.epoch || !now.problem) return { order: "nothing", follow: {} };
  const canGoOn = wanted > now.epoch && !now.finished && !now.playing;
  return { order: canGoOn ? "go on" : "anew", follow: {} };
}
const LEAST_SLOPE = 2;
const STEEPEST_OF_FEW = 1.5;
function drawStart({ inputs, width, activation, seed }) {
  const row = activationRowOf(activation);
  const random = randomGenerator(seed);
  const directions = drawn(inputs * width, random.normal);
  normaliseColumns(directions, inputs, width);
  const centres = drawn(inputs * width, () => random.uniform(-1, 1));
  const order = random.permutation(width);
  for (let j = 0; j < width; j++) centres[j] = order[j] + random.random();
  for (let j = 0; j < width; j++) centres[j] = (2 * centres[j]) / width - 1;
  const steepness = Math.max(LEAST_SLOPE, slopeGrowthOf(row, inputs, width));
  const slopes = drawn(width, () => random.uniform(0.5, 1.5) * steepness);
  const hiddenWeights = directions.map((d, i) => (d * slopes[i % width] * row.reach) / 2);
  const root = Math.sqrt(width);
  return {
    inputs,
    width,
    outputs: 1,
    activation,
    outputActivation: "identity",
    hiddenWeights,
    hiddenBiases: biasesAt(centres, hiddenWeights, inputs, width, row.centre),
    outputWeights: drawn(width, () => random.normal() / root),
    outputBias: new Float64Array(1),
  };
}
function parametersOf({ hiddenWeights, hiddenBiases, outputWeights, outputBias }) {
  return Float64Array.from([...hiddenWeights, ...hiddenBiases, ...outputWeights, ...outputBias]);
}
function networkOf(shape, parameters) {
  const { inputs, width } = shape;
  const ends = [0, inputs * width, (inputs + 1) * width, (inputs + 2) * width];
  const block = (i) => Float64Array.from(parameters.slice(ends[i], ends[i + 1]));
  return {
    inputs,
    width,
    outputs: 1,
    activation: shape.activation,
    outputActivation: shape.outputActivation,
    hiddenWeights: block(0),
    hiddenBiases: block(1),
    outputWeights: block(2),
    outputBias: Float64Array.from([parameters[ends[3]]]),
  };
}
function drawn(count, draw) {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = draw();
  return values;
}
function normaliseColumns(matrix, rows, columns) {
  for (let j = 0; j < columns; j++) {
    let square = 0;
    for (let i = 0; i < rows; i++) square += matrix[i * columns + j] ** 2;
    for (let i = 0; i < rows; i++) matrix[i * columns + j] /= Math.sqrt(square);
  }
}
function slopeGrowthOf(row, inputs, width) {
  const along = inputs === 1 ? width : inputs === 2 ? Math.sqrt(width) : width ** (1 / inputs);
  return Math.min(STEEPEST_OF_FEW * along, row.slopeGrowth * twoThirdsPower(along));
}
function twoThirdsPower(x) {
  const unit = 2 ** 52;
  const root = Math.cbrt(x * x);
  const [whole, wholeRoot] = [BigInt(x * unit), BigInt(root * unit)];
  const residual = Number(whole ** 2n * BigInt(unit) - wholeRoot ** 3n) / unit ** 3;
  const shortOfTwoThirds = 2 ** -54 * (2 / 3);
  return root + (residual / (3 * root * root) - root * shortOfTwoThirds * Math.log(x));
}
function biasesAt(centres, weights, inputs, width, phiCentre) {
  const biases = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += weights[i * width + j] * centres[i * width + j];
    biases[j] = phiCentre - sum;
  }
  return biases;
}
function exactSum(count, term) {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(lost) ? sum + lost : sum;
}
function evenlySpaced(low, high, points) {
  const spacing = (high - low) / (points - 1);
  const values = Float64Array.from({ length: points }, (_, i) => i * spacing + low);
  values[points - 1] = high;
  return values;
}
function tensorGrid(domain, along) {
  const axes = domain.map(([low, high]) => evenlySpaced(low, high, along));
  if (axes.length === 1) return axes[0];
  const points = along * along;
  const grid = new Float64Array(2 * points);
  for (let p = 0; p < points; p++) {
    grid[p] = axes[0][Math.floor(p / along)];
    grid[points + p] = axes[1][p % along];
  }
  return grid;
}
const MOST_LANCZOS_STEPS = 300;
const SETTLED = 1e-14;
function largestSquare(matrix, rows, columns) {
  const random = randomGenerator(0);
  const basis = [unitVector(Float64Array.from({ length: columns }, random.normal))];
  const diagonal = [];
  const beside = [];
  let before = -1;
  let settled = 0;
  for (let k = 0; k < Math.min(columns, MOST_LANCZOS_STEPS); k++) {
    const image = squareTimes(matrix, rows, columns, basis[k]);
    diagonal.push(dotProduct(image, basis[k]));
    for (let again = 0; again < 2; again++) for (const v of basis) removePart(image, v);
    const top = largestOfTridiagonal(diagonal, beside);
    settled = Math.abs(top - before) <= SETTLED * top ? settled + 1 : 0;
    before = top;
    const length = Math.sqrt(dotProduct(image, image));
    if (settled === 3 || !(length > SETTLED * top)) break;
    beside.push(length);
    basis.push(image.map((value) => value / length));
  }
  return Math.max(before, 0);
}
function unitVector(vector) {
  const length = Math.sqrt(dotProduct(vector, vector));
  return vector.map((value) => value / length);
}
function dotProduct(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
function removePart(vector, direction) {
  const part = dotProduct(vector, direction);
  for (let i = 0; i < vector.length; i++) vector[i] -= part * direction[i];
}
function squareTimes(matrix, rows, columns, vector) {
  const result = new Float64Array(columns);
  for (let p = 0; p < rows; p++) {
    const row = matrix.subarray(p * columns, (p + 1) * columns);
    const image = dotProduct(row, vector);
    for (let i = 0; i < columns; i++) result[i] += image * row[i];
  }
  return result;
}
function largestOfTridiagonal(diagonal, beside) {
  const size = diagonal.length;
  const reach = (i) => Math.abs(beside[i - 1] ?? 0) + (i < size - 1 ? Math.abs(beside[i]) : 0);
  let low = Math.max(...diagonal);
  let high = Math.max(...diagonal.map((value, i) => value + reach(i)));
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (allBelow(diagonal, beside, middle)) high = middle;
    else low = middle;
  }
}
function allBelow(diagonal, beside, number) {
  let pivot = -1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - number - (i ? beside[i - 1] ** 2 / pivot : 0);
    if (!(pivot < 0)) return false;
  }
  return true;
}
function pointsWithNetworks(lines, labels, stored, words) {
  const near = Object.keys(stored.networks)
    .map(Number)
    .sort((a, b) => a - b);
  const points = near.map((width) => ({
    key: `near-best.${width}`, line: "near-best", label: words.nearBest, width, seed: null,
  }));
  for (const { key: line, points: own } of lines) {
    for (const { results } of own) {
      const bySeed = [...results].sort((a, b) => a.run.seed - b.run.seed);
      for (const { run } of bySeed) {
        points.push({
          key: run.key,
          line,
          label: labels.get(line),
          width: run.width,
          seed: run.seed,
        });
      }
    }
  }
  return points;
}
function pointLike(points, { line, width, seed }) {
  const apart = (point) =>
    1e6 * (point.line !== line) +
    1e3 * Math.abs(Math.log2(point.width) - Math.log2(width)) +
    Math.abs((point.seed ?? 0) - (seed ?? 0));
  return points.reduce((a, b) => (apart(b) < apart(a) ? b : a));
}
function networkChoice(words, onChoose) {
  let points = [];
  let current = null;
  const changed = (name) => (value) => {
    const wanted = { ...(current ?? points[0]), [name]: name === "line" ? value : Number(value) };
    onChoose(pointLike(points, wanted).key);
  };
  const fields = ["line", "width", "seed"].map((name) =>
    selectField({ name: words.choices[name], options: [], value: "", onChange: changed(name) }),
  );
  const [line, width, seed] = fields;
  const node = element("div", { class: "compare-choice" }, ...fields.map((field) => field.node));
  function show(now, key) {
    points = now;
    node.hidden = points.length === 0;
    if (points.length === 0) return;
    current = points.find((point) => point.key === key) ?? null;
    const at = current ?? points[0];
    const ofLine = points.filter((point) => point.line === at.line);
    const ofWidth = ofLine.filter((point) => point.width === at.width);
    fillChoice(
      line,
      points.map((point) => [point.line, point.label]),
      at.line,
    );
    fillChoice(
      width,
      ofLine.map((point) => [point.width, String(point.width)]),
      at.width,
    );
    const none = at.seed === null ? words.noSeed : null;
    fillChoice(
      seed,
      ofWidth.map((point) => [point.seed ?? "", none ?? String(point.seed)]),
      at.seed ?? "",
    );
    seed.disable(at.seed === null);
  }
  return { node, show };
}
function fillChoice(field, options, value) {
  const once = [...new Map(options)];
  const text = JSON.stringify(once);
  if (field.node.dataset.options !== text) {
    field.node.dataset.options = text;
    field.setOptions(once);
  }
  field.set(String(value));
}
const SETTING_FIELDS = [
  "compareRules", "compareActivation", "compareBeside", "compareEpochs", "compareSeeds",
  "compareWidest", "compareNorm",
];
function compareSettingControls(state, words) {
  const set = (name) => (value) => state.set({ [name]: value });
  const whole = (name, scale) => ({
    value: state.get(name), scale, format: String, onChange: set(name),
  });
  const activations = TRAINABLE_ACTIVATIONS.map((name) => [name, words.activations[name]]);
  const rules = ruleBoxes(state, words);
  const controls = {
    compareActivation: selectField({
      name: words.activation, options: activations, value: state.get("compareActivation"),
      onChange: set("compareActivation"),
    }),
    compareBeside: selectField({
      name: words.beside, options: [["none", words.nothing], ...activations],
      value: state.get("compareBeside"), onChange: set("compareBeside"),
    }),
    compareWidest: slider({ name: words.widest, ...whole("compareWidest", COMPARE_WIDTHS) }),
    compareSeeds: slider({
      name: words.seeds, min: 1, max: MOST_COMPARE_SEEDS, step: 1, ...whole("compareSeeds", "linear"),
    }),
    compareEpochs: slider({ name: words.epochs, ...whole("compareEpochs", COMPARE_EPOCHS) }),
    compareNorm: radioGroup({
      name: words.error, options: Object.entries(words.norms), value: state.get("compareNorm"),
      onChange: set("compareNorm"),
    }),
  };
  const many = element("p", { class: "hint", "aria-live": "polite" });
  const rate = element("p", { class: "hint" }, words.rate);
  const summary = element("summary");
  const follow = () => {
    summary.textContent = settingsInWords(compareSettings(state), words);
    for (const [name, control] of Object.entries(controls)) control.set(state.get(name));
    rules.set(state.get("compareRules"));
    const { rules: own, activations: phis } = compareSettings(state);
    const tooMany = own.length * phis.length > MOST_COMPARE_LINES;
    many.textContent = tooMany ? words.moreLines(MOST_COMPARE_LINES) : "";
  };
  follow();
  const nodes = Object.values(controls).map(({ node }) => node);
  const inside = element("div", { class: "controls" }, rules.node, many, ...nodes, rate);
  const node = element("details", {}, summary, inside);
  return { node, dispose: state.subscribe(SETTING_FIELDS, follow) };
}
function settingsInWords({ rules, activations, widest, seeds, epochs }, words) {
  const names = [
    ...rules.map((name) => words.rules[name]),
    ...activations.map((name) => words.activations[name]),
  ];
  return words.settings(names.join(", "), widest, seeds, epochs);
}
function ruleBoxes(state, words) {
  const boxes = Object.keys(COMPARE_RULES).map((name) => [
    name,
    checkbox({ name: words.rules[name], value: false, onChange: () => chosen(name) }),
  ]);
  const ticked = () => boxes.filter(([, box]) => box.value).map(([name]) => name);
  function chosen(name) {
    if (ticked().length === 0) boxes.find(([own]) => own === name)[1].set(true);
    state.set({ compareRules: ticked() });
  }
  const set = (names) => boxes.forEach(([name, box]) => box.set(names.includes(name)));
  const legend = element("legend", {}, words.rulesName);
  const nodes = boxes.map(([, box]) => box.node);
  return { node: element("fieldset", { class: "control" }, legend, ...nodes), set };
}
function compareRunControls(words, { onRun, onClear }) {
  const run = button({ label: words.run, kind: "primary", onClick: onRun });
  const clear = button({ label: words.clear, onClick: onClear });
  const bar = element("progress", { max: 1, value: 0, "aria-label": words.progressName });
  const said = element("p", { class: "muted" });
  function show({ running, done, of, share, left }) {
    bar.value = share;
    bar.hidden = done === 0 && !running;
    const begun = done > 0 && done < of ? words.continue : words.run;
    run.relabel(running ? words.pause : begun);
    run.disable(done === of && !running);
    clear.disable(done === 0 && !running);
    const time = running && left !== null ? `, ${words.about(left)}` : "";
    said.textContent =
      done === 0 && !running ? words.runs(of) : `${words.progress(done, of)}${time}`;
  }
  const buttons = element("div", { class: "row" }, run.node, clear.node);
  return { node: element("div", { class: "controls" }, buttons, bar, said), show };
}
const NEW_TARGET = "*new";
const KEPT_TARGET = "*kept";
function targetChooser({ state, scene, options, target, onTarget }) {
  const words = WORDS.own;
  const canMake = !options.only || options.only.includes("own");
  const field = selectField({ name: words.target, options: [], value: "", onChange: choose });
  field.input.style.maxWidth = "18em";
  function choose(value) {
    if (value === NEW_TARGET) state.set({ panel: "own" });
    else if (value !== KEPT_TARGET) state.set({ target: value, domain: "" });
    follow(target());
  }
  function follow(current) {
    const known = scene.targets.map(({ key, title }) => [key, title]);
    const named = [state.get("target"), current.key].find((name) => known.some(([key]) => key === name));
    const isKnown = named !== undefined;
    const kept = isKnown ? [] : [[KEPT_TARGET, words.ownKept(current.title)]];
    field.setOptions([...kept, ...known, ...(canMake ? [[NEW_TARGET, words.ownNew]] : [])]);
    field.set(isKnown ? named : KEPT_TARGET);
  }
  onTarget(follow);
  follow(target());
  return field.node;
}
const TRAIN_STEPS = [1, 10, 100];
function trainTransport(words, actions, speed) {
  const play = button({ label: words.play, icon: "▶", kind: "primary", onClick: actions.playOrPause });
  const steps = TRAIN_STEPS.map((epochs) =>
    button({ label: words.step(epochs), hint: words.stepHint(epochs), onClick: () => actions.step(epochs) }));
  const reset = button({ label: words.reset, icon: "↺", hint: words.hints.reset, onClick: actions.reset });
  const pace = selectField({
    name: words.speed,
    options: TRAIN_SPEEDS.map((key) => [key, words.speeds(key)]),
    value: speed,
    onChange: actions.speed,
  });
  const stepGroup = element("div", { class: "row train-steps", role: "group", "aria-label": words.steps },
    element("span", { "aria-hidden": "true" }, words.steps), ...steps.map(({ node }) => node));
  const row = [play.node, reset.node, stepGroup, pace.node];
  const node = element("div", { class: "row train-transport" }, ...row);
  let face = words.play;
  function show(now, chosen) {
    const atEnd = now.finished || now.diverged;
    const wanted = now.playing ? words.pause : atEnd ? words.again : words.play;
    if (wanted !== face) {
      face = wanted;
      play.relabel(face, now.playing ? "❚❚" : atEnd ? "↻" : "▶");
    }
    for (const step of steps) step.disable(atEnd || now.playing);
    if (pace.input.value !== chosen) pace.set(chosen);
  }
  return { node, show };
}
function tickCount(pixels, each) {
  return Math.max(2, Math.floor(Math.abs(pixels) / each));
}
function chartTicks(x, y, options, font) {
  const across = (options.x.ticks ? 2.7 : 5.7) * font;
  return {
    x: ticksOf(x, tickCount(x.range[1] - x.range[0], across), options.x.ticks ?? null),
    y: ticksOf(y, tickCount(y.range[1] - y.range[0], 3.7 * font), options.y.ticks ?? null),
  };
}
function labelWidth(ticks, font) {
  return Math.max(0, ...ticks.map((tick) => textWidth(tick.label, font)));
}
function letterSize(node) {
  return 0.9375 * parseFloat(getComputedStyle(node).fontSize);
}
function chartFrame(x, y, ticks, options, size) {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const grid = svgElement("g", { class: "grid" });
  const labels = svgElement("g", { class: "axis" });
  for (const { value, label } of ticks.x) {
    const at = x.toPixel(value).toFixed(1);
    grid.append(svgElement("path", { d: `M${at} ${bottom}V${top}` }));
    const most = size.width - textWidth(label, size.font) / 2 - 1;
    const place = { x: Math.min(at, most), y: bottom + 1.4 * size.font, class: "middle" };
    labels.append(svgElement("text", place, label));
  }
  for (const { value, label } of ticks.y) {
    const at = y.toPixel(value);
    grid.append(svgElement("path", { d: `M${left} ${at.toFixed(1)}H${right}` }));
    labels.append(svgElement("text", { x: left - 8, y: (at + size.font / 3).toFixed(1), class: "end" }, label));
  }
  grid.append(svgElement("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "frame" }));
  labels.append(...names(x, y, options, size));
  return { grid, labels };
}
function names(x, y, options, size) {
  const middle = (y.range[0] + y.range[1]) / 2;
  const nodes = [];
  if (options.x.label) {
    const at = (x.range[0] + x.range[1]) / 2;
    nodes.push(svgElement("text", { x: at, y: size.height - 6, class: "middle" }, options.x.label));
  }
  if (options.y.label) {
    const turned = `translate(${size.font.toFixed(1)} ${middle.toFixed(0)}) rotate(-90)`;
    nodes.push(svgElement("text", { transform: turned, class: "middle" }, options.y.label));
  }
  return nodes;
}
const SEPARATORS = [
  { cut: /\t/, commas: true },
  { cut: /;/, commas: true },
  { cut: /\|/, commas: true },
  { cut: /,\s+/, commas: true },
  { cut: /,/, commas: false },
  { cut: /\s+/, commas: true },
];
const PASTED_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MOST_PROBLEMS = 3;
const SHOWN = 30;
function readPastedTable(text) {
  const words = WORDS.own;
  const lines = linesWithText(text);
  const nothing = { xs: new Float64Array(0), ys: new Float64Array(0), header: null, notes: [] };
  if (lines.length === 0) return { ...nothing, problems: [words.emptyTable] };
  const separator = separatorOf(lines);
  const rows = lines.map(({ line, number }) => ({ number, cells: cellsInLine(line, separator) }));
  const header = isHeader(rows[0], separator) ? rows.shift().cells.map(withoutQuotes) : null;
  const problems = problemsIn(rows, separator);
  if (problems.length > 0) return { ...nothing, header, problems: firstOf(problems) };
  const points = rows.map(({ number, cells }) => {
    const [x, y] = cells.map((cell) => numberInCell(cell, separator));
    return { number, x, y };
  });
  const { kept, twice, conflicts } = sortedPoints(points);
  if (conflicts.length > 0) return { ...nothing, header, problems: firstOf(conflicts) };
  if (kept.length < 2) return { ...nothing, header, problems: [words.oneRow] };
  const risen = points.every(({ x }, k) => k === 0 || x >= points[k - 1].x);
  const notes = [risen ? "" : words.sorted, twice > 0 ? words.repeated(twice) : ""].filter(Boolean);
  const column = (name) => Float64Array.from(kept, (point) => point[name]);
  return { xs: column("x"), ys: column("y"), header, problems: [], notes };
}
function linesWithText(text) {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((line, k) => ({ line: line.replace(/[\u00A0\u2007\u202F]/g, " ").replace(/\u2212/g, "-"), number: k + 1 }))
    .filter(({ line }) => /[^\s;,|]/.test(line));
}
function separatorOf(lines) {
  const score = (separator) => {
    let [numbers, pairs, several] = [0, 0, 0];
    for (const { line } of lines) {
      const cells = cellsInLine(line, separator);
      if (cells.length > 1) several += 1;
      if (cells.length !== 2) continue;
      pairs += 1;
      if (cells.every((cell) => numberInCell(cell, separator) !== null)) numbers += 1;
    }
    return (numbers * (lines.length + 1) + pairs) * (lines.length + 1) + several;
  };
  const scores = SEPARATORS.map(score);
  return SEPARATORS[scores.indexOf(Math.max(...scores))];
}
function cellsInLine(line, { cut }) {
  const cells = line.trim().split(cut).map((cell) => cell.trim());
  while (cells.length > 2 && cells[cells.length - 1] === "") cells.pop();
  return cells;
}
function withoutQuotes(cell) {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).trim() : cell;
}
function numberInCell(cell, { commas }) {
  const plain = withoutQuotes(cell);
  const text = commas && !plain.includes(".") ? plain.replace(",", ".") : plain;
  return PASTED_NUMBER.test(text) ? Number(text) : null;
}
function isHeader({ cells }, separator) {
  return cells.length === 2 && cells.every((cell) => cell !== "" && numberInCell(cell, separator) === null && !/^\d/.test(cell));
}
function problemsIn(rows, separator) {
  const words = WORDS.own;
  const problems = [];
  for (const { number, cells } of rows) {
    if (cells.length !== 2) {
      problems.push(words.columnsInLine(number, cells.length));
      continue;
    }
    const wrong = cells.find((cell) => !(Math.abs(numberInCell(cell, separator) ?? NaN) <= LARGEST_VALUE));
    if (wrong !== undefined) problems.push(words.noNumberInLine(number, shortCell(wrong)));
  }
  return problems.length > 0 ? problems : mixedSigns(rows);
}
function mixedSigns(rows) {
  for (const column of [0, 1]) {
    const [points, commas] = [".", ","].map((sign) => rows.find(({ cells }) => cells[column].includes(sign)));
    if (points && commas) return [WORDS.own.mixedSigns(points.number, commas.number)];
  }
  return [];
}
function firstOf(problems) {
  const more = problems.length - MOST_PROBLEMS;
  const first = problems.slice(0, MOST_PROBLEMS);
  return more > 0 ? [...first, WORDS.own.moreLines(more)] : first;
}
function shortCell(text) {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
function sortedPoints(points) {
  const kept = [];
  const conflicts = [];
  let twice = 0;
  for (const point of [...points].sort((a, b) => a.x - b.x || a.number - b.number)) {
    const last = kept[kept.length - 1];
    if (!last || last.x !== point.x) kept.push(point);
    else if (last.y === point.y) twice += 1;
    else conflicts.push(WORDS.own.twoValues(last.number, point.number, point.x));
  }
  return { kept, twice, conflicts };
}
const BUILD_MOATS_END = 4.7;
const BUILD_NARROWER = 1.5;
const BUILD_FITTED_SIDE = 41;
const BUILD_TOWER_FOOT = { from: 0.85, to: 1.4, weight: 0.05 };
const BUILD_RIDGE_PENALTY = 1e-9;
const BUILD_TOWER_SIDE = 1;
function towerDirections(count) {
  return Array.from({ length: count }, (_, k) => {
    const angle = (Math.PI * k) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}
function towerNetwork(settings) {
  const edges = wallEdges(settings);
  const levels = settings.moats === 0 ? [1] : fittedLevels(settings, edges);
  return wallsNetwork(settings, edges, levels);
}
function wallEdges({ radius, moats }) {
  const share = (k) => (moats === 0 ? 0 : (BUILD_MOATS_END - 1) * (k / moats) ** BUILD_NARROWER);
  return Array.from({ length: moats + 1 }, (_, k) => radius * (1 + share(k)));
}
function wallsNetwork({ directions, slope, activation }, edges, levels) {
  const all = [...levels, 0];
  const right = edges.map((place, k) => ({ place, height: all[k + 1] - all[k] }));
  const left = right.map(({ place, height }) => ({ place: -place, height: -height })).reverse();
  const steps = [];
  for (const direction of towerDirections(directions)) {
    for (const { place, height } of [...left, ...right]) {
      steps.push({ place, slope, height: height / directions, direction });
    }
  }
  return networkOfSteps(activation, steps, 0);
}
function fittedLevels(settings, edges) {
  const xs = towerGrid(BUILD_FITTED_SIDE);
  const points = xs.length / 2;
  const columns = edges.map((_, k) => {
    const levels = edges.map((__, other) => (other === k ? 1 : 0));
    return predict(wallsNetwork(settings, edges, levels), xs);
  });
  const distance = (i) => Math.hypot(xs[i], xs[points + i]) / settings.radius;
  const weights = Float64Array.from({ length: points }, (_, i) =>
    distance(i) > BUILD_TOWER_FOOT.from && distance(i) < BUILD_TOWER_FOOT.to ? BUILD_TOWER_FOOT.weight ** 2 : 1);
  const product = (a, b) => a.reduce((sum, value, i) => sum + weights[i] * value * b[i], 0);
  const tower = Float64Array.from({ length: points }, (_, i) => (distance(i) <= 1 ? 1 : 0));
  const matrix = columns.map((a, k) => columns.map((b, j) => product(a, b) + (j === k ? BUILD_RIDGE_PENALTY : 0)));
  return solvedPositive(matrix, columns.map((a) => product(a, tower)));
}
function solvedPositive(matrix, right) {
  const rows = matrix.map((row, k) => [...row, right[k]]);
  const size = rows.length;
  for (let k = 0; k < size; k += 1) {
    for (let i = k + 1; i < size; i += 1) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j += 1) rows[i][j] -= factor * rows[k][j];
    }
  }
  const solution = new Array(size).fill(0);
  for (let k = size - 1; k >= 0; k -= 1) {
    const known = solution.reduce((sum, value, j) => sum + (j > k ? rows[k][j] * value : 0), 0);
    solution[k] = (rows[k][size] - known) / rows[k][k];
  }
  return solution;
}
function towerThreshold(directions) {
  return 1 - 1 / (2 * directions);
}
function towerGrid(side) {
  const xs = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const at = row * side + column;
      xs[at] = -BUILD_TOWER_SIDE + (2 * BUILD_TOWER_SIDE * column) / (side - 1);
      xs[side * side + at] = -BUILD_TOWER_SIDE + (2 * BUILD_TOWER_SIDE * row) / (side - 1);
    }
  }
  return xs;
}
function towerNumbers(xs, values, radius) {
  const points = values.length;
  const found = { inside: Infinity, far: 0, outside: 0 };
  let squares = 0;
  for (let i = 0; i < points; i += 1) {
    const distance = Math.hypot(xs[i], xs[points + i]);
    const away = Math.abs(values[i]);
    if (distance <= 0.75 * radius) found.inside = Math.min(found.inside, values[i]);
    if (distance > radius) found.outside = Math.max(found.outside, away);
    if (distance >= 2 * radius) found.far = Math.max(found.far, away);
    squares += (values[i] - (distance <= radius ? 1 : 0)) ** 2;
  }
  return { ...found, rmse: Math.sqrt(squares / points) };
}
function aboveThreshold(values, threshold) {
  return values.map((value) => (value > threshold ? 1 : 0));
}
const PAGE_BYTES = 65536;
async function loadEngine(bytes) {
  if (!bytes?.length || typeof WebAssembly === "undefined") return null;
  try {
    return started(await WebAssembly.compile(bytes));
  } catch {
    return null;
  }
}
function compileEngine(bytes) {
  if (!bytes?.length || typeof WebAssembly === "undefined") return null;
  try {
    return started(new WebAssembly.Module(bytes));
  } catch {
    return null;
  }
}
function started(module) {
  startEngine(module, 1);
  return module;
}
function startEngine(module, doubles) {
  const own = 2;
  const pages = own + Math.ceil((8 * doubles) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports };
}
function wasmPasses(setup, module) {
  const { inputs, width } = setup;
  const problem = paddedProblem(setup);
  const count = setup.parameters.length;
  const work = (2 * width + 2) * BLOCK_POINTS;
  const sizes = [problem.x.length, problem.padded, count, count, work];
  const { memory, exports } = startEngine(module, sizes.reduce((sum, size) => sum + size + 2, 0));
  let free = exports.__heap_base.value;
  const [x, t, parameters, gradient, rows] = sizes.map((size) => {
    const address = Math.ceil(free / 16) * 16;
    free = address + 8 * size;
    return new Float64Array(memory.buffer, address, size);
  });
  x.set(problem.x);
  t.set(problem.t);
  parameters.set(setup.parameters);
  exports.prepare(
    inputs,
    width,
    problem.points,
    ENGINE_ACTIVATIONS.indexOf(setup.activation),
    ENGINE_ACTIVATIONS.indexOf(setup.outputActivation),
    2 * setup.lossScale,
    ...[x, t, parameters, gradient, rows].map((view) => view.byteOffset),
  );
  return {
    parameters,
    gradient,
    pass: exports.pass,
    kind: "wasm-simd",
  };
}
const DEEPEST_NESTING = 100;
const MOST_INPUTS = 1000;
const FORMULA_CONSTANTS = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
  ["tau", 2 * Math.PI],
]);
const COMPARING = ["<", "<=", ">", ">=", "==", "!="];
const NOT_TIGHT = 3;
const COMPARED_TIGHT = 4;
const SIGNED_TIGHT = 7;
const POWER_TIGHT = 8;
const SIGN_TIGHTNESS = new Map([
  ["or", 1],
  ["and", 2],
  ...COMPARING.map((sign) => [sign, COMPARED_TIGHT]),
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
  ["^", POWER_TIGHT],
  ["**", POWER_TIGHT],
]);
const INPUT_LETTERS = ["x", "y", "z"];
function inputIndex(name) {
  const letter = INPUT_LETTERS.indexOf(name);
  if (letter >= 0) return letter;
  return /^x[1-9][0-9]{0,8}$/.test(name) ? Number(name.slice(1)) - 1 : null;
}
function isKnownName(name) {
  return FUNCTION_TABLE.has(name) || FORMULA_CONSTANTS.has(name) || inputIndex(name) !== null;
}
function failUnknown(token, called) {
  const names = [...FUNCTION_TABLE.keys()];
  const known = called ? names : [...names, ...FORMULA_CONSTANTS.keys(), ...INPUT_LETTERS];
  const near = nearestName(token.text, known);
  let hint = called
    ? "there are sin, exp, log, sqrt, abs, min, max, where, erf and more."
    : "inputs are x, y, z, or x1, x2, x3 and so on.";
  if (near !== null) hint = `did you mean ${near}?`;
  if (!called && /^[xyz]+$/.test(token.text)) {
    hint = `write ${[...token.text.slice(0, 12)].join("*")} to multiply.`;
  }
  const what = called ? "function" : "name";
  const said = `unknown ${what} ${tokenText(token)} at column ${token.at + 1}: ${hint}`;
  throw new FormulaError(said, token.at);
}
function beginsOperand(token) {
  return ["number", "name"].includes(token.kind) || token.text === "(" || token.text === "not";
}
function missingSign(before, token) {
  const said = ` follows ${tokenText(before)} without a sign between them`;
  if (token.text === "not" || (before.kind === "number" && token.kind === "number")) return said;
  const product = `${before.text}*${token.text}`;
  return `${said}: write ${/[()]/.test(product) || product.length > 12 ? "* there" : product} to multiply`;
}
function argumentsInWords(least, most) {
  if (most === Infinity) return `${least} arguments or more`;
  if (least === most) return most === 1 ? "1 argument" : `${most} arguments`;
  return `${least} or ${most} arguments`;
}
function readProgram(text, inputs = null) {
  const tokens = formulaTokens(text);
  const most = inputs ?? MOST_INPUTS;
  const steps = [];
  let [place, depth] = [0, 0];
  const next = () => tokens[place];
  const isSign = (...signs) => next().kind === "sign" && signs.includes(next().text);
  const take = (...signs) => (isSign(...signs) ? tokens[place++] : null);
  const compute = (name, count, signs = null) => steps.push({ kind: "compute", name, count, signs });
  const failAfterOperand = () => {
    const [token, before] = [next(), tokens[place - 1]];
    if (token.kind === "name" && !isKnownName(token.text)) failUnknown(token, false);
    if (beginsOperand(token)) failAt(token, missingSign(before, token));
    if (token.text === ",") {
      failAt(token, " separates arguments of a function only; a decimal sign is a point, as 0.5");
    }
    if (token.text === ")") failAt(token, " closes no '('");
    failAt(token, " has no 'if': write a if c else b");
  };
  const failBeforeOperand = () => {
    const [token, before] = [next(), place > 0 ? tokens[place - 1] : null];
    if (before === null && token.kind === "end") {
      failAt(token, ": write a formula, for example sin(2*pi*x)");
    }
    if (before !== null && before.text === "/" && token.text === "/") {
      failAt(token, ": write floor(a/b) to divide without a rest");
    }
    if (token.text === "not") failAt(token, ": put it in brackets, (not ...)");
    failAt(token, ", where a number, a name or '(' should be");
  };
  const close = (opening) => {
    if (take(")") !== null) return;
    if (next().kind === "end") failAt(opening, " is never closed");
    failAfterOperand();
  };
  const formula = () => {
    operations(0);
    let choices = 0;
    for (let start = take("if"); start !== null; start = take("if")) {
      operations(0);
      if (take("else") === null) {
        if (beginsOperand(next())) failAfterOperand();
        failAt(start, " has no 'else': write a if c else b");
      }
      operations(0);
      choices++;
    }
    for (; choices > 0; choices--) compute("if", 3);
  };
  const tightness = () => (next().kind === "sign" ? (SIGN_TIGHTNESS.get(next().text) ?? -1) : -1);
  const comparisons = () => {
    const signs = [];
    for (let sign = take(...COMPARING); sign !== null; sign = take(...COMPARING)) {
      operations(COMPARED_TIGHT + 1);
      signs.push(sign.text);
    }
    compute("compare", signs.length + 1, signs);
  };
  const operations = (least) => {
    depth++;
    if (depth > DEEPEST_NESTING) failAt(next(), ` is nested more than ${DEEPEST_NESTING} deep`);
    operand(least);
    for (let own = tightness(); least <= own; own = tightness()) {
      if (own === COMPARED_TIGHT) {
        comparisons();
        continue;
      }
      const sign = next().text === "**" ? "^" : next().text;
      place++;
      operations(sign === "^" ? POWER_TIGHT : own + 1);
      compute(sign, 2);
    }
    depth--;
  };
  const operand = (least) => {
    const token = tokens[place++];
    const sign = token.kind === "sign" ? token.text : "";
    if (token.kind === "number") {
      const value = Number(token.text);
      if (value === Infinity) failAt(token, " is too large a number");
      steps.push({ kind: "number", value });
    } else if (token.kind === "name") {
      named(token);
    } else if (sign === "(") {
      formula();
      close(token);
    } else if (sign === "+" || sign === "-") {
      operations(SIGNED_TIGHT);
      if (sign === "-") compute("negate", 1);
    } else if (sign === "not" && least <= NOT_TIGHT) {
      operations(NOT_TIGHT);
      compute("not", 1);
    } else {
      place--;
      failBeforeOperand();
    }
  };
  const named = (token) => {
    const [name, called] = [token.text, next().text === "("];
    if (!isKnownName(name)) failUnknown(token, called);
    if (FUNCTION_TABLE.has(name)) {
      if (!called) failAt(token, ` is a function: write ${name}(...)`);
      call(token);
      return;
    }
    if (called) failAt(token, ` is no function: write ${name}*(...)`);
    const index = inputIndex(name);
    if (index === null) {
      steps.push({ kind: "number", value: FORMULA_CONSTANTS.get(name) });
      return;
    }
    if (index >= most) failInput(token, index);
    steps.push({ kind: "input", index });
  };
  const failInput = (token, index) => {
    if (most === MOST_INPUTS) failAt(token, ` is input ${index + 1}; a formula has at most 1,000`);
    const there = most === 1 ? "there is 1 domain" : `there are ${most} domains`;
    failAt(token, ` is input ${index + 1}, but ${there}: give one domain for each input`);
  };
  const call = (token) => {
    const opening = tokens[place++];
    let count = 0;
    if (next().text !== ")") {
      do {
        formula();
        count++;
      } while (take(",") !== null);
    }
    close(opening);
    const { least, most: greatest } = FUNCTION_TABLE.get(token.text);
    if (count < least || count > greatest) {
      failAt(token, ` takes ${argumentsInWords(least, greatest)}, not ${count}`);
    }
    compute(token.text, count);
  };
  formula();
  if (next().kind !== "end") failAfterOperand();
  return steps;
}
const TRAIN_COPIED_FOR = 1500;
function trainTakeAway({ words, download, copy, announce }, { now, svgText }) {
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
  function show(moment) {
    const [hasPython, hasCommand] = [trainPython(moment) !== "", trainCommand(moment) !== ""];
    python.disable(!hasPython);
    command.disable(!hasCommand);
    why.textContent = !hasPython ? words.unnamed : !hasCommand ? words.rateOfPython : "";
  }
  return { node: element("div", {}, row, why), show };
}
const ALIKE = 1.2;
function pathOf(points) {
  const own = points.filter(({ median }) => Number.isFinite(median));
  if (own.length === 0) return null;
  const [first, last] = [own[0], own[own.length - 1]];
  const least = own.reduce((a, b) => (b.median < a.median ? b : a));
  const greatest = own.reduce((a, b) => (b.median > a.median ? b : a));
  return { kind: kindOfPath(first, last, least, greatest), first, last, least, greatest };
}
function kindOfPath(first, last, least, greatest) {
  const atLeast = (point) => point.median <= ALIKE * least.median;
  if (first === last) return "single";
  if (atLeast(greatest)) return "level";
  if (atLeast(last)) return atLeast(first) ? "wanders" : "falls";
  return atLeast(first) ? "rises" : "turns";
}
function belowGuarantee(lines, norm) {
  const compared = lines.flatMap((line) =>
    line.points.flatMap(({ width, results }) => {
      const bound = errorAt(line.guarantee, width);
      return bound === null ? [] : results.map((result) => errorOf(result, norm) <= bound);
    }),
  );
  if (compared.length === 0) return null;
  return { below: compared.filter(Boolean).length, of: compared.length };
}
function gapToNearBest({ points, nearBest }) {
  const shared = points.filter(
    ({ width, best }) => Number.isFinite(best) && errorAt(nearBest, width) > 0,
  );
  if (shared.length === 0) return null;
  const { width, best } = shared[shared.length - 1];
  return { width, factor: best / errorAt(nearBest, width) };
}
function closestLine(lines) {
  const medianAt = (line, width) =>
    line.points.find((point) => point.width === width && Number.isFinite(point.median))?.median;
  const widths = (lines[0]?.points ?? [])
    .map(({ width }) => width)
    .filter((width) => lines.every((line) => medianAt(line, width) !== undefined));
  if (lines.length < 2 || widths.length === 0) return null;
  const width = Math.max(...widths);
  const sorted = [...lines].sort((a, b) => medianAt(a, width) - medianAt(b, width));
  const [first, second] = sorted.map((line) => medianAt(line, width));
  return { line: sorted[0], next: sorted[1], width, factor: second / first };
}
function compareFindings(lines, norm, words) {
  const ran = lines.filter(({ runs }) => runs > 0);
  if (ran.length === 0) return [];
  const paths = ran.map((line) => ({ line, path: pathOf(line.points) })).filter(({ path }) => path);
  const said = paths.map(({ line, path }) => pathInWords(line, path, norm, words));
  if (paths.some(({ path: { kind } }) => kind === "rises" || kind === "turns")) {
    said.push(words.notWidth);
  }
  for (const line of ran.filter(({ diverged }) => diverged > 0)) {
    said.push(words.diverged(line.diverged, line.runs, line.label));
  }
  const below = belowGuarantee(ran, norm);
  if (below) said.push(words.below(below.below, below.of));
  const closest = closestLine(ran);
  if (closest) said.push(closestInWords(closest, words));
  const gaps = ran.map(gapToNearBest).filter(Boolean);
  if (gaps.length > 0) {
    const { width, factor } = gaps.reduce((a, b) => (b.factor < a.factor ? b : a));
    said.push(words.gap(width, timesInWords(factor)));
  }
  return said;
}
function pathInWords(line, path, norm, words) {
  const several = line.points.some(({ results, diverged }) => results.length + diverged > 1);
  const shown = ({ width, median }) => ({ width, error: formatError(median) });
  const points = {
    first: shown(path.first),
    last: shown(path.last),
    least: shown(path.least),
    greatest: shown(path.greatest),
  };
  const what = words.pathOf(line.label, words.norms[norm], several);
  return words.path(path.kind, what, points, timesInWords(path.first.median / path.last.median));
}
function closestInWords({ line, next, width, factor }, words) {
  return words.closest(width, line.label, next.label, timesInWords(factor));
}
function timesInWords(factor) {
  return factor <= ALIKE ? "" : formatNumber(factor, 2);
}
function comparisonCells(widths, { lines, labels, stored }, words) {
  const kept = { ...stored, descent: mediansOf(stored.descent, medianOf) };
  const names = ["floor", "nearBest", "descent", "guarantee"].filter(
    (name) => kept[name].length > 0,
  );
  const ran = lines.filter(({ runs }) => runs > 0);
  const head = [
    words.widthShort,
    ...names.map((name) => words.columns[name]),
    ...ran.flatMap(({ key }) => words.medianAndBest(labels.get(key))),
  ];
  const rows = widths.map((width) => [
    String(width),
    ...names.map((name) => shownError(errorAt(kept[name], width))),
    ...ran.flatMap((line) => cellsOfLine(line, width, words)),
  ]);
  return { head, rows };
}
function cellsOfLine({ points }, width, words) {
  const point = points.find((own) => own.width === width);
  if (!point) return ["", ""];
  const mark = point.diverged > 0 ? ` (${words.divergedShort(point.diverged)})` : "";
  return [shownError(point.median) + mark, shownError(point.best)];
}
function shownError(error) {
  return error === null || Number.isNaN(error) ? "" : formatError(error);
}
function comparisonTable(words) {
  const table = element("table", { class: "compare-table" });
  const scroll = element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": words.table },
    table,
  );
  const node = element("details", {}, element("summary", {}, words.table), scroll);
  function show(widths, shown) {
    const { head, rows } = comparisonCells(widths, shown, words);
    const cells = (row) =>
      row.map((cell, place) =>
        place === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell),
      );
    replaceChildren(
      table,
      element("caption", {}, words.tableOf(words.norms[shown.norm])),
      element(
        "thead",
        {},
        element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name))),
      ),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row)))),
    );
  }
  return { node, show };
}
function networkPython(network) {
  const { inputs, width, hiddenWeights } = network;
  const rows = Array.from({ length: inputs }, (_, i) =>
    floatsInPython(hiddenWeights.subarray(i * width, (i + 1) * width)));
  const column = Array.from(network.outputWeights, (c) => `[${floatInPython(c)}]`).join(", ");
  return [
    "import numpy as np",
    "import uat",
    "",
    "network = uat.Network(",
    `    hidden_weights=np.array([${rows.join(", ")}]),`,
    `    hidden_biases=np.array(${floatsInPython(network.hiddenBiases)}),`,
    `    output_weights=np.array([${column}]),`,
    `    output_biases=np.array(${floatsInPython(network.outputBias)}),`,
    `    activation=${pythonString(network.activation)},`,
    ")",
    `print(network(np.array([[${new Array(inputs).fill("0.0").join(", ")}]])))`,
    "",
  ].join("\n");
}
function floatsInPython(values) {
  return `[${Array.from(values, floatInPython).join(", ")}]`;
}
function floatInPython(value) {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
function staircaseCommand(target, { steps, steepness, activation }) {
  const named = namedForSweep(target);
  if (named === null || steepness !== BUILD_USUAL_STEEPNESS) return null;
  const own = activation === "logistic" ? "" : ` --activation ${activation}`;
  return `uat fit --target ${shellWord(named.text)} --trainer staircase --width ${steps}${own}`;
}
const BUILD_USUAL_STEEPNESS = 200;
function staircasePython(target, { steps, steepness, activation }) {
  const named = namedForSweep(target);
  if (named === null) return null;
  const trainer = steepness === BUILD_USUAL_STEEPNESS ? "" : `steepness=${steepness}`;
  const own = activation === "logistic" ? "" : `, activation="${activation}"`;
  const text = pythonString(named.text);
  return [
    "import uat",
    "",
    `fit = uat.fit(${text}, ${steps}, trainer=uat.Staircase(${trainer})${own})`,
    "print(fit.max_error, fit.rmse)",
    "",
  ].join("\n");
}
function compareTakeAway({ words, download, copy, announce }, svgText, results) {
  let seen = null;
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
const NEAR_BEST_WIDTH = 8;
const OPENED_PANELS = ["build", "train", "compare"];
function ownCommand(context, svgText) {
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
    text, line, element("div", { class: "row" }, copy.node, csv.node, svg.node));
  return { node, follow };
}
function nearBestLine(source, isRows) {
  const trainer = isRows ? " --trainer variable_projection" : "";
  return `uat fit ${quotedForShell(source)}${trainer} --width ${NEAR_BEST_WIDTH}`;
}
function fileOf({ source }) {
  return `${source.kind}.csv`;
}
function ownCsv({ xs, ys }) {
  return ["x,y", ...Array.from(xs, (x, k) => `${x},${ys[k]}`)].map((row) => `${row}\r\n`).join("");
}
const MOST_SAMPLED = 1024;
function sampledInputs(x, inputs) {
  const points = x.length / inputs;
  if (points <= MOST_SAMPLED) return x;
  const places = randomGenerator(0).choice(points, MOST_SAMPLED);
  const sampled = new Float64Array(inputs * MOST_SAMPLED);
  for (let k = 0; k < inputs; k++)
    places.forEach((p, i) => {
      sampled[k * MOST_SAMPLED + i] = x[k * points + p];
    });
  return sampled;
}
function preActivation(network, x, points, j, p) {
  const { inputs, width, hiddenWeights, hiddenBiases } = network;
  let z = 0;
  for (let k = 0; k < inputs; k++) z += x[k * points + p] * hiddenWeights[k * width + j];
  return z + hiddenBiases[j];
}
function unitMeans(network, x) {
  const sample = sampledInputs(x, network.inputs);
  const points = sample.length / network.inputs;
  const { phi } = activationRowOf(network.activation);
  return Float64Array.from({ length: network.width }, (_, j) => {
    const sum = exactSum(points, (p) => phi(preActivation(network, sample, points, j, p)));
    return Number((sum / points).toPrecision(6));
  });
}
function safeLearningRate(network, x, lossScale, rates, means) {
  const largest = largestCurvature(network, x, lossScale, rates, means);
  return largest > 0 ? Number((1 / largest).toPrecision(3)) : 1;
}
function largestCurvature(network, x, lossScale, rates, means) {
  const sample = sampledInputs(x, network.inputs);
  const points = sample.length / network.inputs;
  const matrix = scaledJacobian(network, sample, points, rates, means);
  if (!matrix.every(Number.isFinite)) return Infinity;
  return 2 * lossScale * (x.length / sample.length) * largestSquare(matrix, points, rates.length);
}
function scaledJacobian(network, x, points, rates, means) {
  const { inputs, width, outputWeights, outputBias } = network;
  const hidden = activationRowOf(network.activation);
  const output = activationRowOf(network.outputActivation);
  const parameters = rates.length;
  const roots = rates.map(Math.sqrt);
  const matrix = new Float64Array(points * parameters);
  for (let p = 0; p < points; p++) {
    const row = matrix.subarray(p * parameters, (p + 1) * parameters);
    let total = outputBias[0];
    for (let j = 0; j < width; j++) {
      const z = preActivation(network, x, points, j, p);
      const value = hidden.phi(z);
      const through = outputWeights[j] * hidden.slope(z);
      for (let k = 0; k < inputs; k++) row[k * width + j] = through * x[k * points + p];
      row[inputs * width + j] = through;
      row[(inputs + 1) * width + j] = value - (means.length ? means[j] : 0);
      total += outputWeights[j] * value;
    }
    row[parameters - 1] = 1;
    const outputSlope = output.slope(total);
    for (let i = 0; i < parameters; i++) row[i] *= outputSlope * roots[i];
  }
  return matrix;
}
const TRAIN_CURVE_POINTS = 401;
const UNIT_POINTS = 101;
const TRAIN_MAP_SIDE = 61;
function trainGrid({ inputs, domain, evaluate }) {
  const xs = inputs === 1 ? evenlySpaced(...domain[0], TRAIN_CURVE_POINTS) : mapGrid(domain);
  return { xs, wanted: evaluate === null ? null : evaluate(xs), side: inputs === 1 ? 0 : TRAIN_MAP_SIDE };
}
function mapGrid([across, up]) {
  const points = TRAIN_MAP_SIDE * TRAIN_MAP_SIDE;
  const grid = new Float64Array(2 * points);
  const [xs, ys] = [evenlySpaced(...across, TRAIN_MAP_SIDE), evenlySpaced(...up, TRAIN_MAP_SIDE)];
  for (let row = 0; row < TRAIN_MAP_SIDE; row += 1) {
    grid.set(xs, row * TRAIN_MAP_SIDE);
    grid.fill(ys[row], points + row * TRAIN_MAP_SIDE, points + (row + 1) * TRAIN_MAP_SIDE);
  }
  return grid;
}
function trainFrame(network, { xs, wanted }) {
  const given = predict(network, xs);
  const residual = wanted === null ? null : given.map((value, place) => value - wanted[place]);
  return { given, residual };
}
function residualAtPoints(network, { x, t }) {
  const given = predict(network, x);
  return given.map((value, place) => value - t[place]);
}
function unitLines(network, interval, units) {
  const own = evenlySpaced(...interval, UNIT_POINTS);
  const xs = new Float64Array(units.length * (UNIT_POINTS + 1)).fill(NaN);
  const ys = xs.slice();
  units.forEach((unit, place) => {
    xs.set(own, place * (UNIT_POINTS + 1));
    ys.set(predict(unitOfNetwork(network, unit), own), place * (UNIT_POINTS + 1));
  });
  return { xs, ys };
}
function unitOfNetwork(network, unit) {
  return {
    ...network, width: 1, outputActivation: "identity",
    hiddenWeights: network.hiddenWeights.slice(unit, unit + 1),
    hiddenBiases: network.hiddenBiases.slice(unit, unit + 1),
    outputWeights: network.outputWeights.slice(unit, unit + 1),
    outputBias: new Float64Array(1),
  };
}
function nearestUnit(network, interval, { x, y }) {
  const at = Float64Array.of(Math.min(interval[1], Math.max(interval[0], x)));
  const heights = Array.from({ length: network.width }, (_, unit) =>
    predict(unitOfNetwork(network, unit), at)[0]);
  const distances = heights.map((height) => Math.abs(height - y));
  return distances.indexOf(Math.min(...distances));
}
function unitCentres({ hiddenWeights, hiddenBiases }) {
  return hiddenBiases.map((bias, unit) => -bias / hiddenWeights[unit]);
}
function unitNumbers(network, unit) {
  const slope = network.hiddenWeights[unit];
  return {
    centre: -network.hiddenBiases[unit] / slope,
    slope,
    height: network.outputWeights[unit],
  };
}
function largestSize(values) {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}
function roundUp(size) {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((one) => one * power >= size * (1 - 1e-12)) ?? 10;
  return Number((factor * power).toPrecision(1));
}
function steadyBound(size, before) {
  if (before > 0 && size <= before && size > 0.3 * before) return before;
  return roundUp(size);
}
function roomyInterval(values, share = 0.15) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high && value < Infinity) high = value;
  }
  if (!(high >= low) || low === -Infinity) return [-1, 1];
  const room = high > low ? share * (high - low) : 0.5 * Math.abs(high) || 1;
  return [low - room, high + room];
}
const PALETTES = {
  sequential: [
    "440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725",
  ],
  diverging: ["0b3c6f", "2f79b5", "7fb6d9", "cfe3f0", "f7f7f7", "f6d5c0", "e8966f", "c24d35", "7c1420"],
};
const MAP_MARGIN = { left: 4.1, bottom: 3.5, top: 0.8, right: 6.1 };
const BAR = { gap: 0.9, width: 1.1 };
function paletteColour(name, share) {
  const stops = PALETTES[name];
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [channels(stops[low]), channels(stops[low + 1])];
  return a.map((value, i) => Math.round(value + (b[i] - value) * (at - low)));
}
function channels(hex) {
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
function heatmap(options) {
  const palette = options.palette ?? "sequential";
  const height = options.height ?? 340;
  const titleId = uniqueId("title");
  const frameLayer = svgElement("g");
  const markLayer = svgElement("g");
  const image = svgElement("image", { preserveAspectRatio: "none" });
  const svg = svgElement(
    "svg", { role: "group", "aria-labelledby": titleId, class: "chart-picture", height },
    svgElement("title", { id: titleId }, options.title),
    svgElement("desc", {}, options.description ?? ""), frameLayer, markLayer,
  );
  const canvas = element("canvas", { "aria-hidden": "true", class: "heat" });
  const node = element("div", { class: "chart heatmap" }, canvas, svg);
  let range = [options.low ?? 0, options.high ?? 1];
  let shown = null;
  let marks = [];
  let scales = null;
  const { schedule, cancel } = oncePerFrame(draw);
  const room = roomOf(node, schedule);
  function draw() {
    if (room.width() === 0) return;
    drawFrame();
    if (shown) paint(canvas, shown, range, palette);
    replaceChildren(markLayer, marks.map((mark) => mark(scales)));
  }
  function drawFrame() {
    const font = letterSize(node);
    const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((key) => MAP_MARGIN[key] * font);
    const width = room.width();
    const side = Math.max(1, Math.min(width - left - right, height - top - bottom));
    const x = axisScale("linear", options.domain[0], [left, left + side]);
    const y = axisScale("linear", options.domain[1], [top + side, top]);
    scales = { x, y };
    const names = { x: { label: options.xLabel ?? "x" }, y: { label: options.yLabel ?? "y" } };
    const used = Math.round(top + side + bottom);
    const size = { width, height: used, font };
    const { labels } = chartFrame(x, y, chartTicks(x, y, names, font), names, size);
    setAttributes(svg, { width, height: used, viewBox: `0 0 ${width} ${used}` });
    const bar = { left: left + side + BAR.gap * font, top, height: side, font };
    replaceChildren(frameLayer, labels, colourBar(palette, range, bar));
    Object.assign(canvas.style, {
      left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px`,
    });
    setAttributes(image, { x: left, y: top, width: side, height: side });
  }
  function show(values, nx, ny, low = range[0], high = range[1]) {
    range = [low, high];
    shown = { values, nx, ny };
    schedule();
  }
  function mark(list) {
    marks = list;
    schedule();
  }
  function svgText() {
    draw();
    image.setAttribute("href", canvas.toDataURL());
    svg.insertBefore(image, frameLayer);
    const text = svgFileText(svg, options.title);
    image.remove();
    return text;
  }
  function setDomain(domain) {
    options.domain = domain;
    schedule();
  }
  function dispose() {
    room.dispose();
    cancel();
  }
  return { node, show, mark, setDomain, svgText, dispose };
}
function paint(canvas, { values, nx, ny }, [low, high], palette) {
  if (canvas.width !== nx || canvas.height !== ny) [canvas.width, canvas.height] = [nx, ny];
  const context = canvas.getContext("2d");
  const picture = context.createImageData(nx, ny);
  const table = paletteTable(palette);
  const perUnit = high > low ? 255 / (high - low) : 0;
  for (let row = 0; row < ny; row += 1) {
    for (let column = 0; column < nx; column += 1) {
      const value = values[(ny - 1 - row) * nx + column];
      const place = Math.min(255, Math.max(0, Math.round((value - low) * perUnit)));
      const at = 4 * (row * nx + column);
      picture.data.set(table[Number.isFinite(value) ? place : 0], at);
      picture.data[at + 3] = Number.isFinite(value) ? 255 : 0;
    }
  }
  context.putImageData(picture, 0, 0);
}
const paletteTables = new Map();
function paletteTable(name) {
  if (!paletteTables.has(name)) {
    paletteTables.set(name, Array.from({ length: 256 }, (_, i) => paletteColour(name, i / 255)));
  }
  return paletteTables.get(name);
}
function colourBar(palette, [low, high], { left, top, height, font }) {
  const group = svgElement("g", { class: "axis" });
  const width = BAR.width * font;
  const pieces = 64;
  for (let i = 0; i < pieces; i += 1) {
    const fill = `rgb(${paletteColour(palette, 1 - i / (pieces - 1)).join(" ")})`;
    const y = top + (i * height) / pieces;
    group.append(svgElement("rect", { x: left, y, width, height: height / pieces + 0.6, fill }));
  }
  for (const [value, share] of [[high, 0], [(low + high) / 2, 0.5], [low, 1]]) {
    const y = top + height * share + font * (0.75 - 0.75 * share);
    const label = formatNumber(inRange(value, high - low), 2);
    group.append(svgElement("text", { x: left + width + 0.4 * font, y }, label));
  }
  return group;
}
function inRange(value, range) {
  const unit = 10 ** (Math.floor(Math.log10(range || 1)) - 2);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}
const LAYERS = ["grid", "band", "rules", "levels", "curve", "dots", "labels", "handle"];
const MARGIN = { right: 16, top: 10, left: 14 };
const ROOM = { ticks: 2, xName: 1.5, yName: 1.5 };
function plot(options) {
  const state = { domain: { x: options.x.domain, y: options.y.domain }, framed: false, dirty: new Set() };
  const marks = new Map();
  const clip = uniqueId("clip");
  const layers = new Map(LAYERS.map((name) => [name, svgElement("g", { class: `layer ${name}` })]));
  for (const name of ["band", "rules", "levels", "curve"]) {
    layers.get(name).setAttribute("clip-path", `url(#${clip})`);
  }
  const clipArea = svgElement("rect");
  const legendPlace = svgElement("g");
  const surface = svgElement("rect", { class: "surface" });
  const titleId = uniqueId("title");
  const svg = svgElement(
    "svg",
    { role: "group", "aria-labelledby": titleId, class: "chart-picture", height: options.height },
    svgElement("title", { id: titleId }, options.title),
    svgElement("desc", {}, options.description ?? ""),
    svgElement("defs", {}, svgElement("clipPath", { id: clip }, clipArea)),
    surface, legendPlace, ...layers.values(),
  );
  const node = element("div", { class: "chart" }, svg);
  let scales = null;
  const { schedule, cancel } = oncePerFrame(draw);
  const room = roomOf(node, reframe);
  function reframe() {
    state.framed = false;
    schedule();
  }
  function draw() {
    if (room.width() === 0) return;
    if (!state.framed) drawFrame();
    for (const key of state.dirty) drawMark(key);
    state.dirty.clear();
  }
  function drawFrame() {
    const font = letterSize(node);
    const size = { width: room.width(), height: options.height, font };
    setAttributes(svg, { width: size.width, viewBox: `0 0 ${size.width} ${size.height}` });
    const legend = chartLegend(legendStyles(marks, options), MARGIN.left, size.width - 2 * MARGIN.left, font);
    replaceChildren(legendPlace, legend.node);
    const below = (ROOM.ticks + (options.x.label ? ROOM.xName : 0)) * font;
    const y = axisScale(options.y.scale ?? "linear", state.domain.y, [
      size.height - below, MARGIN.top + legend.height,
    ]);
    const rough = axisScale(options.x.scale ?? "linear", state.domain.x, [0, size.width]);
    const beside = (options.y.label ? ROOM.yName : 0) * font;
    const ticks = [...chartTicks(rough, y, options, font).y, { label: options.y.room ?? "" }];
    const left = MARGIN.left + beside + labelWidth(ticks, font);
    const x = axisScale(rough.kind, state.domain.x, [left, size.width - MARGIN.right]);
    scales = { x, y };
    const { grid, labels } = chartFrame(x, y, chartTicks(x, y, options, font), options, size);
    replaceChildren(layers.get("grid"), grid);
    replaceChildren(layers.get("labels"), labels);
    const area = {
      x: left, y: y.range[1], width: Math.max(0, x.range[1] - left), height: y.range[0] - y.range[1],
    };
    setAttributes(clipArea, area);
    setAttributes(surface, area);
    state.framed = true;
    for (const key of marks.keys()) state.dirty.add(key);
  }
  function drawMark(key) {
    const mark = marks.get(key);
    if (mark) mark.draw(scales);
  }
  function put(key, kind, style, draw) {
    const before = marks.get(key);
    if (before && before.kind !== kind) remove(key);
    const known = marks.get(key);
    const group = known ? known.group : svgElement("g");
    if (!known) layers.get(kind).append(group);
    const isNew = !known || known.style.label !== style.label || known.style.colour !== style.colour;
    marks.set(key, { kind, group, style, draw: (now) => draw(group, now) });
    if (isNew && style.label && options.legend !== false) state.framed = false;
    state.dirty.add(key);
    schedule();
  }
  function path(group, attributes) {
    if (group.firstChild === null) group.append(svgElement("path"));
    setAttributes(group.firstChild, attributes);
  }
  const curve = (key, xs, ys, style = {}) =>
    put(key, "curve", style, (group, { x, y }) =>
      path(group, { d: curvePath(xs, ys, x, y), ...strokeOf(style) }));
  const band = (key, xs, low, high, style = {}) =>
    put(key, "band", { ...style, isBand: true }, (group, { x, y }) =>
      path(group, { d: bandPath(xs, low, high, x, y), class: `band ${style.colour ?? "accent"}` }));
  const dots = (key, points, style = {}) =>
    put(key, "dots", { marker: "circle", ...style, isDots: true }, (group, { x, y }) =>
      drawDots(group, points, style, x, y));
  const rules = (key, xs, style = {}) =>
    put(key, "rules", style, (group, { x, y }) =>
      path(group, { d: rulesPath(xs, x, style.span ? style.span(y) : y.range, true), ...strokeOf(style) }));
  const levels = (key, ys, style = {}) =>
    put(key, "levels", style, (group, { x, y }) =>
      path(group, { d: rulesPath(ys, y, x.range, false), ...strokeOf(style) }));
  function handle(key, settings) {
    const known = marks.get(key);
    if (known && known.handle) {
      known.handle.update(settings);
      state.dirty.add(key);
      schedule();
      return;
    }
    const made = chartHandle(
      { ...settings, onMove: (x, y, done) => {
        state.dirty.add(key);
        schedule();
        marks.get(key).settings.onMove?.(x, y, done);
      } },
      unitsAt,
    );
    put(key, "handle", {}, (group, now) => made.place(now));
    marks.get(key).group.append(made.node);
    const update = ({ onMove, ...rest }) => {
      const mark = marks.get(key);
      if (onMove) mark.settings = { ...mark.settings, onMove };
      made.update(rest);
    };
    Object.assign(marks.get(key), { settings, handle: { update } });
  }
  function unitsAt(event) {
    const box = svg.getBoundingClientRect();
    const ratio = room.width() / (box.width || 1);
    return {
      x: scales.x.toUnit((event.clientX - box.left) * ratio),
      y: scales.y.toUnit((event.clientY - box.top) * ratio),
    };
  }
  function remove(key) {
    const mark = marks.get(key);
    if (!mark) return;
    mark.group.remove();
    marks.delete(key);
    if (mark.style.label) reframe();
  }
  function setDomain({ x = state.domain.x, y = state.domain.y }) {
    const now = state.domain;
    if (String([x, y]) === String([now.x, now.y])) return;
    state.domain = { x, y };
    reframe();
  }
  function setLabels({ x = options.x.label, y = options.y.label }) {
    options.x = { ...options.x, label: x };
    options.y = { ...options.y, label: y };
    reframe();
  }
  function setHeight(height) {
    options.height = height;
    svg.setAttribute("height", height);
    reframe();
  }
  function setScale(axis, scale) {
    options[axis] = { ...options[axis], scale };
    reframe();
  }
  function onDraw(listener) {
    let stroke = null;
    surface.classList.add("drawable");
    setAttributes(surface, {
      onpointerdown: (event) => {
        surface.setPointerCapture(event.pointerId);
        event.preventDefault();
        stroke = [unitsAt(event)];
        listener(stroke, false);
      },
      onpointermove: (event) => {
        if (stroke === null) return;
        const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        stroke.push(...(events.length > 0 ? events : [event]).map(unitsAt));
        listener(stroke, false);
      },
      onpointerup: () => {
        if (stroke !== null) listener(stroke, true);
        stroke = null;
      },
      onpointercancel: () => (stroke = null),
      ontouchstart: keepTouch,
    });
  }
  function dispose() {
    room.dispose();
    cancel();
  }
  const svgText = () => {
    draw();
    return svgFileText(svg, options.title);
  };
  return {
    node, curve, band, dots, rules, levels, handle, remove, setDomain, setLabels, setScale, setHeight, onDraw,
    onClick: (listener) => surface.addEventListener("click", (event) => listener(unitsAt(event))),
    domain: () => state.domain, svgText, dispose,
  };
}
function drawDots(group, points, style, x, y) {
  const focused = Array.from(group.children).indexOf(group.getRootNode().activeElement);
  replaceChildren(group, points.map((point) => dotNode(point, style, x, y)));
  if (focused >= 0 && group.children[focused]) group.children[focused].focus();
  keepOneTabStop(group, group.children[focused]);
}
function legendStyles(marks, options) {
  if (options.legend === false) return [];
  const seen = new Map();
  for (const { style } of marks.values()) {
    if (style.label && !seen.has(style.label)) seen.set(style.label, style);
  }
  return [...seen.values()];
}
function createTraining(setup, wasmModule) {
  checkActivations(setup);
  const passes = wasmModule ? wasmPasses(setup, wasmModule) : scriptPasses(setup);
  const run = {
    state: startState({ ...setup, rates: setup.rates.slice(), means: setup.means.slice() }, passes),
    passes,
    bounds: { limit: setup.limit, growth: setup.growth, scale: setup.lossScale },
    epochs: setup.epochs,
    epoch: 0,
    losses: new Float64Array(Math.min(setup.epochs, 1023) + 1),
    loss: NaN,
    diverged: false,
  };
  look(run);
  return {
    advance: (epochs) => advanceRun(run, epochs),
    setLearningRate: (rate) => void (run.state.rule.learningRate = rate),
    get epoch() {
      return run.epoch;
    },
    get parameters() {
      return passes.parameters;
    },
    get history() {
      return run.losses.subarray(0, run.epoch + 1);
    },
    get diverged() {
      return run.diverged;
    },
    get finished() {
      return run.diverged || run.epoch >= run.epochs;
    },
    kind: passes.kind,
  };
}
function advanceRun(run, epochs) {
  const stop = Math.min(run.epoch + epochs, run.epochs);
  while (run.epoch < stop && !run.diverged) {
    stepOfRule(run.state, run.epoch + 1, run.loss);
    run.epoch += 1;
    look(run);
  }
}
function look(run) {
  run.loss = run.bounds.scale * run.passes.pass();
  if (!(run.state.restful && run.epoch > 0) && !(run.loss <= largestWithin(run))) {
    run.state.parameters.set(run.state.fallback);
    run.diverged = true;
  } else if (run.epoch === run.epochs) {
    run.loss = endAtRest(run.state, run.loss);
  }
  record(run);
}
function largestWithin({ bounds, losses, epoch, loss }) {
  const limit = Math.max(bounds.limit, bounds.growth * (epoch === 0 ? loss : losses[0]));
  return limit > 0 ? limit : Infinity;
}
function record(run) {
  if (run.epoch >= run.losses.length) {
    const longer = new Float64Array(Math.min(run.epochs + 1, 2 * run.losses.length));
    longer.set(run.losses);
    run.losses = longer;
  }
  run.losses[run.epoch] = run.loss;
}
function holds(sign, a, b) {
  switch (sign) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    default:
      return a !== b;
  }
}
function chainOf(signs) {
  return (...values) => (signs.every((sign, i) => holds(sign, values[i], values[i + 1])) ? 1 : 0);
}
function computeOf(step) {
  if (step.name === "compare") return chainOf(step.signs);
  return OPERATION_TABLE.get(step.name) ?? FUNCTION_TABLE.get(step.name).compute;
}
function everywhere(compute, parts, points) {
  if (parts.every((part) => typeof part === "number")) return compute(...parts);
  const values = new Float64Array(points);
  const [a, b] = parts;
  if (parts.length === 1) {
    for (let i = 0; i < points; i++) values[i] = compute(a[i]);
  } else if (parts.length === 2 && typeof b === "number") {
    for (let i = 0; i < points; i++) values[i] = compute(a[i], b);
  } else if (parts.length === 2 && typeof a === "number") {
    for (let i = 0; i < points; i++) values[i] = compute(a, b[i]);
  } else if (parts.length === 2) {
    for (let i = 0; i < points; i++) values[i] = compute(a[i], b[i]);
  } else {
    const at = (i) => parts.map((part) => (typeof part === "number" ? part : part[i]));
    for (let i = 0; i < points; i++) values[i] = compute(...at(i));
  }
  return values;
}
function isRoot(step, parts) {
  return step.name === "^" && parts[1] === 0.5 && typeof parts[0] !== "number";
}
function runProgram(program, columns, points) {
  const stack = [];
  for (const { step, compute } of program) {
    if (step.kind === "number") stack.push(step.value);
    else if (step.kind === "input") stack.push(columns[step.index]);
    else {
      const parts = stack.splice(stack.length - step.count);
      const own = isRoot(step, parts) ? Math.sqrt : compute;
      stack.push(everywhere(own, own === compute ? parts : parts.slice(0, 1), points));
    }
  }
  return stack[0];
}
function withFunctions(steps) {
  return steps.map((step) => ({ step, compute: step.kind === "compute" ? computeOf(step) : null }));
}
function readFormula(text, { variables = null } = {}) {
  const steps = readProgram(text, variables === null ? null : variables.length);
  const highest = Math.max(0, ...steps.map((step) => (step.kind === "input" ? step.index : 0)));
  const inputs = variables === null ? highest + 1 : variables.length;
  const program = withFunctions(steps);
  const evaluate = (xs, points = xs.length / inputs) => {
    const columns = Array.from({ length: inputs }, (_, i) => xs.subarray(i * points, (i + 1) * points));
    const values = runProgram(program, columns, points);
    return typeof values === "number" ? new Float64Array(points).fill(values) : values.slice();
  };
  return { evaluate, inputs, text: text.trim().replace(/\s+/g, " ") };
}
function readConstant(text) {
  const steps = readProgram(text);
  const shown = text.trim();
  if (steps.some((step) => step.kind === "input")) {
    throw new FormulaError(`'${shown}' has an input: it is not a number.`);
  }
  const value = runProgram(withFunctions(steps), [], 0);
  if (!Number.isFinite(value)) {
    throw new FormulaError(`'${shown}' is ${value}, which is not a finite number.`);
  }
  return value + 0;
}
const BUILD_MOST_UNIT_ROWS = 64;
function sliderWithField(options) {
  const { name, unit, min, max, value, onInput, onChange, fieldName } = options;
  const range = slider({
    ...options,
    onInput: (moved) => {
      field.set(withoutNoise(moved));
      onInput(moved);
    },
  });
  const field = numberField({
    name: fieldName(name), unit, min, max, value: withoutNoise(value),
    onChange: (typed) => {
      range.set(typed);
      onInput(typed);
      if (onChange) onChange(typed);
    },
  });
  field.node.querySelector("label").classList.add("hidden-text");
  const node = element("div", { class: "build-pair" }, range.node, field.node);
  const set = (given) => {
    range.set(given);
    field.set(withoutNoise(given));
  };
  const disable = (flag) => {
    range.disable(flag);
    field.disable(flag);
  };
  return { node, set, disable };
}
function withoutNoise(value) {
  return Number(value.toPrecision(6));
}
function buildFigures() {
  const node = element("dl", { class: "figures" });
  let before = "";
  const show = (entries) => {
    const now = JSON.stringify(entries);
    if (now === before) return;
    before = now;
    replaceChildren(node, entries.map(([name, text]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, text))));
  };
  return { node, show };
}
function buildUnitTable(words) {
  const node = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.unitTable });
  const inputs = (network) => (network.inputs === 1 ? ["w"] : ["w₁", "w₂"]);
  const row = (network, j) => {
    const weights = inputs(network).map((_, i) => network.hiddenWeights[i * network.width + j]);
    const [b, c] = [network.hiddenBiases[j], network.outputWeights[j]];
    const centre = network.inputs === 1 ? [-b / weights[0]] : [];
    return [j + 1, ...[...weights, b, c, ...centre].map((value) => formatNumber(value, 4))];
  };
  const show = (network) => {
    const heads = [words.unit, ...inputs(network), "b", "c", ...(network.inputs === 1 ? [words.centreFormula] : [])];
    const count = Math.min(BUILD_MOST_UNIT_ROWS, network.width);
    const rows = Array.from({ length: count }, (_, j) => row(network, j));
    const left = network.width - count;
    replaceChildren(
      node,
      element("table", {},
        element("caption", {}, words.tableCaption(formatNumber(network.outputBias[0], 4))),
        element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, String(cell))))))),
      left > 0 ? element("p", { class: "hint" }, words.moreRows(left)) : null,
    );
  };
  return { node, show };
}
function buildFold(summary, content, onOpen) {
  const node = element("details", {}, element("summary", {}, summary), content);
  node.addEventListener("toggle", () => node.open && onOpen());
  return node;
}
function buildTakeAway(context, given) {
  const { words, download } = context;
  const save = (ending, mime, text) => download(`${given.name}.${ending}`, mime, text);
  const model = () => modelJson(given.network(), { domain: given.domain() }, { about: given.about });
  const list = [
    button({ label: words.exportModel, onClick: () => save("json", "application/json", model()) }),
    button({ label: words.exportSvg, onClick: () => save("svg", "image/svg+xml", given.svgText()) }),
    buildCopyButton(context, words.copyPython, given.python ?? (() => networkPython(given.network()))),
  ];
  if (given.commandLine) list.push(buildCopyButton(context, words.copyCommand, given.commandLine));
  const node = element("div", { class: "row" }, ...list.map((one) => one.node));
  return { node, command: list[3] ?? null };
}
function buildCopyButton({ copy, announce, words }, label, text) {
  const own = button({ label, onClick: press });
  async function press() {
    if (!(await copy(text()))) return;
    own.relabel(words.copied);
    announce(words.copied);
    setTimeout(() => own.relabel(label), 1500);
  }
  return own;
}
function buildFrame({ heading, story, controls, picture, more }) {
  const part = (name, ...children) => element("div", { class: `build-part ${name}` }, ...children);
  return element("div", { class: "panel" },
    element("div", { class: "build-column" },
      part("build-story", element("h2", {}, heading), story), part("build-controls", ...controls)),
    element("div", { class: "build-column" },
      part("build-picture", ...picture), part("build-more", ...more)),
  );
}
function sentencesPlace() {
  const node = element("div", { class: "text build-sentences" });
  let before = "";
  const show = (sentences) => {
    const now = sentences.join("\n");
    if (now === before) return;
    before = now;
    replaceChildren(node, sentences.map((sentence) => element("p", {}, sentence)));
  };
  return { node, show };
}
const USUAL_POINTS = { 1: 256, 2: 576 };
const USUAL_EPOCHS = 5000;
const ADAM_SETTINGS = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  warmUp: 100,
};
const EVALUATION_POINTS = { 1: 4100, 2: 212 };
const DIVERGENCE_FACTOR = 1e6;
const NO_MEANS = new Float64Array(0);
function trainingProblem(target, options) {
  const inputs = target.domain.length;
  const rows = fittedRows(target);
  const x = rows ? rows.x : trainingGrid(target.domain, options);
  const t = rows ? rows.t : Float64Array.from(target.evaluate(x));
  checkFinite(x, t, inputs);
  const scaling = scalingOf(x, t, rows ? rangesOf(x, inputs) : target.domain);
  const start = drawStart({ inputs, ...options });
  const data = {
    x: scaledInputs(x, scaling),
    t: t.map((value) => (value - scaling.tCentre) / scaling.tRadius),
  };
  const flat = data.t.every((value) => value === 0);
  if (flat) start.outputWeights.fill(0);
  const setup = setupOf(start, data, options);
  return {
    setup,
    start,
    toNetwork: (parameters) => unscaled(networkOf(start, parameters), scaling),
    scaling,
    x,
    t,
    evaluationGrid: () => tensorGrid(target.domain, EVALUATION_POINTS[inputs]),
    learningRate: setup.rule.learningRate,
    chosen: options.learningRate === null || options.learningRate === undefined,
    flat,
  };
}
function fittedRows({ source, rows = null }) {
  if (rows === null || source?.kind !== "table") return null;
  return { x: Float64Array.from(rows.xs), t: Float64Array.from(rows.ys) };
}
function presetProblem(preset, { learningRate = null, epochs = null } = {}) {
  const start = networkOf(preset.network, parametersOf(preset.network));
  const data = { x: Float64Array.from(preset.x), t: Float64Array.from(preset.t) };
  const rate = learningRate ?? preset.learningRate;
  const setup = {
    ...commonSetup(start, data, preset.lossScale, epochs ?? preset.epochs),
    rule: descentRule("descent", rate, 0),
    hiddenRate: 1,
    means: NO_MEANS,
    rates: Float64Array.from(preset.rates),
    sequential: preset.sequential,
  };
  const toNetwork = (parameters) => networkOf(start, parameters);
  return { setup, start, toNetwork, learningRate: rate };
}
function setupOf(start, data, options) {
  const { rule = "nesterov", momentum = 0, learningRate = null, epochs = USUAL_EPOCHS } = options;
  const plain = rule === "descent" && momentum === 0;
  const hiddenRate = plain || rule === "adam" ? 1 : Math.max(1, start.width / 3);
  const means = plain ? NO_MEANS : unitMeans(start, data.x);
  const rates = ratesOf(start, hiddenRate);
  const scale = 1 / data.t.length;
  const rate =
    learningRate ??
    (rule === "adam"
      ? ADAM_SETTINGS.learningRate
      : safeLearningRate(start, data.x, scale, rates, means));
  return {
    ...commonSetup(start, data, scale, epochs),
    rule: rule === "adam" ? adamRule(rate, epochs) : descentRule(rule, rate, momentum),
    hiddenRate,
    means,
    rates,
    sequential: false,
  };
}
function commonSetup(start, { x, t }, lossScale, epochs) {
  const mean = exactSum(t.length, (i) => t[i]) / t.length;
  const constantLoss = lossScale * exactSum(t.length, (i) => (t[i] - mean) ** 2);
  return {
    inputs: start.inputs,
    width: start.width,
    outputs: 1,
    activation: start.activation,
    outputActivation: start.outputActivation,
    x,
    t,
    parameters: parametersOf(start),
    lossScale,
    epochs,
    limit: DIVERGENCE_FACTOR * constantLoss,
    growth: DIVERGENCE_FACTOR,
  };
}
function descentRule(name, learningRate, momentum) {
  return {
    name,
    learningRate,
    momentum: name === "nesterov" ? 0 : momentum,
    beta1: 0,
    beta2: 0,
    epsilon: 0,
    warmUp: 0,
    decayEpochs: Infinity,
  };
}
function adamRule(learningRate, epochs) {
  const { beta1, beta2, epsilon, warmUp } = ADAM_SETTINGS;
  return {
    name: "adam",
    learningRate,
    momentum: 0,
    beta1,
    beta2,
    epsilon,
    warmUp: Math.min(warmUp, epochs / 10),
    decayEpochs: epochs,
  };
}
function ratesOf({ inputs, width }, hiddenRate) {
  const rates = new Float64Array((inputs + 2) * width + 1).fill(1);
  return rates.fill(hiddenRate, 0, (inputs + 1) * width);
}
function trainingGrid(domain, { points = null }) {
  const inputs = domain.length;
  const along = Math.round((points ?? USUAL_POINTS[inputs]) ** (1 / inputs));
  return tensorGrid(domain, Math.max(2, along));
}
function checkFinite(x, t, inputs) {
  const bad = t.findIndex((value) => !Number.isFinite(value));
  if (bad < 0 && x.every(Number.isFinite)) return;
  const place = Math.max(bad, 0);
  const at = Array.from({ length: inputs }, (_, k) => x[k * t.length + place]);
  throw new RangeError(`the target is not finite at ${at.join(", ")}`);
}
function rangesOf(x, inputs) {
  const points = x.length / inputs;
  return Array.from({ length: inputs }, (_, k) => {
    const row = x.subarray(k * points, (k + 1) * points);
    return [row.reduce((a, b) => Math.min(a, b)), row.reduce((a, b) => Math.max(a, b))];
  });
}
function scalingOf(x, t, ranges) {
  const points = t.length;
  const constant = t.every((value) => value === t[0]);
  const mean = constant ? t[0] : exactSum(points, (i) => t[i] / points);
  const largest = t.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const unit = largest > 0 ? 2 ** Math.max(Math.floor(Math.log2(largest)), -1022) : 1;
  const square = exactSum(points, (i) => ((t[i] - mean) / unit) ** 2 / points);
  const deviation = unit * Math.sqrt(square);
  const radii = ranges.map(([low, high]) => (high - low) / 2);
  return {
    xCentre: ranges.map(([low, high], k) => (radii[k] > 0 ? (low + high) / 2 : low)),
    xRadius: radii.map((radius) => (radius > 0 ? radius : 1)),
    tCentre: mean,
    tRadius: deviation > 0 ? deviation : 1,
  };
}
function scaledInputs(x, { xCentre, xRadius }) {
  const points = x.length / xCentre.length;
  return x.map((value, i) => {
    const k = Math.floor(i / points);
    return (value - xCentre[k]) / xRadius[k];
  });
}
function unscaled(network, { xCentre, xRadius, tCentre, tRadius }) {
  const { inputs, width } = network;
  const hiddenWeights = network.hiddenWeights.map((w, i) => w / xRadius[Math.floor(i / width)]);
  const hiddenBiases = network.hiddenBiases.map((bias, j) => {
    let sum = 0;
    for (let k = 0; k < inputs; k++) sum += xCentre[k] * hiddenWeights[k * width + j];
    return bias - sum;
  });
  return {
    ...network,
    hiddenWeights,
    hiddenBiases,
    outputWeights: network.outputWeights.map((weight) => weight * tRadius),
    outputBias: network.outputBias.map((bias) => bias * tRadius + tCentre),
    centred: { inputCentre: Float64Array.from(xCentre), hiddenBiases: network.hiddenBiases },
  };
}
function trainRun(engine, onNews) {
  const now = { problem: null, playing: false };
  let session = null;
  let turn = 0;
  function begin(problem, goal = 0) {
    const before = now.problem && now.epoch > 0 && now.problem.key === problem.key
      ? now.history.values().slice() : null;
    const kept = now.problem && now.problem.key === problem.key ? now.before : null;
    close();
    Object.assign(now, freshRun(problem), { goal: Math.min(goal, problem.epochs), before: before ?? kept });
    const own = turn;
    session = engine.open(problem.setup, (news) => {
      if (own === turn) take(news);
    });
    if (now.goal > 0) session.step(now.goal);
  }
  function take(news) {
    now.history.append(news.history);
    Object.assign(now, {
      epoch: news.epoch,
      loss: news.loss,
      parameters: news.parameters,
      network: now.problem.toNetwork(news.parameters),
      diverged: news.diverged,
      finished: news.finished ?? (news.diverged || news.epoch >= now.problem.epochs),
      playing: news.playing,
      epochsPerSecond: news.playing ? news.epochsPerSecond : now.epochsPerSecond,
    });
    if (now.epoch >= now.goal || now.diverged) now.goal = 0;
    if (now.problem.inputs === 1) now.trail.add(now.epoch, unitCentres(now.network));
    onNews(now);
  }
  function goOn(epoch) {
    now.goal = Math.min(epoch, now.problem.epochs);
    session?.step(now.goal - now.epoch);
  }
  function play(speed) {
    now.playing = true;
    session?.play(speed);
  }
  function close() {
    turn += 1;
    session?.close();
    session = null;
    now.playing = false;
  }
  return {
    begin, goOn, play, close, now,
    pause: () => session?.pause(),
    step: (epochs) => session?.step(epochs),
  };
}
function freshRun(problem) {
  return {
    problem,
    epoch: 0,
    loss: NaN,
    history: lossHistory(),
    trail: numberTrail(),
    network: null,
    parameters: problem.setup.parameters,
    diverged: false,
    finished: false,
    playing: false,
    epochsPerSecond: 0,
  };
}
function trainView(state, words) {
  const units = checkbox({
    name: words.showUnits,
    value: state.get("trainUnits"),
    onChange: (shown) => state.set({ trainUnits: shown }),
  });
  const unit = selectField({
    name: words.unit,
    options: [["0", words.noUnit]],
    value: "0",
    onChange: (value) => state.set({ trainUnit: Number(value) }),
  });
  const loss = checkbox({
    name: words.lossScale,
    value: state.get("trainLoss") === "loglog",
    onChange: (wanted) => state.set({ trainLoss: wanted ? "loglog" : "log" }),
  });
  const said = element("p", { class: "train-unit" });
  const node = element("div", { class: "train-view" }, unit.node, units.node, loss.node);
  let count = 0;
  function picked(width) {
    const number = state.get("trainUnit");
    return number <= width ? number - 1 : -1;
  }
  function show(now) {
    const { width, inputs, activation } = now.problem.setup;
    const hasUnits = inputs === 1 && activation !== "identity";
    unit.node.hidden = said.hidden = units.node.hidden = !hasUnits;
    if (width !== count) {
      count = width;
      const all = Array.from({ length: width }, (_, j) => [String(j + 1), words.unitNumber(j + 1)]);
      unit.setOptions([["0", words.noUnit], ...all]);
    }
    const chosen = picked(width);
    if (unit.input.value !== String(chosen + 1)) unit.set(String(chosen + 1));
    units.set(state.get("trainUnits"));
    loss.set(state.get("trainLoss") === "loglog");
    if (now.network === null || !hasUnits) return;
    const text = chosen < 0 ? words.pickHint : unitText(now.network, chosen, words);
    if (said.textContent !== text) said.textContent = text;
  }
  return { node, said, show, picked };
}
function unitText(network, unit, words) {
  const { centre, slope, height } = unitNumbers(network, unit);
  return words.unitSaid(unit + 1, formatNumber(centre), formatNumber(slope), formatNumber(height));
}
const CURVE_POINTS = 601;
const MAP_SIDE = 81;
const CURVE_HEIGHT = 300;
const MOST_UNITS = 64;
function pointsBetween([low, high], count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
function gridOfRectangle([across, up], side) {
  const [xs, ys] = [pointsBetween(across, side), pointsBetween(up, side)];
  const grid = new Float64Array(2 * side * side);
  ys.forEach((y, row) => {
    grid.set(xs, row * side);
    grid.fill(y, side * side + row * side, side * side + (row + 1) * side);
  });
  return grid;
}
function unitAlone(network, unit) {
  const { inputs, width } = network;
  const weights = Float64Array.from(
    { length: inputs },
    (_, i) => network.hiddenWeights[i * width + unit],
  );
  return {
    inputs,
    width: 1,
    activation: network.activation,
    outputActivation: network.outputActivation,
    hiddenWeights: weights,
    hiddenBiases: network.hiddenBiases.slice(unit, unit + 1),
    outputWeights: network.outputWeights.slice(unit, unit + 1),
    outputBias: new Float64Array(1),
  };
}
function unitsAdding(network, xs) {
  const units = Array.from({ length: network.width }, (_, unit) =>
    predict(unitAlone(network, unit), xs),
  );
  const rise = (values) =>
    values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  return units.sort((a, b) => rise(b) - rise(a)).slice(0, MOST_UNITS);
}
function differenceOf(a, b) {
  return a.map((value, place) => value - b[place]);
}
function compareNetworkView(words) {
  const charts = element("div", { class: "side-by-side" });
  const numbers = element("dl", { class: "figures" });
  const title = element("h3", {}, "");
  const node = element("div", { class: "compare-network" }, title, numbers, charts);
  let made = [];
  function clear(message = "") {
    for (const chart of made) chart.dispose();
    made = [];
    title.textContent = message;
    replaceChildren(numbers);
    replaceChildren(charts);
  }
  function show(chosen, target, withUnits) {
    clear(chosen.label);
    replaceChildren(numbers, ...comparedNumbers(chosen, words));
    made = target.domain.length === 1
      ? comparedCurves(chosen, target, withUnits, words)
      : comparedMaps(chosen, target, words);
    replaceChildren(charts, ...made.map((chart) => chart.node));
  }
  return { node, show, clear, dispose: () => clear() };
}
function comparedNumbers({ network, maxError, where, rmse }, words) {
  const parameters = network.width * (network.inputs + 2) + 1;
  const rows = [
    [words.norms.max_error, formatError(maxError)],
    [words.where, where ? where.map((value) => formatNumber(value)).join(", ") : null],
    [words.norms.rmse, formatError(rmse)],
    [words.parameters, String(parameters)],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return known.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
}
function comparedCurves({ network, label }, target, withUnits, words) {
  const xs = pointsBetween(target.domain[0], CURVE_POINTS);
  const [wanted, given] = [target.evaluate(xs), predict(network, xs)];
  const residual = differenceOf(given, wanted);
  const units = withUnits ? unitsAdding(network, xs) : [];
  const curves = comparedChart(words.curves, words.curvesOf(label), target, [wanted, given]);
  units.forEach((values, place) => {
    const style = {
      colour: "unit",
      width: 1.2,
      opacity: 0.6,
      label: place === 0 ? words.units : null,
    };
    curves.curve(`unit.${place}`, xs, values, style);
  });
  curves.curve("target", xs, wanted, {
    colour: "target",
    width: 4,
    opacity: 0.55,
    label: words.target,
  });
  curves.curve("network", xs, given, {
    colour: "network",
    dash: "dash",
    label: words.networkCurve,
  });
  const below = comparedChart(words.residual, words.residualOf(label), target, [residual]);
  below.curve("residual", xs, residual, { colour: "residual", label: words.residual });
  below.levels("zero", [0], { colour: "muted", width: 1 });
  return [curves, below];
}
function comparedChart(name, description, target, values) {
  return plot({
    title: name,
    description,
    x: { label: "x", domain: target.domain[0] },
    y: { label: name, domain: roomyRange(values) },
    height: CURVE_HEIGHT,
    legend: true,
  });
}
function roomyRange(arrays) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of arrays) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(high >= low)) return [-1, 1];
  const room = 0.08 * (high - low) || 0.5 * Math.abs(high) || 1;
  return [low - room, high + room];
}
function comparedMaps({ network, label }, target, words) {
  const grid = gridOfRectangle(target.domain, MAP_SIDE);
  const [wanted, given] = [target.evaluate(grid), predict(network, grid)];
  const residual = differenceOf(given, wanted);
  const [low, high] = roomyRange([wanted, given]);
  const size = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const description = words.mapsOf(label);
  const error = { low: -size, high: size, palette: "diverging" };
  return [
    namedMap(words.target, description, target, wanted, { low, high }),
    namedMap(words.networkCurve, description, target, given, { low, high }),
    namedMap(words.residual, words.residualOf(label), target, residual, error),
  ];
}
function namedMap(title, description, { domain }, values, colours) {
  const map = heatmap({ title, description, domain, xLabel: "x", yLabel: "y", ...colours });
  map.show(values, MAP_SIDE, MAP_SIDE);
  return { ...map, node: element("figure", {}, element("figcaption", {}, title), map.node) };
}
const RULE_LOOKS = {
  nesterov: { colour: "descent", marker: "circle" },
  adam: { colour: "adam", marker: "square" },
  momentum: { colour: "residual", marker: "triangle" },
  plain: { colour: "target", marker: "down" },
};
const FREE_BESIDE = 1.6;
const FREE_WIDTH = 1.25;
const FLOOR_NEAR = 1e4;
const REACH = 24;
const PICTURE_HEIGHT = { least: 340, most: 560 };
function looksOf(lines) {
  const free = new Map(Object.entries(RULE_LOOKS));
  const looks = new Map();
  const take = (line, name) => {
    looks.set(line.key, free.get(name));
    free.delete(name);
  };
  for (const line of lines) {
    if (free.has(line.rule)) take(line, line.rule);
  }
  for (const line of lines) {
    if (!looks.has(line.key)) take(line, [...free.keys()][0]);
  }
  return looks;
}
function errorDomain(errors, floors = []) {
  const seen = errors.filter((error) => error > 0 && Number.isFinite(error));
  if (seen.length === 0) return [1e-3, 1];
  const low = Math.min(...seen);
  const near = floors.filter((error) => error > low / FLOOR_NEAR);
  return [Math.min(low, ...near) / FREE_BESIDE, Math.max(...seen) * FREE_BESIDE];
}
function nearestPoint(points, at, domain, size, reach) {
  const away = (name, side, point) =>
    (Math.log(point[name] / at[name]) / Math.log(domain[name][1] / domain[name][0])) * side;
  const distance = (point) => Math.hypot(away("x", size[0], point), away("y", size[1], point));
  const nearest = points.reduce((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
  return nearest !== null && distance(nearest) <= reach ? nearest : null;
}
function comparePicture(words, onChoose) {
  const chart = plot({
    title: words.pictureTitle,
    description: words.pictureDescription,
    x: {
      label: words.width,
      scale: "log",
      domain: [1 / FREE_WIDTH, 32 * FREE_WIDTH],
      ticks: COMPARE_WIDTHS,
    },
    y: { label: words.norms.max_error, scale: "log", domain: [1e-3, 1] },
    height: Math.min(
      PICTURE_HEIGHT.most,
      Math.max(PICTURE_HEIGHT.least, Math.round(globalThis.innerHeight * 0.55)),
    ),
    legend: true,
  });
  let drawn = new Set();
  let clickable = [];
  let norm = "max_error";
  chart.onClick((at) => {
    const size = [chart.node.clientWidth, chart.node.clientHeight];
    nearestPoint(clickable, at, chart.domain(), size, REACH)?.onClick();
  });
  function show(shown) {
    chart.setDomain({ x: [1 / FREE_WIDTH, shown.widest * FREE_WIDTH], y: comparedDomain(shown) });
    if (shown.norm !== norm) chart.setLabels({ y: words.norms[shown.norm] });
    norm = shown.norm;
    clickable = [];
    const now = new Set();
    const put = (kind, key, ...rest) => {
      now.add(key);
      chart[kind](key, ...rest);
      if (kind === "dots") clickable.push(...rest[0].filter(({ onClick }) => onClick));
    };
    drawStored(put, shown, words, onChoose);
    drawLines(put, shown, words, onChoose);
    for (const key of drawn) if (!now.has(key)) chart.remove(key);
    drawn = now;
  }
  chart.node.classList.add("compare-picture");
  return { node: chart.node, show, svgText: chart.svgText, dispose: chart.dispose };
}
function comparedDomain({ lines, norm, widest, stored }) {
  const own = lines.flatMap(({ points }) =>
    points.flatMap(({ results }) => results.map((result) => errorOf(result, norm))),
  );
  const inside = (curve) => curve.filter(([width]) => width <= widest).map(([, error]) => error);
  const beside = [stored.guarantee, stored.nearBest, stored.descent].flatMap(inside);
  return errorDomain([...own, ...beside], inside(stored.floor));
}
function compareColumns(curve, widest) {
  const inside = curve.filter(([width, error]) => width <= widest && error > 0);
  return [inside.map(([width]) => width), inside.map(([, error]) => error)];
}
function drawStored(put, { stored, widest, selected, settings }, words, onChoose) {
  const [main, ...others] = settings.activations;
  const ofMain = others.length > 0 ? `, ${words.activations[main]}` : "";
  const curve = (name, style) => {
    const [widths, errors] = compareColumns(stored[name], widest);
    if (widths.length > 0) put("curve", name, widths, errors, style);
    return { widths, errors };
  };
  curve("guarantee", { colour: "guarantee", dash: "dash", label: words.guarantee + ofMain });
  curve("floor", { colour: "floor", dash: "dashdot", label: words.floor + ofMain });
  const near = curve("nearBest", {
    colour: "nearBest", width: 3.4, marker: "diamond", label: words.nearBest + ofMain,
  });
  const points = near.widths.map((width, place) => {
    const key = `near-best.${width}`;
    const label = words.point(words.nearBest, width, formatError(near.errors[place]));
    const known = stored.networks[width];
    const onClick = known ? () => onChoose(key) : null;
    return { x: width, y: near.errors[place], label, onClick, selected: key === selected };
  });
  if (points.length > 0)
    put("dots", "nearBestDots", points, { colour: "nearBest", marker: "diamond" });
  if (stored.descent.length > 0) drawStoredRuns(put, stored.descent, widest, words);
}
function drawStoredRuns(put, descent, widest, words) {
  const [widths, errors] = compareColumns(descent, widest);
  const points = widths.map((x, place) => ({ x, y: errors[place], label: words.descent }));
  const look = { colour: "muted", marker: "cross" };
  put("curve", "descent", ...compareColumns(mediansOf(descent, medianOf), widest), {
    ...look, dash: "dash", width: 1.5, label: words.descent,
  });
  put("dots", "descentDots", points, { ...look, radius: 3, opacity: 0.6 });
}
function drawLines(put, { lines, norm, selected, labels }, words, onChoose) {
  const looks = looksOf(lines);
  for (const { key, points } of lines) {
    const look = looks.get(key);
    const ended = points.filter(({ best }) => best > 0);
    const widths = ended.map(({ width }) => width);
    if (widths.length === 0) continue;
    const label = labels.get(key);
    put(
      "curve",
      `${key}.median`,
      widths,
      ended.map(({ median }) => median),
      { ...look, label },
    );
    const several = ended.some(({ results }) => results.length > 1);
    if (several) {
      const best = ended.map((point) => point.best);
      put("curve", `${key}.best`, widths, best, { colour: look.colour, dash: "dot", width: 1.5 });
    }
    const dots = ended.flatMap(({ results }) =>
      results.map((result) => dotOfRun(result, norm, label, selected, words, onChoose)),
    );
    put("dots", `${key}.seeds`, dots, look);
  }
  if (lines.some(({ points }) => points.some(({ results }) => results.length > 1))) {
    put("dots", "keyOfSeeds", [], { colour: "muted", label: words.each });
    put("curve", "keyOfBest", [], [], {
      colour: "muted",
      dash: "dot",
      width: 1.5,
      label: words.best,
    });
  }
}
function dotOfRun(result, norm, label, selected, words, onChoose) {
  const { key, width, seed } = result.run;
  const error = errorOf(result, norm);
  return {
    x: width,
    y: error,
    label: words.pointOfSeed(label, width, seed, formatError(error)),
    selected: key === selected,
    onClick: () => onChoose(key),
  };
}
function widthsShown({ widest, stored }) {
  const others = [...stored.nearBest, ...stored.descent].map(([width]) => width);
  const all = [...widthsUpTo(widest), ...others.filter((width) => width <= widest)];
  return [...new Set(all)].sort((a, b) => a - b);
}
const TRAIN_HEIGHTS = { curve: 340, residual: 190, units: 390, trail: 200 };
const LABEL_ROOM = "−0.005";
const CENTRE_TICK = 11;
const TRAIN_MANY_UNITS = 40;
function trainCurves(problem, words, onPick) {
  const grid = trainGrid(problem);
  const hasUnits = problem.setup.activation !== "identity";
  const charts = trainCharts(problem, grid, hasUnits, words);
  const bounds = { residual: 0, units: 0, epochs: 0 };
  let turn = 0;
  let last = null;
  drawTarget(charts.curve, problem, grid, words);
  charts.residual.levels("zero", [0], { colour: "muted", width: 1 });
  charts.units?.onClick((point) => last && onPick(nearestUnit(last.network, problem.domain[0], point)));
  function show(now, view) {
    if (now.network === null) return;
    last = now;
    turn += 1;
    const { given, residual } = trainFrame(now.network, grid);
    const centres = unitCentres(now.network);
    charts.curve.curve("network", grid.xs, given, { colour: "network", width: 2.5, label: words.network });
    showResidual(now, residual);
    if (!hasUnits) return;
    charts.curve.rules("centres", centres, tickStyle(words));
    pickedRule(charts.curve, centres, view);
    if (now.problem.setup.width > TRAIN_MANY_UNITS && now.playing && turn % 3 !== 0) return;
    showUnits(now, view);
    showTrail(now, centres, view);
  }
  function showResidual(now, residual) {
    if (residual === null) {
      showRests(charts.residual, residualAtPoints(now.network, problem.points), problem, bounds);
      return;
    }
    bounds.residual = steadyBound(largestSize(residual), bounds.residual);
    charts.residual.setDomain({ y: [-bounds.residual, bounds.residual] });
    charts.residual.curve("residual", grid.xs, residual, { colour: "residual", width: 2 });
  }
  function showUnits(now, view) {
    charts.units.node.parentNode.hidden = !view.units;
    if (!view.units) return;
    const all = now.network.outputWeights.map((_, unit) => unit);
    const { xs, ys } = unitLines(now.network, problem.domain[0], Array.from(all));
    bounds.units = steadyBound(largestSize(ys), bounds.units);
    charts.units.setDomain({ y: [-bounds.units, bounds.units] });
    charts.units.curve("units", xs, ys, { colour: "unit", width: 1.3, opacity: 0.85 });
    if (view.unit < 0) charts.units.remove("picked");
    else {
      const own = unitLines(now.network, problem.domain[0], [view.unit]);
      charts.units.curve("picked", own.xs, own.ys, { colour: "accent", width: 3.5 });
    }
  }
  function showTrail(now, centres, view) {
    bounds.epochs = Math.max(10, roundUp(now.epoch));
    charts.trail.setDomain({ y: [0, bounds.epochs] });
    const { xs, ys } = now.trail.line(now.epoch, centres);
    charts.trail.curve("trail", xs, ys, { colour: "unit", width: 1.3, opacity: 0.9 });
    const span = (y) => [y.toPixel(now.epoch) - CENTRE_TICK / 2, y.toPixel(now.epoch) + CENTRE_TICK / 2];
    charts.trail.rules("now", centres, { colour: "unit", width: 2.5, span });
    if (view.unit < 0) return charts.trail.remove("picked");
    const size = xs.length / centres.length;
    const part = (values) => values.subarray(view.unit * size, (view.unit + 1) * size);
    return charts.trail.curve("picked", part(xs), part(ys), { colour: "accent", width: 3 });
  }
  const parts = Object.fromEntries(Object.entries(charts).map(([key, chart]) =>
    [key, trainFigure(words.charts[key], chart.node)]));
  const dispose = () => Object.values(charts).forEach((chart) => chart.dispose());
  return { parts, show, svgText: () => charts.curve.svgText(), dispose };
}
function trainFigure(name, node) {
  return element("figure", { class: "train-figure" }, element("figcaption", {}, name), node);
}
function trainCharts(problem, grid, hasUnits, words) {
  const [domain] = problem.domain;
  const heights = roomyInterval(grid.wanted ?? problem.points.t);
  const chart = (key, label, y) =>
    plot({
      title: words.charts[key],
      description: words.descriptions[key],
      x: { label, domain },
      y: { label: "", domain: y, room: LABEL_ROOM },
      height: TRAIN_HEIGHTS[key],
      legend: key === "curve",
    });
  const curves = { curve: chart("curve", "", heights), residual: chart("residual", "", [-1, 1]) };
  if (!hasUnits) return curves;
  return { ...curves, units: chart("units", "x", [-1, 1]), trail: chart("trail", "x", [0, 10]) };
}
function drawTarget(chart, { points }, { xs, wanted }, words) {
  if (wanted !== null) {
    chart.curve("target", xs, wanted, {
      colour: "target", width: 6, opacity: 0.35, label: words.target,
    });
  }
  if (points === null) return;
  const dots = Array.from(points.x, (x, place) => ({ x, y: points.t[place] }));
  chart.dots("points", dots, { colour: "target", radius: 3, label: words.points, opacity: 0.75 });
}
function tickStyle(words) {
  const span = ({ range }) => [range[0] - CENTRE_TICK, range[0]];
  return { colour: "unit", width: 2.5, span, label: words.centres };
}
function pickedRule(chart, centres, { unit }) {
  if (unit < 0) chart.remove("picked-centre");
  else chart.rules("picked-centre", [centres[unit]], { colour: "accent", width: 1.5, dash: "dash" });
}
function showRests(chart, rests, { points }, bounds) {
  bounds.residual = steadyBound(largestSize(rests), bounds.residual);
  chart.setDomain({ y: [-bounds.residual, bounds.residual] });
  const xs = new Float64Array(3 * rests.length).fill(NaN);
  const ys = xs.slice();
  rests.forEach((rest, place) => {
    xs.fill(points.x[place], 3 * place, 3 * place + 2);
    ys.set([0, rest], 3 * place);
  });
  chart.curve("residual", xs, ys, { colour: "residual", width: 2 });
}
function startWorker(scope = globalThis) {
  const later = waitingRoom();
  let module;
  let player = null;
  let waiting = false;
  let fresh = false;
  const tell = () => {
    fresh = true;
    if (waiting) return;
    [waiting, fresh] = [true, false];
    scope.postMessage({ news: player.news() });
  };
  const begin = ({ setup, bytes }) => {
    if (module === undefined) module = compileEngine(bytes);
    return createTraining(setup, module);
  };
  scope.onmessage = ({ data }) => {
    if (data.open) {
      player = createPlayer(begin(data.open), later, tell);
      tell();
    } else if (data.run) {
      scope.postMessage({ done: { index: data.run.index, result: runToEnd(begin(data.run)) } });
    } else if (data.shown) {
      waiting = false;
      if (fresh) tell();
    } else {
      player[data.command](data.value);
    }
  };
  scope.postMessage({ ready: true });
}
function runToEnd(training) {
  training.advance(Infinity);
  return resultOf(training);
}
function resultOf(training) {
  const { epoch, diverged, kind } = training;
  const [parameters, history] = [training.parameters.slice(), training.history.slice()];
  return { epoch, loss: history[epoch], parameters, history, diverged, kind };
}
function waitingRoom() {
  const { port1, port2 } = new MessageChannel();
  let next = null;
  port1.onmessage = () => {
    const callback = next;
    next = null;
    callback?.();
  };
  return (callback, milliseconds) => {
    if (milliseconds > 0) {
      setTimeout(callback, milliseconds);
    } else {
      if (next === null) port2.postMessage(null);
      next = callback;
    }
  };
}
const LONGEST_LINE = 4000;
const ON_SIDE = /(?<![\w.])on\s*(?=\[)/;
const ON_ANYTHING = /(?<![\w.])on(?![\w.:])/;
const DOMAIN_SIDE = /\s*\[([^[\]]*)\](?:\s*\^\s*(\d{1,3})(?!\d))?/y;
const DOMAIN_TIMES = /\s*[xX*\u00d7](?=\s*\[)/y;
const CLAUSE_NAME = /^(.*?)(?<![\w.])as(?!\w)((?:\s+[^\s[\]()+*/^,]*)?)\s*$/s;
const CLAUSE_KINKS = /^(.*?)(?<![\w.])with\s+kinks?(?!\w)(.*)$/s;
const SHORT_NAME = /^[\p{L}_][\p{L}\p{N}_]{0,59}$/u;
function betweenCommas(text) {
  const pieces = [""];
  let depth = 0;
  for (const character of text) {
    depth += (character === "(") - (character === ")");
    if (character === "," && depth === 0) pieces.push("");
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
function numberIn(text, at) {
  try {
    return readConstant(text);
  } catch (problem) {
    if (!(problem instanceof FormulaError)) throw problem;
    throw new FormulaError(`in ${quotedText(text.trim(), 60)}: ${problem.message}`, at + problem.at);
  }
}
function sideOf(text, at) {
  const ends = betweenCommas(text);
  if (ends.length !== 2) {
    throw new FormulaError(`a side of a domain is [low, high], not ${quotedText(`[${text}]`, 60)}.`, at);
  }
  const low = numberIn(ends[0], at);
  const high = numberIn(ends[1], at + ends[0].length + 1);
  if (!(low < high)) {
    throw new FormulaError(`a domain needs low < high, not [${low}, ${high}].`, at);
  }
  if (!Number.isFinite(high - low)) throw new FormulaError("the domain is too long.", at);
  return [low, high];
}
function readDomain(text, offset = 0) {
  const sides = [];
  let place = 0;
  for (let side = matchAt(DOMAIN_SIDE, text, 0); side !== null; side = matchAt(DOMAIN_SIDE, text, place)) {
    const ends = sideOf(side[1], offset + place + side[0].indexOf("[") + 1);
    for (let times = Number(side[2] ?? 1); times > 0; times--) sides.push(ends.slice());
    place += side[0].length;
    const between = matchAt(DOMAIN_TIMES, text, place);
    if (between === null) break;
    place += between[0].length;
  }
  const rest = text.slice(place).trim();
  if (rest !== "" || sides.length === 0) {
    throw new FormulaError(
      `${quotedText(rest, 60)} is no part of a domain such as [0, 1] or [0, pi] x [0, 1]; behind it ` +
        "may stand 'with kinks 0.5, 1' and 'as name'.",
      offset + place,
    );
  }
  return sides;
}
function clauseOf(pattern, text) {
  const match = pattern.exec(text);
  return match === null ? [text, null] : [match[1], match[2].trim()];
}
function kinksOf(clause, at) {
  if (clause === null) return [];
  if (clause === "") throw new FormulaError("say where the kinks are, as in with kinks 0.5, 1.", at);
  const numbers = betweenCommas(clause).map((piece) => numberIn(piece, at));
  return [...new Set(numbers)].sort((a, b) => a - b);
}
function readTargetText(line) {
  if (line.length > LONGEST_LINE) {
    throw new FormulaError("a line that names a target has at most 4,000 characters.", LONGEST_LINE);
  }
  let [rest, name] = clauseOf(CLAUSE_NAME, line);
  let clause;
  [rest, clause] = clauseOf(CLAUSE_KINKS, rest);
  if (name === null) [rest, name] = clauseOf(CLAUSE_NAME, rest);
  if (name !== null && !SHORT_NAME.test(name)) {
    throw new FormulaError(
      "a short name is a word of letters, digits and _ that begins with a letter, at most 60 long, " +
        `not ${quotedText(name, 60)}.`,
      rest.length,
    );
  }
  const match = ON_SIDE.exec(rest);
  if (match === null && ON_ANYTHING.test(rest)) {
    throw new FormulaError(
      `a domain is written in brackets, as on [0, 1], not ${quotedText(rest, 60)}.`,
      rest.search(ON_ANYTHING),
    );
  }
  const text = match === null ? rest : rest.slice(0, match.index);
  const where = match === null ? 0 : match.index + match[0].length;
  const domain = match === null ? null : readDomain(rest.slice(where), where);
  if (match !== null && text.trim() === "") {
    throw new FormulaError(
      `${quotedText(rest.trim(), 60)} says where, but not what: write for example sin(5*x) on [0, 1].`,
    );
  }
  const variables = domain === null ? null : domain.map((_, index) => `x${index + 1}`);
  const formula = readFormula(text, { variables });
  return { text: formula.text, formula, domain, kinks: kinksOf(clause, rest.length), name: name ?? "" };
}
const BUILD_UNIT_POINTS = 1201;
const BUILD_SLOPES = [1, 500];
const BUILD_STEP_APART = 0.1;
const BUILD_TOP_HANDLE = 0.93;
function unitScene(context) {
  const { state, words, announce } = context;
  const own = words.unitScene;
  const domain = [-1, 1];
  const xs = evenXs(domain, BUILD_UNIT_POINTS);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 400,
    x: { label: "x", domain }, y: { label: "y", domain: [-1.2, 1.2] },
  });
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const formula = element("p", { class: "build-formula" });
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  });
  const controls = {
    centre: pair(words.centre, "buildCentre", { min: -0.9, max: 0.9, step: 0.01 }),
    slope: pair(words.slope, "buildSlope", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" }),
    height: pair(words.height, "buildHeight", { min: -1, max: 1, step: 0.01 }),
  };
  const network = () => unitNetwork(settings());
  const settings = () => ({
    activation: state.get("buildActivation"), centre: state.get("buildCentre"),
    slope: state.get("buildSlope"), height: state.get("buildHeight"),
  });
  const set = (changes) => state.set(changes);
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "unit", network, svgText: () => chart.svgText(),
    domain: () => [[-1, 1]], about: own.about,
  });
  function say() {
    const { centre, slope, height } = settings();
    announce(own.said(formatNumber(centre), formatNumber(slope), formatNumber(height), offStep()));
  }
  function offStep() {
    return formatNumber(distanceFromStep(settings()), 2);
  }
  function draw() {
    const now = settings();
    controls.centre.set(now.centre);
    controls.slope.set(now.slope);
    controls.height.set(now.height);
    const net = network();
    drawUnitParts(chart, xs, net, words);
    chart.curve("network", xs, predict(net, xs), { colour: "network", width: 3.5, label: net.width === 1 ? own.curve : own.sum });
    placeHandles(now);
    showNumbers(now, net);
  }
  function showNumbers(now, net) {
    const one = net.width === 1;
    numbers.show([
      [one ? "w" : own.weights(net.width), formatNumber(net.hiddenWeights[0], 4)],
      [one ? "b" : own.biases, Array.from(net.hiddenBiases, (b) => formatNumber(b, 4)).join(", ")],
      [one ? "c" : own.outputs, Array.from(net.outputWeights, (c) => formatNumber(c, 4)).join(", ")],
      [one ? words.centreFormula : words.centre, formatNumber(now.centre, 4)],
      ...(stepOf(now.activation) ? [[own.offStep(BUILD_STEP_APART), offStep()]] : []),
    ]);
    formula.textContent = unitFormula(net);
    const { units } = BUILD_STEP_ROWS[now.activation];
    story.show(own.story(now.activation, units));
    finding.show([own.finding(now.activation, units)]);
    if (fold.open) table.show(net);
  }
  function placeHandles(now) {
    const places = unitHandles(now);
    chart.handle("centre", {
      ...places.centre, name: words.centre, axis: "x", min: -0.9, max: 0.9, step: 0.01,
      valueText: (x) => formatNumber(x), onMove: moved((x) => set({ buildCentre: asDragged(x) })),
    });
    chart.handle("height", {
      ...places.height, name: words.height, axis: "y", min: -1, max: 1, step: 0.01,
      valueText: () => formatNumber(state.get("buildHeight")),
      onMove: moved((x, y) => set({ buildHeight: heightFrom(y, settings()) })),
    });
    if (places.slope === null) {
      chart.remove("slope");
      chart.remove("tangent");
    } else {
      const { centre: from, slope: to } = places;
      chart.curve("tangent", [2 * from.x - to.x, to.x], [2 * from.y - to.y, to.y], {
        colour: "muted", width: 1.5, dash: "dot", label: own.tangent,
      });
      chart.handle("slope", {
        ...places.slope, name: words.slope, axis: "x", min: -1, max: 1, step: 0.005,
        valueText: () => formatNumber(state.get("buildSlope")),
        onMove: moved((x) => set({ buildSlope: slopeFrom(x, settings()) })),
      });
    }
  }
  const moved = (change) => (x, y, done) => {
    change(x, y);
    if (done) say();
  };
  const stop = state.subscribe(["buildActivation", "buildCentre", "buildSlope", "buildHeight"], schedule);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: Object.values(controls).map((control) => control.node),
    picture: [chart.node, numbers.node],
    more: [formula, finding.node, fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}
function unitNetwork({ activation, centre, slope, height }) {
  if (isSigmoidal(activation) || stepOf(activation) === null) return plainUnit(activation, centre, slope, height);
  return networkOfSteps(activation, [{ place: centre, slope, height }], 0);
}
function plainUnit(activation, centre, slope, height) {
  return {
    inputs: 1, width: 1, outputs: 1, activation, outputActivation: "identity",
    hiddenWeights: Float64Array.of(slope), hiddenBiases: Float64Array.of(-slope * centre),
    outputWeights: Float64Array.of(height), outputBias: Float64Array.of(0),
  };
}
function unitLevels({ activation, height }) {
  const [low, high] = BUILD_STEP_ROWS[activation].limits ?? [0, 1];
  return [height * low, height * high];
}
function distanceFromStep({ activation, centre, slope, height }) {
  if (stepOf(activation) === null) return NaN;
  const net = unitNetwork({ activation, centre, slope, height });
  const [low, high] = unitLevels({ activation, height });
  const [left, right] = predict(net, Float64Array.of(centre - BUILD_STEP_APART, centre + BUILD_STEP_APART));
  return Math.max(Math.abs(left - low), Math.abs(right - high));
}
function unitHandles({ activation, centre, slope, height }) {
  const [low, high] = unitLevels({ activation, height });
  const step = stepOf(activation);
  const top = { x: BUILD_TOP_HANDLE, y: step ? high : height };
  const middle = { x: centre, y: step ? (low + high) / 2 : plainValue(activation, 0) * height };
  if (step === null || step.half === 0) return { centre: middle, height: top, slope: null };
  const away = step.half / slope;
  const right = centre + away <= 0.8;
  const x = right ? centre + away : Math.max(-0.98, centre - away);
  const rise = ((high - low) / 2) * ((x - centre) / away);
  return { centre: middle, height: top, slope: { x, y: middle.y + rise } };
}
function plainValue(activation, z) {
  return { gaussian: Math.exp(-z * z), sine: Math.sin(z) }[activation];
}
function slopeFrom(x, { activation, centre }) {
  const away = Math.max(1e-9, Math.abs(x - centre));
  return asDragged(Math.min(BUILD_SLOPES[1], Math.max(BUILD_SLOPES[0], stepOf(activation).half / away)));
}
function heightFrom(y, { activation }) {
  const high = stepOf(activation) ? unitLevels({ activation, height: 1 })[1] : 1;
  return asDragged(Math.min(1, Math.max(-1, y / high)));
}
function asDragged(value) {
  return Math.abs(value) < 1 ? Number(value.toFixed(3)) : Number(value.toPrecision(4));
}
function drawUnitParts(chart, xs, net, words) {
  for (let j = 0; j < 4; j += 1) {
    if (net.width === 1 || j >= net.width) {
      chart.remove(`part${j}`);
      continue;
    }
    chart.curve(`part${j}`, xs, unitPart(net, j, xs), {
      colour: "unit", width: 1.5, dash: "dash", label: words.oneUnit,
    });
  }
}
function unitPart(net, j, xs) {
  const one = {
    ...net, width: 1, hiddenWeights: net.hiddenWeights.subarray(j, j + 1),
    hiddenBiases: net.hiddenBiases.subarray(j, j + 1),
    outputWeights: net.outputWeights.subarray(j, j + 1), outputBias: Float64Array.of(0),
  };
  return predict(one, xs);
}
function unitFormula(net) {
  const number = (value) => formatNumber(value, 4);
  const signedNumber = (value) => `${value < 0 ? "−" : "+"} ${number(Math.abs(value))}`;
  const terms = Array.from(net.outputWeights, (c, j) => {
    const lead = j === 0 ? number(c) : signedNumber(c);
    return `${lead} φ(${number(net.hiddenWeights[j])} x ${signedNumber(net.hiddenBiases[j])})`;
  });
  const bias = net.outputBias[0] === 0 ? "" : ` ${signedNumber(net.outputBias[0])}`;
  return `y = ${terms.join(" ")}${bias}`;
}
const BESIDE_SHARE = 1e-12;
const RUNGS_TO_KINK = 48;
const LADDER = [0.2, 0.45, 0.7, 1, 1.4, 1.9, 2.5, 3.3, 4.4, 6, 9, 16];
const STEEP_FOR_GRID = 0.25;
const PEAKS_OF_UNIT = 4;
const MEASURED_GRIDS = new WeakMap();
function measure(network, target) {
  const residual = (xs) => difference(networkValues(network, xs), target.evaluate(xs));
  const { even, dense } = gridsOf(target);
  const onEven = difference(networkValues(network, even.x), even.t);
  const rmse = rootMeanSquare(onEven);
  const highest =
    target.domain.length === 1
      ? highestError1(network, target, residual, dense)
      : highestError2(network, target, residual, { x: even.x, onEven });
  if (!Number.isFinite(highest.value) || !Number.isFinite(rmse))
    return { maxError: Infinity, where: null, rmse: Infinity };
  return { maxError: highest.value, where: highest.at, rmse };
}
function networkValues(network, xs) {
  const { inputs, width, hiddenWeights, outputWeights, outputBias, centred } = network;
  const hiddenBiases = centred ? centred.hiddenBiases : network.hiddenBiases;
  const centre = centred ? centred.inputCentre : new Float64Array(inputs);
  const { phi } = activationRowOf(network.activation);
  const psi = activationRowOf(network.outputActivation).phi;
  const points = xs.length / inputs;
  const values = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    let total = 0;
    for (let j = 0; j < width; j++) {
      let z = 0;
      for (let k = 0; k < inputs; k++)
        z += (xs[k * points + p] - centre[k]) * hiddenWeights[k * width + j];
      total += outputWeights[j] * phi(z + hiddenBiases[j]);
    }
    values[p] = psi(total + outputBias[0]);
  }
  return values;
}
function rootMeanSquare(values) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && Number.isFinite(largest))) return largest;
  const square = exactSum(values.length, (i) => (values[i] / largest) ** 2);
  return largest * Math.sqrt(square / values.length);
}
function difference(a, b) {
  return a.map((value, i) => value - b[i]);
}
function gridsOf(target) {
  if (!MEASURED_GRIDS.has(target)) {
    const x = tensorGrid(target.domain, EVALUATION_POINTS[target.domain.length]);
    const even = { x, t: target.evaluate(x) };
    const near = besideKinks(target);
    const dense = near.length ? { x: near, t: target.evaluate(near) } : { x: near, t: near };
    MEASURED_GRIDS.set(target, { even, dense: joined(even, dense) });
  }
  return MEASURED_GRIDS.get(target);
}
function joined(a, b) {
  return { x: Float64Array.of(...a.x, ...b.x), t: Float64Array.of(...a.t, ...b.t) };
}
function besideKinks({ domain, kinks = [] }) {
  if (domain.length > 1 || !kinks?.length) return new Float64Array(0);
  const [low, high] = domain[0];
  const nearest = Math.log(BESIDE_SHARE);
  const farthest = Math.log(1 / EVALUATION_POINTS[1]);
  const points = kinks.flatMap((kink) =>
    Array.from({ length: RUNGS_TO_KINK }, (_, i) => {
      const share = nearest + ((farthest - nearest) * i) / (RUNGS_TO_KINK - 1);
      const distance = Math.exp(share) * (high - low);
      return [kink - distance, kink + distance];
    }).flat(),
  );
  return Float64Array.from(points.filter((x) => x >= low && x <= high));
}
function highestError1(network, target, residual, dense) {
  const near = besideUnits(network, target.domain[0]);
  const x = Float64Array.of(...dense.x, ...near);
  const onDense = difference(networkValues(network, dense.x), dense.t);
  const magnitude = Float64Array.of(...onDense, ...residual(near)).map(Math.abs);
  const climbed = highestOnLine(residual, x, magnitude);
  return errorsAtKinks(network, target).reduce((a, b) => (b.value > a.value ? b : a), climbed);
}
function highestError2(network, target, residual, { x, onEven }) {
  const beside = unitPatches(network, residual, target);
  return highestOnPlane(residual, target.domain, x, onEven, beside);
}
function besideUnits(network, [low, high]) {
  const { width, hiddenWeights, centred } = network;
  const biases = centred ? centred.hiddenBiases : network.hiddenBiases;
  const zero = centred ? centred.inputCentre[0] : 0;
  const spacing = (high - low) / (EVALUATION_POINTS[1] - 1);
  const usable = Array.from({ length: width }, (_, j) => j).filter(
    (j) => Number.isFinite(biases[j] / hiddenWeights[j]) && hiddenWeights[j] !== 0,
  );
  const centres = usable.map((j) => zero - biases[j] / hiddenWeights[j]).sort((a, b) => a - b);
  const middles = centres.slice(1).map((c, i) => centres[i] + (c - centres[i]) / 2);
  const steep = usable.filter((j) => Math.abs(hiddenWeights[j]) * spacing > STEEP_FOR_GRID);
  const about = steep.flatMap((j) =>
    [...LADDER, ...LADDER.map((d) => -d)].map((d) => zero + (d - biases[j]) / hiddenWeights[j]),
  );
  const points = [...centres, ...middles, ...about].filter((x) => x >= low && x <= high);
  return Float64Array.from(points);
}
function unitPatches(network, residual, { domain }) {
  const { width, hiddenWeights, hiddenBiases } = network;
  const points = EVALUATION_POINTS[2];
  const spacing = domain.map(([low, high]) => (high - low) / (points - 1));
  return Array.from({ length: width }, (_, j) => j).flatMap((j) => {
    const slopes = spacing.map((length, k) => hiddenWeights[k * width + j] * length);
    const steepness = Math.hypot(...slopes);
    if (!(steepness > 0 && Number.isFinite(steepness + hiddenBiases[j]))) return [];
    const normal = slopes.map((slope) => slope / steepness);
    const frame = [
      [-normal[1] * spacing[0], normal[0] * spacing[1]],
      [normal[0] * spacing[0], normal[1] * spacing[1]].map((side) => side / Math.max(steepness, 1)),
    ];
    const line = lineOfUnit(slopes, steepness, hiddenBiases[j], domain, spacing, frame[0]);
    return peaksAlong(residual, line).map((centre) => ({ centre, frame }));
  });
}
function lineOfUnit(slopes, steepness, bias, domain, spacing, along) {
  const middle = domain.map(([low, high]) => (low + high) / 2);
  const at = bias + middle.reduce((sum, m, k) => sum + (slopes[k] * m) / spacing[k], 0);
  const foot = middle.map((m, k) => m - (at * slopes[k] * spacing[k]) / steepness ** 2);
  const reach = EVALUATION_POINTS[2];
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const line = steps.map((step) => foot.map((f, k) => f + step * along[k]));
  return line.filter((point) => point.every((x, k) => x >= domain[k][0] && x <= domain[k][1]));
}
function peaksAlong(residual, line) {
  const xs = Float64Array.from([...line.map(([x]) => x), ...line.map(([, y]) => y)]);
  const m = residual(xs).map(Math.abs);
  const below = (i, j) => !(m[j] > m[i]);
  const peaks = Array.from(line.keys()).filter((i) => below(i, i - 1) && below(i, i + 1));
  return peaks.sort((a, b) => m[b] - m[a]).slice(0, PEAKS_OF_UNIT).map((i) => line[i]);
}
function errorsAtKinks(network, { domain, evaluate, kinks = [] }) {
  if (!kinks?.length) return [];
  const step = BESIDE_SHARE * (domain[0][1] - domain[0][0]);
  const at = Float64Array.from(kinks);
  const here = networkValues(network, at);
  const places = [at, at.map((kink) => kink - step), at.map((kink) => kink + step)];
  const wanted = activationRowOf(network.activation).trainable ? places : [at];
  return wanted.flatMap((xs) => {
    const values = evaluate(xs);
    return Array.from(at, (kink, i) => ({ value: Math.abs(here[i] - values[i]), at: [kink] }));
  });
}
const SQUARE_ROOM = 0.25;
function trainProblem(settings, target, presets = {}) {
  const rung = presets[settings.rung];
  return rung ? rungProblem(settings, rung) : targetProblem(settings, target);
}
function targetProblem(settings, target) {
  const { width, activation, rule, momentum, seed, epochs } = settings;
  const problem = trainingProblem(target, {
    width, activation, rule, learningRate: null, momentum, seed, epochs,
  });
  return {
    key: target.key,
    inputs: target.domain.length,
    ...withRate(problem.setup, settings.rate),
    toNetwork: problem.toNetwork,
    domain: target.domain,
    evaluate: (xs) => target.evaluate(xs),
    points: fittedRows(target),
    target,
    settings,
    rung: null,
    epochs,
  };
}
function rungProblem(settings, rung) {
  const { setup, toNetwork } = presetProblem(rung);
  return {
    key: settings.rung,
    inputs: setup.inputs,
    ...withRate(setup, settings.rate),
    toNetwork,
    domain: setup.inputs === 1 ? [roomAround(setup.x)] : squareWithRoom(),
    evaluate: null,
    points: { x: setup.x, t: setup.t },
    target: null,
    settings,
    rung,
    epochs: setup.epochs,
  };
}
function withRate(setup, rate) {
  const automaticRate = setup.rule.learningRate;
  const learningRate = rate > 0 ? rate : automaticRate;
  return { setup: { ...setup, rule: { ...setup.rule, learningRate } }, automaticRate };
}
function roomAround(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}
function squareWithRoom() {
  return [0, 1].map(() => [-SQUARE_ROOM, 1 + SQUARE_ROOM]);
}
const LOSS_HEIGHT = 340;
function lossPicture(words) {
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
const MAP_HEIGHT = 330;
function trainMaps(problem, words) {
  const grid = trainGrid(problem);
  const [low, high] = grid.wanted === null ? [0, 1] : roomyInterval(grid.wanted, 0);
  const names = problem.rung ? problem.rung.inputNames : ["x", "y"];
  const map = (key, range, palette) => heatmap({
    title: words.maps[key], description: words.descriptions[key] ?? "", domain: problem.domain,
    low: range[0], high: range[1], palette, height: MAP_HEIGHT, xLabel: names[0], yLabel: names[1],
  });
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
function cornerMarks({ x, t }) {
  return Array.from(t, (wanted, place) => ({ x: across, y: up }) => {
    const [left, top] = [across.toPixel(x[place]), up.toPixel(x[t.length + place])];
    const disc = svgElement("circle", { cx: left, cy: top, r: 15, class: "train-corner" });
    const label = svgElement("text", { x: left, y: top + 5, class: "middle" }, formatNumber(wanted));
    return svgElement("g", {}, disc, label);
  });
}
const SURFACE_SIDE = 61;
const SURFACE_HEIGHT = 360;
const SURFACE_ROOM = 0.35;
const LEAST_SPAN = 0.4;
const PATH_POINTS = 1000;
function trainSurface(problem, words) {
  const names = problem.rung ? Object.keys(problem.rung.names) : [];
  if (names.length !== 2) return null;
  const places = names.map((name) => problem.rung.names[name]);
  const goal = names.map((name) => problem.rung.published[name] ?? problem.rung.fromR[name]);
  const start = places.map((place) => problem.setup.parameters[place]);
  const domain = surfaceDomain(start, goal);
  const path = pathOfRung(problem, places);
  const errors = surfaceErrors(problem, places, domain);
  const map = heatmap({
    title: words.surface, description: words.surfaceDescription, domain, palette: "sequential",
    height: SURFACE_HEIGHT, xLabel: names[0], yLabel: names[1],
  });
  map.show(errors, SURFACE_SIDE, SURFACE_SIDE, Math.min(...errors), Math.max(...errors));
  function show(now) {
    const way = path.filter(({ epoch }) => epoch < now.epoch).map(({ values }) => values);
    way.push(places.map((place) => now.parameters[place]));
    map.mark([
      (scales) => wayNode(way, domain, scales),
      (scales) => goal.every(Number.isFinite) && surfaceDot(goal, domain, scales, "diamond"),
      (scales) => surfaceDot(way.at(-1), domain, scales, "circle"),
    ]);
  }
  return { figure: trainFigure(words.surface, map.node), show, dispose: () => map.dispose() };
}
function surfaceDomain(start, goal) {
  const ends = start.map((value, i) => [value, Number.isFinite(goal[i]) ? goal[i] : value]);
  const spans = ends.map(([a, b]) => Math.abs(a - b));
  const longest = Math.max(...spans) || 1;
  return ends.map(([a, b], i) => {
    const half = 0.5 * Math.max(spans[i], LEAST_SPAN * longest) + SURFACE_ROOM * longest;
    const middle = 0.5 * (a + b);
    return [middle - half, middle + half];
  });
}
function pathOfRung({ setup, epochs }, places) {
  const training = createTraining({ ...setup, parameters: setup.parameters.slice(), epochs }, null);
  const stride = Math.max(1, Math.floor(epochs / PATH_POINTS));
  const path = [];
  for (let epoch = 0; epoch <= epochs && !training.diverged; epoch += stride) {
    path.push({ epoch, values: places.map((place) => training.parameters[place]) });
    training.advance(stride);
  }
  return path;
}
function surfaceErrors({ setup, toNetwork, points }, places, [across, up]) {
  const parameters = setup.parameters.slice();
  const errors = new Float64Array(SURFACE_SIDE * SURFACE_SIDE);
  const xs = evenlySpaced(...across, SURFACE_SIDE);
  evenlySpaced(...up, SURFACE_SIDE).forEach((y, row) => {
    xs.forEach((x, column) => {
      [parameters[places[0]], parameters[places[1]]] = [x, y];
      const given = predict(toNetwork(parameters), points.x);
      let sum = 0;
      given.forEach((value, i) => (sum += (value - points.t[i]) ** 2));
      errors[row * SURFACE_SIDE + column] = setup.lossScale * sum;
    });
  });
  return errors;
}
function isOnSurface([x, y], [across, up]) {
  return x >= across[0] && x <= across[1] && y >= up[0] && y <= up[1];
}
function wayNode(way, domain, { x, y }) {
  let path = "";
  let pen = "M";
  for (const place of way) {
    const within = isOnSurface(place, domain);
    if (within) path += `${pen}${x.toPixel(place[0]).toFixed(1)} ${y.toPixel(place[1]).toFixed(1)}`;
    pen = within ? "L" : "M";
  }
  return svgElement("path", { d: path, class: "train-way" });
}
function surfaceDot(place, domain, { x, y }, marker) {
  if (!isOnSurface(place, domain)) return null;
  const transform = `translate(${x.toPixel(place[0]).toFixed(1)} ${y.toPixel(place[1]).toFixed(1)})`;
  return svgElement("path", { d: markerPath(marker, 7), transform, class: `train-place ${marker}` });
}
const LOCAL_SLICE = 8;
const MOST_WORKERS = 4;
function createEngine(source, wasmBase64) {
  const bytes = usableBytes(wasmBase64);
  const home = {
    bytes,
    address: workerAddress(source),
    module: null,
    open: new Set(),
  };
  return {
    open: (setup, onProgress) => openSession(home, setup, onProgress),
    runAll: (setups, onDone, options = {}) => runSetups(home, setups, onDone, options),
    dispose() {
      for (const close of [...home.open]) close();
      if (home.address) URL.revokeObjectURL(home.address);
      home.address = null;
    },
    kind: bytes ? "wasm-simd" : "javascript",
  };
}
function usableBytes(base64) {
  if (!base64 || typeof WebAssembly === "undefined") return null;
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return WebAssembly.validate(bytes) ? bytes : null;
}
function workerAddress(source) {
  if (!source || typeof Worker === "undefined") return null;
  const text = `(${source})().startWorker();`;
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}
function startPort(home, onMessage, onRefused) {
  let worker;
  try {
    worker = new Worker(home.address);
  } catch {
    setTimeout(onRefused, 0);
    return { send() {}, close() {} };
  }
  const close = () => {
    home.open.delete(close);
    worker.terminate();
  };
  let ready = false;
  worker.onmessage = ({ data }) => {
    if (data.ready) ready = true;
    else onMessage(data);
  };
  worker.onerror = (event) => {
    event.preventDefault?.();
    close();
    if (!ready) onRefused();
  };
  home.open.add(close);
  return { send: (message) => worker.postMessage(message), close };
}
function openSession(home, setup, onProgress) {
  checkActivations(setup);
  const sent = [];
  let closed = false;
  let port = null;
  const local = () => {
    if (closed) return;
    port = localPort(home, setup, onProgress);
    for (const message of sent) port.send(message);
  };
  const show = ({ news }) =>
    nextFrame(() => {
      if (closed) return;
      onProgress(news);
      port.send({ shown: true });
    });
  if (home.address) {
    port = startPort(home, show, local);
    port.send({ open: { setup, bytes: home.bytes } });
  } else {
    local();
  }
  const order = (command) => (value) => {
    if (closed) return;
    if (sent.length < 100) sent.push({ command, value });
    port.send({ command, value });
  };
  return {
    play: order("play"),
    pause: order("pause"),
    step: order("step"),
    setLearningRate: order("setLearningRate"),
    close() {
      closed = true;
      port.close();
    },
  };
}
function localPort(home, setup, onProgress) {
  let player = null;
  let closed = false;
  const early = [];
  const obey = ({ command, value }) => player[command](value);
  const close = () => {
    closed = true;
    home.open.delete(close);
    player?.close();
  };
  home.open.add(close);
  moduleOf(home).then((module) => {
    if (closed) return;
    const { schedule: tell } = oncePerFrame(() => {
      if (!closed) onProgress(player.news());
    });
    player = createPlayer(createTraining(setup, module), frameOrTimer, tell);
    tell();
    early.forEach(obey);
  });
  return { send: (message) => (player ? obey(message) : early.push(message)), close };
}
function moduleOf(home) {
  home.module ??= loadEngine(home.bytes);
  return home.module;
}
function frameOrTimer(callback, milliseconds) {
  if (milliseconds > 0) setTimeout(callback, milliseconds);
  else nextFrame(callback);
}
function runSetups(home, setups, onDone, { workers }) {
  setups.forEach(checkActivations);
  const ports = new Set();
  let [next, left, cancelled, settle] = [0, setups.length, false, null];
  const finished = new Promise((resolve) => (settle = resolve));
  const cancel = () => {
    cancelled = true;
    home.open.delete(cancel);
    for (const port of ports) port.close();
    settle(false);
  };
  const done = (index, result) => {
    left -= 1;
    onDone(index, result);
    if (left > 0) return;
    home.open.delete(cancel);
    settle(true);
  };
  const jobs = {
    setups,
    done: (index, result) => cancelled || done(index, result),
    take: () => (cancelled || next >= setups.length ? -1 : next++),
    isCancelled: () => cancelled,
  };
  home.open.add(cancel);
  if (left === 0) settle(true);
  for (let i = 0; i < workerCount(workers, setups.length); i++) {
    if (home.address) runInWorker(home, jobs, ports);
    else runHere(home, jobs, jobs.take());
  }
  return { cancel, finished };
}
function workerCount(wanted, jobs) {
  const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
  return Math.min(jobs, wanted ?? Math.max(1, Math.min(MOST_WORKERS, processors - 1)));
}
function runInWorker(home, jobs, ports) {
  let index = -1;
  const give = () => {
    index = jobs.take();
    if (index >= 0) port.send({ run: { index, setup: jobs.setups[index], bytes: home.bytes } });
    else port.close();
  };
  const onMessage = (message) => {
    jobs.done(message.done.index, message.done.result);
    give();
  };
  const port = startPort(home, onMessage, () => runHere(home, jobs, index));
  ports.add(port);
  give();
}
async function runHere(home, jobs, index) {
  const module = await moduleOf(home);
  const begin = (place) => (place < 0 ? null : createTraining(jobs.setups[place], module));
  let current = index;
  let training = begin(current);
  const slice = () => {
    const end = performance.now() + LOCAL_SLICE;
    while (training && performance.now() < end) {
      training.advance(1);
      if (!training.finished) continue;
      jobs.done(current, resultOf(training));
      current = jobs.take();
      training = begin(current);
    }
    if (training && !jobs.isCancelled()) setTimeout(slice, 0);
  };
  slice();
}
function sideFields({ names, values, empty = false, wrong, onChange }) {
  const texts = () => fields.map(({ input }) => input.value.trim());
  const check = (text) => (empty && text.trim() === "" ? "" : messageOfNumber(text));
  const settle = () => {
    const now = texts();
    if (now.some((text) => check(text) !== "")) return;
    const [low, high] = now.map((text) => (text === "" ? NaN : readConstant(text)));
    if (low >= high) fields[1].message.textContent = wrong(low, high);
    else onChange(now);
  };
  const fields = names.map((name, k) => textField({ name, value: values[k], check, onChange: settle }));
  const node = element("div", { class: "own-side" }, ...fields.map((field) => field.node));
  const set = (given) => fields.forEach((field, k) => field.set(given[k]));
  const disable = (flag) => fields.forEach((field) => field.disable(flag));
  return { node, get texts() { return texts(); }, set, disable };
}
function messageOfNumber(text) {
  try {
    readConstant(text);
    return "";
  } catch (error) {
    return error.message;
  }
}
function typedEnds(domainText) {
  const sides = domainText.match(/\[[^[\]]*\]/g) ?? [];
  return sides.map((side) => betweenCommas(side.slice(1, -1)).map((end) => end.trim()));
}
function domainText(sides) {
  return sides.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
}
const ROW_KINDS = ["drawn", "points", "table"];
const BETWEEN_POINTS = { smooth: monotoneCubic, lines: straightLines };
const MOST_INPUTS_SHOWN = 2;
function targetFromAddress(text, domainText, scene) {
  const entry = scene.targets.find(({ key }) => key === text);
  if (entry) return domainText === "" ? sceneTarget(entry) : movedTarget(entry, domainText);
  const [kind, between, ...rows] = text.split("*");
  const goesThroughPoints = ROW_KINDS.includes(kind) && Object.hasOwn(BETWEEN_POINTS, between ?? "");
  if (!goesThroughPoints) return formulaTarget(text, domainText);
  if (domainText !== "") throw new Error(WORDS.own.ownDomain);
  return rowsTarget(kind, between, readRowsText(rows.join("*")));
}
function rowsAddress(kind, between, rows) {
  const text = rowsText(rows, kind === "drawn");
  return text === null ? null : `${kind}*${between}*${text}`;
}
function sceneTarget(entry) {
  const { key, title, source, domain, formula, samples, stored, kinks = [], text = "" } = entry;
  const evaluate = formula === null ? throughSamples(samples, source.kind) : ofFormula(formula, domain.length);
  const isTable = source.kind === "table";
  const rows = isTable ? { xs: Float64Array.from(samples.x[0]), ys: Float64Array.from(samples.y) } : null;
  return { key, title, source, domain, evaluate, stored, kinks, text, rows };
}
function movedTarget(entry, domainText) {
  if (entry.formula !== null) {
    const moved = formulaTarget(entry.formula, domainText);
    return { ...moved, title: entry.title, kinks: (entry.kinks ?? []).filter((kink) => isInside(kink, moved.domain[0])) };
  }
  const domain = readDomain(domainText);
  const known = domain.length === entry.domain.length
    && domain.every(([low, high], k) => low >= entry.domain[k][0] && high <= entry.domain[k][1]);
  if (!known) throw new Error(WORDS.own.knownWithin(entry.title, domainInWords(entry.domain)));
  return { ...sceneTarget(entry), domain, stored: null, text: "" };
}
function formulaTarget(text, domainText) {
  const spoken = readTargetText(domainText === "" ? text : `${text} on ${domainText}`);
  if (!spoken.domain) throw new Error(WORDS.own.noDomain);
  const { text: formula, domain, kinks, name } = spoken;
  if (domain.length > MOST_INPUTS_SHOWN) throw new Error(WORDS.own.manyInputs(domain.length));
  checkDomain(domain);
  const evaluate = (xs) => spoken.formula.evaluate(xs, xs.length / domain.length);
  checkValues(evaluate, domain);
  const line = commandText(formula, domain, kinks, name);
  return {
    key: `formula-${shortHash(line)}`, title: name || formula, source: { kind: "formula", text: formula },
    domain, evaluate, stored: null, kinks, text: line, rows: null,
  };
}
function rowsTarget(kind, between, rows) {
  const { xs, ys } = rows;
  const domain = [[xs[0], xs[xs.length - 1]]];
  checkDomain(domain);
  const evaluate = BETWEEN_POINTS[between](xs, ys);
  const finite = ys.every((y) => Math.abs(y) <= LARGEST_VALUE) && evaluate(xs).every(Number.isFinite);
  if (!finite) throw new Error(WORDS.own.badPoints);
  const text = rowsAddress(kind, between, rows) ?? "";
  return {
    key: `${kind}-${shortHash(text)}`, title: WORDS.own.titles[kind](xs.length), source: { kind, text },
    domain, evaluate, stored: null, kinks: between === "lines" ? Array.from(xs.slice(1, -1)) : [],
    text: "", rows: { ...rows, between },
  };
}
function ofFormula(formula, inputs) {
  const read = readFormula(formula, { variables: ["x", "y"].slice(0, inputs) });
  return (xs) => read.evaluate(xs, xs.length / inputs);
}
function throughSamples({ x, y }, kind) {
  const axes = x.map((axis) => Float64Array.from(axis));
  const values = Float64Array.from(y);
  if (axes.length > 1) return bilinear(axes, values);
  const rows = meansAtEach(axes[0], values);
  return kind === "table" ? straightLines(rows.xs, rows.ys) : monotoneCubic(rows.xs, rows.ys);
}
function meansAtEach(xs, ys) {
  const groups = new Map();
  xs.forEach((x, k) => groups.set(x, [...(groups.get(x) ?? []), ys[k]]));
  const mean = (values) => values.reduce((sum, value) => sum + value / values.length, 0);
  return { xs: Float64Array.from(groups.keys()), ys: Float64Array.from(groups.values(), mean) };
}
function commandText(formula, domain, kinks, name) {
  const also = kinks.length > 0 ? ` with kinks ${kinks.join(", ")}` : "";
  return `${formula} on ${domainInWords(domain)}${also}${name && ` as ${name}`}`;
}
function domainInWords(domain) {
  return domain.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
}
function isInside(kink, [low, high]) {
  return kink > low && kink < high;
}
function shortHash(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}
const BUILD_BUMP_FIELDS = ["buildLeft", "buildRight", "buildTop", "buildEdge"];
const BUILD_NARROWEST = 0.02;
const BUILD_BOX_APART = 0.1;
function bumpScene(context) {
  const { state, words, announce } = context;
  const own = words.bumpScene;
  const domain = [-1, 1];
  const xs = evenXs(domain, 1201);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 400,
    x: { label: "x", domain }, y: { label: "y", domain: [-1.2, 1.2] },
  });
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const formula = element("p", { class: "build-formula" });
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const settings = () => ({
    activation: state.get("buildActivation"), left: state.get("buildLeft"), right: state.get("buildRight"),
    top: state.get("buildTop"), slope: state.get("buildEdge"),
  });
  const network = () => bumpNetwork(settings());
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  });
  const controls = {
    left: pair(own.left, "buildLeft", { min: -0.9, max: 0.88, step: 0.01 }),
    right: pair(own.right, "buildRight", { min: -0.88, max: 0.9, step: 0.01 }),
    top: pair(words.height, "buildTop", { min: -1, max: 1, step: 0.01 }),
    slope: pair(own.slope, "buildEdge", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" }),
  };
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "bump", network, svgText: () => chart.svgText(),
    domain: () => [[-1, 1]], about: own.about,
  });
  function set(changes) {
    const next = { buildLeft: state.get("buildLeft"), buildRight: state.get("buildRight"), ...changes };
    if (next.buildRight - next.buildLeft < BUILD_NARROWEST) {
      if ("buildRight" in changes) next.buildLeft = asDragged(next.buildRight - BUILD_NARROWEST);
      else next.buildRight = asDragged(next.buildLeft + BUILD_NARROWEST);
    }
    state.set(next);
  }
  function say() {
    const { left, right } = settings();
    announce(own.said(formatNumber(left), formatNumber(right), formatNumber(bumpTop(settings()))));
  }
  function draw() {
    const now = settings();
    for (const [name, control] of Object.entries(controls)) control.set(now[name]);
    const net = network();
    drawBumpSteps(chart, xs, net, now, words, own);
    chart.curve("network", xs, predict(net, xs), { colour: "network", width: 3.5, label: own.curve });
    placeBumpHandles(chart, now, own, words, set, say);
    const off = distanceFromBox(now);
    numbers.show([
      [own.top, formatNumber(bumpTop(now), 4)],
      [own.offBox(BUILD_BOX_APART), formatNumber(off, 2)],
      [words.unitsName, String(net.width)],
      [words.parameters, String(parametersIn(net))],
    ]);
    formula.textContent = net.width <= 4 ? unitFormula(net) : "";
    story.show(own.story);
    finding.show([own.finding(formatNumber(bumpTop(now), 4), formatNumber(now.top, 4), bumpTop(now) / now.top)]);
    if (fold.open) table.show(net);
  }
  const stop = state.subscribe(["buildActivation", ...BUILD_BUMP_FIELDS], schedule);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: Object.values(controls).map((control) => control.node),
    picture: [chart.node, numbers.node],
    more: [finding.node, formula, fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}
function bumpNetwork({ activation, left, right, top, slope }) {
  const steps = [{ place: left, slope, height: top }, { place: right, slope, height: -top }];
  return networkOfSteps(activation, steps, 0);
}
function bumpTop(settings) {
  const middle = Float64Array.of((settings.left + settings.right) / 2);
  return predict(bumpNetwork(settings), middle)[0];
}
function distanceFromBox(settings) {
  const { left, right, top } = settings;
  const xs = evenXs([-1, 1], 401).filter((x) => Math.min(Math.abs(x - left), Math.abs(x - right)) >= BUILD_BOX_APART);
  const answers = predict(bumpNetwork(settings), xs);
  return answers.reduce((most, y, i) => {
    const box = xs[i] > left && xs[i] < right ? top : 0;
    return Math.max(most, Math.abs(y - box));
  }, 0);
}
function drawBumpSteps(chart, xs, net, { activation, top }, words, own) {
  const step = stepOf(activation);
  const each = step.shifts.length;
  [[own.up, "dash"], [own.down, "dot"]].forEach(([label, dash], which) => {
    const sum = new Float64Array(xs.length).fill(which === 0 ? top * step.bias : -top * step.bias);
    for (let k = 0; k < each; k += 1) unitPart(net, which * each + k, xs).forEach((y, i) => (sum[i] += y));
    chart.curve(`step${which}`, xs, sum, { colour: "unit", width: 2, dash, label });
  });
}
function placeBumpHandles(chart, now, own, words, set, say) {
  const { activation, left, right, top, slope } = now;
  const moved = (change) => (x, y, done) => {
    change(x, y);
    if (done) say();
  };
  const along = { axis: "x", step: 0.01, valueText: (x) => formatNumber(x) };
  chart.handle("left", {
    ...along, x: left, y: top / 2, name: own.left, min: -0.9, max: 0.88,
    onMove: moved((x) => set({ buildLeft: asDragged(x) })),
  });
  chart.handle("right", {
    ...along, x: right, y: top / 2, name: own.right, min: -0.88, max: 0.9,
    onMove: moved((x) => set({ buildRight: asDragged(x) })),
  });
  chart.handle("top", {
    x: (left + right) / 2, y: top, name: words.height, axis: "y", min: -1, max: 1, step: 0.01,
    valueText: (x, y) => formatNumber(y), onMove: moved((x, y) => set({ buildTop: asDragged(y) })),
  });
  const { half } = stepOf(activation);
  if (half === 0) chart.remove("slope");
  else {
    const goal = left - half / slope;
    const away = (x) => Math.max(1e-9, left - x);
    const slopeAt = (x) => Math.min(BUILD_SLOPES[1], Math.max(BUILD_SLOPES[0], half / away(x)));
    chart.handle("slope", {
      x: Math.max(-0.98, goal), y: 0, name: own.slope, axis: "x", min: -0.98, max: left, step: 0.005,
      valueText: () => formatNumber(slope), onMove: moved((x) => set({ buildEdge: asDragged(slopeAt(x)) })),
    });
  }
}
const BUILD_TOWER_KINDS = ["sum", "moats", "threshold"];
const BUILD_TOWER_STATE = ["buildActivation", "buildTower", "buildDirections", "buildWall", "buildRadius", "buildMoats"];
const BUILD_TOWER_MAP_SIDE = 101;
const BUILD_COARSE_SIDE = 51;
const BUILD_COARSE_FROM = 60;
function towerScene(context) {
  const { state, words, announce } = context;
  const own = words.towerScene;
  const map = heatmap({
    title: own.chart, description: own.chartDescription, domain: [[-1, 1], [-1, 1]],
    xLabel: "x₁", yLabel: "x₂", height: 440, low: 0, high: 1,
  });
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const story = sentencesPlace();
  const finding = sentencesPlace();
  const settings = () => ({
    activation: state.get("buildActivation"), directions: state.get("buildDirections"),
    slope: state.get("buildWall"), radius: state.get("buildRadius"), kind: state.get("buildTower"),
    moats: state.get("buildTower") === "moats" ? state.get("buildMoats") : 0,
  });
  let latest = { key: "" };
  const network = () => {
    const key = JSON.stringify(settings());
    if (latest.key !== key) latest = { key, network: towerNetwork(settings()) };
    return latest.network;
  };
  const set = (changes) => state.set(changes);
  const kind = radioGroup({
    name: own.kind, value: state.get("buildTower"), options: BUILD_TOWER_KINDS.map((key) => [key, own.kinds[key]]),
    onChange: (value) => {
      set({ buildTower: value });
      say();
    },
  });
  const whole = (name, field, min, max, hint) => slider({
    name, min, max, step: 1, value: state.get(field), format: String, hint,
    onInput: (value) => set({ [field]: value }), onChange: say,
  });
  const pair = (name, field, rest) => sliderWithField({
    name, fieldName: words.fieldName, value: state.get(field), onInput: (value) => set({ [field]: value }),
    onChange: say, ...rest,
  });
  const directions = whole(own.directions, "buildDirections", 1, 24);
  const moats = whole(own.moats, "buildMoats", 1, 8, own.moatsHint);
  const wall = pair(words.slope, "buildWall", { min: BUILD_SLOPES[0], max: BUILD_SLOPES[1], scale: "log" });
  const radius = pair(own.radius, "buildRadius", { min: 0.05, max: 0.5, step: 0.01 });
  const { schedule, cancel } = oncePerFrame(() => draw(true));
  let settle = 0;
  const fold = buildFold(words.unitTable, table.node, () => table.show(network()));
  const takeAway = buildTakeAway(context, {
    name: "tower", network, svgText: () => map.svgText(),
    domain: () => [[-1, 1], [-1, 1]], about: own.about,
  });
  function changed() {
    schedule();
    clearTimeout(settle);
    settle = setTimeout(() => draw(false), 200);
  }
  function say() {
    const seen = seenTower(settings(), network(), BUILD_TOWER_MAP_SIDE);
    announce(own.said(formatNumber(seen.inside, 2), formatNumber(seen.far, 2)));
  }
  function draw(moving) {
    const now = settings();
    kind.set(now.kind);
    directions.set(now.directions);
    moats.set(state.get("buildMoats"));
    moats.node.hidden = now.kind !== "moats";
    wall.set(now.slope);
    radius.set(now.radius);
    const net = network();
    const side = moving && net.width > BUILD_COARSE_FROM ? BUILD_COARSE_SIDE : BUILD_TOWER_MAP_SIDE;
    const seen = seenTower(now, net, side);
    const low = now.kind === "moats" ? -0.5 : 0;
    map.show(seen.values, side, side, low, 1);
    map.mark([(scales) => footCircle(scales, now.radius), ...ridgeLines(now)]);
    numbers.show([
      [own.inside, formatNumber(seen.inside)],
      [own.far, formatNumber(seen.far)],
      [own.outside, formatNumber(seen.outside)],
      [words.rmse, formatNumber(seen.rmse)],
      [words.unitsName, now.kind === "threshold" ? own.unitsAndOne(net.width) : String(net.width)],
      [words.parameters, String(parametersIn(net) + (now.kind === "threshold" ? 1 : 0))],
    ]);
    story.show(own.story);
    finding.show([...own.finding(now, seen), own.honest]);
    if (fold.open) table.show(net);
  }
  const stop = state.subscribe(BUILD_TOWER_STATE, changed);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: [kind.node, directions.node, moats.node, wall.node, radius.node],
    picture: [element("div", { class: "side-by-side" }, map.node, element("div", { class: "build-part" }, numbers.node, finding.node))],
    more: [fold, takeAway.node],
  });
  const dispose = () => {
    stop();
    cancel();
    clearTimeout(settle);
    map.dispose();
  };
  return { node, show: changed, dispose };
}
function seenTower({ kind, directions, radius }, net, side) {
  const xs = towerGrid(side);
  const sum = predict(net, xs);
  const values = kind === "threshold" ? aboveThreshold(sum, towerThreshold(directions)) : sum;
  return { values, ...towerNumbers(xs, values, radius) };
}
function footCircle({ x, y }, radius) {
  const across = x.toPixel(radius) - x.toPixel(0);
  return svgElement("circle", { cx: x.toPixel(0), cy: y.toPixel(0), r: across, class: "build-foot", fill: "none" });
}
function ridgeLines({ directions, radius }) {
  const [near, far] = [1.15 * radius, 1.35 * radius];
  return towerDirections(directions).map(([u, v]) => ({ x, y }) => {
    const at = (share) => `${x.toPixel(share * u).toFixed(1)} ${y.toPixel(share * v).toFixed(1)}`;
    return svgElement("path", { d: `M${at(-far)}L${at(-near)}M${at(near)}L${at(far)}`, class: "build-direction", fill: "none" });
  });
}
const BUILD_DRAWN_POINTS = 1001;
const BUILD_STAIRCASE_HEADROOM = 0.12;
function staircaseModel({ state, target }) {
  let known = null;
  let built = { key: "" };
  let latest = { key: "" };
  const ready = () => target() !== null && target().domain.length === 1
    && BUILD_STEP_ACTIVATIONS.includes(state.get("buildActivation"));
  const settings = () => ({
    steps: state.get("buildSteps"), steepness: state.get("buildSteepness"), activation: state.get("buildActivation"),
  });
  const byHand = () => {
    const [places, levels] = [state.get("buildPlaces"), state.get("buildLevels")];
    return places.length === state.get("buildSteps") && levels.length === places.length + 1;
  };
  function facts() {
    if (known === null) known = staircaseFacts(target());
    return known;
  }
  function construction() {
    const now = settings();
    const key = JSON.stringify(now);
    if (built.key !== key || built.facts !== facts()) {
      const { curve, jumps, domain } = facts();
      const plan = staircasePlan(curve, jumps, domain, now);
      const network = staircaseNetwork(plan, now.activation);
      built = { key, facts: facts(), plan, network, errors: staircaseErrors(network, facts()) };
    }
    return built;
  }
  function current() {
    const key = JSON.stringify([settings(), byHand(), byHand() && [state.get("buildPlaces"), state.get("buildLevels")]]);
    if (latest.key !== key || latest.facts !== facts()) latest = { key, ...computed() };
    return latest;
  }
  function computed() {
    const own = facts();
    const { plan, network, errors } = byHand() ? handBuilt() : construction();
    const guarantee = stepGuarantee(own.curve.variation, settings().steps);
    return {
      facts: own, settings: settings(), plan, network, errors, guarantee, variation: own.curve.variation,
      jump: own.jump, view: own.view, drawn: own.drawn, wanted: own.wanted, jumps: own.jumps,
      answers: predict(network, own.drawn), builtError: construction().errors.maxError,
    };
  }
  function handBuilt() {
    const plan = handPlan();
    const network = staircaseNetwork(plan, settings().activation);
    return { plan, network, errors: staircaseErrors(network, facts()) };
  }
  function handPlan() {
    const { slopes, shifts } = construction().plan;
    return { places: state.get("buildPlaces"), levels: state.get("buildLevels"), slopes, shifts };
  }
  function moveTo(places, levels) {
    const digits = (value) => Number(value.toPrecision(6));
    state.set({ buildPlaces: places.map(digits), buildLevels: levels.map(digits) });
  }
  function moveCorner(j, x, y) {
    const { places, levels } = current().plan;
    moveTo(withOther(places, j, x), withOther(levels, j + 1, y));
  }
  function moveFirst(y) {
    const { places, levels } = current().plan;
    moveTo(places, withOther(levels, 0, y));
  }
  const construct = () => state.set({ buildPlaces: [], buildLevels: [] });
  const choose = (changes) => state.set({ ...changes, buildPlaces: [], buildLevels: [] });
  function forgetTarget() {
    known = null;
  }
  return { ready, settings, byHand, current, moveCorner, moveFirst, construct, choose, forgetTarget };
}
function withOther(list, at, value) {
  return list.map((old, i) => (i === at ? value : old));
}
function staircaseFacts(target) {
  const [low, high] = target.domain[0];
  const points = staircasePoints(target);
  const curve = curveThrough(points);
  const drawn = drawnPoints([low, high], points);
  const values = points.t;
  const [bottom, top] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const room = BUILD_STAIRCASE_HEADROOM * (top - bottom || 1);
  return {
    target, curve, jumps: points.jumps, domain: [low, high], drawn, wanted: target.evaluate(drawn),
    jump: Math.max(0, ...points.jumps.map(({ before, after }) => Math.abs(after - before))),
    view: { x: [low, high], y: [bottom - room, top + room], low: bottom, high: top },
  };
}
function drawnPoints(domain, { jumps }) {
  const beside = 1e-6 * (domain[1] - domain[0]);
  const sides = jumps.flatMap(({ place }) => [place - beside, place + beside]);
  return Float64Array.from([...evenXs(domain, BUILD_DRAWN_POINTS), ...sides]).sort();
}
function staircaseErrors(network, { target, jumps }) {
  const { maxError, rmse, where } = measure(network, target);
  const at = Float64Array.from(where ?? [NaN]);
  const grid = { maxError, where: at[0], wanted: target.evaluate(at)[0], answer: predict(network, at)[0] };
  const sides = network.activation === "heaviside" ? [] : jumps.map((jump) => errorAtJump(network, jump));
  return { ...[grid, ...sides].reduce((a, b) => (b.maxError > a.maxError ? b : a)), rmse };
}
function errorAtJump(network, { place, before, after }) {
  const [answer] = predict(network, Float64Array.of(place));
  const wanted = Math.abs(answer - before) > Math.abs(answer - after) ? before : after;
  return { maxError: Math.abs(answer - wanted), where: place, wanted, answer };
}
function problemOfRun(run, target, epochs) {
  const { rule, momentum } = COMPARE_RULES[run.rule];
  const { activation, width, seed } = run;
  return trainingProblem(target, {
    width, activation, rule, learningRate: null, momentum, seed, epochs,
  });
}
function resultOfRun(run, epochs, problem, outcome, target) {
  const nothing = { network: null, maxError: NaN, rmse: NaN };
  if (outcome.diverged) return { run, epochs, diverged: true, ...nothing };
  const network = problem.toNetwork(outcome.parameters);
  return { run, epochs, diverged: false, network, ...measure(network, target) };
}
function comparisonModel({ state, engine, target, words }, onChange, onEnd) {
  const results = new Map();
  const beside = new Map();
  const measured = new WeakMap();
  const spent = { since: 0, cost: 0 };
  const idOf = (run) => `${run.key}.${state.get("compareEpochs")}`;
  const isDone = (run) => results.has(idOf(run));
  const planned = () => plannedRuns(compareSettings(state));
  const runner = compareRunner({
    runAll: engine.runAll,
    problemOf: (run) => problemOfRun(run, target(), state.get("compareEpochs")),
    onResult: keep,
    onEnd: () => end(""),
    onFail: (error) => end(error.message),
  });
  function end(message) {
    onEnd(message);
    onChange();
  }
  function keep(run, problem, outcome) {
    const epochs = state.get("compareEpochs");
    results.set(idOf(run), resultOfRun(run, epochs, problem, outcome, target()));
    spent.cost += costOfRun(run);
    onChange();
  }
  function start() {
    Object.assign(spent, { since: performance.now(), cost: 0 });
    runner.start(planned().filter((run) => !isDone(run)));
    onChange();
  }
  function stop() {
    runner.stop();
    onChange();
  }
  function forget() {
    runner.stop();
    results.clear();
    beside.clear();
  }
  function progress() {
    const seconds = (performance.now() - spent.since) / 1000;
    return { running: runner.running, ...progressOf(planned(), isDone, seconds, spent.cost) };
  }
  function done() {
    return planned()
      .filter(isDone)
      .map((run) => results.get(idOf(run)));
  }
  function storedOf(activation, norm) {
    const key = `${activation} ${norm}`;
    if (!beside.has(key)) {
      const rmseOf = (network) => measure(network, target()).rmse;
      beside.set(key, storedBeside(target(), activation, norm, rmseOf));
    }
    return beside.get(key);
  }
  function nearBest(width) {
    const { networks } = storedOf(compareSettings(state).activations[0], state.get("compareNorm"));
    const network = networks[width];
    if (!network) return null;
    if (!measured.has(network)) measured.set(network, measure(network, target()));
    return { network, ...measured.get(network) };
  }
  function shown() {
    const settings = compareSettings(state);
    const norm = state.get("compareNorm");
    const own = compareLines(settings);
    const labels = new Map(own.map((line) => [line.key, labelOfLine(line, settings, words)]));
    const lines = resultsByLine(own, done(), norm).map((line) => {
      const { guarantee, nearBest } = storedOf(line.activation, norm);
      return { ...line, label: labels.get(line.key), guarantee, nearBest };
    });
    const selected = state.get("compareShown");
    const stored = storedOf(settings.activations[0], norm);
    return { settings, norm, lines, labels, stored, selected, widest: settings.widest };
  }
  return {
    start, stop, forget, progress, done, nearBest, shown, get running() { return runner.running; },
  };
}
function labelOfLine({ rule, activation }, { activations }, words) {
  const phi = activations.length > 1 ? `, ${words.activations[activation]}` : "";
  return `${words.rules[rule]}${phi}`;
}
function trainErrors(problem, network) {
  if (problem.target) return measure(network, problem.target);
  const rests = residualAtPoints(network, problem.points);
  const squares = rests.reduce((total, rest) => total + rest * rest, 0);
  return { maxError: largestSize(rests), rmse: Math.sqrt(squares / rests.length), where: null };
}
function trainNumbers(words) {
  const keys = ["epoch", "loss", "maxError", "rmse", "speed"];
  const places = new Map(keys.map((key) => [key, element("dd", {}, "–")]));
  const rows = keys.map((key) =>
    element("div", {}, element("dt", {}, words.numbers[key]), places.get(key)));
  const node = element("dl", { class: "figures train-numbers" }, ...rows);
  function show(now, errors) {
    const texts = {
      epoch: wholeNumber(now.epoch),
      loss: formatNumber(now.loss),
      maxError: formatNumber(errors.maxError),
      rmse: formatNumber(errors.rmse),
      speed: now.epochsPerSecond > 0 ? wholeNumber(Number(now.epochsPerSecond.toPrecision(2))) : "–",
    };
    for (const [key, place] of places) {
      if (place.textContent !== texts[key]) place.textContent = texts[key];
    }
  }
  return { node, show };
}
function wholeNumber(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
function trainSentence(now, errors, words) {
  if (now.diverged) return words.said.diverged(wholeNumber(now.epoch));
  const error = formatError(errors.maxError);
  const epoch = wholeNumber(now.epoch);
  return now.finished ? words.said.finished(epoch, error) : words.said.at(epoch, error);
}
function lastFiniteLoss(losses) {
  for (let i = losses.length - 1; i >= 0; i -= 1) {
    if (Number.isFinite(losses[i])) return { epoch: i, loss: losses[i] };
  }
  return { epoch: 0, loss: NaN };
}
const LONGEST_TYPED = 1500;
function formulaWay({ state, scene, words }, use) {
  let typing = false;
  const field = textField({
    name: words.formula, hint: words.formulaHint, live: true, check: checkFormula, onChange: settle,
  });
  field.input.maxLength = LONGEST_TYPED;
  const place = element("p", { class: "own-place", "aria-hidden": "true" });
  field.message.after(place);
  const sides = ["x", "y"].map((axis) => sideFields({
    names: [words.startOf(axis), words.endOf(axis)], values: ["-1", "1"], wrong: words.noInterval,
    onChange: settle,
  }));
  const note = element("p", { class: "hint" });
  function domainBeside(text) {
    if (readTargetText(text).domain) return "";
    const { inputs } = readFormula(text);
    return domainText(sides.slice(0, Math.max(1, inputs)).map(({ texts }) => texts));
  }
  function checkFormula(text) {
    replaceChildren(place);
    try {
      const beside = domainBeside(text);
      showSides(beside === "" ? 0 : readFormula(text).inputs);
      formulaTarget(text, beside);
      return "";
    } catch (error) {
      if (Number.isInteger(error.at)) replaceChildren(place, ...textWithPlace(text, error.at));
      return error.message;
    }
  }
  function showSides(count) {
    sides.forEach(({ node, disable }, k) => {
      node.hidden = k > 0 && count < 2;
      disable(count === 0);
    });
    note.textContent = count === 0 ? words.domainHere : "";
  }
  function settle() {
    const text = field.input.value.trim();
    if (checkFormula(text) !== "") {
      field.judge();
      return;
    }
    field.judge();
    typing = true;
    use(text, domainBeside(text));
    typing = false;
  }
  function follow(target) {
    if (typing) return;
    const named = state.get("target");
    const entry = scene.targets.find(({ key }) => key === named);
    const isFormula = target.source.kind === "formula";
    const ends = typedEnds(state.get("domain"));
    sides.forEach((side, k) => side.set(ends[k] ?? (target.domain[k] ?? [-1, 1]).map(String)));
    replaceChildren(place);
    showSides(target.domain.length);
    if (isFormula) field.set(entry ? entry.formula : named);
    else clearField(field);
  }
  const node = element("div", { class: "controls" },
    field.node, ...sides.map((side) => side.node), note,
    exampleButtons(words, use), functionList(words));
  return { node, follow };
}
function clearField(field) {
  field.input.value = "";
  field.message.textContent = "";
  field.input.removeAttribute("aria-invalid");
}
function textWithPlace(text, at) {
  const letters = text.slice(at).match(/^[\w.]+|^[\s\S]/)?.[0] ?? "⌴";
  const start = Math.max(0, at - 40);
  return [text.slice(start, at), element("mark", {}, letters), text.slice(at + letters.length, at + 40)];
}
function exampleButtons(words, use) {
  const buttons = words.examplesList.map(([text, domain]) =>
    element("button", { type: "button", class: "button own-example", onclick: () => use(text, domain) },
      `${text} on ${domain}`));
  return element("details", {}, element("summary", {}, words.examples),
    element("div", { class: "row" }, ...buttons));
}
function functionList(words) {
  const names = [...FUNCTION_TABLE.keys()].sort().join(", ");
  return element("details", {}, element("summary", {}, words.functions),
    element("p", { class: "hint" }, words.functionsText(names)));
}
const OWN_CURVE_POINTS = 601;
const OWN_MAP_SIDE = 81;
const OWN_HEIGHT = 360;
const MOST_DOTS = 80;
const ROOM_BESIDE = 0.08;
function ownPicture(words) {
  const node = element("div");
  let picture = null;
  function show(target) {
    picture?.dispose();
    picture = target.domain.length === 1 ? ownCurve(target, words) : ownMap(target, words);
    replaceChildren(node, picture.node);
  }
  return { node, show, svgText: () => picture.svgText(), dispose: () => picture?.dispose() };
}
function ownCurve(target, words) {
  const { xs, ys } = curveOf(target);
  const chart = ownChart(target.domain[0], ownRange(ys), words);
  chart.curve("target", xs, ys, { colour: "target" });
  const rows = target.rows;
  if (rows && rows.xs.length <= MOST_DOTS) {
    chart.dots("rows", Array.from(rows.xs, (x, k) => ({ x, y: rows.ys[k] })), { colour: "accent" });
  }
  return chart;
}
function ownChart(domain, range, words) {
  return plot({
    title: words.target, description: words.pictureDescription, height: OWN_HEIGHT, legend: false,
    x: { label: words.horizontal, domain }, y: { label: words.values, domain: range },
  });
}
function curveOf(target) {
  const grid = equallySpaced(target.domain[0], OWN_CURVE_POINTS);
  const xs = target.rows ? Float64Array.from([...grid, ...target.rows.xs]).sort() : grid;
  return { xs, ys: target.evaluate(xs) };
}
function ownRange(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return [low - Math.max(1, Math.abs(low)), high + Math.max(1, Math.abs(high))];
  return [low - ROOM_BESIDE * (high - low), high + ROOM_BESIDE * (high - low)];
}
function ownMap(target, words) {
  const values = mapValues(target, OWN_MAP_SIDE);
  const map = heatmap({
    title: words.target, description: words.pictureDescription, domain: target.domain,
    low: Math.min(...values), high: Math.max(...values), height: OWN_HEIGHT,
    xLabel: words.horizontal, yLabel: words.vertical,
  });
  map.show(values, OWN_MAP_SIDE, OWN_MAP_SIDE);
  return map;
}
function mapValues(target, side) {
  const [first, second] = target.domain.map((bounds) => equallySpaced(bounds, side));
  const xs = new Float64Array(2 * side * side);
  for (let p = 0; p < side * side; p += 1) {
    xs[p] = first[p % side];
    xs[side * side + p] = second[Math.floor(p / side)];
  }
  return target.evaluate(xs);
}
function ownFigures(target, words) {
  const values = target.domain.length === 1 ? curveOf(target).ys : mapValues(target, OWN_MAP_SIDE);
  const rounded = target.domain.map((side) => side.map((bound) => Number(bound.toPrecision(4))));
  const rows = [
    [words.domainFigure, domainInWords(rounded)],
    [words.least, formatNumber(Math.min(...values))],
    [words.greatest, formatNumber(Math.max(...values))],
  ];
  return rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)));
}
const LARGEST_FILE = 1e6;
function tableWay({ words, state }, { use }) {
  let typing = false;
  let settled = null;
  const between = radioGroup({
    name: words.between, value: "lines",
    options: ["lines", "smooth"].map((way) => [way, words.betweenWays[way]]),
    onChange: () => settled && take(settled),
  });
  const note = element("p", { class: "hint", role: "status" });
  const field = textField({
    name: words.table, hint: words.tableHint, multiline: true, rows: 10, live: true,
    placeholder: words.tableExample, check: problemsOf, onChange: (text) => take(readPastedTable(text)),
  });
  function problemsOf(text) {
    note.textContent = "";
    settled = null;
    if (text.trim() === "") return "";
    const table = readPastedTable(text);
    if (table.problems.length > 0) return table.problems.join("\n");
    try {
      rowsTarget("table", between.value, table);
    } catch (error) {
      return error.message;
    }
    return rowsAddress("table", between.value, table) === null ? words.fullTable(table.xs.length) : "";
  }
  function take(table) {
    if (table.xs.length === 0) return;
    settled = table;
    const text = rowsAddress("table", between.value, table);
    typing = true;
    use(text);
    typing = false;
    note.textContent = notesOn(table, text, words).join(" ");
  }
  function follow(target) {
    const known = ROW_KINDS.includes(target.source.kind) && target.rows !== null;
    if (typing || !known) return;
    if (target.source.kind === "table") between.set(target.rows.between ?? "lines");
    field.set(Array.from(target.rows.xs, (x, k) => `${x}\t${target.rows.ys[k]}`).join("\n"));
    settled = target.rows;
  }
  const node = element("div", { class: "controls" },
    field.node, note, fileField(words, (text) => {
      field.set(text);
      if (problemsOf(text) === "") take(readPastedTable(text));
    }), between.node);
  return { node, follow };
}
function notesOn(table, text, words) {
  const { xs } = table;
  const ends = [xs[0], xs[xs.length - 1]].map((x) => formatNumber(x));
  const packed = text.includes("*packed*") ? [words.rounded] : [];
  return [words.rowsRead(xs.length, ...ends), ...table.notes, ...packed];
}
function fileField(words, onText) {
  const id = uniqueId("file");
  const input = element("input", { type: "file", id, accept: ".csv,.tsv,.txt,.dat,text/plain" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file && file.size <= LARGEST_FILE) onText(await file.text());
    input.value = "";
  });
  return element("div", { class: "control" }, element("label", { for: id }, words.openTable), input);
}
function engineOf(source, scene) {
  return createEngine(source, scene.engine ?? null);
}
function targetOf(targetText, domainText, scene) {
  return targetFromAddress(targetText, domainText, scene);
}
function chooserOf(context) {
  return targetChooser(context);
}
const BUILD_STEEPNESSES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000];
const BUILD_STAIRCASE_STATE = ["buildActivation", "buildSteps", "buildSteepness", "buildPlaces", "buildLevels", "buildStep"];
const BUILD_FIRM_STEEPNESS = 10;
function staircaseScene(context) {
  const { state, words, announce } = context;
  const own = words.staircaseScene;
  const model = staircaseModel(context);
  const chart = plot({
    title: own.chart, description: own.chartDescription, height: 420,
    x: { label: "x", domain: [0, 1] }, y: { label: "y", domain: [0, 1] },
  });
  const numbers = buildFigures();
  const table = buildUnitTable(words);
  const story = sentencesPlace();
  const findings = sentencesPlace();
  const steps = sliderWithField({
    name: own.steps, fieldName: words.fieldName, min: 1, max: 64, step: 1, value: state.get("buildSteps"),
    format: String, onInput: (value) => {
      model.choose({ buildSteps: Math.round(value) });
      schedule();
    },
    onChange: say,
  });
  const steepness = slider({
    name: own.steepness, scale: BUILD_STEEPNESSES, value: state.get("buildSteepness"), hint: own.steepnessHint,
    onInput: (value) => state.set({ buildSteepness: value }), onChange: say,
  });
  const chosen = slider({
    name: own.chosenStep, min: 1, max: 64, step: 1, value: 1, format: String, hint: own.chosenHint,
    onInput: (value) => state.set({ buildStep: value }),
  });
  const back = button({ label: own.back, onClick: () => {
    model.construct();
    announce(own.backSaid);
  } });
  const { schedule, cancel } = oncePerFrame(draw);
  const fold = buildFold(words.unitTable, table.node, () => model.ready() && table.show(model.current().network));
  const takeAway = buildTakeAway(context, {
    name: "staircase", network: () => model.current().network, svgText: () => chart.svgText(),
    domain: () => context.target().domain, about: own.about,
    python: () => pythonText(), commandLine: () => commandText() ?? "",
  });
  const stage = element("div", { class: "build-part" });
  const more = element("div", { class: "build-part" });
  const refused = element("div", { class: "text" });
  const pythonText = () => {
    const now = model.settings();
    const ours = !model.byHand() && isSigmoidal(now.activation);
    return (ours && staircasePython(context.target(), now)) || networkPython(model.current().network);
  };
  const commandText = () => {
    const now = model.settings();
    return model.byHand() || !isSigmoidal(now.activation) ? null : staircaseCommand(context.target(), now);
  };
  function say() {
    if (!model.ready()) return;
    const { errors, guarantee } = model.current();
    announce(own.said(formatNumber(errors.maxError), formatNumber(guarantee), model.settings().steps));
  }
  function draw() {
    const ready = model.ready();
    chosen.node.hidden = !ready || model.settings().steps <= BUILD_MOST_CORNERS;
    story.show(own.story);
    stage.hidden = more.hidden = !ready;
    refused.hidden = ready;
    if (!ready) {
      replaceChildren(refused, element("p", {}, own.oneInput), ...firstOfOneInput(context));
      return;
    }
    const now = model.current();
    const { settings, plan, network } = now;
    steps.set(settings.steps);
    steepness.set(settings.steepness);
    chosen.input.max = String(settings.steps);
    chosen.set(Math.min(settings.steps, state.get("buildStep")));
    back.disable(!model.byHand());
    drawStaircase(chart, now, own);
    placeCorners(chart, plan, now.view, state.get("buildStep"), own, {
      corner: (j, x, y, done) => moved(() => model.moveCorner(j, x, y), done),
      first: (y, done) => moved(() => model.moveFirst(y), done),
    });
    numbers.show(figuresOf(now));
    findings.show(findingsOf(now));
    takeAway.command.disable(commandText() === null);
    if (fold.open) table.show(network);
  }
  function moved(change, done) {
    change();
    if (done) say();
  }
  function figuresOf({ errors, guarantee, network, settings, builtError }) {
    return [
      [own.maxError, formatNumber(errors.maxError)],
      [own.guarantee(settings.steps), formatNumber(guarantee)],
      [own.where, formatNumber(errors.where)],
      [words.rmse, formatNumber(errors.rmse)],
      [words.unitsName, String(network.width)],
      [words.parameters, String(parametersIn(network))],
      ...(model.byHand() ? [[own.construction, formatNumber(builtError)]] : []),
    ];
  }
  function findingsOf(now) {
    const { errors, guarantee, settings, variation, jump } = now;
    const sentences = [own.variation(formatNumber(variation), settings.steps, formatNumber(guarantee), jump > 0)];
    if (jump > 0) sentences.push(own.jump(formatNumber(jump), formatNumber(jump / 2), settings.activation === "heaviside"));
    else if (settings.steepness < BUILD_FIRM_STEEPNESS && errors.maxError > guarantee * (1 + 1e-9)) sentences.push(own.soft);
    else if (!model.byHand()) sentences.push(own.within(errors.maxError, guarantee, staircaseBound(variation, settings.steps, settings.steepness)));
    if (model.byHand()) sentences.push(own.contest(errors.maxError / now.builtError));
    return sentences;
  }
  const stops = [state.subscribe(BUILD_STAIRCASE_STATE, schedule), context.onTarget(() => {
    model.forgetTarget();
    schedule();
  })];
  stage.append(chart.node, numbers.node);
  more.append(findings.node, fold, takeAway.node);
  const node = buildFrame({
    heading: own.heading,
    story: story.node,
    controls: [steps.node, steepness.node, chosen.node, back.node],
    picture: [refused, stage],
    more: [more],
  });
  const dispose = () => {
    stops.forEach((stop) => stop());
    cancel();
    chart.dispose();
  };
  return { node, show: schedule, dispose };
}
function firstOfOneInput({ scene, state, words }) {
  const first = scene.targets.find(({ domain }) => domain.length === 1);
  if (!first) return [];
  const onClick = () => state.set({ target: first.key, domain: "" });
  return [button({ label: words.staircaseScene.take(first.title), onClick }).node];
}
const VIEW_FIELDS = ["compareNorm", "compareShown", "compareRun"];
const TWO_COLUMNS = 820;
const COMPARE_STYLE = `
.compare-choice { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 8px 16px; max-width: 720px; }
.compare-picture .stroke { pointer-events: none; }
.compare-network { display: flex; flex-direction: column; gap: 12px; }
.compare-findings { display: flex; flex-direction: column; gap: 4px; }
.compare-table th[scope="col"] { white-space: normal; vertical-align: bottom; max-width: 9em; }
progress { width: 100%; height: 12px; accent-color: var(--accent); }
figcaption { font-weight: 600; }
`;
function comparePanel(context) {
  const { state, words } = context;
  const model = comparisonModel(context, schedule, announceEnd);
  const parts = partsOfCompare(context, model, {
    onRun: runOrPause,
    onClear: clear,
    onTrain: openInTrain,
  });
  const frames = oncePerFrame(() => drawCompare(parts, model, context));
  let visible = false;
  function schedule() {
    if (visible) frames.schedule();
  }
  function announceEnd(failure) {
    parts.failure.textContent = failure;
    if (failure !== "") return;
    context.announce([words.all, ...findingsOn(model.shown(), words)].join(" "));
  }
  function start() {
    parts.failure.textContent = "";
    model.start();
  }
  function runOrPause() {
    if (model.running) {
      model.stop();
      context.announce(words.paused);
    } else if (state.get("compareRun") === "yes") start();
    else state.set({ compareRun: "yes" });
  }
  function forget() {
    parts.failure.textContent = "";
    model.forget();
  }
  function clear() {
    forget();
    state.set({ compareRun: "no", compareShown: "" });
    schedule();
  }
  function openInTrain() {
    const chosen = chosenNetwork(model, context, model.shown());
    if (chosen?.run) state.set({ panel: "train", ...fieldsOfTrain(chosen) });
  }
  function follow(changed) {
    const wanted = changed.has("compareRun") && state.get("compareRun") === "yes";
    const replanned = model.running && [...changed].some((name) => !VIEW_FIELDS.includes(name));
    if ((wanted && visible) || replanned) start();
    schedule();
  }
  function otherTarget(changed) {
    const view = { compareShown: "", compareRun: "no" };
    state.set(Object.fromEntries(Object.entries(view).filter(([name]) => !changed.has(name))));
  }
  const stops = [
    state.subscribe(Object.keys(COMPARE_FIELDS), follow),
    state.subscribe(["target", "domain"], otherTarget),
    context.onTarget(() => {
      forget();
      schedule();
    }),
  ];
  return {
    node: parts.node,
    show() {
      if (!visible) parts.settings.node.open = parts.node.clientWidth >= TWO_COLUMNS;
      visible = true;
      if (state.get("compareRun") === "yes" && !model.running) start();
      schedule();
    },
    hide() {
      visible = false;
    },
    dispose() {
      model.forget();
      frames.cancel();
      for (const stop of [
        ...stops,
        parts.settings.dispose,
        parts.picture.dispose,
        parts.view.dispose,
      ])
        stop();
    },
  };
}
function partsOfCompare(context, model, { onRun, onClear, onTrain }) {
  const { state, words } = context;
  const choose = (key) => state.set({ compareShown: key });
  const parts = {
    settings: compareSettingControls(state, words),
    runs: compareRunControls(words, { onRun, onClear }),
    picture: comparePicture(words, choose),
    failure: element("p", { class: "message", role: "status" }),
    findings: element("div", { class: "text compare-findings" }),
    note: element("p", { class: "text muted" }),
    table: comparisonTable(words),
    choice: networkChoice(words, choose),
    view: compareNetworkView(words),
    toTrain: button({ label: words.toTrain, onClick: onTrain }),
    seen: null,
  };
  parts.takeAway = compareTakeAway(context, parts.picture.svgText, model.done);
  const heading = element("h2", {}, words.network);
  const more = element("div", { class: "row" }, parts.toTrain.node);
  const network = [heading, parts.choice.node, parts.view.node, more];
  const pictures = element(
    "div", { class: "pictures" },
    parts.picture.node, parts.findings, parts.note, parts.takeAway.near, parts.takeAway.node,
    parts.table.node, ...network,
  );
  const controls = element(
    "div",
    { class: "controls" },
    parts.runs.node,
    parts.failure,
    parts.settings.node,
  );
  parts.node = element("div", { class: "panel" }, controls, pictures);
  return parts;
}
function drawCompare(parts, model, context) {
  const { words } = context;
  const shown = model.shown();
  const target = context.target();
  parts.runs.show(model.progress());
  parts.picture.show(shown);
  const said = findingsOn(shown, words);
  const sentences = said.length > 0 ? said : [words.notYet];
  replaceChildren(parts.findings, ...sentences.map((sentence) => element("p", {}, sentence)));
  parts.note.textContent = notesOnCompare(shown, target, words).join(" ");
  parts.table.show(widthsShown(shown), shown);
  parts.takeAway.show(shown, target);
  const points = pointsWithNetworks(shown.lines, shown.labels, shown.stored, words);
  parts.choice.show(points, shown.selected);
  drawNetwork(parts, chosenNetwork(model, context, shown), target, points, context);
}
function findingsOn({ lines, norm }, words) {
  return compareFindings(lines, norm, words);
}
function notesOnCompare({ lines, stored, norm, settings }, target, words) {
  const notes = [];
  const kept = target.stored?.activation ?? null;
  if (kept && kept !== settings.activations[0])
    notes.push(words.storedOther(words.activations[kept]));
  if (stored.variation) notes.push(words.guaranteeHere(formatNumber(stored.variation), norm));
  const exact = lines.some(({ points }) => points.some(({ best }) => best === 0));
  if (exact || stored.nearBest.some(([, error]) => error === 0))
    notes.push(words.exact(words.norms[norm]));
  return notes;
}
function chosenNetwork(model, { words }, { selected, settings, labels }) {
  const [line, width] = selected.split(".");
  if (line === "near-best") {
    const known = model.nearBest(Number(width));
    const label = words.chosenStored(words.nearBest, width);
    return known && { ...known, key: selected, label, run: null };
  }
  const result = model.done().find(({ run, network }) => run.key === selected && network);
  if (!result) return null;
  const { run } = result;
  const label = words.chosenRun(labels.get(run.line), run.width, run.seed);
  return { ...result, key: `${selected}.${settings.epochs}`, label };
}
function drawNetwork(parts, chosen, target, points, { words, state }) {
  const hasTrain = state.names.includes("trainWidth");
  const seen = chosen === null ? `${points.length > 0}` : chosen.key;
  parts.toTrain.node.hidden = !chosen?.run || !hasTrain;
  if (parts.seen === seen && parts.seenOf === target) return;
  Object.assign(parts, { seen, seenOf: target });
  if (chosen === null) parts.view.clear(points.length > 0 ? words.networkHint : words.networkNone);
  else parts.view.show(chosen, target, true);
}
function fieldsOfTrain({ run: { rule, activation, width, seed }, epochs }) {
  const { momentum, rule: name } = COMPARE_RULES[rule];
  return {
    trainRung: "none",
    trainRule: name,
    trainActivation: activation,
    trainWidth: width,
    trainSeed: seed,
    trainLength: epochs,
    trainRate: 0,
    ...(momentum === null ? {} : { trainMomentum: momentum }),
  };
}
const TRAIN_RATES = { min: 1e-4, max: 100 };
const USUAL_SPEED = { none: "50", linreg: "50", neuron: "1000", xor: "5000" };
function trainControls(state, words, presets) {
  const rung = rungField(state, words, presets);
  const rate = rateControl(state, words);
  const [own, show] = targetControls(state, words);
  const about = element("p", { class: "hint" }, words.hints.rungSettings);
  const node = element("div", { class: "train-settings" });
  const explain = button({ label: words.explain, pressed: false, onClick: () => {
    const shown = node.classList.toggle("explained");
    explain.set(shown);
  } });
  const settings = [rung?.node, rate.node, ...own, about].filter(Boolean);
  const list = element("div", { class: "controls" }, ...settings, explain.node);
  const details = element("details", { open: true }, element("summary", {}, words.settings), list);
  node.append(details);
  return {
    node,
    add: (more) => list.insertBefore(more, explain.node),
    fold: (closed) => (details.open = !closed),
    show(problem) {
      for (const part of own) part.hidden = problem.rung !== null;
      about.hidden = problem.rung === null;
      rung?.set(state.get("trainRung"));
      rate.show(problem);
      show();
    },
  };
}
function rungField(state, words, presets) {
  const known = TRAIN_RUNGS.filter((key) => key === "none" || presets[key]);
  if (known.length === 1) return null;
  const onChange = (key) =>
    state.set({ trainRung: key, trainRate: 0, trainEpoch: 0, trainUnit: 0, trainSpeed: USUAL_SPEED[key] });
  return selectField({
    name: words.rungs.name,
    options: known.map((key) => [key, words.rungs[key]]),
    value: state.get("trainRung"),
    onChange,
    hint: words.hints.rung,
  });
}
function rateControl(state, words) {
  const range = slider({
    name: words.rate, ...TRAIN_RATES, step: 0.05, scale: "log", value: 0.1, hint: words.hints.rate,
    onChange: (value) => state.set({ trainRate: value }),
  });
  const automatic = checkbox({
    name: words.automatic(""),
    value: true,
    onChange: (wanted) => state.set({ trainRate: wanted ? 0 : range.value }),
  });
  const label = automatic.node.querySelector("label");
  const node = element("div", { class: "train-rate" }, range.node, automatic.node);
  function show(problem) {
    range.set(problem.setup.rule.learningRate);
    automatic.set(state.get("trainRate") === 0);
    const own = formatNumber(problem.automaticRate);
    label.textContent = problem.rung ? words.coursesRate(own) : words.automatic(own);
  }
  return { node, show };
}
function targetControls(state, words) {
  const { hints } = words;
  const ruleNow = () => trainRuleChoice(state.get("trainRule"), state.get("trainMomentum"));
  const rule = selectField({
    name: words.rule, options: Object.keys(TRAIN_RULES).map((key) => [key, words.rules[key]]),
    value: ruleNow(), hint: hints.rule,
    onChange: (key) => state.set(trainRuleFields(key, state.get("trainMomentum"))),
  });
  const momentum = slider({
    name: words.momentum, min: 0, max: 0.99, step: 0.01, value: 0.9, hint: hints.momentum,
    onChange: (value) => state.set({ trainMomentum: value }),
  });
  const width = slider({
    name: words.width, scale: TRAIN_WIDTHS, value: 8, format: words.units, hint: hints.width,
    onChange: (value) => state.set({ trainWidth: value, trainUnit: 0 }),
  });
  const activation = selectField({
    name: words.activation, options: TRAINABLE_ACTIVATIONS.map((key) => [key, words.activations[key]]),
    value: state.get("trainActivation"), hint: hints.activation,
    onChange: (key) => state.set({ trainActivation: key }),
  });
  const seed = seedControl(state, words);
  const length = selectField({
    name: words.length, options: lengthsWith(state.get("trainLength")), value: "", hint: hints.length,
    onChange: (value) => state.set({ trainLength: Number(value) }),
  });
  function show() {
    rule.set(ruleNow());
    momentum.node.hidden = ruleNow() !== "momentum" || state.get("trainRung") !== "none";
    momentum.set(state.get("trainMomentum"));
    width.set(state.get("trainWidth"));
    activation.set(state.get("trainActivation"));
    seed.show();
    length.setOptions(lengthsWith(state.get("trainLength")));
    length.set(String(state.get("trainLength")));
  }
  return [[rule.node, momentum.node, width.node, activation.node, seed.node, length.node], show];
}
function lengthsWith(own) {
  const lengths = TRAIN_LENGTHS.includes(own) ? TRAIN_LENGTHS : [...TRAIN_LENGTHS, own].sort((a, b) => a - b);
  return lengths.map((epochs) => [String(epochs), wholeNumber(epochs)]);
}
function seedControl(state, words) {
  const field = numberField({
    name: words.seed, min: 0, max: 2 ** 31 - 1, value: state.get("trainSeed"),
    onChange: (value) => state.set({ trainSeed: Math.round(value) }),
  });
  const next = button({
    label: words.nextSeed,
    onClick: () => state.set({ trainSeed: (state.get("trainSeed") + 1) % 2 ** 31 }),
  });
  const hint = element("p", { class: "hint" }, words.hints.seed);
  const row = element("div", { class: "train-seed" }, field.node, next.node);
  const node = element("div", {}, row, hint);
  return { node, show: () => field.set(state.get("trainSeed")) };
}
const PARAMETER_DIGITS = 10;
const OUTPUT_DIGITS = 8;
const LEAST_AGREED = 4;
function agreeingDigits(reached, wanted) {
  if (!Number.isFinite(reached) || !Number.isFinite(wanted)) return 0;
  if (reached === wanted) return 15;
  const share = Math.abs(reached - wanted) / Math.max(Math.abs(wanted), Number.MIN_VALUE);
  return Math.max(0, Math.min(15, Math.floor(-Math.log10(2 * share))));
}
function printedDigits(value) {
  return String(Math.abs(value)).replace(/e.*/, "").replace(".", "").replace(/^0+/, "").length;
}
function agreement(reached, wanted) {
  const printed = printedDigits(wanted);
  if (Number(reached.toPrecision(printed)) === wanted) return printed;
  return Math.min(agreeingDigits(reached, wanted), printed);
}
function agreementText(reached, wanted, words) {
  return words.rung.digits(agreement(reached, wanted), printedDigits(wanted));
}
function rungTables(rung, setup, words) {
  const reference = Object.keys(rung.published).length > 0 ? rung.published : rung.fromR;
  const source = Object.keys(rung.published).length > 0 ? words.rung.course : words.rung.r;
  const verdict = element("p", { class: "text", role: "status" });
  const isPublished = reference === rung.published;
  const parameters = parameterTable(rung, setup, reference, source, words);
  const outputs = rung.predictions.length > 0 ? outputTable(rung, setup, words) : null;
  const formula = element("p", { class: "text" }, words.rung.formula(rung.formula));
  const data = element("p", { class: "text muted" }, words.rung.data(rung.dataSource));
  const tables = element("div", { class: "side-by-side" }, parameters.node, outputs?.node ?? null);
  const node = element("div", { class: "train-rung" }, formula, data, verdict, tables);
  const epochs = rung.epochs;
  let said = "";
  function show(now, printed) {
    parameters.show(now.parameters);
    outputs?.show(now.network, printed);
    const atEnd = now.epoch === epochs && !now.diverged;
    const isOwnRate = setup.rule.learningRate === rung.learningRate;
    const text = !isOwnRate ? words.rung.otherRate(rung.learningRate)
      : atEnd ? verdictOf(rung, reference, isPublished, now.parameters, words)
      : words.rung.waits(wholeNumber(epochs));
    if (text !== said) verdict.textContent = said = text;
  }
  return { node, show };
}
function verdictOf(rung, reference, isPublished, parameters, words) {
  const digits = Object.entries(reference).map(([name, wanted]) =>
    agreement(parameters[rung.names[name]], wanted));
  const least = Math.min(...digits);
  if (least < LEAST_AGREED) return words.rung.differs(least);
  return isPublished ? words.rung.reached(least) : words.rung.reachedR(least);
}
function rungTable(caption, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const table = element(
    "table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...rows),
  );
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, table);
}
function rungRow(name, cells) {
  return element("tr", {}, element("th", { scope: "row" }, name), ...cells);
}
function rungCell(text = "") {
  return element("td", {}, text);
}
function parameterTable(rung, setup, reference, source, words) {
  const cells = new Map();
  const rows = Object.entries(rung.names).map(([name, place]) => {
    const own = { reached: rungCell(), agrees: rungCell() };
    cells.set(name, own);
    const start = rungCell(digitsOf(setup.parameters[place], 4));
    const wanted = rungCell(name in reference ? digitsOf(reference[name], PARAMETER_DIGITS) : "–");
    return rungRow(name, [start, own.reached, wanted, own.agrees]);
  });
  const heads = [words.rung.parameter, words.rung.start, words.rung.now, source, words.rung.agrees];
  function show(parameters) {
    for (const [name, { reached, agrees }] of cells) {
      const value = parameters[rung.names[name]];
      reached.textContent = digitsOf(value, PARAMETER_DIGITS);
      agrees.textContent = name in reference ? agreementText(value, reference[name], words) : "–";
    }
  }
  return { node: rungTable(words.rung.parameters, heads, rows), show };
}
function outputTable(rung, setup, words) {
  const points = rung.t.length;
  const cells = [];
  const rows = rung.t.map((wanted, place) => {
    const inputs = setup.inputs === 1 ? [setup.x[place]] : [setup.x[place], setup.x[points + place]];
    const own = { now: rungCell(), agrees: rungCell() };
    cells.push(own);
    const printed = rungCell(digitsOf(rung.predictions[place], OUTPUT_DIGITS));
    return rungRow(`(${inputs.join(", ")})`, [rungCell(String(wanted)), own.now, printed, own.agrees]);
  });
  const heads = [pointName(rung), rung.outputName, words.rung.now, words.rung.course, words.rung.agrees];
  function show(network, printed) {
    if (network === null) return;
    const outputs = printed ?? predict(network, setup.x);
    cells.forEach((own, place) => {
      const wanted = rung.predictions[place];
      own.now.textContent = digitsOf(outputs[place], OUTPUT_DIGITS);
      own.agrees.textContent = agreementText(outputs[place], wanted, words);
    });
  }
  return { node: rungTable(words.rung.outputs, heads, rows), show };
}
function digitsOf(value, digits) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))).replace("-", "−") : "–";
}
function pointName({ inputNames }) {
  return inputNames.length === 1 ? inputNames[0] : `(${inputNames.join(", ")})`;
}
const AREA_ROOM = 0.25;
const LEAST_SHARE = 0.15;
function ownArea({ state, words, onDomain, onRange }) {
  let domain = [-1, 1];
  let range = [-1.25, 1.25];
  const across = sideFields({
    names: [words.startOf("x"), words.endOf("x")], values: domain.map(String), wrong: words.noInterval,
    onChange: (texts) => {
      domain = texts.map(readConstant);
      onDomain(domain);
    },
  });
  const upright = sideFields({
    names: [words.startOf("y"), words.endOf("y")], values: range.map(String), wrong: words.noInterval,
    onChange: (texts) => {
      state.set({ ownLow: texts[0], ownHigh: texts[1] });
      onRange();
    },
  });
  function chosen() {
    const texts = [state.get("ownLow"), state.get("ownHigh")];
    try {
      const [low, high] = texts.map(readConstant);
      return low < high ? [low, high] : null;
    } catch {
      return null;
    }
  }
  function follow(target) {
    domain = target.domain.length === 1 ? target.domain[0] : [-1, 1];
    const values = target.domain.length === 1 ? curveOf(target).ys : [-1, 1];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    range = chosen() ?? range;
    const fits = low >= range[0] && high <= range[1];
    const tiny = high - low < LEAST_SHARE * (range[1] - range[0]) && target.rows === null;
    if (!fits || tiny) range = roundRange(low, high);
    across.set(domain.map(String));
    upright.set(range.map(String));
  }
  const node = element("details", { class: "own-folded" }, element("summary", {}, words.axes),
    element("div", { class: "controls" }, across.node, upright.node));
  return { node, follow, get domain() { return domain; }, get range() { return range; } };
}
function roundRange(low, high) {
  const room = high > low ? AREA_ROOM * (high - low) : 1;
  return [low - room, high + room].map((bound) => roundedFor(bound, high - low + 2 * room));
}
function roundedFor(value, length) {
  const step = 10 ** (Math.floor(Math.log10(length)) - 3);
  return Number((Math.round(value / step) * step).toPrecision(12));
}
const THUMB = { width: 96, height: 48, edge: 4 };
const THUMB_CELLS = 12;
function ownCatalogue({ scene, words }, choose) {
  const buttons = new Map();
  for (const entry of scene.targets) {
    const { key, title } = entry;
    const node = element("button", {
      type: "button", class: "button own-thumb", "aria-pressed": "false", onclick: () => choose(key),
    }, element("span", {}, title));
    buttons.set(key, { node, entry });
  }
  const list = element("div", { class: "own-thumbs" }, ...[...buttons.values()].map(({ node }) => node));
  const node = element("details", {}, element("summary", {}, words.catalogue), list);
  const draw = () => {
    for (const { node: one, entry } of buttons.values()) one.prepend(thumbnail(sceneTarget(entry)));
  };
  node.addEventListener("toggle", draw, { once: true });
  const follow = (current) => {
    for (const [key, { node: one }] of buttons) one.setAttribute("aria-pressed", String(key === current));
  };
  return { node, follow };
}
function thumbnail(target) {
  const { width, height } = THUMB;
  const marks = target.domain.length === 1 ? [thumbCurve(target)] : thumbCells(target);
  return svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, ...marks);
}
function thumbCurve(target) {
  const { width, height, edge } = THUMB;
  const ys = target.evaluate(equallySpaced(target.domain[0], 193));
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const top = (y) => height - edge - ((y - low) / (high - low || 1)) * (height - 2 * edge);
  const points = Array.from(ys, (y, k) =>
    `${((k / (ys.length - 1)) * width).toFixed(1)} ${top(y).toFixed(1)}`);
  return svgElement("path", { d: `M${points.join("L")}`, class: "stroke target", "stroke-width": 1.75 });
}
function thumbCells(target) {
  const values = mapValues(target, THUMB_CELLS);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const side = THUMB.height / THUMB_CELLS;
  return Array.from(values, (value, p) =>
    svgElement("rect", {
      x: formatNumber(24 + (p % THUMB_CELLS) * side), y: THUMB.height - side * (1 + Math.floor(p / THUMB_CELLS)),
      width: side, height: side, class: "own-cell",
      "fill-opacity": ((value - low) / (high - low || 1)).toFixed(2),
    }));
}
const BUILD_SCENES = { unit: unitScene, bump: bumpScene, staircase: staircaseScene, tower: towerScene };
const BUILD_SCENE_KEYS = Object.keys(BUILD_SCENES);
const BUILD_FEWEST_STEPS = 1;
const BUILD_MOST_STEPS = 64;
const BUILD_FIELDS = {
  buildScene: choice(BUILD_SCENE_KEYS, "unit"),
  buildActivation: choice(Object.keys(BUILD_STEP_ROWS), "logistic"),
  buildCentre: number(-0.9, 0.9, -0.3),
  buildSlope: number(...BUILD_SLOPES, 6),
  buildHeight: number(-1, 1, 0.8),
  buildLeft: number(-0.9, 0.88, -0.4),
  buildRight: number(-0.88, 0.9, 0.4),
  buildTop: number(-1, 1, 0.8),
  buildEdge: number(...BUILD_SLOPES, 20),
  buildSteps: whole(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS, 8),
  buildSteepness: choiceOfNumbers(BUILD_STEEPNESSES, 200),
  buildStep: whole(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS, 1),
  buildPlaces: numbers(BUILD_FEWEST_STEPS, BUILD_MOST_STEPS),
  buildLevels: numbers(BUILD_FEWEST_STEPS + 1, BUILD_MOST_STEPS + 1),
  buildTower: choice(BUILD_TOWER_KINDS, "sum"),
  buildDirections: whole(1, 24, 2),
  buildWall: number(...BUILD_SLOPES, 60),
  buildRadius: number(0.05, 0.5, 0.3),
  buildMoats: whole(1, 8, 4),
};
const BUILD_STYLE = `
.build-head { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: end; justify-content: space-between; margin-bottom: 12px; }
.build-scenes { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; list-style: none; }
.build-column { display: contents; }
.build-part { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.build-story { order: 1; }
.build-picture { order: 2; }
.build-controls { order: 3; }
.build-more { order: 4; }
.build-sentences { display: flex; flex-direction: column; gap: 6px; }
@container (min-width: 820px) {
  .build-column { display: flex; flex-direction: column; gap: 16px; min-width: 0; }
}
@container (max-width: 480px) {
  .build-scenes .button { padding: 6px 9px; }
}
.build-pair { display: grid; grid-template-columns: minmax(0, 1fr) 5.5em; gap: 10px; align-items: end; }
.build-pair output { display: none; }
.build-formula { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.build-foot { stroke: #ffffff; stroke-width: 2.5; stroke-dasharray: 7 5; }
.build-direction { stroke: #ffffff; stroke-width: 1.5; stroke-opacity: 0.75; }
.build-steps { margin-top: 16px; }
`;
function buildPanel(context) {
  const { state, words } = context;
  const scenes = new Map();
  const place = element("div");
  const tabs = BUILD_SCENE_KEYS.map((key, at) => sceneButton(key, at));
  const activation = selectField({
    name: words.activation, value: state.get("buildActivation"),
    options: Object.keys(BUILD_STEP_ROWS).map((key) => [key, words.activations[key]]),
    onChange: (key) => state.set({ buildActivation: key }),
  });
  const noStep = element("p", { class: "text" });
  const onward = button({ label: "", kind: "primary", onClick: () => go(1) });
  const backward = button({ label: words.previous, onClick: () => go(-1) });
  function sceneButton(key, at) {
    const label = `${at + 1}. ${words.scenes[key]}`;
    return button({ label, onClick: () => state.set({ buildScene: key }), pressed: false });
  }
  function go(by) {
    state.set({ buildScene: BUILD_SCENE_KEYS[BUILD_SCENE_KEYS.indexOf(state.get("buildScene")) + by] });
    const heading = place.querySelector(".build-scene:not([hidden]) h2");
    heading.tabIndex = -1;
    heading.focus();
  }
  function sceneOf(key) {
    if (!scenes.has(key)) {
      const scene = BUILD_SCENES[key](context);
      const node = element("div", { class: "build-scene" }, scene.node);
      place.append(node);
      scenes.set(key, { ...scene, node });
    }
    return scenes.get(key);
  }
  function show() {
    const key = state.get("buildScene");
    const at = BUILD_SCENE_KEYS.indexOf(key);
    const able = key === "unit" || BUILD_STEP_ACTIVATIONS.includes(state.get("buildActivation"));
    if (able || scenes.has(key)) sceneOf(key);
    for (const [other, { node }] of scenes) node.hidden = other !== key || !able;
    tabs.forEach((tab, place) => tab.set(place === at));
    activation.set(state.get("buildActivation"));
    noStep.textContent = able ? "" : words.noStep(words.activations[state.get("buildActivation")]);
    noStep.hidden = able;
    backward.node.hidden = at === 0;
    onward.node.hidden = at === BUILD_SCENE_KEYS.length - 1;
    if (!onward.node.hidden) onward.relabel(words.next[BUILD_SCENE_KEYS[at + 1]]);
    if (able) sceneOf(key).show();
  }
  const stop = state.subscribe(["buildScene", "buildActivation"], show);
  const list = element("ol", { class: "build-scenes", "aria-label": words.sceneList },
    ...tabs.map((tab) => element("li", {}, tab.node)));
  const head = element("div", { class: "build-head" }, list, activation.node);
  const foot = element("div", { class: "row build-steps" }, backward.node, onward.node);
  const node = element("div", {}, head, noStep, place, foot);
  const dispose = () => {
    stop();
    scenes.forEach((scene) => scene.dispose());
  };
  return { node, show, hide() {}, dispose };
}
function choiceOfNumbers(values, start) {
  const known = new Map(values.map((value) => [String(value), value]));
  return { start, read: (text) => known.get(text), write: String };
}
const TRAIN_STYLE = `
.train-charts { display: grid; gap: 8px 24px; grid-template-columns: minmax(0, 1fr); }
.train-figure { min-width: 0; }
.train-figure figcaption { font-weight: 600; font-size: 0.9375em; }
.train-transport { gap: 8px 12px; align-items: end; }
.train-transport .control.select { flex-direction: row; align-items: center; gap: 8px; }
.train-transport .control.select select { width: auto; }
.train-transport .button.primary { min-width: 7.5em; }
.train-steps span { font-size: 0.9375em; font-weight: 600; }
.train-numbers > div { min-width: 5.2em; }
.train-settings .hint { display: none; }
.train-settings.explained .hint { display: block; }
.train-settings summary { font-weight: 600; padding: 4px 0 8px; }
.train-seed { display: flex; gap: 8px; align-items: end; }
.train-seed .control { flex: 1; }
.train-seed .message { position: absolute; }
.train-view { display: grid; gap: 4px; }
.train-unit { font-variant-numeric: tabular-nums; font-size: 0.9375em; min-height: 1.5em; }
.train-diverged { border: 2px solid var(--wrong); border-radius: 8px; padding: 10px 14px; display: grid; gap: 8px; }
.train-rung { display: grid; gap: 8px; }
.train-rung .side-by-side { align-items: start; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
.train-corner { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.train-way { stroke: #fff; stroke-width: 3; fill: none; stroke-linejoin: round; paint-order: stroke; filter: drop-shadow(0 0 1px #000); }
.train-place { fill: #fff; stroke: #000; stroke-width: 1.5; }
.train-place.circle { fill: var(--network); }
.train-note:empty, .train-message:empty { display: none; }
.train-message { color: var(--wrong); }
@container (min-width: 680px) {
  .train-charts.of-maps { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@container (min-width: 1060px) {
  .train-charts.of-curves {
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    grid-template-areas: "curve loss" "residual units" "trail units";
  }
  .train-charts.of-curves.with-surface { grid-template-areas: "surface loss" "curve residual"; }
  .train-charts.of-curves > [data-part="surface"] { grid-area: surface; }
  .train-charts.of-curves > [data-part="curve"] { grid-area: curve; }
  .train-charts.of-curves > [data-part="loss"] { grid-area: loss; }
  .train-charts.of-curves > [data-part="residual"] { grid-area: residual; }
  .train-charts.of-curves > [data-part="units"] { grid-area: units; }
  .train-charts.of-curves > [data-part="trail"] { grid-area: trail; }
}
`;
const PICTURE_ORDER = ["surface", "curve", "target", "network", "residual", "loss", "units", "trail"];
function trainParts(context, presets, actions) {
  const { state, words } = context;
  const parts = {
    controls: trainControls(state, words, presets),
    transport: trainTransport(words, actions, state.get("trainSpeed")),
    numbers: trainNumbers(words),
    loss: lossPicture(words),
    view: trainView(state, words),
    divergence: trainDivergence(words, actions),
    takeAway: trainTakeAway(context, actions),
    message: element("p", { class: "train-message", role: "status" }),
    note: element("p", { class: "train-note muted", role: "status" }),
    charts: element("div", { class: "train-charts" }),
    rung: element("div"),
  };
  const { controls, transport, numbers, view, divergence, takeAway, message, note, charts, rung } = parts;
  const pictures = element(
    "div", { class: "pictures" },
    transport.node, message, note, divergence.node, numbers.node, charts, rung, takeAway.node,
  );
  controls.add(view.node);
  parts.node = element("div", { class: "panel" }, controls.node, pictures);
  parts.place = (problem, own) => {
    placePictures(charts, { ...own, loss: parts.loss.node });
    own.units?.append(view.said);
  };
  return parts;
}
function placePictures(charts, figures) {
  const surface = figures.surface ? " with-surface" : "";
  charts.className = `train-charts ${figures.curve ? "of-curves" : "of-maps"}${surface}`;
  for (const [key, figure] of Object.entries(figures)) figure.dataset.part = key;
  replaceChildren(charts, PICTURE_ORDER.map((key) => figures[key] ?? null));
}
function trainDivergence(words, actions) {
  const text = element("p", { class: "text" });
  const reset = button({ label: words.reset, icon: "↺", onClick: actions.reset });
  let remedy = 0;
  const other = button({ label: "", kind: "primary", onClick: () => actions.takeRate(remedy) });
  const ways = element("div", { class: "row" }, other.node, reset.node);
  const node = element("div", { class: "train-diverged", role: "alert", hidden: true }, text, ways);
  function show(now) {
    if (node.hidden === !now.diverged && !now.diverged) return;
    if (!now.diverged) {
      node.hidden = true;
      return;
    }
    const { learningRate } = now.problem.setup.rule;
    const isOwn = learningRate === now.problem.automaticRate;
    remedy = isOwn ? Number((learningRate / 10).toPrecision(3)) : 0;
    const usual = now.problem.rung ? words.takeCourses : words.takeAutomatic;
    other.relabel(isOwn ? words.smallerRate : usual);
    const { loss } = lastFiniteLoss(now.history.values());
    const told = words.diverged(wholeNumber(now.epoch), formatNumber(loss), formatNumber(learningRate));
    if (text.textContent !== told) text.textContent = told;
    node.hidden = false;
  }
  return { node, show };
}
const DRAWN_HEIGHTS = 9;
function drawWay({ words, state }, { use, undo }) {
  const area = ownArea({ state, words, onDomain: moveDomain, onRange: redraw });
  const chart = ownChart(area.domain, area.range, words);
  let values = null;
  let shown = null;
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
    });
  }
  function startOfHeights() {
    const xs = drawnInputs(area.domain);
    if (shown.domain.length > 1) return new Float64Array(xs.length);
    const { xs: known, ys } = curveOf({ ...shown, rows: null });
    return monotoneCubic(known, ys)(xs);
  }
  const buttons = element("div", { class: "row" }, undo, keys.node,
    button({ label: words.clear, onClick: clear }).node);
  const node = element("div", { class: "controls" },
    element("p", { class: "hint" }, words.drawHint), buttons, note, area.node);
  return { node, picture: chart.node, follow, svgText: () => chart.svgText(), dispose: () => chart.dispose() };
}
const FIRST_POINTS = 7;
const MOST_POINTS = 40;
const FEWEST_POINTS = 2;
const LEAST_GAP = 0.002;
function pointsWay({ words, state }, { use, undo }) {
  const area = ownArea({ state, words, onDomain: stretch, onRange: () => follow(shown) });
  const chart = ownChart(area.domain, area.range, words);
  let shown = null;
  let rows = [];
  let handles = 0;
  let chosen = 0;
  const note = element("p", { class: "hint", role: "status" });
  const between = radioGroup({
    name: words.between, value: state.get("ownBetween"),
    options: ["smooth", "lines"].map((way) => [way, words.betweenWays[way]]),
    onChange: (way) => {
      state.set({ ownBetween: way });
      keep(rows);
    },
  });
  function follow(target) {
    shown = target;
    area.follow(target);
    const own = target.source.kind === "points";
    rows = own ? pointsOf(target.rows) : startPoints(target);
    if (own) between.set(target.rows.between);
    note.textContent = own ? "" : words.firstMoves;
    if (target.domain.length > 1) note.textContent = words.oneInput(target.title);
    if (rows.length >= MOST_POINTS) note.textContent = words.manyPoints(MOST_POINTS);
    redraw();
  }
  function startPoints(target) {
    const xs = equallySpaced(area.domain, FIRST_POINTS);
    const ys = target.domain.length === 1 ? target.evaluate(xs) : new Float64Array(FIRST_POINTS);
    return pointsOf({ xs, ys: ys.map((y) => roundedFor(y, area.range[1] - area.range[0])) });
  }
  function keep(next) {
    const columns = { xs: Float64Array.from(next, ({ x }) => x), ys: Float64Array.from(next, ({ y }) => y) };
    use(rowsAddress("points", between.value, columns));
  }
  function stretch([low, high]) {
    const [first, last] = [rows[0].x, rows[rows.length - 1].x];
    keep(rows.map(({ x, y }) => ({ x: x === last ? high : low + ((x - first) / (last - first)) * (high - low), y })));
  }
  function redraw() {
    chart.setDomain({ x: area.domain, y: area.range });
    showTarget();
    showCurve(rows);
    for (let k = rows.length; k < handles; k += 1) chart.remove(`point-${k}`);
    handles = rows.length;
    rows.forEach((_, k) => showPoint(k));
    chosen = Math.min(chosen, rows.length - 1);
    add.disable(rows.length >= MOST_POINTS);
    remove.disable(rows.length <= FEWEST_POINTS);
  }
  function showTarget() {
    if (shown.source.kind === "points" || shown.domain.length > 1) return chart.remove("from");
    const { xs, ys } = curveOf(shown);
    chart.curve("from", xs, ys, { colour: "muted", dash: "dash", width: 2 });
  }
  function showCurve(points) {
    const xs = equallySpaced(area.domain, 401);
    const columns = ["x", "y"].map((name) => Float64Array.from(points, (point) => point[name]));
    const curve = Float64Array.from([...xs, ...columns[0]]).sort();
    chart.curve("target", curve, BETWEEN_POINTS[between.value](...columns)(curve), { colour: "target" });
  }
  function showPoint(k) {
    const [low, high] = area.range;
    const [start, end] = area.domain;
    const gap = LEAST_GAP * (end - start);
    const isEnd = k === 0 || k === rows.length - 1;
    chart.handle(`point-${k}`, {
      ...rows[k], name: words.point(k + 1, rows.length), axis: isEnd ? "y" : "both",
      min: isEnd ? low : [rows[k - 1].x + gap, low],
      max: isEnd ? high : [rows[k + 1].x - gap, high],
      step: isEnd ? (high - low) / 100 : [(end - start) / 100, (high - low) / 100],
      valueText: (x, y) => `x = ${formatNumber(x)}, y = ${formatNumber(y)}`,
      onMove: (x, y, done) => {
        chosen = k;
        const point = isEnd
          ? { x: rows[k].x, y: roundedFor(y, high - low) }
          : { x: roundedFor(x, end - start), y: roundedFor(y, high - low) };
        const next = rows.map((row, i) => (i === k ? point : row));
        showCurve(next);
        if (done) keep(next);
      },
    });
  }
  function addPoint(x, height = null) {
    const gap = LEAST_GAP * (area.domain[1] - area.domain[0]);
    if (rows.length >= MOST_POINTS || rows.some((row) => Math.abs(row.x - x) <= gap)) return;
    const columns = ["x", "y"].map((name) => Float64Array.from(rows, (row) => row[name]));
    const y = height ?? BETWEEN_POINTS[between.value](...columns)(Float64Array.of(x))[0];
    const point = { x: roundedFor(x, area.domain[1] - area.domain[0]), y: roundedFor(y, area.range[1] - area.range[0]) };
    const next = [...rows, point].sort((a, b) => a.x - b.x);
    chosen = next.indexOf(point);
    keep(next);
    focusChosen();
  }
  function addInWidestGap() {
    const gaps = rows.slice(1).map(({ x }, k) => x - rows[k].x);
    const k = gaps.indexOf(Math.max(...gaps));
    addPoint((rows[k].x + rows[k + 1].x) / 2);
  }
  function removeChosen() {
    const isEnd = chosen === 0 || chosen === rows.length - 1;
    if (rows.length <= FEWEST_POINTS || isEnd) {
      note.textContent = words.endsStay;
      return;
    }
    keep(rows.filter((_, k) => k !== chosen));
    focusChosen();
  }
  const handleNodes = () => [...chart.node.querySelectorAll(".handle[role=slider]")];
  const focusChosen = () => handleNodes()[chosen]?.focus();
  chart.onClick(({ x, y }) => {
    const [start, end] = area.domain;
    if (x > start && x < end) addPoint(x, Math.min(area.range[1], Math.max(area.range[0], y)));
  });
  chart.node.addEventListener("focusin", (event) => {
    const k = handleNodes().indexOf(event.target);
    if (k >= 0) chosen = k;
  });
  chart.node.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    removeChosen();
  });
  const add = button({ label: words.add, onClick: addInWidestGap });
  const remove = button({ label: words.remove, onClick: removeChosen });
  const node = element("div", { class: "controls" },
    element("p", { class: "hint" }, words.pointsHint),
    element("div", { class: "row" }, add.node, remove.node, undo), note, between.node, area.node);
  return { node, picture: chart.node, follow, svgText: () => chart.svgText(), dispose: () => chart.dispose() };
}
function pointsOf({ xs, ys }) {
  return Array.from(xs, (x, k) => ({ x, y: ys[k] }));
}
const NUMBERS_EVERY = 120;
const CALM_EVERY = 250;
const SAY_EVERY = 5000;
const TRAIN_NARROW = 820;
const VIEW_FIELDS_OF_TRAIN = Object.keys(TRAIN_FIELDS).filter((name) => !TRAIN_RUN_FIELDS.includes(name));
function trainPanel(context) {
  const { state, words } = context;
  const presets = context.scene.presets ?? {};
  const run = trainRun(context.engine, take);
  const { now } = run;
  const parts = trainParts(context, presets, { ...actionsOf(), now });
  const seen = { pictures: null, problem: null, drawn: 0, counted: 0, said: 0, errors: null, printed: null };
  let visible = false;
  let stale = true;
  let following = false;
  function actionsOf() {
    return {
      playOrPause, reset, pick,
      step: (epochs) => run.step(epochs),
      speed: (key) => state.set({ trainSpeed: key }),
      takeRate: (rate) => {
        state.set({ trainRate: rate });
        play();
      },
      svgText: () => seen.pictures.svgText(),
    };
  }
  function play() {
    run.play(trainSpeed(state.get("trainSpeed")));
  }
  function playOrPause() {
    if (now.playing) return run.pause();
    if (now.finished || now.diverged) reset();
    return play();
  }
  function reset() {
    setQuietly({ trainEpoch: 0 });
    begin();
  }
  function setQuietly(changes) {
    following = true;
    state.set(changes);
    following = false;
  }
  function pick(unit) {
    state.set({ trainUnit: state.get("trainUnit") === unit + 1 ? 0 : unit + 1 });
  }
  function begin() {
    stale = false;
    const problem = problemOrMessage();
    if (problem === null) return;
    seen.printed = null;
    showProblem(problem);
    parts.takeAway.show({ problem, epoch: 0 });
    run.begin(problem, state.get("trainEpoch"));
  }
  function problemOrMessage() {
    try {
      const problem = trainProblem(trainSettings(state, presets), context.target(), presets);
      parts.message.textContent = "";
      return problem;
    } catch (error) {
      run.close();
      parts.message.textContent = error.message;
      return null;
    }
  }
  function showProblem(problem) {
    parts.controls.show(problem);
    if (seen.problem && looksAlike(problem, seen.problem)) return;
    disposePictures();
    seen.problem = problem;
    seen.pictures = problem.inputs === 1 ? trainCurves(problem, words, pick) : trainMaps(problem, words);
    seen.surface = trainSurface(problem, words);
    const surface = seen.surface ? { surface: seen.surface.figure } : {};
    parts.place(problem, { ...surface, ...seen.pictures.parts });
    seen.tables = problem.rung ? rungTables(problem.rung, problem.setup, words) : null;
    replaceChildren(parts.rung, seen.tables?.node ?? null);
  }
  function disposePictures() {
    seen.surface?.dispose();
    seen.pictures?.dispose();
  }
  function take() {
    const time = performance.now();
    if (now.playing && context.reducedMotion() && time - seen.drawn < CALM_EVERY) return;
    seen.drawn = time;
    draw();
    if (now.playing && time - seen.counted < NUMBERS_EVERY) return;
    seen.counted = time;
    count(time);
  }
  function draw() {
    if (now.network === null || !now.problem) return;
    seen.surface?.show(now);
    seen.pictures.show(now, viewOf());
    parts.loss.show(now, state.get("trainLoss"));
    parts.transport.show(now, state.get("trainSpeed"));
    parts.view.show(now);
    seen.tables?.show(now, seen.printed);
  }
  function viewOf() {
    return { units: state.get("trainUnits"), unit: parts.view.picked(now.problem.setup.width) };
  }
  function count(time) {
    seen.errors = trainErrors(now.problem, now.network);
    parts.numbers.show(now, seen.errors);
    parts.divergence.show(now);
    parts.note.textContent = now.goal > 0
      ? words.replaying(wholeNumber(now.epoch), wholeNumber(now.goal)) : "";
    if (!now.playing) settle();
    if (!now.playing ? now.epoch > 0 : time - seen.said > SAY_EVERY) {
      seen.said = time;
      context.announce(trainSentence(now, seen.errors, words));
    }
  }
  function settle() {
    if (now.goal > 0 || stale) return;
    setQuietly({ trainEpoch: now.epoch });
    if (now.finished && now.problem.rung) lastForwardPass(now.problem);
  }
  function lastForwardPass(problem) {
    if (seen.printed !== null || problem.rung.predictions.length === 0) return;
    const setup = { ...problem.setup, epochs: problem.epochs - 1 };
    context.engine.runAll([setup], (_, result) => {
      if (now.problem !== problem) return;
      seen.printed = predict(problem.toNetwork(result.parameters), problem.points.x);
      seen.tables?.show(now, seen.printed);
    });
  }
  function follow(changed) {
    if (following) return;
    const wasPlaying = now.playing;
    const { order, follow: changes } = afterChange(changed, now, state.get("trainEpoch"));
    if (order === "nothing") return;
    stale = true;
    setQuietly(changes);
    if (!visible) return;
    if (order === "go on") goOn();
    else begin();
    if (order === "anew" && wasPlaying && !changed.has("trainEpoch")) play();
  }
  function goOn() {
    stale = false;
    run.goOn(state.get("trainEpoch"));
  }
  function paced(changed) {
    if (changed.has("trainSpeed") && now.playing) play();
    draw();
  }
  const stops = [
    state.subscribe(TRAIN_RUN_FIELDS, follow),
    state.subscribe(VIEW_FIELDS_OF_TRAIN, paced),
  ];
  return {
    node: parts.node,
    show() {
      if (!visible) parts.controls.fold(parts.node.clientWidth < TRAIN_NARROW);
      visible = true;
      if (stale) begin();
    },
    hide() {
      visible = false;
      run.pause();
    },
    dispose() {
      for (const stop of stops) stop();
      run.close();
      disposePictures();
      parts.loss.dispose();
    },
  };
}
function looksAlike(a, b) {
  const sameRate = a.setup.rule.learningRate === b.setup.rule.learningRate;
  const sameDomain = String(a.domain) === String(b.domain);
  return a.target === b.target && a.rung === b.rung && sameDomain && (a.rung === null || sameRate);
}
const WAYS = ["formula", "draw", "points", "table"];
const MOST_UNDONE = 50;
const OWN_FIELDS = {
  ownWay: choice(WAYS, "formula"),
  ownBetween: choice(["smooth", "lines"], "smooth"),
  ownLow: text(60, ""),
  ownHigh: text(60, ""),
};
const OWN_STYLE = `
.own-side { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 12px; }
.own-place { font-family: ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.own-place:empty { display: none; }
.own-place mark { background: var(--wrong); color: var(--paper); border-radius: 3px; padding: 0 2px; }
.own-example { min-height: 32px; padding: 2px 10px; font-size: 0.875em; }
.own-thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(124px, 1fr)); gap: 8px; padding-top: 8px; }
.own-thumb { flex-direction: column; gap: 2px; overflow-wrap: anywhere; }
.own-thumb svg { max-width: 100%; }
.own-thumb[aria-pressed="true"] { background: var(--ground); color: var(--ink); outline: 3px solid var(--accent); }
.own .layer:not(.handle, .dots) { pointer-events: none; }
.own-cell { fill: var(--ink); }
.own .message { white-space: pre-line; }
.own textarea { width: 100%; resize: vertical; }
.own-folded > .controls { padding-top: 8px; }
`;
function ownPanel(context) {
  const { state, words } = context;
  const before = [];
  const undoButtons = ["draw", "points"].map(() => button({ label: words.undo, onClick: undo }));
  const ways = {
    formula: formulaWay(context, (target, domain) => state.set({ target, domain })),
    draw: drawWay(context, { use: useRows, undo: undoButtons[0].node }),
    points: pointsWay(context, { use: useRows, undo: undoButtons[1].node }),
    table: tableWay(context, { use: useRows }),
  };
  const picture = ownPicture(words);
  const title = element("h2");
  const figures = element("dl", { class: "figures" });
  const place = element("div");
  const command = ownCommand(context, () => (ways[state.get("ownWay")].svgText ?? picture.svgText)());
  const catalogue = ownCatalogue(context, (target) => state.set({ target, domain: "" }));
  const chosenWay = radioGroup({
    name: words.way, value: state.get("ownWay"), options: WAYS.map((way) => [way, words.ways[way]]),
    onChange: (ownWay) => state.set({ ownWay }),
  });
  let visible = false;
  function useRows(target) {
    before.push({ target: state.get("target"), domain: state.get("domain") });
    if (before.length > MOST_UNDONE) before.shift();
    state.set({ target, domain: "" });
    showUndo();
  }
  function undo() {
    if (before.length > 0) state.set(before.pop());
    showUndo();
  }
  function showUndo() {
    for (const one of undoButtons) one.disable(before.length === 0);
  }
  function showWay() {
    const way = state.get("ownWay");
    chosenWay.set(way);
    for (const name of WAYS) ways[name].node.hidden = name !== way;
    replaceChildren(place, ways[way].picture ?? picture.node);
    follow(context.target());
  }
  function follow(target) {
    if (!visible) return;
    title.textContent = target.title;
    replaceChildren(figures, ...ownFigures(target, words));
    const way = ways[state.get("ownWay")];
    if (!way.picture) picture.show(target);
    way.follow(target);
    command.follow(target);
    catalogue.follow(state.get("target"));
  }
  function onKey(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey;
    if (!isUndo || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    event.stopPropagation();
    undo();
  }
  const controls = element("div", { class: "controls" },
    chosenWay.node, ...WAYS.map((way) => ways[way].node));
  const node = element("div", { class: "panel own", onkeydown: onKey }, controls,
    element("div", { class: "pictures" }, title, place, figures, command.node, catalogue.node));
  const stops = [context.onTarget(follow), state.subscribe(["ownWay"], showWay)];
  showUndo();
  return {
    node,
    show() {
      visible = true;
      showWay();
    },
    hide: () => (visible = false),
    dispose() {
      for (const stop of stops) stop();
      for (const way of WAYS) ways[way].dispose?.();
      picture.dispose();
    },
  };
}
const PANELS = [
  { key: "build", fields: BUILD_FIELDS, style: BUILD_STYLE, create: buildPanel },
  { key: "train", fields: TRAIN_FIELDS, style: TRAIN_STYLE, create: trainPanel },
  { key: "compare", fields: COMPARE_FIELDS, style: COMPARE_STYLE, create: comparePanel },
  { key: "own", fields: OWN_FIELDS, style: OWN_STYLE, create: ownPanel },
];
const THEMES = ["system", "light", "dark"];
const ANNOUNCE_EVERY = 1500;
function mount(root, scene, options = {}) {
  const panels = PANELS.filter(({ key }) => !options.only || options.only.includes(key));
  const state = createState(fieldsOf(panels, scene), options.preset);
  const wrong = options.address ? state.readAddress(location.hash) : [];
  const page = shell(panels, options);
  const shadow = root.shadowRoot ?? root.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([STYLE, ...panels.map(({ style }) => style ?? "")].join("\n"));
  shadow.adoptedStyleSheets = [sheet];
  replaceChildren(shadow, page.node);
  if (wrong.length > 0) page.notice.textContent = WORDS.base.wrongAddress(wrong.join(", "));
  const context = contextOf(root, scene, options, state, page);
  const stops = [watchTheme(state, root), watchAddress(state, options, page)];
  if (!options.compact) page.top.append(...headControls(context));
  else if (options.choose) page.top.append(chooserOf(context));
  const shown = showPanels(panels, state, page, context);
  function dispose() {
    for (const stop of stops) stop();
    shown.dispose();
    context.engine?.dispose();
    shadow.replaceChildren();
  }
  const values = () => Object.fromEntries(state.names.map((name) => [name, state.get(name)]));
  return { dispose, state, values };
}
function fieldsOf(panels, scene) {
  const shared = {
    panel: choice(panels.map(({ key }) => key), panels[0]?.key ?? ""),
    target: text(4000, scene.targets[0]?.key ?? ""),
    domain: text(200, ""),
    theme: choice(THEMES, "system"),
  };
  return Object.assign(shared, ...panels.map(({ fields }) => fields));
}
function shell(panels, options) {
  const notice = element("p", { class: "notice", role: "status" });
  const live = element("p", { class: "hidden-text", "aria-live": "polite" });
  const top = element("header", { class: "top" });
  const heading = options.within ? "h2" : "h1";
  if (!options.compact) top.append(element(heading, {}, WORDS.base.heading));
  const tabs = element("div", { class: "tabs", role: "tablist", "aria-label": WORDS.base.panels });
  const places = new Map();
  for (const { key } of panels) places.set(key, panelPlace(key, panels.length > 1));
  const room = options.compact || options.within ? "div" : "main";
  const main = element(room, {}, ...[...places.values()].map((p) => p.node));
  if (panels.length > 1) tabs.append(...[...places.values()].map(({ tab }) => tab));
  const head = options.compact && !options.choose ? null : top;
  const node = element("div", { class: "page" }, head, notice, tabs.firstChild && tabs, main, live);
  return { node, top, tabs, places, notice, live };
}
function panelPlace(key, hasTab) {
  const [id, tabId] = [uniqueId("panel"), uniqueId("tab")];
  const tab = element("button", {
    type: "button", role: "tab", id: tabId, class: "tab", "aria-controls": id, "aria-selected": "false",
  }, WORDS[key].tab ?? key);
  const node = element("section", hasTab
    ? { id, role: "tabpanel", "aria-labelledby": tabId, hidden: true }
    : { id, "aria-label": WORDS[key].tab ?? key, hidden: true });
  return { tab, node };
}
function contextOf(root, scene, options, state, page) {
  const engine = engineOf(options.source ?? ownSource(), scene);
  const listeners = new Set();
  let current = null;
  let announced = 0;
  let waiting = 0;
  function target() {
    if (current === null) current = readTarget();
    return current;
  }
  function readTarget() {
    try {
      return targetOf(state.get("target"), state.get("domain"), scene);
    } catch (error) {
      page.notice.textContent = error.message;
      return targetOf(scene.targets[0]?.key ?? "", "", scene);
    }
  }
  state.subscribe(["target", "domain"], () => {
    page.notice.textContent = "";
    current = readTarget();
    for (const listener of [...listeners]) listener(current);
  });
  return {
    state, scene, options, engine, target, root,
    onTarget(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(message) {
      clearTimeout(waiting);
      const wait = Math.max(0, announced + ANNOUNCE_EVERY - Date.now());
      waiting = setTimeout(() => {
        announced = Date.now();
        page.live.textContent = message;
      }, wait);
    },
    reducedMotion: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    download,
    copy,
  };
}
function ownSource() {
  return typeof uat_explorer === "undefined" ? null : uat_explorer.toString();
}
function download(name, mime, content) {
  const url = URL.createObjectURL(new Blob([content], { type: mime }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
async function copy(content) {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    return copyBySelection(content);
  }
}
function copyBySelection(content) {
  const field = element("textarea", { "aria-hidden": "true" }, content);
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
function headControls(context) {
  const { state, options } = context;
  const words = WORDS.base;
  const names = { system: words.system, light: words.light, dark: words.dark };
  const theme = selectField({
    name: words.theme,
    options: THEMES.map((key) => [key, names[key]]),
    value: state.get("theme"),
    onChange: (value) => state.set({ theme: value }),
  });
  const link = element("button", { type: "button", class: "button" }, words.link);
  link.addEventListener("click", async () => {
    const done = await context.copy(location.href.split("#")[0] + state.address());
    if (done) flash(link, words.copied, words.link);
    context.announce(words.copied);
  });
  return [chooserOf(context), theme.node, options.address ? link : null].filter(Boolean);
}
function flash(node, message, usual) {
  node.textContent = message;
  setTimeout(() => (node.textContent = usual), 1500);
}
function watchTheme(state, root) {
  const show = () => (root.dataset.theme = state.get("theme"));
  show();
  return state.subscribe(["theme"], show);
}
function watchAddress(state, options, page) {
  if (!options.address) return () => {};
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, "", state.address()), 150);
  };
  const read = () => {
    const wrong = state.readAddress(location.hash);
    page.notice.textContent = wrong.length > 0 ? WORDS.base.wrongAddress(wrong.join(", ")) : "";
  };
  const stop = state.subscribe(state.names, write);
  addEventListener("hashchange", read);
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener("hashchange", read);
  };
}
function showPanels(panels, state, page, context) {
  const made = new Map();
  let current = null;
  function panelOf(key) {
    if (!made.has(key)) {
      const panel = panels.find((one) => one.key === key).create({ ...context, words: WORDS[key] });
      page.places.get(key).node.append(panel.node);
      made.set(key, panel);
    }
    return made.get(key);
  }
  function show() {
    const key = state.get("panel");
    if (key === current) return;
    if (current !== null) made.get(current).hide?.();
    for (const [name, { tab, node }] of page.places) {
      tab.setAttribute("aria-selected", String(name === key));
      tab.tabIndex = name === key ? 0 : -1;
      node.hidden = name !== key;
    }
    current = key;
    panelOf(key).show?.();
  }
  for (const [key, { tab }] of page.places) tab.addEventListener("click", () => state.set({ panel: key }));
  page.tabs.addEventListener("keydown", (event) => {
    const next = neighbour([...page.places.keys()], current, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    state.set({ panel: next });
    page.places.get(next).tab.focus();
  });
  state.subscribe(["panel"], show);
  if (panels.length > 0) show();
  return { dispose: () => made.forEach((panel) => panel.dispose?.()) };
}
function neighbour(names, current, key) {
  const at = names.indexOf(current);
  const goals = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 };
  return key in goals ? names[(goals[key] + names.length) % names.length] : null;
}
return { mount, startWorker };
};
const uat_engine = "AGFzbQEAAAABIgVgAAF8YAAAYAR/f3t/AXtgC39/f39/fH9/f39/AGABfwACDwEDZW52Bm1lbW9yeQIAAQMGBQABAgMEBAUBcAEBAQYNAn8BQYAgC38AQZAhCwcgAwdwcmVwYXJlAAMEcGFzcwAAC19faGVhcF9iYXNlAwEKsKECBa8zDQd/AnwBewR/A3sBfwF7Bn8DewR/AXsBfwR7I4CAgIAAQRBrIgAkgICAgABBACEBAkBBACgCgKCAgABBAmpBACgCiKCAgABsIgJBAEgNAEEAKALYoICAACEDAkAgAkUNACADIQQgAkEBaiIFQX5xIgEhBgNAIAT9DAAAAAAAAAAAAAAAAAAAAAD9CwMAIARBEGohBCAGQX5qIgYNAAsgBSABRg0BCyADIAFBA3RqIQQgAiABa0EBaiEGA0AgBEIANwMAIARBCGohBCAGQX9qIgYNAAsLQQBBADYC/KCAgAACQAJAQQAoApCggIAAIgZBAU4NAEQAAAAAAAAAACEHDAELRAAAAAAAAAAAIQdBACEEA0BBACAGIARrIgRBCEg2AoihgIAAQQAgBEGAAiAEQYACSBsiBjYChKGAgABBACAGQQNqQQRtQQJ0IgY2AoChgIAAAkAgBEEBSA0AQQAoAtCggIAAIAJBA3RqKwMAIgj9FCEJQQAoAvCggIAAIgUhBCAGQQEgBkEBShsiAUH8////B3EiAyEGA0AgBCAJ/QsDACAEQRBqIQQgBkF+aiIGDQALIAEgA0YNACABIANrIQYgBSABQQN0QWBxaiEEA0AgBCAIOQMAIARBCGohBCAGQX9qIgYNAAsLEIGAgIAAQQAoAvyggIAAIgpBA3QhC0EAKAKIoYCAACEMAkACQEEAKAKAoYCAACIEQQFIIg1FDQD9DAAAAAAAAAAAAAAAAAAAAAAiDiEPDAELQQAoAsiggIAAIAtqIQNBACEGQQD9CgOwoICAACEQQQAoAoShgIAAIQVBACgCqKCAgAAhEUEAKALwoICAACEB/QwAAAAAAAAAAAAAAAAAAAAAIg8hDgNAIAH9AAQAIQkgAP0MAAAAAAAA8D8AAAAAAADwPyIS/QsEAAJAIBFFDQAgESAMIAkgABCCgICAACEJIAD9AAQAIRILIAEgEiAQIAkgA/0ABAD98QEiCSAJRAAAAAAAAAAA/SIAIAYgBUgbIgkgCUQAAAAAAAAAAP0iASAGQQFqIAVIGyIJ/fIB/fIBIhL9CwQAIA8gCSAJ/fIB/fABIQ8gDiAS/fABIQ4gAUEQaiEBIANBEGohAyAGQQJqIgYgBEgNAAsLQQAoAtiggIAAIhNBACgCgKCAgAAiEUECakEAKAKIoICAACIFbEEDdGoiBiAO/SEAIA79IQGgIAYrAwCgOQMAIBFBAUYgBUEBSnEhBiAP/SEAIA/9IQGgIQgCQAJAAkACQAJAAkBBf0EAKAKgoICAACAMGw4EAAQDAgELQQAhFAJAIAZFDQBBACEVQQAoAsCggIAAIAtqIRZBACgC4KCAgAAhF0EAKALwoICAACEYA0ACQAJAIA1FDQD9DAAAAAAAAAAAAAAAAAAAAAAiDiEPIA4hECAOIRkgDiEaIA4hEgwBC0EAIQwgGCEBIBchBiAWIQP9DAAAAAAAAAAAAAAAAAAAAAAiEiEaIBIhGSASIRAgEiEPIBIhDgNAIA8gAf0ABAAiCf3wASEPIBogCf3wASEaIA4gCSAD/QAEAP3yASIb/fABIQ4gGSAb/fABIRkgEiAJIAb9AAQA/fIB/fABIRIgECAJIAZBgBBq/QAEAP3yAf3wASEQIAFBEGohASAGQRBqIQYgA0EQaiEDIAxBAmoiDCAESA0ACwsgEyAVQQN0aiIGIBkgDv0NAAECAwQFBgcQERITFBUWFyAZIA79DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIAYgBUEDdCIBaiIGIBogD/0NAAECAwQFBgcQERITFBUWFyAaIA/9DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIAYgAWoiBiASIBD9DQABAgMEBQYHEBESExQVFhcgEiAQ/Q0ICQoLDA0ODxgZGhscHR4f/fABIAb9AAMA/fAB/QsDACAXQYAgaiEXIBVBA2ohBiAVQQJqIhQhFSAGIAVIDQALCyAUIAVODQRBACgCmKCAgABBA3QhFkEAKALgoICAACAUQQt0aiEcQQAoAsCggIAAIAtqIR1BACgC+KCAgAAhGEEAKALwoICAACEeIAUgEUEBamxBA3QhHyAFIBFsQQN0IQsDQAJAAkAgDUUNAP0MAAAAAAAAAAAAAAAAAAAAACIOIRIMAQtBACEMIBwhBiAeIQEgGCED/QwAAAAAAAAAAAAAAAAAAAAAIhIhDgNAIAb9AAQAIQ8gAyAB/QAEACIJ/QsEACAGQRBqIQYgAUEQaiEBIANBEGohAyAOIAn98AEhDiASIA8gCf3yAf3wASESIAxBAmoiDCAESA0ACwsgEyAUQQN0aiIXIB9qIgYgBisDACAS/SEAIBL9IQGgoDkDACAXIAtqIgYgDv0hACAO/SEBoCAGKwMAoDkDAAJAIBFBAUgNAEEAIQwgHSEVA0D9DAAAAAAAAAAAAAAAAAAAAAAhCQJAIA0NAEEAIQMgGCEGIBUhAQNAIAkgBv0ABAAgAf0ABAD98gH98AEhCSAGQRBqIQYgAUEQaiEBIANBAmoiAyAESA0ACwsgFyAMIAVsQQN0aiIGIAYrAwAgCf0hACAJ/SEBoKA5AwAgFSAWaiEVIAxBAWoiDCARRw0ACwsgHEGAEGohHCAUQQFqIhQgBUcNAAwFCwtBACEUAkAgBkUNAEEAIRdBACgCwKCAgAAgC2ohHEEAKALooICAACEWQQAoAuCggIAAIRhBACgC8KCAgAAhHwNAAkACQCANRQ0A/QwAAAAAAAAAAAAAAAAAAAAAIg4hDyAOIRAgDiEZIA4hGiAOIRIMAQtBACEVIB8hAyAYIQYgFiEBIBwhDP0MAAAAAAAAAAAAAAAAAAAAACISIRogEiEZIBIhECASIQ8gEiEOA0AgGiAD/QAEACIJIAH9AAQA/fIBIhv98AEhGiASIAkgBv0ABAD98gH98AEhEiAZIBsgDP0ABAAiIP3yAf3wASEZIA8gCSABQYAQav0ABAD98gEiG/3wASEPIBAgCSAGQYAQav0ABAD98gH98AEhECAOIBsgIP3yAf3wASEOIANBEGohAyAGQRBqIQYgAUEQaiEBIAxBEGohDCAVQQJqIhUgBEgNAAsLIBMgF0EDdGoiBiAZIA79DQABAgMEBQYHEBESExQVFhcgGSAO/Q0ICQoLDA0ODxgZGhscHR4f/fABIAb9AAMA/fAB/QsDACAGIAVBA3QiAWoiBiAaIA/9DQABAgMEBQYHEBESExQVFhcgGiAP/Q0ICQoLDA0ODxgZGhscHR4f/fABIAb9AAMA/fAB/QsDACAGIAFqIgYgEiAQ/Q0AAQIDBAUGBxAREhMUFRYXIBIgEP0NCAkKCwwNDg8YGRobHB0eH/3wASAG/QADAP3wAf0LAwAgGEGAIGohGCAWQYAgaiEWIBdBA2ohBiAXQQJqIhQhFyAGIAVIDQALCyAUIAVODQNBACgCmKCAgABBA3QhFkEAKALgoICAACAUQQt0IgZqIRxBACgC6KCAgAAgBmohH0EAKALAoICAACALaiEeQQAoAviggIAAIRhBACgC8KCAgAAhISAFIBFBAWpsQQN0IQsgBSARbEEDdCEdA0ACQAJAIA1FDQD9DAAAAAAAAAAAAAAAAAAAAAAiCSESDAELQQAhFSAcIQYgISEBIB8hAyAYIQz9DAAAAAAAAAAAAAAAAAAAAAAiEiEJA0AgBv0ABAAhDiAMIAH9AAQAIg8gA/0ABAD98gEiEP0LBAAgBkEQaiEGIAFBEGohASADQRBqIQMgDEEQaiEMIAkgEP3wASEJIBIgDiAP/fIB/fABIRIgFUECaiIVIARIDQALCyATIBRBA3RqIhcgC2oiBiAGKwMAIBL9IQAgEv0hAaCgOQMAIBcgHWoiBiAJ/SEAIAn9IQGgIAYrAwCgOQMAAkAgEUEBSA0AQQAhDCAeIRUDQP0MAAAAAAAAAAAAAAAAAAAAACEJAkAgDQ0AQQAhAyAYIQYgFSEBA0AgCSAG/QAEACAB/QAEAP3yAf3wASEJIAZBEGohBiABQRBqIQEgA0ECaiIDIARIDQALCyAXIAwgBWxBA3RqIgYgBisDACAJ/SEAIAn9IQGgoDkDACAVIBZqIRUgDEEBaiIMIBFHDQALCyAcQYAQaiEcIB9BgBBqIR8gFEEBaiIUIAVGDQQMAAsLQQAhFAJAIAZFDQBBACEVQQAoAsCggIAAIAtqIRZBACgC4KCAgAAhF0EAKALwoICAACEYA0ACQAJAIA1FDQD9DAAAAAAAAAAAAAAAAAAAAAAiEiEPIBIhECASIRkgEiEaIBIhGwwBC0EAIQwgGCEBIBchBiAWIQP9DAAAAAAAAAAAAAAAAAAAAAAiDiEbIA4hGiAOIRkgDiEQIA4hDyAOIRIDQCAbIAH9AAQAIgkgBv0ABAAiIP3yAf3wASEbIBAgCSAGQYAQav0ABAAiIv3yAf3wASEQIBogCf0MAAAAAAAA8D8AAAAAAADwPyIj/QwAAAAAAAAAAAAAAAAAAAAAIiQgICAO/Ur9Uv3yASIg/fABIRogGSAD/QAEACIlICD98gH98AEhGSAPIAkgIyAkICIgDv1K/VL98gEiCf3wASEPIBIgJSAJ/fIB/fABIRIgAUEQaiEBIAZBEGohBiADQRBqIQMgDEECaiIMIARIDQALCyATIBVBA3RqIgYgGSAS/Q0AAQIDBAUGBxAREhMUFRYXIBkgEv0NCAkKCwwNDg8YGRobHB0eH/3wASAG/QADAP3wAf0LAwAgBiAFQQN0IgFqIgYgGiAP/Q0AAQIDBAUGBxAREhMUFRYXIBogD/0NCAkKCwwNDg8YGRobHB0eH/3wASAG/QADAP3wAf0LAwAgBiABaiIGIBsgEP0NAAECAwQFBgcQERITFBUWFyAbIBD9DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIBdBgCBqIRcgFUEDaiEGIBVBAmoiFCEVIAYgBUgNAAsLIBQgBU4NAkEAKAKYoICAAEEDdCEWQQAoAuCggIAAIBRBC3RqIRxBACgCwKCAgAAgC2ohHUEAKAL4oICAACEYQQAoAvCggIAAIR4gBSARQQFqbEEDdCEfIAUgEWxBA3QhCwNAAkACQCANRQ0A/QwAAAAAAAAAAAAAAAAAAAAAIgkhEgwBC0EAIQwgHCEGIB4hASAYIQP9DAAAAAAAAAAAAAAAAAAAAAAiGSESIBkhCQNAIAMgAf0ABAAiDv0MAAAAAAAA8D8AAAAAAADwP/0MAAAAAAAAAAAAAAAAAAAAACAG/QAEACIPIBn9Sv1S/fIBIhD9CwQAIAZBEGohBiABQRBqIQEgA0EQaiEDIBIgDyAO/fIB/fABIRIgCSAQ/fABIQkgDEECaiIMIARIDQALCyATIBRBA3RqIhcgH2oiBiAGKwMAIBL9IQAgEv0hAaCgOQMAIBcgC2oiBiAJ/SEAIAn9IQGgIAYrAwCgOQMAAkAgEUEBSA0AQQAhDCAdIRUDQP0MAAAAAAAAAAAAAAAAAAAAACEJAkAgDQ0AQQAhAyAYIQYgFSEBA0AgCSAG/QAEACAB/QAEAP3yAf3wASEJIAZBEGohBiABQRBqIQEgA0ECaiIDIARIDQALCyAXIAwgBWxBA3RqIgYgBisDACAJ/SEAIAn9IQGgoDkDACAVIBZqIRUgDEEBaiIMIBFHDQALCyAcQYAQaiEcIBRBAWoiFCAFRw0ADAMLC0EAIRQCQCAGRQ0AQQAhFUEAKALAoICAACALaiEWQQAoAuCggIAAIRdBACgC8KCAgAAhGANAAkACQCANRQ0A/QwAAAAAAAAAAAAAAAAAAAAAIhAhGSAQIRogECEbIBAhICAQIQ8MAQtBACEMIBghASAXIQYgFiED/QwAAAAAAAAAAAAAAAAAAAAAIg8hICAPIRsgDyEaIA8hGSAPIRADQCAPIAH9AAQAIgkgBv0ABAAiEv3yAf3wASEPIBogCSAGQYAQav0ABAAiDv3yAf3wASEaICAgCf0MAAAAAAAA8D8AAAAAAADwPyIiIBIgEv3yAf3xAf3yASIS/fABISAgGyAD/QAEACIjIBL98gH98AEhGyAZIAkgIiAOIA798gH98QH98gEiCf3wASEZIBAgIyAJ/fIB/fABIRAgAUEQaiEBIAZBEGohBiADQRBqIQMgDEECaiIMIARIDQALCyATIBVBA3RqIgYgGyAQ/Q0AAQIDBAUGBxAREhMUFRYXIBsgEP0NCAkKCwwNDg8YGRobHB0eH/3wASAG/QADAP3wAf0LAwAgBiAFQQN0IgFqIgYgICAZ/Q0AAQIDBAUGBxAREhMUFRYXICAgGf0NCAkKCwwNDg8YGRobHB0eH/3wASAG/QADAP3wAf0LAwAgBiABaiIGIA8gGv0NAAECAwQFBgcQERITFBUWFyAPIBr9DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIBdBgCBqIRcgFUEDaiEGIBVBAmoiFCEVIAYgBUgNAAsLIBQgBU4NAUEAKAKYoICAAEEDdCEWQQAoAuCggIAAIBRBC3RqIRxBACgCwKCAgAAgC2ohHUEAKAL4oICAACEYQQAoAvCggIAAIR4gBSARQQFqbEEDdCEfIAUgEWxBA3QhCwNAAkACQCANRQ0A/QwAAAAAAAAAAAAAAAAAAAAAIhIhDgwBC0EAIQwgHCEGIB4hASAYIQP9DAAAAAAAAAAAAAAAAAAAAAAiDiESA0AgAyAB/QAEACIP/QwAAAAAAADwPwAAAAAAAPA/IAb9AAQAIgkgCf3yAf3xAf3yASIQ/QsEACAGQRBqIQYgAUEQaiEBIANBEGohAyAOIAkgD/3yAf3wASEOIBIgEP3wASESIAxBAmoiDCAESA0ACwsgEyAUQQN0aiIXIB9qIgYgBisDACAO/SEAIA79IQGgoDkDACAXIAtqIgYgEv0hACAS/SEBoCAGKwMAoDkDAAJAIBFBAUgNAEEAIQwgHSEVA0D9DAAAAAAAAAAAAAAAAAAAAAAhCQJAIA0NAEEAIQMgGCEGIBUhAQNAIAkgBv0ABAAgAf0ABAD98gH98AEhCSAGQRBqIQYgAUEQaiEBIANBAmoiAyAESA0ACwsgFyAMIAVsQQN0aiIGIAYrAwAgCf0hACAJ/SEBoKA5AwAgFSAWaiEVIAxBAWoiDCARRw0ACwsgHEGAEGohHCAUQQFqIhQgBUcNAAwCCwtBACEUAkAgBkUNAEEAIRVBACgCwKCAgAAgC2ohFkEAKALgoICAACEXQQAoAvCggIAAIRgDQAJAAkAgDUUNAP0MAAAAAAAAAAAAAAAAAAAAACIQIRkgECEaIBAhGyAQISAgECEPDAELQQAhDCAYIQEgFyEGIBYhA/0MAAAAAAAAAAAAAAAAAAAAACIPISAgDyEbIA8hGiAPIRkgDyEQA0AgGSAB/QAEACIJIAZBgBBq/QAEACISIBIgEv3yAf3xAf3yASIO/fABIRkgECAD/QAEACIiIA798gH98AEhECABQRBqIQEgA0EQaiEDIA8gCSAG/QAEACIO/fIB/fABIQ8gGiAJIBL98gH98AEhGiAgIAkgDiAOIA798gH98QH98gEiCf3wASEgIBsgIiAJ/fIB/fABIRsgBkEQaiEGIAxBAmoiDCAESA0ACwsgEyAVQQN0aiIGIBsgEP0NAAECAwQFBgcQERITFBUWFyAbIBD9DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIAYgBUEDdCIBaiIGICAgGf0NAAECAwQFBgcQERITFBUWFyAgIBn9DQgJCgsMDQ4PGBkaGxwdHh/98AEgBv0AAwD98AH9CwMAIAYgAWoiBiAPIBr9DQABAgMEBQYHEBESExQVFhcgDyAa/Q0ICQoLDA0ODxgZGhscHR4f/fABIAb9AAMA/fAB/QsDACAXQYAgaiEXIBVBA2ohBiAVQQJqIhQhFSAGIAVIDQALCyAUIAVODQBBACgCmKCAgABBA3QhFkEAKALgoICAACAUQQt0aiEcQQAoAsCggIAAIAtqIR1BACgC+KCAgAAhGEEAKALwoICAACEeIAUgEUEBamxBA3QhHyAFIBFsQQN0IQsDQAJAAkAgDUUNAP0MAAAAAAAAAAAAAAAAAAAAACISIQ4MAQtBACEMIBwhBiAeIQEgGCED/QwAAAAAAAAAAAAAAAAAAAAAIg4hEgNAIAMgAf0ABAAiDyAG/QAEACIJIAkgCf3yAf3xAf3yASIQ/QsEACAGQRBqIQYgAUEQaiEBIANBEGohAyAOIAkgD/3yAf3wASEOIBIgEP3wASESIAxBAmoiDCAESA0ACwsgEyAUQQN0aiIXIB9qIgYgBisDACAO/SEAIA79IQGgoDkDACAXIAtqIgYgEv0hACAS/SEBoCAGKwMAoDkDAAJAIBFBAUgNAEEAIQwgHSEVA0D9DAAAAAAAAAAAAAAAAAAAAAAhCQJAIA0NAEEAIQMgGCEGIBUhAQNAIAkgBv0ABAAgAf0ABAD98gH98AEhCSAGQRBqIQYgAUEQaiEBIANBAmoiAyAESA0ACwsgFyAMIAVsQQN0aiIGIAYrAwAgCf0hACAJ/SEBoKA5AwAgFSAWaiEVIAxBAWoiDCARRw0ACwsgHEGAEGohHCAUQQFqIhQgBUcNAAsLIAcgCKAhB0EAIApBgAJqIgQ2AvyggIAAIARBACgCkKCAgAAiBkgNAAsLIABBEGokgICAgAAgBwu5uAEKDX8BfAF/AXwBfwZ7An8Eewd/JHsjgICAgABBwABrIgAkgICAgABBACEBQQAoAoCggIAAIgJBAUZBACgCiKCAgAAiA0EBSnEhBAJAAkACQAJAAkACQAJAAkACQAJAAkBBf0EAKAKgoICAAEEAKAKIoYCAABsOCQAJCAcGBQQDAgELQQAhAQJAIARFDQBBACgC0KCAgAAhBUEIIQZBACEHQQAhCEEBIQJBASEJQQAhAQNAIAUgAiADbEEDdGoiCiABIgtBA3QiDGorAwCZIQ0CQAJAAkACQCACQQFIDQAgA0EDdCEOIAUgCGohBEEAKwO4oICAACEPIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIBBBf2oiEA0ACyANRAAAAAAAAPB/ZUUNAiAFIAZqIQQgCiAJQQN0aisDAJkhDSACIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAwCCwsgDUQAAAAAAADwf2VFDQEgCiAJQQN0aisDAJkhDQsgDUQAAAAAAADwf2VFDQBBACgCgKGAgAAiCkEBSA0BIAUgDGoiBCADQQN0Ig5qIhAgDmoiDv0KAwghESAO/QoDACESQQAoAsCggIAAQQAoAvyggIAAQQN0aiEMIBD9CgMIIRMgEP0KAwAhFCAE/QoDCCEVIAT9CgMAIRZBACgC8KCAgAAhF0EAKALgoICAACAHaiEYQQAhBEEAIQ4DQCAMIARqIglBEGr9AAQAIRkgGCAEaiIQQYAQaiATIBUgCf0ABAAiGv3yAf3wASIb/QsEACAQIBQgFiAa/fIB/fABIhr9CwQAIBBBkBBqIBMgFSAZ/fIB/fABIhz9CwQAIBBBEGogFCAWIBn98gH98AEiGf0LBAAgFyAEaiIQQRBqIgkgEiAZ/fIBIBEgHP3yAf3wASAJ/QAEAP3wAf0LBAAgECASIBr98gEgESAb/fIB/fABIBD9AAQA/fAB/QsEACAEQSBqIQQgDkEEaiIOIApIDQAMAgsLIAsQhICAgABBACgCiKCAgAAhA0EAKAKAoICAACECQQAoAtCggIAAIQULIAdBgCBqIQcgBkEQaiEGIAhBEGohCCALQQJqIQEgC0EDaiIJIANIDQALCyABIANODQkgA0EDdCEJQQAoAuiggIAAIAFBC3QiBGohBkEAKALgoICAACIdIARqIQhBACgC0KCAgAAiBCABQQN0aiELQQAoApiggIAAQQN0IQpBACgCwKCAgABBACgC/KCAgABBA3RqIR4gBCACIANsQQN0aiEfIAQgAkEBaiADbEEDdGohIEEAKAKIoYCAACEhQQAoAqCggIAAISJBACgC8KCAgAAhB0EAKwO4oICAACEPQQAoAoChgIAAIRgDQAJAIBhBAUgiIw0AIB0gAUELdGohBSAfIAFBA3Rq/QoDACERQQAhDCAeIRcDQCARIRkgCyEEIBchECACIQ4CQCACQQFIDQADQCAZIBD9AAQAIAT9CgMA/fIB/fABIRkgBCAJaiEEIBAgCmohECAOQX9qIg4NAAsLIAUgDEEDdGogGf0LBAAgF0EQaiEXIAxBAmoiDCAYSA0ACwsgHyABQQN0Ig5qKwMAmSENAkAgAkEBSA0AIAshBCACIRADQCANIA8gBCsDAJmioCENIAQgCWohBCAQQX9qIhANAAsLAkACQCANRAAAAAAAAPB/ZUUNACAjDQEgICAOav0KAwAhGUEAIQ4gCCEQIAchBANAIAQgGSAQ/QAEAP3yASAE/QAEAP3wAf0LBAAgEEEQaiEQIARBEGohBCAOQQJqIg4gGEgNAAwCCwsgIw0AICAgDmr9CgMAIRFBACEEQQAhDgNAIAggBGohECAQICIgISAQ/QAEACAAQTBqEIKAgIAAIhn9CwQAIAYgBGogAP0ABDD9CwQAIAcgBGoiECARIBn98gEgEP0ABAD98AH9CwQAIARBEGohBCAOQQJqIg4gGEgNAAsLIAZBgBBqIQYgCEGAEGohCCALQQhqIQsgAUEBaiIBIANHDQAMCgsLQQAhAQJAIARFDQBBACgC0KCAgAAhB0EIISJBACEjQQAhIUEBIQJBASEJQQAhAQNAIAcgAiADbEEDdGoiCiABIgZBA3QiDGorAwCZIQ0CQAJAAkACQCACQQFIDQAgA0EDdCEOIAcgIWohBEEAKwO4oICAACEPIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIBBBf2oiEA0ACyANRAAAAAAAAPB/ZUUNAiAHICJqIQQgCiAJQQN0aisDAJkhDSACIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAwCCwsgDUQAAAAAAADwf2VFDQEgCiAJQQN0aisDAJkhDQsgDUQAAAAAAADwf2VFDQBBACgCgKGAgAAiF0EBSA0BIAcgDGoiBCADQQN0Ig5qIhAgDmoiDv0KAwghEyAO/QoDACEUQQAoAsCggIAAQQAoAvyggIAAQQN0aiEYIBD9CgMIIRUgEP0KAwAhFiAE/QoDCCEaIAT9CgMAIRtBACgC8KCAgAAhC0EAKALgoICAACAjaiEFQQAoAuiggIAAICNqIQhBACEEQQAoAoihgIAAIRBBACgCoKCAgAAhDkEAIQoDQCAOIBAgFiAbIBggBGoiCf0ABAAiEf3yAf3wASAAQTBqEIKAgIAAIRkgDiAQIBUgGiAR/fIB/fABIABBIGoQgoCAgAAhESAOIBAgFiAbIAlBEGr9AAQAIhz98gH98AEgAEEQahCCgICAACESIAUgBGoiCUGQEGogDiAQIBUgGiAc/fIB/fABIAAQgoCAgAAiHP0LBAAgCUGAEGogEf0LBAAgCUEQaiAS/QsEACAJIBn9CwQAIAggBGoiCUEQaiAA/QAEEP0LBAAgCSAA/QAEMP0LBAAgCUGQEGogAP0ABAD9CwQAIAlBgBBqIAD9AAQg/QsEACALIARqIglBEGoiDCAUIBL98gEgEyAc/fIB/fABIAz9AAQA/fAB/QsEACAJIBQgGf3yASATIBH98gH98AEgCf0ABAD98AH9CwQAIARBIGohBCAKQQRqIgogF0gNAAwCCwsgBhCEgICAAEEAKAKIoICAACEDQQAoAoCggIAAIQJBACgC0KCAgAAhBwsgI0GAIGohIyAiQRBqISIgIUEQaiEhIAZBAmohASAGQQNqIgkgA0gNAAsLIAEgA04NCCADQQN0IQlBACgC4KCAgAAiHSABQQt0IgRqIQdBACgC6KCAgAAgBGohIUEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEIAIgA2xBA3RqIR8gBCACQQFqIANsQQN0aiEgQQAoAvCggIAAISJBACgCiKGAgAAhCEEAKAKgoICAACEGQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACEMIB4hFwNAIBEhGSALIQQgFyEQIAIhDgJAIAJBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSAMQQN0aiAZ/QsEACAXQRBqIRcgDEECaiIMIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCACQQFIDQAgCyEEIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAA8H9lRQ0AICMNASAgIA5q/QoDACERQQAhDCAHIQQgISEOICIhEANAIAQgBiAIIAT9AAQAIABBMGoQgoCAgAAiGf0LBAAgDiAA/QAEMP0LBAAgECARIBn98gEgEP0ABAD98AH9CwQAIARBEGohBCAOQRBqIQ4gEEEQaiEQIAxBAmoiDCAYSA0ADAILCyAjDQAgICAOav0KAwAhEUEAIQRBACEOA0AgByAEaiEQIBAgBiAIIBD9AAQAIABBMGoQgoCAgAAiGf0LBAAgISAEaiAA/QAEMP0LBAAgIiAEaiIQIBEgGf3yASAQ/QAEAP3wAf0LBAAgBEEQaiEEIA5BAmoiDiAYSA0ACwsgB0GAEGohByAhQYAQaiEhIAtBCGohCyABQQFqIgEgA0cNAAwJCwsCQCAERQ0AQQAoAtCggIAAIQhBCCEHQQAhIUEAIQZBASECQQEhCUEAIQEDQCAIIAIgA2xBA3RqIgogASIFQQN0IgxqKwMAmSENAkACQAJAAkAgAkEBSA0AIANBA3QhDiAIIAZqIQRBACsDuKCAgAAhDyACIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAsgDUQAAAAAAADwf2VFDQIgCCAHaiEEIAogCUEDdGorAwCZIQ0gAiEQA0AgDSAPIAQrAwCZoqAhDSAEIA5qIQQgEEF/aiIQDQAMAgsLIA1EAAAAAAAA8H9lRQ0BIAogCUEDdGorAwCZIQ0LIA1EAAAAAAAA8H9lRQ0AQQAoAoChgIAAIgpBAUgNASAIIAxqIgQgA0EDdCIOaiIQIA5qIg79CgMIIRUgDv0KAwAhFkEAKALAoICAAEEAKAL8oICAAEEDdGohDCAQ/QoDCCEaIBD9CgMAIRsgBP0KAwghHCAE/QoDACEkQQAoAvCggIAAIRdBACgC4KCAgAAgIWohGEEAKALooICAACAhaiELQQAhBEEAIQ4DQCAMIARqIglBEGr9AAQAIRQgGCAEaiIQQYAQaiAaIBwgCf0ABAAiEf3yAf3wAf0MAAAAAAAAAAAAAAAAAAAAACIT/fcBIhkgGSAZ/fIB/fIBIiX9CwQAIBAgGyAkIBH98gH98AEgE/33ASIRIBEgEf3yAf3yASIm/QsEACAQQZAQaiAaIBwgFP3yAf3wASAT/fcBIhIgEiAS/fIB/fIBIif9CwQAIBBBEGogGyAkIBT98gH98AEgE/33ASITIBMgE/3yAf3yASIo/QsEACALIARqIhBBkBBqIBIgEv0MAAAAAAAACEAAAAAAAAAIQCIU/fIB/fIB/QsEACAQQYAQaiAZIBkgFP3yAf3yAf0LBAAgEEEQaiATIBMgFP3yAf3yAf0LBAAgECARIBEgFP3yAf3yAf0LBAAgFyAEaiIQQRBqIgkgFiAo/fIBIBUgJ/3yAf3wASAJ/QAEAP3wAf0LBAAgECAWICb98gEgFSAl/fIB/fABIBD9AAQA/fAB/QsEACAEQSBqIQQgDkEEaiIOIApIDQAMAgsLIAUQhICAgABBACgCiKCAgAAhA0EAKAKAoICAACECQQAoAtCggIAAIQgLICFBgCBqISEgB0EQaiEHIAZBEGohBiAFQQJqIQEgBUEDaiIJIANIDQALCyABIANODQcgA0EDdCEJQQAoAuCggIAAIh0gAUELdCIEaiEIQQAoAuiggIAAIARqIQZBACgC0KCAgAAiBCABQQN0aiELQQAoApiggIAAQQN0IQpBACgCwKCAgABBACgC/KCAgABBA3RqIR4gBCACIANsQQN0aiEfIAQgAkEBaiADbEEDdGohIEEAKAKIoYCAACEhQQAoAqCggIAAISJBACgC8KCAgAAhB0EAKwO4oICAACEPQQAoAoChgIAAIRgDQAJAIBhBAUgiIw0AIB0gAUELdGohBSAfIAFBA3Rq/QoDACERQQAhDCAeIRcDQCARIRkgCyEEIBchECACIQ4CQCACQQFIDQADQCAZIBD9AAQAIAT9CgMA/fIB/fABIRkgBCAJaiEEIBAgCmohECAOQX9qIg4NAAsLIAUgDEEDdGogGf0LBAAgF0EQaiEXIAxBAmoiDCAYSA0ACwsgHyABQQN0Ig5qKwMAmSENAkAgAkEBSA0AIAshBCACIRADQCANIA8gBCsDAJmioCENIAQgCWohBCAQQX9qIhANAAsLAkACQCANRAAAAAAAAPB/ZUUNACAjDQEgICAOav0KAwAhEkEAIQwgCCEEIAYhDiAHIRADQCAEIAT9AAQA/QwAAAAAAAAAAAAAAAAAAAAA/fcBIhkgGSAZ/fIB/fIBIhH9CwQAIA4gGSAZ/QwAAAAAAAAIQAAAAAAAAAhA/fIB/fIB/QsEACAQIBD9AAQAIBIgEf3yAf3wAf0LBAAgBEEQaiEEIA5BEGohDiAQQRBqIRAgDEECaiIMIBhIDQAMAgsLICMNACAgIA5q/QoDACERQQAhBEEAIQ4DQCAIIARqIRAgECAiICEgEP0ABAAgAEEwahCCgICAACIZ/QsEACAGIARqIAD9AAQw/QsEACAHIARqIhAgESAZ/fIBIBD9AAQA/fAB/QsEACAEQRBqIQQgDkECaiIOIBhIDQALCyAIQYAQaiEIIAZBgBBqIQYgC0EIaiELIAFBAWoiASADRw0ADAgLC0EAIQECQCAERQ0AQQAoAtCggIAAIQhBCCEHQQAhIUEAIQZBASECQQEhCUEAIQEDQCAIIAIgA2xBA3RqIgogASIFQQN0IgxqKwMAmSENAkACQAJAAkAgAkEBSA0AIANBA3QhDiAIIAZqIQRBACsDuKCAgAAhDyACIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAsgDUQAAAAAAADwf2VFDQIgCCAHaiEEIAogCUEDdGorAwCZIQ0gAiEQA0AgDSAPIAQrAwCZoqAhDSAEIA5qIQQgEEF/aiIQDQAMAgsLIA1EAAAAAAAA8H9lRQ0BIAogCUEDdGorAwCZIQ0LIA1EAAAAAAAA8H9lRQ0AQQAoAoChgIAAIgpBAUgNASAIIAxqIgQgA0EDdCIOaiIQIA5qIg79CgMIIRUgDv0KAwAhFkEAKALAoICAAEEAKAL8oICAAEEDdGohDCAQ/QoDCCEaIBD9CgMAIRsgBP0KAwghHCAE/QoDACEkQQAoAvCggIAAIRdBACgC4KCAgAAgIWohGEEAKALooICAACAhaiELQQAhBEEAIQ4DQCAMIARqIglBEGr9AAQAIRQgGCAEaiIQQYAQaiAaIBwgCf0ABAAiEv3yAf3wAf0MAAAAAAAAAAAAAAAAAAAAACIZ/fcBIhEgEf3yASIl/QsEACAQIBsgJCAS/fIB/fABIBn99wEiEiAS/fIBIib9CwQAIBBBkBBqIBogHCAU/fIB/fABIBn99wEiEyAT/fIBIif9CwQAIBBBEGogGyAkIBT98gH98AEgGf33ASIZIBn98gEiFP0LBAAgCyAEaiIQQZAQaiATIBP98AH9CwQAIBBBgBBqIBEgEf3wAf0LBAAgEEEQaiAZIBn98AH9CwQAIBAgEiAS/fAB/QsEACAXIARqIhBBEGoiCSAWIBT98gEgFSAn/fIB/fABIAn9AAQA/fAB/QsEACAQIBYgJv3yASAVICX98gH98AEgEP0ABAD98AH9CwQAIARBIGohBCAOQQRqIg4gCkgNAAwCCwsgBRCEgICAAEEAKAKIoICAACEDQQAoAoCggIAAIQJBACgC0KCAgAAhCAsgIUGAIGohISAHQRBqIQcgBkEQaiEGIAVBAmohASAFQQNqIgkgA0gNAAsLIAEgA04NBiADQQN0IQlBACgC4KCAgAAiHSABQQt0IgRqIQhBACgC6KCAgAAgBGohBkEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEIAIgA2xBA3RqIR8gBCACQQFqIANsQQN0aiEgQQAoAoihgIAAISFBACgCoKCAgAAhIkEAKALwoICAACEHQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACEMIB4hFwNAIBEhGSALIQQgFyEQIAIhDgJAIAJBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSAMQQN0aiAZ/QsEACAXQRBqIRcgDEECaiIMIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCACQQFIDQAgCyEEIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAA8H9lRQ0AICMNASAgIA5q/QoDACESQQAhDCAIIQQgBiEOIAchEANAIAQgBP0ABAD9DAAAAAAAAAAAAAAAAAAAAAD99wEiGSAZ/fIBIhH9CwQAIA4gGSAZ/fAB/QsEACAQIBIgEf3yASAQ/QAEAP3wAf0LBAAgBEEQaiEEIA5BEGohDiAQQRBqIRAgDEECaiIMIBhIDQAMAgsLICMNACAgIA5q/QoDACERQQAhBEEAIQ4DQCAIIARqIRAgECAiICEgEP0ABAAgAEEwahCCgICAACIZ/QsEACAGIARqIAD9AAQw/QsEACAHIARqIhAgESAZ/fIBIBD9AAQA/fAB/QsEACAEQRBqIQQgDkECaiIOIBhIDQALCyAIQYAQaiEIIAZBgBBqIQYgC0EIaiELIAFBAWoiASADRw0ADAcLC0EAIQECQCAERQ0AQQghBUEAIQhBACELQQEhCkEAIQEDQEEAKALQoICAACICQQAoAoCggIAAIgkgA2xBA3RqIgwgASIYQQN0IhdqKwMAmSENAkACQAJAAkAgCUEBSA0AIANBA3QhDiACIAtqIQRBACsDuKCAgAAhDyAJIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAsgDUQAAAAAgIQuQWVFDQIgAiAFaiEEIAwgCkEDdGorAwCZIQ0DQCANIA8gBCsDAJmioCENIAQgDmohBCAJQX9qIgkNAAwCCwsgDUQAAAAAgIQuQWVFDQEgDCAKQQN0aisDAJkhDQsgDUQAAAAAgIQuQWVFDQBBACgCgKGAgAAiCkEBSA0BIAIgF2oiBCADQQN0Ig5qIhAgDmoiDv0KAwghKSAO/QoDACEqQQAoAsCggIAAQQAoAvyggIAAQQN0aiECIBD9CgMIISsgEP0KAwAhLCAE/QoDCCEtIAT9CgMAIS5BACgC8KCAgAAhDEEAKALgoICAACAIaiEXQQAoAuiggIAAIAhqIQNBACEEQQAhDgNAIAIgBGoiCUEQav0ABAAhLyAXIARqIhBBgBBqICsgLSAJ/QAEACIw/fIB/fABIhr9DIPIyW0wX+Q/g8jJbTBf5D8iE/3yAf0MAAAAAAAAOEMAAAAAAAA4QyIU/fABIjFBPv3LASIy/QwAAAAAAAAAgAAAAAAAAACAIhH9Tv0MAAAAAAAA8D8AAAAAAADwPyISIBogMf0MAAAAAAAAOMMAAAAAAAA4wyIV/fABIhn9DAAAQFT7Ifk/AABAVPsh+T8iFv3yAf3xASAZ/QwAAGAaYbTQPQAAYBphtNA9Ihr98gH98QEgGf0Mc3ADLooZoztzcAMuihmjOyIb/fIB/fEBIhwgHP3yASIZ/QwAAAAAAADgPwAAAAAAAOA/IiT98gEiJf3xASImIBIgJv3xASAl/fEBIBkgGf3yASAZIBkgGSAZ/QxWL9KMtu4hPlYv0oy27iE+IiUgGf0M2eef8tgHqT3Z55/y2AepPSIm/fIB/fEB/fIB/Qw58XuhT36Svjnxe6FPfpK+Iif98AH98gH9DLTp9BmgAfo+tOn0GaAB+j4iKP3wAf3yAf0MZ2nBFmzBVr9nacEWbMFWvyIz/fAB/fIB/QxVVVVVVVWlP1VVVVVVVaU/IjT98AH98gH98AH98AEiNSAcIBwgGSAZIBkgGSAZIBn9DJog/1uw4OU9miD/W7Dg5T0iNv3yAf0MYyyprADmWr5jLKmsAOZaviI3/fAB/fIB/QwEQ2V54x3HPgRDZXnjHcc+Ijj98AH98gH9DBY46BmgASq/FjjoGaABKr8iOf3wAf3yAf0MsgsRERERgT+yCxERERGBPyI6/fAB/fIB/QxVVVVVVVXFv1VVVVVVVcW/Ijv98AH98gH98gH98AEiPCAx/QwBAAAAAAAAAAEAAAAAAAAAIhz9Tv3BASI9/VL9USI+/QsEACAQICwgLiAw/fIB/fABIjEgE/3yASAU/fABIjBBPv3LASI/IBH9TiASIDEgMCAV/fABIhkgFv3yAf3xASAZIBr98gH98QEgGSAb/fIB/fEBIjEgMf3yASIZICT98gEiQP3xASJBIBIgQf3xASBA/fEBIBkgGf3yASAZIBkgGSAZICUgGSAm/fIB/fEB/fIBICf98AH98gEgKP3wAf3yASAz/fAB/fIBIDT98AH98gH98AH98AEiQCAxIDEgGSAZIBkgGSAZIBkgNv3yASA3/fAB/fIBIDj98AH98gEgOf3wAf3yASA6/fAB/fIBIDv98AH98gH98gH98AEiQSAwIBz9Tv3BASJC/VL9USJD/QsEACAQQZAQaiArIC0gL/3yAf3wASIxIBP98gEgFP3wASIwQT79ywEiRCAR/U4gEiAxIDAgFf3wASIZIBb98gH98QEgGSAa/fIB/fEBIBkgG/3yAf3xASIxIDH98gEiGSAk/fIBIkX98QEiRiASIEb98QEgRf3xASAZIBn98gEgGSAZIBkgGSAlIBkgJv3yAf3xAf3yASAn/fAB/fIBICj98AH98gEgM/3wAf3yASA0/fAB/fIB/fAB/fABIkUgMSAxIBkgGSAZIBkgGSAZIDb98gEgN/3wAf3yASA4/fAB/fIBIDn98AH98gEgOv3wAf3yASA7/fAB/fIB/fIB/fABIjEgMCAc/U79wQEiMP1S/VEiRv0LBAAgEEEQaiAsIC4gL/3yAf3wASIvIBP98gEgFP3wASIUQT79ywEiRyAR/U4gEiAvIBQgFf3wASIZIBb98gH98QEgGSAa/fIB/fEBIBkgG/3yAf3xASITIBP98gEiGSAk/fIBIhX98QEiFiASIBb98QEgFf3xASAZIBn98gEgGSAZIBkgGSAlIBkgJv3yAf3xAf3yASAn/fAB/fIBICj98AH98gEgM/3wAf3yASA0/fAB/fIB/fAB/fABIhIgEyATIBkgGSAZIBkgGSAZIDb98gEgN/3wAf3yASA4/fAB/fIBIDn98AH98gEgOv3wAf3yASA7/fAB/fIB/fIB/fABIhMgFCAc/U79wQEiFP1S/VEiFf0LBAAgAyAEaiIQQZAQaiBE/QwAAAAAAAAAQAAAAAAAAABAIhn9zgEgEf1OIDEgRSAw/VL9Uf0LBAAgEEGAEGogMiAZ/c4BIBH9TiA8IDUgPf1S/VH9CwQAIBBBEGogRyAZ/c4BIBH9TiATIBIgFP1S/VH9CwQAIBAgPyAZ/c4BIBH9TiBBIEAgQv1S/VH9CwQAIAwgBGoiEEEQaiIJIAn9AAQAICogFf3yASApIEb98gH98AH98AH9CwQAIBAgEP0ABAAgKiBD/fIBICkgPv3yAf3wAf3wAf0LBAAgBEEgaiEEIA5BBGoiDiAKSA0ADAILCyAYEISAgIAACyAIQYAgaiEIIAVBEGohBSALQRBqIQsgGEECaiEBIBhBA2oiCkEAKAKIoICAACIDSA0ACwsgASADTg0FIANBA3QhCUEAKALgoICAACIdIAFBC3QiBGohCEEAKALooICAACAEaiEGQQAoAtCggIAAIgQgAUEDdGohC0EAKAKYoICAAEEDdCEKQQAoAsCggIAAQQAoAvyggIAAQQN0aiEeIARBACgCgKCAgAAiFyADbEEDdGohHyAEIBdBAWogA2xBA3RqISBBACgCiKGAgAAhIUEAKAKgoICAACEiQQAoAvCggIAAIQdBACsDuKCAgAAhD0EAKAKAoYCAACEYA0ACQCAYQQFIIiMNACAdIAFBC3RqIQUgHyABQQN0av0KAwAhEUEAIQIgHiEMA0AgESEZIAshBCAMIRAgFyEOAkAgF0EBSA0AA0AgGSAQ/QAEACAE/QoDAP3yAf3wASEZIAQgCWohBCAQIApqIRAgDkF/aiIODQALCyAFIAJBA3RqIBn9CwQAIAxBEGohDCACQQJqIgIgGEgNAAsLIB8gAUEDdCIOaisDAJkhDQJAIBdBAUgNACALIQQgFyEQA0AgDSAPIAQrAwCZoqAhDSAEIAlqIQQgEEF/aiIQDQALCwJAAkAgDUQAAAAAgIQuQWVFDQAgIw0BICAgDmr9CgMAIRtBACECIAghBCAGIQ4gByEQA0AgBCAE/QAEACIR/QyDyMltMF/kP4PIyW0wX+Q//fIB/QwAAAAAAAA4QwAAAAAAADhD/fABIhJBPv3LASIT/QwAAAAAAAAAgAAAAAAAAACAIhT9Tv0MAAAAAAAA8D8AAAAAAADwPyIVIBEgEv0MAAAAAAAAOMMAAAAAAAA4w/3wASIZ/QwAAEBU+yH5vwAAQFT7Ifm//fIB/fABIBn9DAAAYBphtNC9AABgGmG00L398gH98AEgGf0Mc3ADLooZo7tzcAMuihmju/3yAf3wASIRIBH98gEiGf0MAAAAAAAA4D8AAAAAAADgP/3yASIW/fEBIhogFSAa/fEBIBb98QEgGSAZ/fIBIBkgGSAZIBkgGf0M2eef8tgHqb3Z55/y2Aepvf3yAf0MVi/SjLbuIT5WL9KMtu4hPv3wAf3yAf0MOfF7oU9+kr458XuhT36Svv3wAf3yAf0MtOn0GaAB+j606fQZoAH6Pv3wAf3yAf0MZ2nBFmzBVr9nacEWbMFWv/3wAf3yAf0MVVVVVVVVpT9VVVVVVVWlP/3wAf3yAf3wAf3wASIVIBEgESAZIBkgGSAZIBkgGf0MmiD/W7Dg5T2aIP9bsODlPf3yAf0MYyyprADmWr5jLKmsAOZavv3wAf3yAf0MBENleeMdxz4EQ2V54x3HPv3wAf3yAf0MFjjoGaABKr8WOOgZoAEqv/3wAf3yAf0MsgsRERERgT+yCxERERGBP/3wAf3yAf0MVVVVVVVVxb9VVVVVVVXFv/3wAf3yAf3yAf3wASIZIBL9DAEAAAAAAAAAAQAAAAAAAAD9Tv3BASIR/VL9USIS/QsEACAOIBP9DAAAAAAAAABAAAAAAAAAAED9zgEgFP1OIBkgFSAR/VL9Uf0LBAAgECAQ/QAEACAbIBL98gH98AH9CwQAIARBEGohBCAOQRBqIQ4gEEEQaiEQIAJBAmoiAiAYSA0ADAILCyAjDQAgICAOav0KAwAhEUEAIQRBACEOA0AgCCAEaiEQIBAgIiAhIBD9AAQAIABBMGoQgoCAgAAiGf0LBAAgBiAEaiAA/QAEMP0LBAAgByAEaiIQIBEgGf3yASAQ/QAEAP3wAf0LBAAgBEEQaiEEIA5BAmoiDiAYSA0ACwsgCEGAEGohCCAGQYAQaiEGIAtBCGohCyABQQFqIgEgA0cNAAwGCwtBACEBAkAgBEUNAEEIIQVBACEIQQAhC0EBIQpBACEBA0BBACgC0KCAgAAiAkEAKAKAoICAACIJIANsQQN0aiIMIAEiGEEDdCIXaisDAJkhDQJAAkACQAJAIAlBAUgNACADQQN0IQ4gAiALaiEEQQArA7iggIAAIQ8gCSEQA0AgDSAPIAQrAwCZoqAhDSAEIA5qIQQgEEF/aiIQDQALIA1EAAAAAAAAOkBlRQ0CIAIgBWohBCAMIApBA3RqKwMAmSENA0AgDSAPIAQrAwCZoqAhDSAEIA5qIQQgCUF/aiIJDQAMAgsLIA1EAAAAAAAAOkBlRQ0BIAwgCkEDdGorAwCZIQ0LIA1EAAAAAAAAOkBlRQ0AQQAoAoChgIAAIgpBAUgNASACIBdqIgQgA0EDdCIOaiIQIA5qIg79CgMIITEgDv0KAwAhL0EAKALAoICAAEEAKAL8oICAAEEDdGohAiAQ/QoDCCEwIBD9CgMAISkgBP0KAwghKiAE/QoDACErQQAoAvCggIAAIQxBACgC4KCAgAAgCGohF0EAKALooICAACAIaiED/QwBAAAAAADgPwEAAAAAAOA/IRP9DFZVVVVVVcU/VlVVVVVVxT8hFP0MYz1VVVVVpT9jPVVVVVWlPyEV/QyzCRERERGBP7MJEREREYE/IRb9DJC9iBdswVY/kL2IF2zBVj8hGv0M1UF8GqABKj/VQXwaoAEqPyEb/Qx6rtKQmwH6Pnqu0pCbAfo+IRz9DLM75trgHcc+szvm2uAdxz4hJP0M1qMTVhiJkj7WoxNWGImSPiEl/QxVyA6bivNaPlXIDpuK81o+ISb9DHY8eTXvOeo9djx5Ne856j0hJ/0MAADg/kIu5j8AAOD+Qi7mPyEo/Qz/AwAAAAA4Q/8DAAAAADhDIRn9DP6CK2VHFfc//oIrZUcV9z8hM0EAIQRBACEOA0AgAiAEaiIJQRBq/QAEACE0IBcgBGoiEEGAEGogMCAqIAn9AAQAIjj98gH98AEiNiA2/e0B/fIBIhEgKCAZIDMgEf3yAf3wASI3IBn98QEiEf3yAf3xASAnIBH98gH98QEiESARIBH98gEiEiASIBL98gEiOSA5ICUgJiAR/fIB/fAB/fIBIBsgEf3yASAa/fABIBIgHCAkIBH98gH98AH98gH98AH98AH98gEgEiARIBb98gEgFf3wAf3yASARIBT98gEgE/3wAf3wAf3wAf3yAf3wASA3QTT9ywEiEf3yASAR/fABIjf9CwQAIBAgKSArIDj98gH98AEiOCA4/e0B/fIBIhEgKCAZIDMgEf3yAf3wASI5IBn98QEiEf3yAf3xASAnIBH98gH98QEiESARIBH98gEiEiASIBL98gEiOiA6ICUgJiAR/fIB/fAB/fIBIBsgEf3yASAa/fABIBIgHCAkIBH98gH98AH98gH98AH98AH98gEgEiARIBb98gEgFf3wAf3yASARIBT98gEgE/3wAf3wAf3wAf3yAf3wASA5QTT9ywEiEf3yASAR/fABIjn9CwQAIBBBkBBqIDAgKiA0/fIB/fABIjogOv3tAf3yASIRICggGSAzIBH98gH98AEiOyAZ/fEBIhH98gH98QEgJyAR/fIB/fEBIhEgESAR/fIBIhIgEyAUIBH98gH98AEgEiAVIBYgEf3yAf3wAf3yAf3wASASIBL98gEiLCAsICUgJiAR/fIB/fAB/fIBIBogGyAR/fIB/fABIBIgHCAkIBH98gH98AH98gH98AH98AH98gH98AH98gH98AEgO0E0/csBIhH98gEgEf3wASI7/QsEACAQQRBqICkgKyA0/fIB/fABIjQgNP3tAf3yASIRICggGSAzIBH98gH98AEiLCAZ/fEBIhH98gH98QEgJyAR/fIB/fEBIhEgESAR/fIBIhIgEyAUIBH98gH98AEgEiAVIBYgEf3yAf3wAf3yAf3wASASIBL98gEiLSAtICUgJiAR/fIB/fAB/fIBIBogGyAR/fIB/fABIBIgHCAkIBH98gH98AH98gH98AH98AH98gH98AH98gH98AEgLEE0/csBIhH98gEgEf3wASIS/QsEACADIARqIhBBkBBqIDr9DAAAAAAAAADAAAAAAAAAAMAiEf3yASA7/fIB/QsEACAQQYAQaiA2IBH98gEgN/3yAf0LBAAgEEEQaiA0IBH98gEgEv3yAf0LBAAgECA4IBH98gEgOf3yAf0LBAAgDCAEaiIQQRBqIgkgCf0ABAAgLyAS/fIBIDEgO/3yAf3wAf3wAf0LBAAgECAvIDn98gEgMSA3/fIB/fABIBD9AAQA/fAB/QsEACAEQSBqIQQgDkEEaiIOIApIDQAMAgsLIBgQhICAgAALIAhBgCBqIQggBUEQaiEFIAtBEGohCyAYQQJqIQEgGEEDaiIKQQAoAoiggIAAIgNIDQALCyABIANODQQgA0EDdCEJQQAoAuCggIAAIh0gAUELdCIEaiEIQQAoAuiggIAAIARqIQZBACgC0KCAgAAiBCABQQN0aiELQQAoApiggIAAQQN0IQpBACgCwKCAgABBACgC/KCAgABBA3RqIR4gBEEAKAKAoICAACIXIANsQQN0aiEfIAQgF0EBaiADbEEDdGohIEEAKAKIoYCAACEhQQAoAqCggIAAISJBACgC8KCAgAAhB0EAKwO4oICAACEPQQAoAoChgIAAIRgDQAJAIBhBAUgiIw0AIB0gAUELdGohBSAfIAFBA3Rq/QoDACERQQAhAiAeIQwDQCARIRkgCyEEIAwhECAXIQ4CQCAXQQFIDQADQCAZIBD9AAQAIAT9CgMA/fIB/fABIRkgBCAJaiEEIBAgCmohECAOQX9qIg4NAAsLIAUgAkEDdGogGf0LBAAgDEEQaiEMIAJBAmoiAiAYSA0ACwsgHyABQQN0Ig5qKwMAmSENAkAgF0EBSA0AIAshBCAXIRADQCANIA8gBCsDAJmioCENIAQgCWohBCAQQX9qIhANAAsLAkACQCANRAAAAAAAADpAZUUNACAjDQEgICAOav0KAwAhOP0MAQAAAAAA4D8BAAAAAADgPyEW/QxWVVVVVVXFP1ZVVVVVVcU/IRr9DGM9VVVVVaU/Yz1VVVVVpT8hG/0MswkRERERgT+zCRERERGBPyEc/QyQvYgXbMFWP5C9iBdswVY/IST9DNVBfBqgASo/1UF8GqABKj8hJf0Meq7SkJsB+j56rtKQmwH6PiEm/QyzO+ba4B3HPrM75trgHcc+ISf9DNajE1YYiZI+1qMTVhiJkj4hKP0MVcgOm4rzWj5VyA6bivNaPiEz/Qx2PHk17znqPXY8eTXvOeo9ITT9DAAA4P5CLuY/AADg/kIu5j8hNv0M/wMAAAAAOEP/AwAAAAA4QyET/Qz+gitlRxX3P/6CK2VHFfc/ITdBACECIAghBCAGIQ4gByEQA0AgBCAE/QAEACISIBL97QH98gEiGSA2IDcgGf3yASAT/fABIhQgE/3xASIZ/fIB/fEBIBkgNP3yAf3xASIZIBkgGf3yASIRIBEgEf3yASIVIBUgKCAzIBn98gH98AH98gEgESAnIBn98gEgJv3wAf3yASAZICX98gEgJP3wAf3wAf3wAf3yASARIBkgHP3yASAb/fAB/fIBIBkgGv3yASAW/fAB/fAB/fAB/fIB/fABIBRBNP3LASIZ/fIBIBn98AEiGf0LBAAgDiAS/QwAAAAAAAAAwAAAAAAAAADA/fIBIBn98gH9CwQAIBAgEP0ABAAgOCAZ/fIB/fAB/QsEACAEQRBqIQQgDkEQaiEOIBBBEGohECACQQJqIgIgGEgNAAwCCwsgIw0AICAgDmr9CgMAIRFBACEEQQAhDgNAIAggBGohECAQICIgISAQ/QAEACAAQTBqEIKAgIAAIhn9CwQAIAYgBGogAP0ABDD9CwQAIAcgBGoiECARIBn98gEgEP0ABAD98AH9CwQAIARBEGohBCAOQQJqIg4gGEgNAAsLIAhBgBBqIQggBkGAEGohBiALQQhqIQsgAUEBaiIBIANHDQAMBQsLQQAhAQJAIARFDQBBCCEFQQAhCEEAIQtBASEKQQAhAQNAQQAoAtCggIAAIgJBACgCgKCAgAAiCSADbEEDdGoiDCABIhhBA3QiF2orAwCZIQ0CQAJAAkACQCAJQQFIDQAgA0EDdCEOIAIgC2ohBEEAKwO4oICAACEPIAkhEANAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIBBBf2oiEA0ACyANRAAAAAAAIIZAZUUNAiACIAVqIQQgDCAKQQN0aisDAJkhDQNAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIAlBf2oiCQ0ADAILCyANRAAAAAAAIIZAZUUNASAMIApBA3RqKwMAmSENCyANRAAAAAAAIIZAZUUNAEEAKAKAoYCAACIKQQFIDQEgAiAXaiIEIANBA3QiDmoiECAOaiIO/QoDCCE9IA79CgMAIT5BACgCwKCAgABBACgC/KCAgABBA3RqIQIgEP0KAwghPyAQ/QoDACFAIAT9CgMIIUEgBP0KAwAhQkEAKALwoICAACEMQQAoAuCggIAAIAhqIRdBACgC6KCAgAAgCGohA/0MAQAAAAAA4D8BAAAAAADgPyEa/QxWVVVVVVXFP1ZVVVVVVcU/IRv9DGM9VVVVVaU/Yz1VVVVVpT8hHP0MswkRERERgT+zCRERERGBPyEk/QyQvYgXbMFWP5C9iBdswVY/ISX9DNVBfBqgASo/1UF8GqABKj8hJv0Meq7SkJsB+j56rtKQmwH6PiEn/QyzO+ba4B3HPrM75trgHcc+ISj9DNajE1YYiZI+1qMTVhiJkj4hM/0MVcgOm4rzWj5VyA6bivNaPiE0/Qx2PHk17znqPXY8eTXvOeo9ITb9DAAA4P5CLuY/AADg/kIu5j8hN/0M/wMAAAAAOEP/AwAAAAA4QyER/Qz+gitlRxX3P/6CK2VHFfc/IThBACEEQQAhDgNAIAIgBGoiCUEQav0ABAAhFiAXIARqIhBBgBBqID8gQSAJ/QAEACIU/fIB/fABIi79DAAAAAAAAAAAAAAAAAAAAAAiEv33ASAu/ewBIhn97QEgNyARIDggGf3yAf3xASIVIBH98QEiGf3yAf3xASA2IBn98gH98QEiGSAZIBn98gEiEyATIBP98gEiOSA5IDMgNCAZ/fIB/fAB/fIBICYgGf3yASAl/fABIBMgJyAoIBn98gH98AH98gH98AH98AH98gEgEyAZICT98gEgHP3wAf3yASAZIBv98gEgGv3wAf3wAf3wAf3yAf3wASAVQTT9ywEiGf3yASAZ/fABIhMgEyAT/QwAAAAAAAAAQAAAAAAAAABAIjn98AH98wEiGSATIBkgGf3yASIZIBn98AEgGSAZIBkgGSAZIBkgGSAZIBn9DO8qX2yisLQ/7ypfbKKwtD8iOv3yAf0MdlHJ56aHpj92UcnnpoemPyI7/fAB/fIB/QxUUFfoBbmuP1RQV+gFua4/IjH98AH98gH9DLECxl3HCrE/sQLGXccKsT8iL/3wAf3yAf0M+etLKYuxsz/560spi7GzPyIw/fAB/fIB/Qy9Aw4Lz0W3P70DDgvPRbc/Iin98AH98gH9DBgzFCfHcbw/GDMUJ8dxvD8iKv3wAf3yAf0MxkQ9kiRJwj/GRD2SJEnCPyIr/fAB/fIB/Qzdo5mZmZnJP92jmZmZmck/Iiz98AH98gH9DFVVVVVVVdU/VVVVVVVV1T8iLf3wAf3yAf3xAf3yAf3xAf3wASJD/QsEACAQIEAgQiAU/fIB/fABIjIgEv33ASAy/ewBIhn97QEgNyARIDggGf3yAf3xASIVIBH98QEiGf3yAf3xASA2IBn98gH98QEiGSAZIBn98gEiFCAUIBT98gEiNSA1IDMgNCAZ/fIB/fAB/fIBICYgGf3yASAl/fABIBQgJyAoIBn98gH98AH98gH98AH98AH98gEgFCAZICT98gEgHP3wAf3yASAZIBv98gEgGv3wAf3wAf3wAf3yAf3wASAVQTT9ywEiGf3yASAZ/fABIhQgFCAUIDn98AH98wEiGSAUIBkgGf3yASIZIBn98AEgGSAZIBkgGSAZIBkgGSAZIBkgOv3yASA7/fAB/fIBIDH98AH98gEgL/3wAf3yASAw/fAB/fIBICn98AH98gEgKv3wAf3yASAr/fAB/fIBICz98AH98gEgLf3wAf3yAf3xAf3yAf3xAf3wASJE/QsEACAQQZAQaiA/IEEgFv3yAf3wASI1IBL99wEgNf3sASIZ/e0BIDcgESA4IBn98gH98QEiPCAR/fEBIhn98gH98QEgNiAZ/fIB/fEBIhkgGSAZ/fIBIhUgGiAbIBn98gH98AEgFSAcICQgGf3yAf3wAf3yAf3wASAVIBX98gEiRSBFIDMgNCAZ/fIB/fAB/fIBICUgJiAZ/fIB/fABIBUgJyAoIBn98gH98AH98gH98AH98AH98gH98AH98gH98AEgPEE0/csBIhn98gEgGf3wASIVIBUgFSA5/fAB/fMBIhkgFSAZIBn98gEiGSAZ/fABIBkgGSAZIBkgGSAZIBkgGSAZIDr98gEgO/3wAf3yASAx/fAB/fIBIC/98AH98gEgMP3wAf3yASAp/fAB/fIBICr98AH98gEgK/3wAf3yASAs/fAB/fIBIC398AH98gH98QH98gH98QH98AEiRf0LBAAgEEEQaiBAIEIgFv3yAf3wASI8IBL99wEgPP3sASIZ/e0BIDcgESA4IBn98gH98QEiRiAR/fEBIhn98gH98QEgNiAZ/fIB/fEBIhkgGSAZ/fIBIhYgGiAbIBn98gH98AEgFiAcICQgGf3yAf3wAf3yAf3wASAWIBb98gEiRyBHIDMgNCAZ/fIB/fAB/fIBICUgJiAZ/fIB/fABIBYgJyAoIBn98gH98AH98gH98AH98AH98gH98AH98gH98AEgRkE0/csBIhn98gEgGf3wASIWIBYgFiA5/fAB/fMBIhkgFiAZIBn98gEiGSAZ/fABIBkgGSAZIBkgGSAZIBkgGSAZIDr98gEgO/3wAf3yASAx/fAB/fIBIC/98AH98gEgMP3wAf3yASAp/fAB/fIBICr98AH98gEgK/3wAf3yASAs/fAB/fIBIC398AH98gH98QH98gH98QH98AEiOv0LBAAgAyAEaiIQQZAQav0MAAAAAAAA8D8AAAAAAADwPyIZIBUgNSAS/Ur9UiAV/QwAAAAAAADwPwAAAAAAAPA/Ijn98AH98wH9CwQAIBBBgBBqIBkgEyAuIBL9Sv1SIBMgOf3wAf3zAf0LBAAgEEEQaiAZIBYgPCAS/Ur9UiAWIDn98AH98wH9CwQAIBAgGSAUIDIgEv1K/VIgFCA5/fAB/fMB/QsEACAMIARqIhBBEGoiCSAJ/QAEACA+IDr98gEgPSBF/fIB/fAB/fAB/QsEACAQIBD9AAQAID4gRP3yASA9IEP98gH98AH98AH9CwQAIARBIGohBCAOQQRqIg4gCkgNAAwCCwsgGBCEgICAAAsgCEGAIGohCCAFQRBqIQUgC0EQaiELIBhBAmohASAYQQNqIgpBACgCiKCAgAAiA0gNAAsLIAEgA04NAyADQQN0IQlBACgC4KCAgAAiHSABQQt0IgRqIQhBACgC6KCAgAAgBGohBkEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEQQAoAoCggIAAIhcgA2xBA3RqIR8gBCAXQQFqIANsQQN0aiEgQQAoAoihgIAAISFBACgCoKCAgAAhIkEAKALwoICAACEHQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACECIB4hDANAIBEhGSALIQQgDCEQIBchDgJAIBdBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSACQQN0aiAZ/QsEACAMQRBqIQwgAkECaiICIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCAXQQFIDQAgCyEEIBchEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAghkBlRQ0AICMNASAgIA5q/QoDACE5/QwBAAAAAADgPwEAAAAAAOA/IRr9DFZVVVVVVcU/VlVVVVVVxT8hG/0MYz1VVVVVpT9jPVVVVVWlPyEc/QyzCRERERGBP7MJEREREYE/IST9DJC9iBdswVY/kL2IF2zBVj8hJf0M1UF8GqABKj/VQXwaoAEqPyEm/Qx6rtKQmwH6Pnqu0pCbAfo+ISf9DLM75trgHcc+szvm2uAdxz4hKP0M1qMTVhiJkj7WoxNWGImSPiEz/QxVyA6bivNaPlXIDpuK81o+ITT9DHY8eTXvOeo9djx5Ne856j0hNv0MAADg/kIu5j8AAOD+Qi7mPyE3/Qz/AwAAAAA4Q/8DAAAAADhDIRP9DP6CK2VHFfc//oIrZUcV9z8hOEEAIQIgCCEEIAYhDiAHIRADQCAEIAT9AAQAIhL9DAAAAAAAAAAAAAAAAAAAAAAiFP33ASAS/ewBIhn97QEgNyATIBkgOP3yAf3xASIVIBP98QEiGf3yAf3xASAZIDb98gH98QEiGSAZIBn98gEiESARIBH98gEiFiAWIDMgNCAZ/fIB/fAB/fIBIBEgKCAZ/fIBICf98AH98gEgGSAm/fIBICX98AH98AH98AH98gEgESAZICT98gEgHP3wAf3yASAZIBv98gEgGv3wAf3wAf3wAf3yAf3wASAVQTT9ywEiGf3yASAZ/fABIhEgESAR/QwAAAAAAAAAQAAAAAAAAABA/fAB/fMBIhkgESAZIBn98gEiGSAZ/fABIBkgGSAZIBkgGSAZIBkgGSAZ/QzvKl9sorC0P+8qX2yisLQ//fIB/Qx2UcnnpoemP3ZRyeemh6Y//fAB/fIB/QxUUFfoBbmuP1RQV+gFua4//fAB/fIB/QyxAsZdxwqxP7ECxl3HCrE//fAB/fIB/Qz560spi7GzP/nrSymLsbM//fAB/fIB/Qy9Aw4Lz0W3P70DDgvPRbc//fAB/fIB/QwYMxQnx3G8PxgzFCfHcbw//fAB/fIB/QzGRD2SJEnCP8ZEPZIkScI//fAB/fIB/Qzdo5mZmZnJP92jmZmZmck//fAB/fIB/QxVVVVVVVXVP1VVVVVVVdU//fAB/fIB/fEB/fIB/fEB/fABIhn9CwQAIA79DAAAAAAAAPA/AAAAAAAA8D8gESASIBT9Sv1SIBH9DAAAAAAAAPA/AAAAAAAA8D/98AH98wH9CwQAIBAgEP0ABAAgOSAZ/fIB/fAB/QsEACAEQRBqIQQgDkEQaiEOIBBBEGohECACQQJqIgIgGEgNAAwCCwsgIw0AICAgDmr9CgMAIRFBACEEQQAhDgNAIAggBGohECAQICIgISAQ/QAEACAAQTBqEIKAgIAAIhn9CwQAIAYgBGogAP0ABDD9CwQAIAcgBGoiECARIBn98gEgEP0ABAD98AH9CwQAIARBEGohBCAOQQJqIg4gGEgNAAsLIAhBgBBqIQggBkGAEGohBiALQQhqIQsgAUEBaiIBIANHDQAMBAsLQQAhAQJAIARFDQBBACgC0KCAgAAhBUEIIQZBACEHQQAhCEEBIQJBASEJQQAhAQNAIAUgAiADbEEDdGoiCiABIgtBA3QiDGorAwCZIQ0CQAJAAkACQCACQQFIDQAgA0EDdCEOIAUgCGohBEEAKwO4oICAACEPIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIBBBf2oiEA0ACyANRAAAAAAAAPB/ZUUNAiAFIAZqIQQgCiAJQQN0aisDAJkhDSACIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAwCCwsgDUQAAAAAAADwf2VFDQEgCiAJQQN0aisDAJkhDQsgDUQAAAAAAADwf2VFDQBBACgCgKGAgAAiCkEBSA0BIAUgDGoiBCADQQN0Ig5qIhAgDmoiDv0KAwghEiAO/QoDACETQQAoAsCggIAAQQAoAvyggIAAQQN0aiEMIBD9CgMIIRQgEP0KAwAhFSAE/QoDCCEWIAT9CgMAIRpBACgC8KCAgAAhF0EAKALgoICAACAHaiEYQQAhBEEAIQ4DQCAMIARqIglBEGr9AAQAIREgGCAEaiIQQYAQaiAUIBYgCf0ABAAiG/3yAf3wAf0MAAAAAAAAAAAAAAAAAAAAACIZ/fcBIhz9CwQAIBAgFSAaIBv98gH98AEgGf33ASIb/QsEACAQQZAQaiAUIBYgEf3yAf3wASAZ/fcBIiT9CwQAIBBBEGogFSAaIBH98gH98AEgGf33ASIZ/QsEACAXIARqIhBBEGoiCSATIBn98gEgEiAk/fIB/fABIAn9AAQA/fAB/QsEACAQIBMgG/3yASASIBz98gH98AEgEP0ABAD98AH9CwQAIARBIGohBCAOQQRqIg4gCkgNAAwCCwsgCxCEgICAAEEAKAKIoICAACEDQQAoAoCggIAAIQJBACgC0KCAgAAhBQsgB0GAIGohByAGQRBqIQYgCEEQaiEIIAtBAmohASALQQNqIgkgA0gNAAsLIAEgA04NAiADQQN0IQlBACgC6KCAgAAgAUELdCIEaiEGQQAoAuCggIAAIh0gBGohCEEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEIAIgA2xBA3RqIR8gBCACQQFqIANsQQN0aiEgQQAoAoihgIAAISFBACgCoKCAgAAhIkEAKALwoICAACEHQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACEMIB4hFwNAIBEhGSALIQQgFyEQIAIhDgJAIAJBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSAMQQN0aiAZ/QsEACAXQRBqIRcgDEECaiIMIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCACQQFIDQAgCyEEIAIhEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAA8H9lRQ0AICMNASAgIA5q/QoDACERQQAhDiAIIQQgByEQA0AgBCAE/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP33ASIZ/QsEACAQIBEgGf3yASAQ/QAEAP3wAf0LBAAgBEEQaiEEIBBBEGohECAOQQJqIg4gGEgNAAwCCwsgIw0AICAgDmr9CgMAIRFBACEEQQAhDgNAIAggBGohECAQICIgISAQ/QAEACAAQTBqEIKAgIAAIhn9CwQAIAYgBGogAP0ABDD9CwQAIAcgBGoiECARIBn98gEgEP0ABAD98AH9CwQAIARBEGohBCAOQQJqIg4gGEgNAAsLIAZBgBBqIQYgCEGAEGohCCALQQhqIQsgAUEBaiIBIANHDQAMAwsLQQAhAQJAIARFDQBBCCEFQQAhCEEAIQtBASEKQQAhAQNAQQAoAtCggIAAIgJBACgCgKCAgAAiCSADbEEDdGoiDCABIhhBA3QiF2orAwCZIQ0CQAJAAkACQCAJQQFIDQAgA0EDdCEOIAIgC2ohBEEAKwO4oICAACEPIAkhEANAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIBBBf2oiEA0ACyANRAAAAAAAIHZAZUUNAiACIAVqIQQgDCAKQQN0aisDAJkhDQNAIA0gDyAEKwMAmaKgIQ0gBCAOaiEEIAlBf2oiCQ0ADAILCyANRAAAAAAAIHZAZUUNASAMIApBA3RqKwMAmSENCyANRAAAAAAAIHZAZUUNAEEAKAKAoYCAACIKQQFIDQEgAiAXaiIEIANBA3QiDmoiECAOaiIO/QoDCCEmIA79CgMAISdBACgCwKCAgABBACgC/KCAgABBA3RqIQIgEP0KAwghKCAQ/QoDACEzIAT9CgMIITQgBP0KAwAhNkEAKALwoICAACEMQQAoAuCggIAAIAhqIRf9DP6CK2VHFQdA/oIrZUcVB0AhEv0MvPei/gOTvT+896L+A5O9PyET/QyYnN5tCVBOv5ic3m0JUE6/IRT9DMENlOlEMeY+wQ2U6UQx5j4hFf0M0hY3rTIPgb7SFjetMg+BviEW/QyGjkyQ3kAaPoaOTJDeQBo+IRr9DP8DAAAAADhD/wMAAAAAOEMhGf0M/oIrZUcV97/+gitlRxX3vyEbQQAhBEEAIQ4DQCACIARqIglBEGr9AAQAISUgFyAEaiIQQYAQaiASIBMgGyAoIDQgCf0ABAAiJP3yAf3wASIRIBH98AH98gEiESAZIBH98AEiNyAZ/fEB/fEBIhwgHP3yASIR/fIB/fABIBEgEf3yASI4IBQgFSAR/fIB/fABIDggFiAaIBH98gH98AH98gH98AH98gH98AEiESAc/fEBIjggOCAcIBH98AEgN0E0/csB/fIB/fAB/fMBIhEgEf3wAf0MAAAAAAAA8L8AAAAAAADwvyIc/fABIjf9CwQAIBAgEiATIBsgMyA2ICT98gH98AEiESAR/fAB/fIBIhEgGSAR/fABIjggGf3xAf3xASIkICT98gEiEf3yAf3wASARIBH98gEiOSAUIBUgEf3yAf3wASA5IBYgGiAR/fIB/fAB/fIB/fAB/fIB/fABIhEgJP3xASI5IDkgJCAR/fABIDhBNP3LAf3yAf3wAf3zASIRIBH98AEgHP3wASI4/QsEACAQQZAQaiASIBMgGyAoIDQgJf3yAf3wASIRIBH98AH98gEiESAZIBH98AEiOSAZ/fEB/fEBIiQgJP3yASIR/fIB/fABIBEgEf3yASI6IBQgFSAR/fIB/fABIDogFiAaIBH98gH98AH98gH98AH98gH98AEiESAk/fEBIjogOiAkIBH98AEgOUE0/csB/fIB/fAB/fMBIhEgEf3wASAc/fABIjn9CwQAIBBBEGogEiATIBsgMyA2ICX98gH98AEiESAR/fAB/fIBIhEgGSAR/fABIiUgGf3xAf3xASIkICT98gEiEf3yAf3wASARIBH98gEiOiAUIBUgEf3yAf3wASA6IBYgGiAR/fIB/fAB/fIB/fAB/fIB/fABIhEgJP3xASI6IDogJCAR/fABICVBNP3LAf3yAf3wAf3zASIRIBH98AEgHP3wASIR/QsEACAMIARqIhBBEGoiCSAJ/QAEACAnIBH98gEgJiA5/fIB/fAB/fAB/QsEACAQIBD9AAQAICcgOP3yASAmIDf98gH98AH98AH9CwQAIARBIGohBCAOQQRqIg4gCkgNAAwCCwsgGBCEgICAAAsgCEGAIGohCCAFQRBqIQUgC0EQaiELIBhBAmohASAYQQNqIgpBACgCiKCAgAAiA0gNAAsLIAEgA04NASADQQN0IQlBACgC6KCAgAAgAUELdCIEaiEGQQAoAuCggIAAIh0gBGohCEEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEQQAoAoCggIAAIhcgA2xBA3RqIR8gBCAXQQFqIANsQQN0aiEgQQAoAoihgIAAISFBACgCoKCAgAAhIkEAKALwoICAACEHQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACECIB4hDANAIBEhGSALIQQgDCEQIBchDgJAIBdBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSACQQN0aiAZ/QsEACAMQRBqIQwgAkECaiICIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCAXQQFIDQAgCyEEIBchEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAgdkBlRQ0AICMNASAgIA5q/QoDACEm/Qz+gitlRxUHQP6CK2VHFQdAIRX9DLz3ov4Dk70/vPei/gOTvT8hFv0MmJzebQlQTr+YnN5tCVBOvyEa/QzBDZTpRDHmPsENlOlEMeY+IRv9DNIWN60yD4G+0hY3rTIPgb4hHP0Mho5MkN5AGj6GjkyQ3kAaPiEk/Qz/AwAAAAA4Q/8DAAAAADhDIRL9DP6CK2VHFfe//oIrZUcV978hJUEAIQ4gCCEEIAchEANAIAQgJSAE/QAEACIZIBn98AH98gEiGSAZIBL98AEiEyAS/fEB/fEBIhEgEf3yASIZIBb98gEgFf3wASAZIBn98gEiFCAaIBsgGf3yAf3wASAUIBwgJCAZ/fIB/fAB/fIB/fAB/fIB/fABIhkgEf3xASIUIBQgESAZ/fABIBNBNP3LAf3yAf3wAf3zASIZIBn98AH9DAAAAAAAAPC/AAAAAAAA8L/98AEiGf0LBAAgECAQ/QAEACAmIBn98gH98AH9CwQAIARBEGohBCAQQRBqIRAgDkECaiIOIBhIDQAMAgsLICMNACAgIA5q/QoDACERQQAhBEEAIQ4DQCAIIARqIRAgECAiICEgEP0ABAAgAEEwahCCgICAACIZ/QsEACAGIARqIAD9AAQw/QsEACAHIARqIhAgESAZ/fIBIBD9AAQA/fAB/QsEACAEQRBqIQQgDkECaiIOIBhIDQALCyAGQYAQaiEGIAhBgBBqIQggC0EIaiELIAFBAWoiASADRw0ADAILC0EAIQECQCAERQ0AQQghBUEAIQhBACELQQEhCkEAIQEDQEEAKALQoICAACICQQAoAoCggIAAIgkgA2xBA3RqIgwgASIYQQN0IhdqKwMAmSENAkACQAJAAkAgCUEBSA0AIANBA3QhDiACIAtqIQRBACsDuKCAgAAhDyAJIRADQCANIA8gBCsDAJmioCENIAQgDmohBCAQQX9qIhANAAsgDUQAAAAAACCGQGVFDQIgAiAFaiEEIAwgCkEDdGorAwCZIQ0DQCANIA8gBCsDAJmioCENIAQgDmohBCAJQX9qIgkNAAwCCwsgDUQAAAAAACCGQGVFDQEgDCAKQQN0aisDAJkhDQsgDUQAAAAAACCGQGVFDQBBACgCgKGAgAAiCkEBSA0BIAIgF2oiBCADQQN0Ig5qIhAgDmoiDv0KAwghJSAO/QoDACEmQQAoAsCggIAAQQAoAvyggIAAQQN0aiECIBD9CgMIIScgEP0KAwAhKCAE/QoDCCEzIAT9CgMAITRBACgC8KCAgAAhDEEAKALgoICAACAIaiEX/Qz+gitlRxUHQP6CK2VHFQdAIRL9DLz3ov4Dk70/vPei/gOTvT8hE/0MmJzebQlQTr+YnN5tCVBOvyEU/QzBDZTpRDHmPsENlOlEMeY+IRX9DNIWN60yD4G+0hY3rTIPgb4hFv0Mho5MkN5AGj6GjkyQ3kAaPiEa/Qz/AwAAAAA4Q/8DAAAAADhDIRn9DP6CK2VHFfe//oIrZUcV978hG0EAIQRBACEOA0AgAiAEaiIJQRBq/QAEACEkIBcgBGoiEEGAEGogEyAbICcgMyAJ/QAEACI2/fIB/fAB/fIBIhEgGSAR/fABIjcgGf3xAf3xASIcIBz98gEiEf3yASAS/fABIBEgEf3yASI4IBQgFSAR/fIB/fABIDggFiAaIBH98gH98AH98gH98AH98gH98AEiESAc/fEBIjggOCAcIBH98AEgN0E0/csB/fIB/fAB/fMBIjf9CwQAIBAgEyAbICggNCA2/fIB/fAB/fIBIhEgGSAR/fABIjYgGf3xAf3xASIcIBz98gEiEf3yASAS/fABIBEgEf3yASI4IBQgFSAR/fIB/fABIDggFiAaIBH98gH98AH98gH98AH98gH98AEiESAc/fEBIjggOCAcIBH98AEgNkE0/csB/fIB/fAB/fMBIjb9CwQAIBBBkBBqIBIgEyAbICcgMyAk/fIB/fAB/fIBIhEgGSAR/fABIjggGf3xAf3xASIcIBz98gEiEf3yAf3wASARIBH98gEiOSAUIBUgEf3yAf3wASA5IBYgGiAR/fIB/fAB/fIB/fAB/fIB/fABIhEgHP3xASI5IDkgHCAR/fABIDhBNP3LAf3yAf3wAf3zASI4/QsEACAQQRBqIBIgEyAbICggNCAk/fIB/fAB/fIBIhEgGSAR/fABIiQgGf3xAf3xASIcIBz98gEiEf3yAf3wASARIBH98gEiOSAUIBUgEf3yAf3wASA5IBYgGiAR/fIB/fAB/fIB/fAB/fIB/fABIhEgHP3xASI5IDkgHCAR/fABICRBNP3LAf3yAf3wAf3zASIR/QsEACAMIARqIhBBEGoiCSAJ/QAEACAmIBH98gEgJSA4/fIB/fAB/fAB/QsEACAQIBD9AAQAICYgNv3yASAlIDf98gH98AH98AH9CwQAIARBIGohBCAOQQRqIg4gCkgNAAwCCwsgGBCEgICAAAsgCEGAIGohCCAFQRBqIQUgC0EQaiELIBhBAmohASAYQQNqIgpBACgCiKCAgAAiA0gNAAsLIAEgA04NACADQQN0IQlBACgC6KCAgAAgAUELdCIEaiEGQQAoAuCggIAAIh0gBGohCEEAKALQoICAACIEIAFBA3RqIQtBACgCmKCAgABBA3QhCkEAKALAoICAAEEAKAL8oICAAEEDdGohHiAEQQAoAoCggIAAIhcgA2xBA3RqIR8gBCAXQQFqIANsQQN0aiEgQQAoAoihgIAAISFBACgCoKCAgAAhIkEAKALwoICAACEHQQArA7iggIAAIQ9BACgCgKGAgAAhGANAAkAgGEEBSCIjDQAgHSABQQt0aiEFIB8gAUEDdGr9CgMAIRFBACECIB4hDANAIBEhGSALIQQgDCEQIBchDgJAIBdBAUgNAANAIBkgEP0ABAAgBP0KAwD98gH98AEhGSAEIAlqIQQgECAKaiEQIA5Bf2oiDg0ACwsgBSACQQN0aiAZ/QsEACAMQRBqIQwgAkECaiICIBhIDQALCyAfIAFBA3QiDmorAwCZIQ0CQCAXQQFIDQAgCyEEIBchEANAIA0gDyAEKwMAmaKgIQ0gBCAJaiEEIBBBf2oiEA0ACwsCQAJAIA1EAAAAAAAghkBlRQ0AICMNASAgIA5q/QoDACEm/Qz+gitlRxUHQP6CK2VHFQdAIRX9DLz3ov4Dk70/vPei/gOTvT8hFv0MmJzebQlQTr+YnN5tCVBOvyEa/QzBDZTpRDHmPsENlOlEMeY+IRv9DNIWN60yD4G+0hY3rTIPgb4hHP0Mho5MkN5AGj6GjkyQ3kAaPiEk/Qz/AwAAAAA4Q/8DAAAAADhDIRL9DP6CK2VHFfe//oIrZUcV978hJUEAIQ4gCCEEIAchEANAIAQgBP0ABAAgJf3yASIZIBkgEv3wASITIBL98QH98QEiESAR/fIBIhkgFv3yASAV/fABIBkgGf3yASIUIBogGyAZ/fIB/fABIBQgHCAkIBn98gH98AH98gH98AH98gH98AEiGSAR/fEBIhQgFCARIBn98AEgE0E0/csB/fIB/fAB/fMBIhn9CwQAIBAgEP0ABAAgJiAZ/fIB/fAB/QsEACAEQRBqIQQgEEEQaiEQIA5BAmoiDiAYSA0ADAILCyAjDQAgICAOav0KAwAhEUEAIQRBACEOA0AgCCAEaiEQIBAgIiAhIBD9AAQAIABBMGoQgoCAgAAiGf0LBAAgBiAEaiAA/QAEMP0LBAAgByAEaiIQIBEgGf3yASAQ/QAEAP3wAf0LBAAgBEEQaiEEIA5BAmoiDiAYSA0ACwsgBkGAEGohBiAIQYAQaiEIIAtBCGohCyABQQFqIgEgA0cNAAsLIABBwABqJICAgIAAC9QuARF7IAL9DAAAAAAAAAAAAAAAAAAAAAAiBP33ASEFAkACQAJAAkACQAJAAkACQAJAAkAgAEF/ag4JAAEJAgMEBgcFCAsgAv0MAAAAAAAghsAAAAAAACCGwP33Af0MAAAAAAAghkAAAAAAACCGQP32ASECAkAgAUUNAP0MAAAAAAAA8D8AAAAAAADwPyIGIAYgBiAC/Qz+gitlRxX3v/6CK2VHFfe//fIB/Qz/AwAAAAA4Q/8DAAAAADhD/fABIgf9DP8DAAAAADjD/wMAAAAAOMP98AEiBf0MAADg/kIu5r8AAOD+Qi7mv/3yASAC/fEBIgggBf0Mdjx5Ne856j12PHk17znqPf3yASIJ/fEBIgL98AEiBSACIAL98gEiCv0MAAAAAAAA4D8AAAAAAADgPyIL/fIBIgz98AEiDSAMIA0gBf3xAf3xASACIAX9DAAAAAAAAPC/AAAAAAAA8L/98AH98QEgBSAIIAL98QEgCf3xAf3yASACIAL9DAAAAAIAAKBBAAAAAgAAoEH98gEiBSAFIAL98QH98QEiBf3xASIIIAj98gEgBSAF/fIBIAr98QEgBSAF/fABIAj98gH98AH98AEgC/3yASACIAr98gEgAiACIAIgAiACIAIgAiACIAIgAiAC/QydfMCodDmpPZ18wKh0Oak9/fIB/QwJbagTRhLmPQltqBNGEuY9/fAB/fIB/QyY2Pjv2O4hPpjY+O/Y7iE+/fAB/fIB/QzkRPVnReZaPuRE9WdF5lo+/fAB/fIB/Qxcn3i3T36SPlyfeLdPfpI+/fAB/fIB/Qw0x1al4x3HPjTHVqXjHcc+/fAB/fIB/QwaoAEaoAH6PhqgARqgAfo+/fAB/fIB/QwaoAEaoAEqPxqgARqgASo//fAB/fIB/QwXbMEWbMFWPxdswRZswVY//fAB/fIB/QwRERERERGBPxEREREREYE//fAB/fIB/QxVVVVVVVWlP1VVVVVVVaU//fAB/fIB/QxVVVVVVVXFP1VVVVVVVcU//fAB/fIB/fAB/fAB/fAB/fAB/fABIAdBNP3LAf3yAf3wAf3zASEFDAkL/Qz+gitlRxX3v/6CK2VHFfe/IQb9DP8DAAAAADhD/wMAAAAAOEMhBf0Mho5MkN5AGj6GjkyQ3kAaPiEK/QzSFjetMg+BvtIWN60yD4G+IQj9DMENlOlEMeY+wQ2U6UQx5j4hB/0MmJzebQlQTr+YnN5tCVBOvyEJ/Qy896L+A5O9P7z3ov4Dk70/IQv9DP6CK2VHFQdA/oIrZUcVB0AhDCACIAb98gEiAiACIAX98AEiBiAF/fEB/fEBIgUgBf3yASICIAv98gEgDP3wASACIAL98gEiCyAJIAcgAv3yAf3wASALIAggCiAC/fIB/fAB/fIB/fAB/fIB/fABIgIgBf3xASIKIAogBSAC/fABIAZBNP3LAf3yAf3wAf3zASEFDAgLIAIgAv3wAf0MAAAAAAAghsAAAAAAACCGwP33Af0MAAAAAAAghkAAAAAAACCGQP32ASECAkACQCABRQ0A/QwAAAAAAADwPwAAAAAAAPA/IgYgBiAGIAL9DP6CK2VHFfe//oIrZUcV97/98gH9DP8DAAAAADhD/wMAAAAAOEP98AEiB/0M/wMAAAAAOMP/AwAAAAA4w/3wASIF/QwAAOD+Qi7mvwAA4P5CLua//fIBIAL98QEiCCAF/Qx2PHk17znqPXY8eTXvOeo9/fIBIgn98QEiAv3wASIFIAIgAv3yASIK/QwAAAAAAADgPwAAAAAAAOA/Igv98gEiDP3wASINIAwgDSAF/fEB/fEBIAIgBf0MAAAAAAAA8L8AAAAAAADwv/3wAf3xASAFIAggAv3xASAJ/fEB/fIBIAIgAv0MAAAAAgAAoEEAAAACAACgQf3yASIFIAUgAv3xAf3xASIF/fEBIgggCP3yASAFIAX98gEgCv3xASAFIAX98AEgCP3yAf3wAf3wASAL/fIBIAIgCv3yASACIAIgAiACIAIgAiACIAIgAiACIAL9DJ18wKh0Oak9nXzAqHQ5qT398gH9DAltqBNGEuY9CW2oE0YS5j398AH98gH9DJjY+O/Y7iE+mNj479juIT798AH98gH9DORE9WdF5lo+5ET1Z0XmWj798AH98gH9DFyfeLdPfpI+XJ94t09+kj798AH98gH9DDTHVqXjHcc+NMdWpeMdxz798AH98gH9DBqgARqgAfo+GqABGqAB+j798AH98gH9DBqgARqgASo/GqABGqABKj/98AH98gH9DBdswRZswVY/F2zBFmzBVj/98AH98gH9DBEREREREYE/ERERERERgT/98AH98gH9DFVVVVVVVaU/VVVVVVVVpT/98AH98gH9DFVVVVVVVcU/VVVVVVVVxT/98AH98gH98AH98AH98AH98AH98AEgB0E0/csB/fIB/fAB/fMBIQIMAQv9DP6CK2VHFfe//oIrZUcV978hBv0M/wMAAAAAOEP/AwAAAAA4QyEF/QyGjkyQ3kAaPoaOTJDeQBo+IQr9DNIWN60yD4G+0hY3rTIPgb4hCP0MwQ2U6UQx5j7BDZTpRDHmPiEH/QyYnN5tCVBOv5ic3m0JUE6/IQn9DLz3ov4Dk70/vPei/gOTvT8hC/0M/oIrZUcVB0D+gitlRxUHQCEMIAIgBv3yASICIAIgBf3wASIGIAX98QH98QEiBSAF/fIBIgIgC/3yASAM/fABIAIgAv3yASILIAkgByAC/fIB/fABIAsgCCAKIAL98gH98AH98gH98AH98gH98AEiAiAF/fEBIgogCiAFIAL98AEgBkE0/csB/fIB/fAB/fMBIQILIAIgAv3wAf0MAAAAAAAA8L8AAAAAAADwv/3wASEFDAcLIAL97AH97QH9DAAAAAAAIIbAAAAAAAAghsD99wH9DAAAAAAAIIZAAAAAAAAghkD99gEhBgJAAkAgAUUNACAGIAb9DP6CK2VHFfc//oIrZUcV9z/98gH9DP8DAAAAADhD/wMAAAAAOEP98AEiCf0M/wMAAAAAOMP/AwAAAAA4w/3wASIK/QwAAOD+Qi7mvwAA4P5CLua//fIB/fABIgcgCv0Mdjx5Ne856j12PHk17znqPf3yASIL/fEBIgb9DAAAAAAAAPA/AAAAAAAA8D/98AEiCiAGIAb98gEiCP0MAAAAAAAA4D8AAAAAAADgPyIM/fIBIg398AEiDiANIA4gCv3xAf3xASAGIAr9DAAAAAAAAPC/AAAAAAAA8L/98AH98QEgCiAHIAb98QEgC/3xAf3yASAGIAb9DAAAAAIAAKBBAAAAAgAAoEH98gEiCiAKIAb98QH98QEiCv3xASIHIAf98gEgCiAK/fIBIAj98QEgCiAK/fABIAf98gH98AH98AEgDP3yASAGIAj98gEgBiAGIAYgBiAGIAYgBiAGIAYgBiAG/QydfMCodDmpPZ18wKh0Oak9/fIB/QwJbagTRhLmPQltqBNGEuY9/fAB/fIB/QyY2Pjv2O4hPpjY+O/Y7iE+/fAB/fIB/QzkRPVnReZaPuRE9WdF5lo+/fAB/fIB/Qxcn3i3T36SPlyfeLdPfpI+/fAB/fIB/Qw0x1al4x3HPjTHVqXjHcc+/fAB/fIB/QwaoAEaoAH6PhqgARqgAfo+/fAB/fIB/QwaoAEaoAEqPxqgARqgASo//fAB/fIB/QwXbMEWbMFWPxdswRZswVY//fAB/fIB/QwRERERERGBPxEREREREYE//fAB/fIB/QxVVVVVVVWlP1VVVVVVVaU//fAB/fIB/QxVVVVVVVXFP1VVVVVVVcU//fAB/fIB/fAB/fAB/fAB/fAB/fABIAlBNP3LAf3yASEGDAEL/Qz+gitlRxX3P/6CK2VHFfc/IQj9DP8DAAAAADhD/wMAAAAAOEMhCv0Mdjx5Ne856j12PHk17znqPSEH/QwAAOD+Qi7mPwAA4P5CLuY/IQn9DFXIDpuK81o+VcgOm4rzWj4hC/0M1qMTVhiJkj7WoxNWGImSPiEM/QyzO+ba4B3HPrM75trgHcc+IQ39DHqu0pCbAfo+eq7SkJsB+j4hDv0M1UF8GqABKj/VQXwaoAEqPyEP/QyQvYgXbMFWP5C9iBdswVY/IRD9DLMJEREREYE/swkRERERgT8hEf0MYz1VVVVVpT9jPVVVVVWlPyES/QxWVVVVVVXFP1ZVVVVVVcU/IRP9DAEAAAAAAOA/AQAAAAAA4D8hFCAGIAkgBiAI/fIBIAr98AEiCCAK/fEBIgr98gH98QEgCiAH/fIB/fEBIgYgBiAG/fIBIgogCiAK/fIBIgcgByAMIAsgBv3yAf3wAf3yASAKIA0gBv3yASAO/fAB/fIBIAYgD/3yASAQ/fAB/fAB/fAB/fIBIAogBiAR/fIBIBL98AH98gEgBiAT/fIBIBT98AH98AH98AH98gH98AEgCEE0/csBIgb98gEgBv3wASEGCyAD/QwAAAAAAADwPwAAAAAAAPA/IAYgAiAE/Ur9UiAG/QwAAAAAAADwPwAAAAAAAPA//fAB/fMB/QsEACAFIAYgBiAG/QwAAAAAAAAAQAAAAAAAAABA/fAB/fMBIgIgBiACIAL98gEiAiAC/fABIAIgAiACIAIgAiACIAIgAiAC/QzvKl9sorC0P+8qX2yisLQ//fIB/Qx2UcnnpoemP3ZRyeemh6Y//fAB/fIB/QxUUFfoBbmuP1RQV+gFua4//fAB/fIB/QyxAsZdxwqxP7ECxl3HCrE//fAB/fIB/Qz560spi7GzP/nrSymLsbM//fAB/fIB/Qy9Aw4Lz0W3P70DDgvPRbc//fAB/fIB/QwYMxQnx3G8PxgzFCfHcbw//fAB/fIB/QzGRD2SJEnCP8ZEPZIkScI//fAB/fIB/Qzdo5mZmZnJP92jmZmZmck//fAB/fIB/QxVVVVVVVXVP1VVVVVVVdU//fAB/fIB/fEB/fIB/fEB/fABDwsgAv3tASAC/fIB/QwAAAAAACCGwAAAAAAAIIbA/fcB/QwAAAAAACCGQAAAAAAAIIZA/fYBIQUCQAJAIAFFDQAgBSAF/Qz+gitlRxX3P/6CK2VHFfc//fIB/Qz/AwAAAAA4Q/8DAAAAADhD/fABIgj9DP8DAAAAADjD/wMAAAAAOMP98AEiBP0MAADg/kIu5r8AAOD+Qi7mv/3yAf3wASIKIAT9DHY8eTXvOeo9djx5Ne856j398gEiB/3xASIF/QwAAAAAAADwPwAAAAAAAPA//fABIgQgBSAF/fIBIgb9DAAAAAAAAOA/AAAAAAAA4D8iCf3yASIL/fABIgwgCyAMIAT98QH98QEgBSAE/QwAAAAAAADwvwAAAAAAAPC//fAB/fEBIAQgCiAF/fEBIAf98QH98gEgBSAF/QwAAAACAACgQQAAAAIAAKBB/fIBIgQgBCAF/fEB/fEBIgT98QEiCiAK/fIBIAQgBP3yASAG/fEBIAQgBP3wASAK/fIB/fAB/fABIAn98gEgBSAG/fIBIAUgBSAFIAUgBSAFIAUgBSAFIAUgBf0MnXzAqHQ5qT2dfMCodDmpPf3yAf0MCW2oE0YS5j0JbagTRhLmPf3wAf3yAf0MmNj479juIT6Y2Pjv2O4hPv3wAf3yAf0M5ET1Z0XmWj7kRPVnReZaPv3wAf3yAf0MXJ94t09+kj5cn3i3T36SPv3wAf3yAf0MNMdWpeMdxz40x1al4x3HPv3wAf3yAf0MGqABGqAB+j4aoAEaoAH6Pv3wAf3yAf0MGqABGqABKj8aoAEaoAEqP/3wAf3yAf0MF2zBFmzBVj8XbMEWbMFWP/3wAf3yAf0MERERERERgT8RERERERGBP/3wAf3yAf0MVVVVVVVVpT9VVVVVVVWlP/3wAf3yAf0MVVVVVVVVxT9VVVVVVVXFP/3wAf3yAf3wAf3wAf3wAf3wAf3wASAIQTT9ywH98gEhBQwBC/0M/oIrZUcV9z/+gitlRxX3PyEG/Qz/AwAAAAA4Q/8DAAAAADhDIQT9DHY8eTXvOeo9djx5Ne856j0hCv0MAADg/kIu5j8AAOD+Qi7mPyEI/QxVyA6bivNaPlXIDpuK81o+IQf9DNajE1YYiZI+1qMTVhiJkj4hCf0Mszvm2uAdxz6zO+ba4B3HPiEL/Qx6rtKQmwH6Pnqu0pCbAfo+IQz9DNVBfBqgASo/1UF8GqABKj8hDf0MkL2IF2zBVj+QvYgXbMFWPyEO/QyzCRERERGBP7MJEREREYE/IQ/9DGM9VVVVVaU/Yz1VVVVVpT8hEP0MVlVVVVVVxT9WVVVVVVXFPyER/QwBAAAAAADgPwEAAAAAAOA/IRIgBSAIIAUgBv3yASAE/fABIgYgBP3xASIE/fIB/fEBIAQgCv3yAf3xASIFIAUgBf3yASIEIAQgBP3yASIKIAogCSAHIAX98gH98AH98gEgBCALIAX98gEgDP3wAf3yASAFIA398gEgDv3wAf3wAf3wAf3yASAEIAUgD/3yASAQ/fAB/fIBIAUgEf3yASAS/fAB/fAB/fAB/fIB/fABIAZBNP3LASIF/fIBIAX98AEhBQsgAyAC/QwAAAAAAAAAwAAAAAAAAADA/fIBIAX98gH9CwQAIAUPCyADIAL9DIPIyW0wX+Q/g8jJbTBf5D/98gH9DAAAAAAAADhDAAAAAAAAOEP98AEiBkE+/csBIgr9DAAAAAAAAABAAAAAAAAAAED9zgH9DAAAAAAAAACAAAAAAAAAAIAiCP1OIAIgBv0MAAAAAAAAOMMAAAAAAAA4w/3wASIF/QwAAEBU+yH5vwAAQFT7Ifm//fIB/fABIAX9DAAAYBphtNC9AABgGmG00L398gH98AEgBf0Mc3ADLooZo7tzcAMuihmju/3yAf3wASIEIAQgBCAE/fIBIgUgBSAFIAUgBSAF/QyaIP9bsODlPZog/1uw4OU9/fIB/QxjLKmsAOZavmMsqawA5lq+/fAB/fIB/QwEQ2V54x3HPgRDZXnjHcc+/fAB/fIB/QwWOOgZoAEqvxY46BmgASq//fAB/fIB/QyyCxERERGBP7ILEREREYE//fAB/fIB/QxVVVVVVVXFv1VVVVVVVcW//fAB/fIB/fIB/fABIgT9DAAAAAAAAPA/AAAAAAAA8D8iByAF/QwAAAAAAADgPwAAAAAAAOA//fIBIgn98QEiCyAHIAv98QEgCf3xASAFIAX98gEgBSAFIAUgBSAF/QzZ55/y2Aepvdnnn/LYB6m9/fIB/QxWL9KMtu4hPlYv0oy27iE+/fAB/fIB/Qw58XuhT36Svjnxe6FPfpK+/fAB/fIB/Qy06fQZoAH6PrTp9BmgAfo+/fAB/fIB/QxnacEWbMFWv2dpwRZswVa//fAB/fIB/QxVVVVVVVWlP1VVVVVVVaU//fAB/fIB/fAB/fABIgUgBv0MAQAAAAAAAAABAAAAAAAAAP1O/cEBIgb9Uv1R/QwAAAAAAAD4fwAAAAAAAPh/IgcgAv3sAf0MAAAAAICELkEAAAAAgIQuQf1LIgL9Uv0LBAAgBSAEIAb9UiAKIAj9Tv1RIAcgAv1SDwsgAyAE/QsEAP0MAAAAAAAA8D8AAAAAAADwP/0MAAAAAAAAAAAAAAAAAAAAACACIAT9TP1SDwsgAyAFIAX98AH9CwQAIAUgBf3yAQ8LIAMgBSAF/QwAAAAAAAAIQAAAAAAAAAhA/fIB/fIB/QsEACAFIAUgBf3yAf3yAQ8LIAIhBQsCQCAAQX9GDQAgAEEDSg0A/QwAAAAAAADwPwAAAAAAAPA/IQICQAJAAkACQCAAQX9qDgMAAQIDCyAFIAUgBf3yAf3xASECDAIL/QwAAAAAAADwPwAAAAAAAPA/IAUgBf3yAf3xASECDAEL/QwAAAAAAADwPwAAAAAAAPA//QwAAAAAAAAAAAAAAAAAAAAAIAUgBP1K/VIhAgsgAyAC/QsEAAsgBQudAgEBfEEAIAE2AoiggIAAQQAgADYCgKCAgABBACACNgKQoICAAEEAIAM2AqCggIAAQQAgBDYCqKCAgABBACAFOQOwoICAAEEAIAY2AsCggIAAQQAgBzYCyKCAgABBAEIANwO4oICAAEEAIAJBA2pBBG1BAnQiAjYCmKCAgAACQCACIABsIgBBAUgNAEQAAAAAAAAAACELA0ACQCAGKwMAmSIFIAtlDQBBACAFOQO4oICAACAFIQsLIAZBCGohBiAAQX9qIgANAAsLQQAgCTYC2KCAgABBACAINgLQoICAAEEAIAo2AuCggIAAQQAgCiABQQt0ajYC6KCAgABBACAKIAFBDHRqIgY2AvCggIAAQQAgBkGAEGo2AviggIAAC8sEBwZ/BHsDfwJ7AX8EewF/I4CAgIAAQcAAayIBJICAgIAAQQAhAgJAQQAoAoChgIAAIgNBAUgNAEEAKALQoICAACAAQQN0aiIEQQAoAoiggIAAQQN0IgVqIgb9CgMIIQcgBv0KAwAhCCAGIAVqIgb9CgMIIQkgBv0KAwAhCkEAKALooICAACAAQQt0IgBqIQtBACgC4KCAgAAgAGohDEEAKALAoICAAEEAKAL8oICAAEEDdGohDSAE/QoDCCEOIAT9CgMAIQ9BACgC8KCAgAAhEEEAKAKIoYCAACEAQQAoAqCggIAAIQRBACEFA0AgBCAAIAggDyANIAJqIgb9AAQAIhH98gH98AEgAUEwahCCgICAACESIAQgACAHIA4gEf3yAf3wASABQSBqEIKAgIAAIREgBCAAIAggDyAGQRBq/QAEACIT/fIB/fABIAFBEGoQgoCAgAAhFCAMIAJqIgZBkBBqIAQgACAHIA4gE/3yAf3wASABEIKAgIAAIhP9CwQAIAZBgBBqIBH9CwQAIAZBEGogFP0LBAAgBiAS/QsEACALIAJqIgZBEGogAf0ABBD9CwQAIAYgAf0ABDD9CwQAIAZBkBBqIAH9AAQA/QsEACAGQYAQaiAB/QAEIP0LBAAgECACaiIGQRBqIhUgCiAU/fIBIAkgE/3yAf3wASAV/QAEAP3wAf0LBAAgBiAKIBL98gEgCSAR/fIB/fABIAb9AAQA/fAB/QsEACACQSBqIQIgBUEEaiIFIANIDQALCyABQcAAaiSAgICAAAsLlAEBAEGAIAuMAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
