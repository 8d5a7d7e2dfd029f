r"""The deck in English, parts 5 and 6: the neuron, and the network that solves XOR.

As in part 3, a slide is a function of the facts: its letters are written here, its numbers are
read off rung and run. Sums run over the points i, the losses are those of the rungs, and the
backpropagation is that of the programs: the output layer moves first.
"""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.course.rungs import RungResult
from uat.io.wording import fixed, listed, plain, short, signed, spelt, whole
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
from uat.slides.words_en_line import DECIMALS, agreement_words, epochs_of, noted, rate_of

Y_DECIMALS = 8
"""Of predictions, as the course publishes those of the neuron, and of the XOR network's weights."""

_SQUARE = "The plane from -1/2 to 3/2 in x1 and x2, shaded by the answer y from 0 to 1."
_LIVE_NEURON, _LIVE_XOR = (
    Live("train", (("trainRung", rung), ("trainSpeed", speed)))
    for rung, speed in (("neuron", "1000"), ("xor", "5000"))
)
_PLATEAU = 0.9  # of the error of answering 1/2: above it nothing has been learnt


def neuron_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return part 5: one neuron."""
    return (
        _points(facts),
        _neuron(facts),
        _neuron_gradient(facts),
        _neuron_code(facts),
        _neuron_output(facts),
        _neuron_predictions(facts),
    )


def xor_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return part 6: two hidden units and an output."""
    return (
        _why_not_one(facts),
        _network(facts),
        _backwards_to_the_output(facts),
        _backwards_to_the_units(facts),
        _xor_code(facts),
        _xor_output(facts),
        _xor_predictions(facts),
        _boundary(facts),
    )


def _points(facts: Facts) -> Slide:
    neuron = facts.neuron
    ends = [fixed(value, 2) for value in _separating_line(facts)]
    ones, zeros = _corners(neuron, 1.0), _corners(neuron, 0.0)
    return Slide(
        "neuron-points",
        5,
        "Four points, and a line between them",
        (
            Columns(
                (
                    (
                        _table_of_points(neuron),
                        Text("Circles are to become 0, crosses 1."),
                        Text(
                            "One straight line is enough to keep them apart. **Can a machine find "
                            "it from the four rows of this table?**"
                        ),
                    ),
                    (
                        Picture(
                            "neuron-points",
                            f"{_SQUARE} Circles, desired 0, at {zeros}; crosses, desired 1, at "
                            f"{ones}. The straight line y = 1/2 of the trained neuron passes x1 = "
                            f"{ends[0]} at x2 = 0 and x1 = {ends[1]} at x2 = 1 and "
                            f"{_apart_words(neuron)}; beside the points the answers "
                            f"{_answers(neuron, 3)}.",
                        ),
                    ),
                ),
                (2.0, 3.0),
            ),
        ),
        noted(
            2,
            "The table is a small truth table: the desired output d repeats the first input and "
            "ignores the second. The picture shows what we are going to get: the line was not "
            "drawn by hand, it was found. The shading is the neuron's own answer between 0 and 1. "
            "Machines that learn such lines are as old as Rosenblatt's perceptron (1958).",
            "Which of the sixteen ways to fill the column d can be separated by a straight line? "
            "(All but two; we shall meet one of them soon.)",
        ),
    )


