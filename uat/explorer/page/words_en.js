/** Every English word of the page. To translate the page, write this file anew. */

/** What activations are called, in every panel. */
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

/** The words by panel. */
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
