/**
 * A training as text to take away: a script for Python and a line for a shell that train the same
 * network. Whatever the text of the target holds, it stays one string, one word.
 *
 * A state is `{ text, width, activation, rule, momentum, learningRate, seed, epochs, points }`:
 * `text` names the target as `uat fit` reads it ("sine", "x^2 on [0, 1]"), or is null if none does;
 * `learningRate` and `points` are null where they are left to the rule.
 */

const TRAINER_NAMES = { descent: "gradient_descent", nesterov: "gradient_descent", adam: "adam" };

/**
 * Return how `--target` reads a formula on a domain.
 * @param {string} formula
 * @param {number[][]} domain
 * @param {number[]} kinks  of one input, where it or its derivative jumps
 */
export function targetText(formula, domain, kinks = []) {
  const sides = domain.map(([low, high]) => `[${low}, ${high}]`).join(" x ");
  const told = kinks.length && domain.length === 1 ? ` with kinks ${kinks.join(", ")}` : "";
  return `${formula} on ${sides}${told}`;
}

/** Return a script that trains the network, tells of it and saves it; "" if no text names it. */
export function pythonSnippet(state) {
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

/**
 * Return a command that trains the network and writes it to model.json; "" if there is none: where
 * no text names the target, or the learning rate is not that of the rule, which Python alone takes.
 */
export function commandLine(state) {
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

/** Return a literal of Python: escapes of JSON are its escapes too; all else goes by number. */
export function pythonString(text) {
  return JSON.stringify(text).replace(/[^\u0020-\u007e]/gu, (letter) => {
    const code = letter.codePointAt(0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/**
 * Return one word of a POSIX shell: in single quotes nothing has a meaning but their end. Letters
 * that steer a terminal would act when pasted, whatever the quotes: they become blanks.
 */
export function shellWord(text) {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
  if (/^[A-Za-z0-9_][\w.,:-]*$/.test(plain)) return plain;
  return `'${plain.replaceAll("'", "'\\''")}'`;
}