def _neuron(facts: Facts) -> Slide:
    bias = _bias(facts)
    phi = activation_named(facts.neuron.rung.start.activation)
    middle = fixed(float(phi.derivative(np.zeros(1))[0]), 2)
    return Slide(
        "neuron-model",
        5,
        "One neuron: a weighted sum, and a curve",
        (
            Columns(
                (
                    (
                        Equation(
                            rf"y = \varphi(w_1 x_1 + w_2 x_2 {signed(bias)})",
                            f"y equals phi of w1 x1 plus w2 x2 {_spoken(bias)}",
                        ),
                        Equation(
                            r"\varphi(z) = \frac{1}{1 + e^{-z}}",
                            "phi of z is one over one plus e to the minus z",
                        ),
                        Equation(
                            r"\begin{aligned}"
                            r"\varphi'(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} \\"
                            r"&= \varphi(z) \, (1 - \varphi(z))"
                            r"\end{aligned}",
                            "phi prime of z is e to the minus z over the square of one plus e to "
                            "the minus z, which is phi of z times one minus phi of z",
                        ),
                        Text(
                            rf"$y = 1/2$ on the line $w_1 x_1 + w_2 x_2 = {plain(-bias)}$: "
                            "the separating line."
                        ),
                    ),
                    (
                        Picture(
                            "logistic",
                            "The logistic function phi rises in the shape of an S from 0 to 1 and "
                            "passes 1/2 at z = 0. Its derivative is a bell with its top of "
                            f"{middle} at z = 0; far from there it is nearly 0.",
                        ),
                    ),
                )
            ),
        ),
        noted(
            4,
            f"The constant {plain(bias)} is part of the model and stays as it is; only w1 and w2 "
            "learn. Do the derivative on the board: quotient rule, then write e to the minus z as "
            "one plus it minus one. The result is a gift for programmers: once y is known, the "
            "derivative costs one multiplication. Note where the bell is flat: a neuron that is "
            "sure of itself hardly learns, right or wrong.",
            f"How large can the derivative of phi be at most? ({middle}, at z = 0.)",
        ),
    )


def _neuron_gradient(facts: Facts) -> Slide:
    start = {name: plain(value) for name, value in facts.neuron.start_parameters.items()}
    return Slide(
        "neuron-gradient",
        5,
        "Its error and the two derivatives",
        (
            Equation(
                r"E = \frac{1}{2N} \sum_{i=1}^{N} (y_i - d_i)^2",
                "E is one over two N times the sum of the squares of y i minus d i",
            ),
            Equation(
                r"\frac{\partial E}{\partial w_1}"
                r" = \frac{1}{N} \sum_{i=1}^{N} (y_i - d_i) \, y_i (1 - y_i) \, x_{1i}",
                "the derivative of E by w1 is the mean of y minus d, times y times one minus y, "
                "times x1",
            ),
            Equation(
                r"\frac{\partial E}{\partial w_2}"
                r" = \frac{1}{N} \sum_{i=1}^{N} (y_i - d_i) \, y_i (1 - y_i) \, x_{2i}",
                "the derivative of E by w2 is the mean of y minus d, times y times one minus y, "
                "times x2",
            ),
            Text(
                "Three factors: **how wrong** $y - d$, **how movable** $y (1 - y)$, "
                "**whose fault** $x$."
            ),
            Text(
                rf"Start $w_1 = {start['w1']}$, $w_2 = {start['w2']}$; learning rate "
                rf"$\eta = {rate_of(facts.neuron)}$; {epochs_of(facts.neuron)} epochs."
            ),
        ),
        noted(
            4,
            "The half in front of the sum is there to cancel the two of the square; it changes "
            "the size of the error, not the place of its minimum. Read the product from left to "
            "right: it is the chain rule from the error through phi into the weighted sum. All "
            "of backpropagation is products of this kind. The update is the one of the line: "
            "each weight minus eta times its derivative.",
            "Which of the four points say nothing about w1? (Those with x1 = 0.)",
        ),
    )


def _neuron_code(facts: Facts) -> Slide:
    return Slide(
        "neuron-code",
        5,
        "The neuron in code",
        (Columns(((Listing("neuron.R"),), (Listing("neuron.py"),))),),
        noted(
            4,
            "The program is the one of the line with one new ingredient: the factor y (1 - y) in "
            "delta. Every line works on all four points at once, as vectors. First the forward "
            "pass, then the error, then delta, then both weights from the same delta. "
            f"{epochs_of(facts.neuron)} epochs take less than a second in either language.",
            "Where would you add a line to let the constant learn, too?",
        ),
    )


