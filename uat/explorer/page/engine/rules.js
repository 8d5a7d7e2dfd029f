/**
 * The update rules, how a gradient becomes a step: uat/core/update_rules.py again, in its words.
 *
 * Each parameter has a rate of its own, relative to the learning rate, 0 where it is frozen. Where
 * there are means m_j the step is that of a network of units phi(z_j) - m_j: the gradient of c_j
 * becomes g_j - m_j g_d, and a step of c_j by s_j moves the output bias d by -m_j s_j beside its own.
 */

/** Nesterov's momentum k / (k + 3) grows no larger than this. */
const MOST_MOMENTUM = 0.999;

/** What a rule overwrites beside the parameters; `passes` holds those and their gradient. */
export function startState(setup, passes) {
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

/** Take step `number` = 1, 2, ... along the gradient of `passes.pass()`, whose loss is given. */
export function stepOfRule(state, number, loss) {
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

/** Return the last loss: of a NESTEROV that ends too high above its last rest, the rest's. */
export function endAtRest(state, loss) {
  if (!state.restful || loss <= largestLoss(state.pace)) return loss;
  state.parameters.set(state.fallback);
  return state.pace.restLoss;
}

/** Send the gradient of the hidden layer through the output weights as they now are. */
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

/** Take a step of descent or Adam on the parameters first, ..., stop - 1; it overwrites the gradient. */
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

/** Take one step of NESTEROV, rest, or go back to the last rest; see update_rules.py. */
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
    if (!(rates[i] > 0)) continue; // a frozen -0 keeps its sign
    velocity[i] = momentum * velocity[i] - gradient[i];
    landed[i] = parameters[i] - gradient[i];
    parameters[i] = landed[i] + ahead * velocity[i];
  }
  pace.steps += 1;
}

/** The largest loss from which NESTEROV goes on; it goes back from a larger one. */
function largestLoss(pace) {
  return pace.steps === 0 ? pace.restLoss : 2 * pace.restLoss;
}

function leadsUphill(gradient, velocity) {
  let total = 0;
  for (let i = 0; i < gradient.length; i++) total += gradient[i] * velocity[i];
  return total > 0;
}

/**
 * What gives base^number, asked for one number after the other, or the last one again.
 *
 * The product is kept in two doubles, because `Math.pow` differs between browsers.
 */
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

/** a * b - product without rounding (Dekker 1971). */
function productRest(a, b, product) {
  const [a1, b1] = [upperHalf(a), upperHalf(b)];
  const [a2, b2] = [a - a1, b - b1];
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}

function upperHalf(a) {
  const shifted = 134217729 * a; // 2^27 + 1
  return shifted - (shifted - a);
}
