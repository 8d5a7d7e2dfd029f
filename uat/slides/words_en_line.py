r"""The deck in English, parts 1 to 4: the session, the ladder, and the line, by hand and in code.

A slide is a function of the facts. Letters of the mathematics are written here, numbers never:
settings and data are read off the rung, results off the run, and a sentence that holds for some
numbers only is chosen by comparing them.
"""

from __future__ import annotations

import re

import numpy as np

from uat.arrays import Array
from uat.course.rungs import RungResult
from uat.io.wording import fixed, listed, plain, short, spelt, whole
from uat.slides.content import (
    Bullets,
    Columns,
    Equation,
    Listing,
    Live,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.facts import Facts

DECIMALS = 14
"""Of the parameters of the line and of the neuron: as many as R prints of them."""

_UNSEEN = 0.005  # of the height of a picture: less cannot be seen
_NEAR_LEAST = 0.01  # of the least error above it: the descent has as good as arrived


def opening_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return parts 1 and 2: what the session covers, and the ladder from a line to a network."""
    return _overview(facts), _function(), _ladder(facts), _learning()


def line_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return parts 3 and 4: gradient descent for a line, by hand and by program."""
    return (
        _model(facts),
        _derivatives(),
        _update(facts),
        _surface(facts),
        _fitted(facts),
        _step_size(facts),
        _code(facts),
        _output(facts),
        _reconstructed(facts),
    )


def noted(minutes: int, said: str, question: str) -> str:
    """Return a speaker's note: its share of the time, what to say, what to ask the class."""
    unit = "minute" if minutes == 1 else "minutes"
    return f"{minutes} {unit}. {' '.join(said.split())}\n\nAsk the class: {question}"


def epochs_of(result: RungResult) -> str:
    """Return how many epochs a rung was trained."""
    return whole(result.rung.trainer.epochs)


def rate_of(result: RungResult) -> str:
    """Return the learning rate of a rung."""
    return plain(result.rung.trainer.learning_rate or np.nan)


def agreement_words(
    found: dict[str, str], published: dict[str, str], by_r: dict[str, str] | None = None
) -> str:
    """Return a sentence that holds results against those of the course, or of R.

    Parameters
    ----------
    found, published, by_r : name -> number, with the same decimals: computed here; published by the
        course; given by R where the course publishes nothing. The latter two may be empty
    """
    others = [name for name, number in (published or by_r or {}).items() if found[name] != number]
    but = f", but for the last digits of {listed(others)}" if others else ""
    if published:
        agreed = "the same numbers" if others else "the same numbers, **digit for digit**"
        return f"The course publishes {agreed}{but}."
    if by_r:
        return f"R gives the **same digits**{but}."
    return "Of these data the course publishes no numbers: the seed is another."


def _overview(facts: Facts) -> Slide:
    return Slide(
        "session-overview",
        1,
        "What this session covers",
        (
            Bullets(
                (
                    "**Gradient descent**: how a machine finds a line, a neuron, a network",
                    "**Backpropagation**: the chain rule, applied layer by layer",
                    "**A network from scratch**, in R and in Python, without a library for it",
                    "**The universal approximation theorem**: what one hidden layer can do, "
                    "and what nobody promises",
                )
            ),
            Text(
                "Every number and every figure was computed for this deck. Run the programs: "
                "you will get the same digits."
            ),
        ),
        noted(
            2,
            "The session is planned for about two hours; every note begins with its share of them. "
            "Say what is asked of the class: the chain rule, sums, and the will to type a short "
            "program. We climb a ladder of four rungs, and on each rung the same three things "
            "happen: a model, an error, two derivatives or a few more. The programs lie beside "
            "the deck in the folder listings, each in R and in Python. The last part, on the "
            f"theorem, looks at {spelt(len(facts.targets))} "
            f"{'target' if len(facts.targets) == 1 else 'targets'} to approximate.",
            "Who has fitted a straight line with lm() or with a spreadsheet? Then you have "
            "trained the smallest network there is.",
        ),
    )


def _function() -> Slide:
    return Slide(
        "models-function",
        2,
        "A model is a function with parameters",
        (
            Equation("Y = f(X)", "Y equals f of X"),
            Bullets(
                (
                    "**Linear model**: $f$ is a weighted sum of the inputs, plus a constant",
                    "**Neuron**: the weighted sum goes through a curve, the **activation** "
                    r"$\varphi$",
                    "**Network**: neurons feed neurons, and $f$ is a composition of functions",
                )
            ),
            Text(
                r"Without $\varphi$ all of it collapses: a weighted sum of weighted sums is a "
                "weighted sum. A network is **non-linear through its activation**, and through "
                "nothing else."
            ),
        ),
        noted(
            3,
            "Start from what everybody knows: X goes in, Y comes out, and between them stands a "
            "function with parameters we are free to choose. Write two linear layers on the board "
            "and multiply them out: one linear layer is left. That is why the activation matters. "
            "Mention that the word neuron is a metaphor from McCulloch and Pitts (1943), and that "
            "what we do today is calculus.",
            "How many straight-line layers do you need to draw a curve? (No number of them is "
            "enough.)",
        ),
    )


def _ladder(facts: Facts) -> Slide:
    bias = plain(float(facts.neuron.rung.start.hidden_biases[0]))
    return Slide(
        "models-ladder",
        2,
        "Four rungs of one ladder",
        (
            Picture(
                "ladder",
                "Four network diagrams side by side, inputs on the left of each, output on the "
                "right, its formula below. Linear regression: x with the weight beta and the "
                "constant 1 with the weight alpha lead to y = alpha + beta x. Neuron: x1 and x2 "
                f"with the weights w1 and w2 and the constant 1 with the weight {bias} lead to one "
                "unit phi. XOR network: x1 and x2 lead to two hidden units phi, and these to an "
                "output unit phi. Wide network: x leads to as many hidden units phi as one likes, "
                "and their weighted sum is y.",
            ),
        ),
        noted(
            3,
            "Go from left to right. The regression has no activation; the neuron has one; the XOR "
            "network has a hidden layer; the wide network has as many hidden units as we care to "
            "pay for, and it is the one the theorem speaks of. Each rung is the one before plus "
            "one idea. All four are trained by the same few lines, and today we write those lines.",
            "Count the parameters of each rung that are free to move. What is the constant in the "
            "second picture good for?",
        ),
    )


def _learning() -> Slide:
    return Slide(
        "models-learning",
        2,
        "Learning: making an error small",
        (
            Bullets(
                (
                    "**Forward**: compute the output $y$ from the input, layer by layer",
                    "**Error**: one number $E$ that says how far $y$ is from what is desired",
                    "**Backward**: the derivative of $E$ by every parameter, from the output "
                    "back to the input",
                    "**Step**: move every parameter a little against its derivative; repeat",
                )
            ),
            Text(
                "**Backward propagation minimises the error.** The theorem at the end says that "
                "one hidden layer is enough to make it small, if only we find the parameters."
            ),
        ),
        noted(
            3,
            "This is the whole of training on one slide; the rest of the session is detail. "
            "Backpropagation is the chain rule with good bookkeeping: every derivative uses what "
            "the layer after it has already computed. It became known to everybody through "
            "Rumelhart, Hinton and Williams (1986). Gradient descent itself is older than any "
            "computer: Cauchy described it in 1847.",
            "Which of the four steps needs calculus, and which are arithmetic?",
        ),
    )


def _model(facts: Facts) -> Slide:
    rung = facts.linreg.rung
    recipe = rung.data_source.partition(": ")[2]
    return Slide(
        "linreg-model",
        3,
        "A line, and how wrong it is",
        (
            Equation(r"y = \alpha + \beta x", "y equals alpha plus beta x"),
            Text(f"The data: {rung.dataset.points} points, the same on every computer."),
            Output(recipe.replace("; ", "\n")),
            Text("The residual of a point, and the mean of their squares:"),
            Equation(r"r_i = \alpha + \beta x_i - y_i"),
            Equation(
                r"E(\alpha, \beta) = \frac{1}{N} \sum_{i=1}^{N} r_i^2",
                "E of alpha and beta is the mean of the squared residuals r i",
            ),
        ),
        noted(
            3,
            "The data are made, not measured: the line behind them is known, and noise of standard "
            f"deviation 1 is added to it. The seed is {facts.data_seed}, so R gives every student "
            "the same points; rnorm.py computes R's numbers in Python. E is a function of alpha "
            "and beta; the data are constants in it. Squares make every residual count as "
            "positive, and they make E smooth. Gauss and Legendre argued about who had the idea "
            "first; Legendre printed it in 1805.",
            "Which alpha and beta would you expect, from the recipe of the data? Will the best "
            "line be exactly that one?",
        ),
    )


def _derivatives() -> Slide:
    return Slide(
        "linreg-derivatives",
        3,
        "Two derivatives, by the chain rule",
        (
            Text("Outside a square, inside a line:"),
            Equation(
                r"\frac{\partial r_i}{\partial \alpha} = 1, \quad"
                r" \frac{\partial r_i}{\partial \beta} = x_i"
            ),
            Equation(
                r"\frac{\partial E}{\partial \alpha} = \frac{2}{N} \sum_{i=1}^{N} r_i",
                "the derivative of E by alpha is two over N times the sum of the residuals r i",
            ),
            Equation(
                r"\frac{\partial E}{\partial \beta} = \frac{2}{N} \sum_{i=1}^{N} r_i x_i",
                "the derivative of E by beta is two over N times the sum of r i times x i",
            ),
            Text(r"Together they are the **gradient**: the direction in which $E$ rises fastest."),
        ),
        noted(
            4,
            "Do the first one on the board: E is a mean of squares, the derivative of a square is "
            "twice the inside times the derivative of the inside, and the inside is the residual. "
            "The derivative by alpha is twice the mean residual: if the line lies too low, it is "
            "negative, and alpha has to rise. The derivative by beta weighs each residual by its "
            "x: points far from zero have more to say about the slope.",
            "What do both equations become if you set the derivatives to zero? (The normal "
            "equations of least squares.)",
        ),
    )


def _update(facts: Facts) -> Slide:
    line = facts.linreg
    start = {name: plain(value) for name, value in line.start_parameters.items()}
    return Slide(
        "linreg-update",
        3,
        "The update rule",
        (
            Equation(
                r"\alpha \leftarrow \alpha - \eta \, \frac{\partial E}{\partial \alpha}",
                "alpha becomes alpha minus eta times the derivative of E by alpha",
            ),
            Equation(
                r"\beta \leftarrow \beta - \eta \, \frac{\partial E}{\partial \beta}",
                "beta becomes beta minus eta times the derivative of E by beta",
            ),
            Bullets(
                (
                    rf"start at $\alpha = {start['alpha']}$, $\beta = {start['beta']}$",
                    rf"learning rate $\eta = {rate_of(line)}$, {epochs_of(line)} steps, each with "
                    f"all {line.rung.dataset.points} points",
                    rf"after the first step: $\alpha = {_after(line, 1, 'alpha')}$, "
                    rf"$\beta = {_after(line, 1, 'beta')}$",
                )
            ),
        ),
        noted(
            3,
            "The minus sign is the whole idea: the gradient points uphill, we go the other way. "
            "The learning rate says how far. Both derivatives are computed before either "
            "parameter moves, so that both belong to the same point. A pass through all the "
            "points is called an epoch; here every epoch is one step.",
            "What happens if the learning rate is ten times as large? And a hundred times? Guess "
            "now, and try it later in the program.",
        ),
    )


def _surface(facts: Facts) -> Slide:
    line, model = facts.linreg, facts.linear_model
    steps = line.rung.trainer.epochs
    return Slide(
        "linreg-surface",
        3,
        r"The error surface, and the way down",
        (
            Picture(
                "linreg-surface",
                "Contours of the error E over the intercept alpha and the slope beta: ellipses "
                f"around the least-squares point alpha = {fixed(model.alpha, 3)}, beta = "
                f"{fixed(model.beta, 3)}, where E = {fixed(_least_error(facts), 3)}. The path of "
                f"gradient descent starts at alpha = {plain(line.start_parameters['alpha'])}, "
                f"beta = {plain(line.start_parameters['beta'])} with E = "
                f"{fixed(float(line.loss_history[0]), 3)}, runs down across the contours in ever "
                f"shorter steps and after {whole(steps)} of them {_ends_words(facts)} the "
                "least-squares point, a star.",
                Live("train", (("trainRung", "linreg"), ("trainSpeed", "200"))),
            ),
        ),
        noted(
            3,
            "Every point of this plane is a line through the data, and the contour says how wrong "
            "it is. The error is a quadratic function, so this is one bowl with one bottom: no "
            "traps. The gradient is perpendicular to the contour: were the units of both axes "
            "equally long, one would see small steps cross every contour at a right angle. "
            f"{_arrival_words(facts)} Enjoy the view: no network after this "
            "one has such a simple landscape.",
            "Why do the steps get shorter although the learning rate stays the same? (The gradient "
            "gets smaller.)",
        ),
    )


def _fitted(facts: Facts) -> Slide:
    line, model = facts.linreg, facts.linear_model
    found = {name: fixed(value, 3) for name, value in line.parameters.items()}
    start = {name: plain(value) for name, value in line.start_parameters.items()}
    steps = epochs_of(line)
    return Slide(
        "linreg-line",
        3,
        f"After {steps} steps",
        (
            Columns(
                (
                    (
                        Picture(
                            "linreg-line",
                            f"The {line.rung.dataset.points} data points, rising to the right. "
                            f"The dashed line of the start, y = {start['alpha']} + "
                            f"{start['beta']} x, passes below most of them. The line found, y = "
                            f"{found['alpha']} + {found['beta']} x, runs through their middle; "
                            f"that of least squares, dashed, {_beside(facts)} it."
                            if _starts_below(line)
                            else f"The {line.rung.dataset.points} data points, the dashed line of "
                            f"the start, y = {start['alpha']} + {start['beta']} x, and the line "
                            f"found, y = {found['alpha']} + {found['beta']} x; that of least "
                            f"squares, dashed, {_beside(facts)} it.",
                        ),
                    ),
                    (
                        Picture(
                            "linreg-path",
                            f"alpha and beta against the step, from 0 to {steps}. From "
                            f"{start['alpha']} and {start['beta']} both curves run quickly, then "
                            f"slowly, to {found['alpha']} and {found['beta']}, the dashed levels "
                            f"of least squares at {fixed(model.alpha, 3)} and "
                            f"{fixed(model.beta, 3)}, and stay there.",
                        ),
                    ),
                )
            ),
        ),
        noted(
            2,
            "On the left the data with the line found; on the right the two parameters, step by "
            "step. Both approach their values like a cup of coffee approaches the temperature of "
            "the room: by about the same share of what is left, step after step. "
            f"{_recipe_words(facts)}",
            "At which step would you have stopped? What would you look at to decide?",
        ),
    )


def _step_size(facts: Facts) -> Slide:
    line = facts.linreg
    rate = line.rung.trainer.learning_rate or np.nan
    curvatures = _curvatures(line)
    steps = line.rung.trainer.epochs
    rows = tuple(
        (name, short(value, 3), short(1.0 - rate * value, 4), short((1.0 - rate * value) ** steps))
        for name, value in zip(("flattest", "steepest"), curvatures, strict=True)
    )
    return Slide(
        "linreg-step-size",
        3,
        "How large may a step be?",
        (
            Text("Along each axis of the ellipses a step multiplies the distance that is left:"),
            Equation(
                r"e_{k+1} = (1 - \eta \lambda) \, e_k, \quad 0 < \eta < \frac{2}{\lambda_{\max}}",
                "the distance after a step is one minus eta lambda, times the distance before; "
                "eta is above zero and below two over the largest lambda",
            ),
            TableBlock(
                (
                    "direction",
                    r"curvature $\lambda$",
                    r"factor $1 - \eta \lambda$",
                    f"after {whole(steps)} steps",
                ),
                rows,
            ),
            Text(
                rf"Here the descent would diverge from $\eta = {short(2.0 / curvatures[-1])}$ on; "
                f"the course takes {rate_of(line)}."
            ),
        ),
        noted(
            3,
            "For a quadratic error the whole story of gradient descent fits on one slide. The "
            "lambdas are the eigenvalues of the matrix of second derivatives, which are the same "
            "everywhere. The flattest direction decides how long it takes, the steepest one how "
            "large the learning rate may be. The ratio of the two is the condition number; here "
            f"it is {short(curvatures[-1] / curvatures[0])}, which is kind to us. In a network "
            "it changes with every step, and part 7 comes back to what a walk can reach.",
            "What does a factor between -1 and 0 look like on the surface? (Zigzag, but it still "
            "converges.)",
        ),
    )


def _code(facts: Facts) -> Slide:
    return Slide(
        "linreg-code",
        4,
        "The same in code: R and Python",
        (Columns(((Listing("linreg.R"),), (Listing("linreg.py"),))),),
        noted(
            5,
            "Read the loop first: every line of it was on a slide. Residuals, error, two "
            "derivatives, two steps. The residuals are computed once, before either parameter "
            "moves. R and Python differ in their signs for assignment and in where they start to "
            "count, in little else. rnorm.py lies beside the program and gives R's random numbers "
            f"to Python, seed {facts.data_seed} included. Let the class run it now.",
            "Which line would you change to fit a parabola? How many more would you need?",
        ),
    )


def _output(facts: Facts) -> Slide:
    header, rows, quality = _lm_parts(facts)
    return Slide(
        "linreg-output",
        4,
        "What it prints, and what `lm` says",
        (
            Output(facts.r_output("linreg")),
            Text("Least squares on the same points, `summary(lm(y ~ x))`:"),
            TableBlock(header, rows),
            Output(quality),
        ),
        noted(
            3,
            "Above, what the program prints; the two errors are those of the first and of the "
            "last step. Python shows the same digits, and now and then one or two more, because "
            "it prints as many as it takes to tell a number from its neighbour. Below, the table "
            "every student of statistics has seen. Gradient descent gives the first column only: "
            "standard errors and p-values come from statistics, not from optimisation. The "
            "residual standard error is an estimate of the noise we put in, which was 1.",
            "Which entry of the table tells you whether the slope is zero?",
        ),
    )


def _reconstructed(facts: Facts) -> Slide:
    line, model = facts.linreg, facts.linear_model
    exact = dict(zip(("alpha", "beta"), (model.alpha, model.beta), strict=True))
    found = {name: fixed(value, DECIMALS) for name, value in line.parameters.items()}
    published = {name: fixed(value, DECIMALS) for name, value in line.rung.published.items()}
    names = {"alpha": r"intercept $\alpha$", "beta": r"slope $\beta$"}
    rows = tuple(
        (names[name], found[name], fixed(exact[name], DECIMALS), short(value - exact[name]))
        for name, value in line.parameters.items()
    )
    return Slide(
        "linreg-reconstructed",
        4,
        "Intercept and slope reconstructed from gradient descent",
        (
            TableBlock(("", "gradient descent", "least squares", "difference"), rows),
            Text(agreement_words(found, published)),
            Text(
                f"Least squares solves two equations; gradient descent walked {epochs_of(line)} "
                "steps and knew nothing but the slope under its feet. **That is the method that "
                "survives** when there is no formula any more."
            ),
        ),
        noted(
            2,
            "This is the punch line of the first half. Two very different roads lead to the same "
            f"two numbers; what is left between them is {short(_distance(facts))}, and it would "
            "shrink with more steps until rounding stops it. For a line nobody needs gradient "
            "descent. For a network there is no closed form: it takes a walk, this one or another.",
            "How many more steps does one more digit take? (About "
            f"{whole(_steps_a_digit(line))}: so often the slow factor makes a tenth.)",
        ),
    )


def _after(line: RungResult, step: int, name: str) -> str:
    """Return a parameter after so many steps, four decimals."""
    at = int(np.searchsorted(line.path_epochs, step))
    return fixed(float(line.path[name][at]), 4)


def _beside(facts: Facts) -> str:
    """Return how the line of least squares lies to the one found, as far as an eye can tell."""
    x = np.array([facts.linreg.rung.dataset.x.min(), facts.linreg.rung.dataset.x.max()])
    found = np.array(list(facts.linreg.parameters.values()))
    alpha, beta = found - facts.linear_model.estimates
    apart = np.max(np.abs(alpha + beta * x)) / np.ptp(facts.linreg.rung.dataset.t)
    return "lies on" if apart < _UNSEEN else "leaves"


def _least_error(facts: Facts) -> float:
    """Return the mean squared residual of the least-squares line."""
    model, points = facts.linear_model, facts.linreg.rung.dataset.points
    return model.residual_standard_error**2 * model.degrees_of_freedom / points


def _arrival_words(facts: Facts) -> str:
    """Return when the error is as good as the least one, or that it is not yet."""
    near = facts.linreg.loss_history <= (1.0 + _NEAR_LEAST) * _least_error(facts)
    if not np.any(near):
        return "Even the last step has not come near the bottom."
    return (
        f"After {whole(int(np.argmax(near)))} steps the error is within one percent of the least "
        "one; the rest of the walk is for the digits."
    )


def _starts_below(line: RungResult) -> bool:
    """Return whether the line of the start passes below most of the points."""
    dataset = line.rung.dataset
    return bool(np.mean(line.rung.start(dataset.x) < dataset.t) > 0.75)


def _recipe_words(facts: Facts) -> str:
    """Return how far the line found is from the one the data were made with."""
    recipe = re.search(r"y <- (\S+) \+ (\S+)\*x", facts.linreg.rung.data_source)
    if recipe is None:
        return ""
    errors = facts.linear_model.standard_errors.tolist()
    found = facts.linreg.parameters.values()
    off = [
        abs(value - float(true)) / error
        for value, true, error in zip(found, recipe.groups(), errors, strict=True)
    ]
    return (
        f"The data were made with {recipe[1]} and {recipe[2]}; the noise has moved the best line "
        f"away from them, by {short(off[0])} and {short(off[1])} standard errors."
    )


def _curvatures(line: RungResult) -> Array:
    """Return the eigenvalues of the second derivatives of the mean squared residual, rising."""
    x = line.rung.dataset.x[:, 0]
    second = 2.0 * np.array([[1.0, x.mean()], [x.mean(), np.mean(np.square(x))]])
    return np.asarray(np.linalg.eigvalsh(second))


def _ends_words(facts: Facts) -> str:
    """Return where the path ends, as far as an eye can tell."""
    start = np.array(list(facts.linreg.start_parameters.values()))
    way = float(np.linalg.norm(start - facts.linear_model.estimates))
    return "ends at" if _distance(facts) < _UNSEEN * way else "ends short of"


def _distance(facts: Facts) -> float:
    """Return how far the parameters found are from those of least squares."""
    found = np.array(list(facts.linreg.parameters.values()))
    return float(np.linalg.norm(found - facts.linear_model.estimates))


def _steps_a_digit(line: RungResult) -> int:
    """Return how many steps divide the slowest distance by ten."""
    factor = 1.0 - (line.rung.trainer.learning_rate or np.nan) * _curvatures(line)[0]
    return round(-1.0 / float(np.log10(factor)))


def _lm_parts(facts: Facts) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], str]:
    """Return R's table of coefficients, head and rows, and the lines below it, as R prints them."""
    lines = facts.linear_model.to_text().splitlines()
    head = lines.index("Coefficients:") + 1
    rows = tuple(
        _cells(line) for line in lines[head + 1 : head + 1 + len(facts.linear_model.estimates)]
    )
    start = next(i for i, line in enumerate(lines) if line.startswith("Residual standard error"))
    quality = "\n".join(line.replace("\t", " ") for line in lines[start:])
    return ("", "Estimate", "Std. Error", "t value", "Pr(>|t|)", ""), rows, quality


def _cells(line: str) -> tuple[str, ...]:
    """Return the cells of a row of R's table; stars, which would be markup, are escaped."""
    name, *cells = line.replace("< ", "<").split()
    numbers, marks = cells[:4], "".join(cells[4:])
    return f"`{name}`", *numbers, marks.replace("*", r"\*")