def _neuron_output(facts: Facts) -> Slide:
    neuron = facts.neuron
    found = {name: fixed(value, DECIMALS) for name, value in neuron.parameters.items()}
    by_r = {name: fixed(value, DECIMALS) for name, value in neuron.rung.r_parameters.items()}
    rows = tuple((f"${name[0]}_{name[1]}$", value) for name, value in found.items())
    return Slide(
        "neuron-output",
        5,
        "What the neuron has learnt",
        (
            Columns(
                (
                    (
                        TableBlock(("weight", f"after {epochs_of(neuron)} epochs"), rows),
                        Text(agreement_words(found, {}, by_r)),
                        Text(_weights_words(neuron)),
                    ),
                    (Picture("neuron-error", _falling(neuron), _LIVE_NEURON),),
                ),
                (2.0, 3.0),
            ),
        ),
        noted(
            3,
            "The curve has a logarithmic scale: it falls quickly once the neuron has understood "
            "which input matters, and then for ever more slowly. It never stops, because phi "
            "reaches 1 only at infinity, and the weight w1 keeps growing. "
            f"{_stuck_words(facts)}",
            "Why does the error not go to zero, however long we train?",
        ),
    )


def _neuron_predictions(facts: Facts) -> Slide:
    neuron = facts.neuron
    return Slide(
        "neuron-predictions",
        5,
        "Four answers",
        (
            _predictions(neuron),
            Text(_agreeing_y_words(neuron)),
            Output(facts.r_output("neuron")),
            Text(
                "The programs predict, then move the weights: the $y$ they print is that of the "
                "**last forward pass**, one update before the weights they print."
            ),
        ),
        noted(
            2,
            f"{_rounded_words(neuron)} "
            "Two columns of answers, and they differ in far digits only. It is worth a minute, "
            "because it explains why a program printed at the end of a loop and one that predicts "
            "afresh do not agree to the last digit. Both are right; they belong to two networks "
            "one step apart. The deck quotes both, and says which is which.",
            _first_answer_question(facts),
        ),
    )


def _why_not_one(facts: Facts) -> Slide:
    return Slide(
        "xor-why",
        6,
        "XOR: why one neuron cannot",
        (
            Columns(
                (
                    (
                        _table_of_points(facts.xor),
                        Text("$d = 1$ where **exactly one** input is 1."),
                    ),
                    (
                        Text(
                            "A neuron $y = \\varphi(w_1 x_1 + w_2 x_2 + b)$ with $y > 1/2$ just "
                            "where $d = 1$ would need"
                        ),
                        Equation(
                            r"\begin{aligned}"
                            r"b &< 0 \\"
                            r"w_2 + b &> 0 \\"
                            r"w_1 + b &> 0 \\"
                            r"w_1 + w_2 + b &< 0"
                            r"\end{aligned}",
                            "b is negative, w2 plus b is positive, w1 plus b is positive, "
                            "w1 plus w2 plus b is negative",
                        ),
                        Text(
                            "Add the two in the middle: $w_1 + w_2 + b > -b > 0$. "
                            "**That contradicts the last one.**"
                        ),
                    ),
                ),
                (2.0, 3.0),
            ),
        ),
        noted(
            4,
            "The four inequalities are the four rows of the table, read through phi: y is above "
            "one half exactly where the weighted sum is positive. No training, no luck and no "
            "learning rate can help, because no such weights exist. Minsky and Papert (1969) made "
            "this example famous, and the field went quiet for years. The way out is a layer in "
            "between.",
            "Draw the four points and try to part them by one straight line. Which other column d "
            "of the sixteen fails in the same way? (XOR turned around.)",
        ),
    )


def _network(facts: Facts) -> Slide:
    xor = facts.xor
    network = xor.fit.network
    weights = ", ".join(f"{name} = {fixed(value, 2)}" for name, value in xor.parameters.items())
    units = spelt(network.width)
    return Slide(
        "xor-network",
        6,
        f"{units.capitalize()} hidden units and an output",
        (
            Columns(
                (
                    (
                        Equation(r"h_j = \varphi(w_{1j} x_1 + w_{2j} x_2)"),
                        Equation(r"y = \varphi(c_1 h_1 + c_2 h_2)"),
                        Bullets(
                            (
                                "$w_{kj}$: from input $k$ to hidden unit $j$",
                                "$c_j$: from hidden unit $j$ to the output",
                                f"{spelt(len(xor.parameters))} weights, no constants",
                                rf"$\eta = {rate_of(xor)}$, {epochs_of(xor)} epochs",
                            )
                        ),
                    ),
                    (
                        Picture(
                            "xor-diagram",
                            f"Network diagram: inputs x1 and x2 on the left, {units} hidden units "
                            "in the middle, the output y on the right. On the edges the weights "
                            f"after training: {weights}. The heavier a weight, the thicker its "
                            f"edge; {_sign_words(xor)}.",
                        ),
                    ),
                ),
                (2.0, 3.0),
            ),
        ),
        noted(
            3,
            "The hidden units are neurons like the last one; the output is a neuron that looks at "
            "them instead of at the inputs. Follow one point through the picture with your "
            "finger. The weights shown are those after training; the start is in the program. "
            "There are no constants at all in this network, which makes the picture small and "
            "the task harder. All sums in the error run over the four points.",
            "What does this network answer at (0, 0), whatever w is? (phi of half of c1 + c2.)",
        ),
    )


def _backwards_to_the_output(facts: Facts) -> Slide:
    return Slide(
        "xor-output-layer",
        6,
        "Backpropagation, first layer: the output",
        (
            Equation(
                r"E = \frac{1}{2} \sum_{i=1}^{N} (y_i - d_i)^2",
                "E is half the sum of the squares of y i minus d i",
            ),
            Text("How $E$ changes with the weighted sum that goes into the output unit:"),
            Equation(
                r"\delta_i = (y_i - d_i) \, y_i (1 - y_i)",
                "delta i is y i minus d i, times y i, times one minus y i",
            ),
            Text("How it changes with the weights, and the step:"),
            Equation(
                r"\frac{\partial E}{\partial c_j} = \sum_{i=1}^{N} \delta_i h_{ij}, \quad"
                r" c_j \leftarrow c_j - \eta \, \frac{\partial E}{\partial c_j}",
                "the derivative of E by c j is the sum of delta i times h i j; c j becomes c j "
                "minus eta times it",
            ),
            Text("It is the neuron of part 5, with the hidden units $h$ as its inputs."),
        ),
        noted(
            4,
            "Nothing is new here but the names. Delta is the product of how wrong and how "
            "movable, one number a point. The whose fault is now the value of a hidden unit. "
            f"Here E is a sum over the {spelt(facts.xor.rung.dataset.points)} points, not a mean: "
            "that only means that the learning rate counts so many times as much.",
            "Where have you seen this formula today?",
        ),
    )


def _backwards_to_the_units(facts: Facts) -> Slide:
    sequential = facts.xor.rung.trainer.update == "sequential"
    return Slide(
        "xor-hidden-layer",
        6,
        "Backpropagation, second layer: the hidden units",
        (
            Text(r"Send $\delta$ back through $c$ and through the curve of each unit:"),
            Equation(
                r"\gamma_{ij} = \delta_i \, c_j \, h_{ij} (1 - h_{ij})",
                "gamma i j is delta i times c j times h i j times one minus h i j",
            ),
            Text("Then it is again a sum over the points:"),
            Equation(
                r"\frac{\partial E}{\partial w_{kj}} = \sum_{i=1}^{N} \gamma_{ij} x_{ik}, \quad"
                r" w_{kj} \leftarrow w_{kj} - \eta \, \frac{\partial E}{\partial w_{kj}}",
                "the derivative of E by w k j is the sum of gamma i j times x i k; w k j becomes "
                "w k j minus eta times it",
            ),
            Text(
                "In the course's programs $c$ moves **first**, and $\\gamma$ is computed with the "
                "new $c$. That is a little off the exact gradient, and it works."
                if sequential
                else "Both layers are moved by the gradient at the same point."
            ),
        ),
        noted(
            5,
            "This is the step that gave backpropagation its name. A hidden unit has no desired "
            "value of its own; what it is told is how much the error would change if it changed: "
            "delta times the weight that leads to the output. Times its own derivative, and we "
            "are below its curve. With more layers the same line would be repeated, once a layer. "
            "Point out the convention about the moved c: to get the digits of the programs one has "
            "to follow it.",
            "What does gamma become if all c are zero at the start? What would the network learn "
            "then?",
        ),
    )


def _xor_code(facts: Facts) -> Slide:
    return Slide(
        "xor-code",
        6,
        "The network in code",
        (Columns(((Listing("xor.R"),), (Listing("xor.py"),))),),
        noted(
            5,
            "Matrices now, one row a point. Two lines forward, then delta, the step of c, gamma, "
            "which the program calls back, and the step of w. That is a complete neural network "
            "with its training; a library does the same, with more layers and faster. "
            f"{epochs_of(facts.xor)} epochs take a few seconds. The transposes do the sums over "
            "the points; write out the shapes on the board once.",
            "How many characters would you have to change for three hidden units?",
        ),
    )


def _xor_output(facts: Facts) -> Slide:
    xor = facts.xor
    found = {name: fixed(value, Y_DECIMALS) for name, value in xor.parameters.items()}
    by_r = {name: fixed(value, Y_DECIMALS) for name, value in xor.rung.r_parameters.items()}
    rows = tuple((f"${name[0]}_{{{name[1:]}}}$", value) for name, value in found.items())
    return Slide(
        "xor-output",
        6,
        f"After {epochs_of(xor)} epochs",
        (
            Columns(
                (
                    (
                        TableBlock(("weight", "found"), rows),
                        Text(agreement_words(found, {}, by_r)),
                    ),
                    (Picture("xor-error", f"{_falling(xor)} {_plateau_words(xor)}", _LIVE_XOR),),
                ),
                (2.0, 3.0),
            ),
        ),
        noted(
            3,
            f"{_plateau_words(xor)} Then the hidden units begin to differ, and everything happens "
            "at once. On a plateau like this one training needs patience, and one should not stop "
            "at the first flat stretch. Below the last digit shown, machines "
            "may differ: so many steps amplify rounding.",
            "What does the network answer while the error is on its plateau? (One half, to "
            "everything.)",
        ),
    )


def _xor_predictions(facts: Facts) -> Slide:
    xor = facts.xor
    return Slide(
        "xor-predictions",
        6,
        "Four answers again",
        (
            _predictions(xor),
            Output(facts.r_output("xor")),
            Text(_agreeing_y_words(xor)),
            Text(_worst_words(xor)),
        ),
        noted(
            2,
            "Again two columns, those of the last forward pass and those after the last update. "
            "The program's own output stands below the table, weights first. "
            f"{'Every answer is on the right side of one half.' if _all_right(xor) else ''} "
            "It is not perfect, and more epochs would make it better for ever more slowly.",
            "Why are two of the answers nearly equal? (The network treats its two inputs nearly "
            "alike.)"
            if _is_symmetric(xor)
            else "Which of the four points was the hardest, and why?",
        ),
    )


def _boundary(facts: Facts) -> Slide:
    xor = facts.xor
    ones, zeros = _corners(xor, 1.0), _corners(xor, 0.0)
    return Slide(
        "xor-boundary",
        6,
        "A boundary that no single line can be",
        (
            Columns(
                (
                    (
                        Picture(
                            "xor-boundary",
                            f"{_SQUARE} Circles, desired 0, at {zeros}; crosses, desired 1, at "
                            f"{ones}. The boundary y = 1/2 has two branches, one on either "
                            f"side of the crosses{_branch_words(xor)}: between the branches the "
                            "network answers more than 1/2, outside less. Beside the points its "
                            f"answers {_answers(xor, 3)}.",
                        ),
                    ),
                    (Bullets(_hidden_words(xor)),),
                ),
                (3.0, 2.0),
            ),
        ),
        noted(
            3,
            "One neuron draws one straight line; two hidden units and an output draw a curve with "
            f"two branches{_branch_words(xor)}, and the crosses lie in the band between them. "
            "Look at what the units do: both grow with the inputs, one of them soon and one of "
            "them late, and the output weighs one against the other. Nobody told them to: that "
            "division of labour was found by gradient descent.",
            "How would the picture look with fifty hidden units? What could go wrong between the "
            "points?",
        ),
    )


def _table_of_points(result: RungResult) -> TableBlock:
    rows = tuple(
        (*(plain(value) for value in point), plain(desired))
        for point, desired in zip(*_data(result), strict=True)
    )
    return TableBlock(("$x_1$", "$x_2$", "$d$"), rows)


def _predictions(result: RungResult) -> TableBlock:
    """Return the points with the answers of both networks, the last but one and the last."""
    columns = (result.predictions_of_last_forward_pass.tolist(), result.predictions.tolist())
    rows = tuple(
        (*row, *(fixed(y, Y_DECIMALS) for y in answers))
        for row, answers in zip(
            _table_of_points(result).rows, zip(*columns, strict=True), strict=True
        )
    )
    header = ("$x_1$", "$x_2$", "$d$", "$y$, last forward pass", "$y$, after the last update")
    return TableBlock(header, rows)


def _data(result: RungResult) -> tuple[list[list[float]], list[float]]:
    dataset = result.rung.dataset
    return dataset.x.tolist(), dataset.t[:, 0].tolist()


def _corners(result: RungResult, desired: float) -> str:
    """Return the points of one class, as in a sentence."""
    points = [
        f"({plain(point[0])}, {plain(point[1])})"
        for point, d in zip(*_data(result), strict=True)
        if d == desired
    ]
    return listed(points)


def _answers(result: RungResult, decimals: int) -> str:
    """Return the answers of the trained network, point by point, as in a sentence."""
    return listed([fixed(y, decimals) for y in result.predictions.tolist()])


def _rounded_words(result: RungResult) -> str:
    answers = listed([plain(round(y)) for y in result.predictions.tolist()])
    if _all_right(result):
        return f"Rounded, all four answers are what was desired: {answers}."
    return f"Rounded, the answers are {answers}: not yet what was desired."


def _all_right(result: RungResult) -> bool:
    """Return whether every answer is on the right side of 1/2."""
    right: Array = (result.predictions > 0.5) == (result.rung.dataset.t[:, 0] > 0.5)
    return bool(np.all(right))


def _apart_words(result: RungResult) -> str:
    """Return whether the boundary parts the points as they are desired to be."""
    return "keeps the two kinds apart" if _all_right(result) else "does not part the two kinds"


def _sign_words(result: RungResult) -> str:
    """Return which edges of a diagram are of the colour of negative weights."""
    negative = [name for name, value in result.parameters.items() if value < 0.0]
    if not negative:
        return "all are of the colour of positive weights"
    edges = "edge" if len(negative) == 1 else "edges"
    return f"the {edges} of {listed(negative)}, negative, of another colour than the others"


def _agreeing_y_words(result: RungResult) -> str:
    """Return how the answers of the last forward pass agree with those of the course, or of R."""
    found = result.predictions_of_last_forward_pass.tolist()
    columns = (found, result.rung.published_predictions, result.rung.r_predictions)
    return agreement_words(
        *({f"y{place + 1}": fixed(y, Y_DECIMALS) for place, y in enumerate(y)} for y in columns)
    )


def _falling(result: RungResult) -> str:
    """Return what the curve of the error shows."""
    history = result.loss_history
    last = len(history) - 1
    tenth, end = (short(float(history[epoch]), 3) for epoch in (last // 10, last))
    return (
        f"The error E against the epoch, on a logarithmic scale. It falls from "
        f"{short(float(history[0]), 3)} at the start to {tenth} after a tenth of the "
        f"{whole(last)} epochs and to {end} at the end."
    )


def _spoken(value: float) -> str:
    """Return a number as a term that is added, read aloud: "minus 3"."""
    return f"{'minus' if value < 0.0 else 'plus'} {plain(abs(value))}"


def _bias(facts: Facts) -> float:
    return float(facts.neuron.rung.start.hidden_biases[0])


def _separating_line(facts: Facts) -> list[float]:
    """Return x1 where the neuron answers 1/2, for x2 = 0 and for x2 = 1."""
    w1, w2 = facts.neuron.parameters.values()
    return [(-_bias(facts) - w2 * x2) / w1 for x2 in (0.0, 1.0)]


def _weights_words(neuron: RungResult) -> str:
    w1, w2 = neuron.parameters.values()
    if abs(w1) <= abs(w2):
        return "The second weight is the heavier one: the neuron looks at $x_2$ first."
    return (
        f"$w_1$ is {short(abs(w1 / w2))} times as heavy as $w_2$: the neuron has found out that "
        "$d$ repeats $x_1$."
    )


def _stuck_words(facts: Facts) -> str:
    """Return what the frozen constant costs at the origin."""
    neuron = facts.neuron
    answer = activation_named(neuron.rung.start.activation)(np.array([_bias(facts)]))[0]
    return (
        f"At (0, 0) it always answers phi({plain(_bias(facts))}) = {short(float(answer), 3)}: "
        "there only the constant counts, and that is frozen."
    )


def _first_answer_question(facts: Facts) -> str:
    bias = plain(_bias(facts))
    return f"Why is the first answer the same in both columns? (At (0, 0) y is phi({bias}).)"


def _plateau_words(result: RungResult) -> str:
    """Return how long the error stays near that of answering 1/2 to everything."""
    idle = result.rung.dataset.points / 8.0
    low = result.loss_history < _PLATEAU * idle
    if not np.any(low):
        return f"It never leaves the plateau at {plain(idle)}, where every answer is 1/2."
    until = whole(float(f"{int(np.argmax(low)):.2g}"))
    return (
        f"It is soon near {plain(idle)}, what answering 1/2 to everything costs, and stays there "
        f"for about {until} epochs."
    )


def _worst_words(result: RungResult) -> str:
    """Return where the answer is farthest from what is desired."""
    desired = result.rung.dataset.t[:, 0]
    worst = int(np.argmax(np.abs(result.predictions - desired)))
    point = ", ".join(map(plain, result.rung.dataset.x[worst].tolist()))
    verdict = "All are on the right side of 1/2" if _all_right(result) else "Not all are right"
    return (
        f"{verdict}; the farthest off is that of ({point}): "
        f"{fixed(float(result.predictions[worst]), 3)} for {plain(float(desired[worst]))}."
    )


def _is_symmetric(result: RungResult) -> bool:
    """Return whether both inputs lead to the hidden units with nearly the same weights."""
    weights = result.fit.network.hidden_weights
    return bool(np.allclose(weights[0], weights[1], rtol=1e-2))


def _branch_words(result: RungResult) -> str:
    """Return how bent the branches of the boundary are, where that is known beforehand."""
    return ", each nearly straight" if _is_symmetric(result) else ""


def _hidden_words(result: RungResult) -> tuple[str, ...]:
    """Return what each hidden unit and the output do, in numbers."""
    network = result.fit.network
    features = network.hidden_features(result.rung.dataset.x)
    words = [f"$h_{j + 1}$ goes {_along(features[:, j])}" for j in range(network.width)]
    if _is_symmetric(result):
        words.insert(0, "Both inputs count the same: what matters is **how many are 1**")
    terms = " ".join(
        f"{signed(float(f'{c:.3g}'))} h_{j + 1}" for j, c in enumerate(network.output_weights[:, 0])
    )
    words.append(rf"the output is $\varphi({terms.removeprefix('+ ').replace('- ', '-', 1)})$")
    return tuple(words)


def _along(values: Array) -> str:
    """Return the values of a unit at the corners (0, 0), (1, 0) and (1, 1), as in a sentence."""
    first, _, one, both = (fixed(value, 2) for value in values.tolist())
    return f"from {first} (no input is 1) over {one} (the first is) to {both} (both are)"
