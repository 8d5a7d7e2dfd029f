"""A formula that a user typed, as a function of arrays."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers
from uat.exceptions import ExpressionError, ShapeError, shown
from uat.expressions.latex import latex_of
from uat.expressions.reading import LETTERS, read
from uat.expressions.steps import Input, Program, run, values_of_steps

# LaTeX of more characters is too much for a figure; with more braces within each other it is too
# much for matplotlib, which recurses.
_LONGEST_LATEX, _DEEPEST_LATEX = 400, 10


@dataclass(frozen=True, slots=True)
class Expression:
    """A function of one or more inputs that was typed as mathematics; see `parse`.

    It can be a key, it can be sent to another process, and it holds no code.

    Parameters
    ----------
    text : what was typed, every stretch of blanks made one
    inputs : how many arrays it takes
    program : what it does; no part of what makes two of them equal
    """

    text: str
    inputs: int
    program: Program = field(compare=False, repr=False)

    def __repr__(self) -> str:
        return f"Expression(text={shown(self.text)}, inputs={self.inputs})"

    def __call__(self, *columns: npt.ArrayLike) -> Array:
        """Return the values at the points.

        Parameters
        ----------
        columns : one array per input, all of one shape; or numbers

        Returns
        -------
        that shape; inf or nan where the formula has no finite value

        Raises
        ------
        ShapeError
            If there are more or less arrays than inputs, or they have different shapes.
        """
        arrays = [as_numbers(column) for column in columns]
        if len(arrays) != self.inputs or len({array.shape for array in arrays}) > 1:
            raise ShapeError(
                f"{self.text} takes {self.inputs} arrays of one shape, not "
                f"{', '.join(str(array.shape) for array in arrays) or 'none'}."
            )
        # A copy: the program of x alone would hand the caller's own array back.
        return np.array(np.broadcast_to(run(self.program, arrays), arrays[0].shape))

    def parts(self, x: Array) -> Array:
        """Return the values of all that a formula of one input is made of, constants left out.

        Parameters
        ----------
        x : shape (n,)

        Returns
        -------
        shape (parts, n), the values of the formula last; inf or nan where there are none
        """
        steps = values_of_steps(self.program, [x])
        *parts, last = [np.asarray(values, dtype=np.float64) for values in steps]
        varying = [part for part in parts if part.shape == x.shape and part is not x]
        return np.array([*varying, np.broadcast_to(last, x.shape)])

    @property
    def latex(self) -> str:
        """The formula as LaTeX that matplotlib can set too; only f(x) of one that fills pages."""
        latex = latex_of(self.program)
        depth = max(itertools.accumulate((c == "{") - (c == "}") for c in latex))
        if len(latex) <= _LONGEST_LATEX and depth <= _DEEPEST_LATEX:
            return latex
        return f"f({inputs_in_words(self.inputs)})"


def inputs_in_words(inputs: int) -> str:
    r"""Return the inputs of a function in LaTeX: x, or x, y, z, or x_{1}, \ldots, x_{9}."""
    if inputs <= 3:
        return ", ".join("xyz"[:inputs])
    return rf"x_{{1}}, \ldots, x_{{{inputs}}}"


def parse(text: str, inputs: int | None = None, letters: tuple[str, ...] = LETTERS) -> Expression:
    """Return what the user typed as a function of arrays.

    Parameters
    ----------
    text : mathematics in x, y, z (or x1, x2, x3, ...), the constants pi, e and tau, and functions
        of `uat.expressions.FUNCTIONS`: + - * / % ^ (or **), comparisons, also in chains, which are
        1 where they hold and 0 elsewhere, and, or, not, a if c else b
    inputs : how many inputs there are; None for the highest that the text speaks of, at least 1
    letters : what inputs are called, if not x, y, z; then they have no numbered names

    Raises
    ------
    ExpressionError
        If the text cannot be read, has more than 2,000 characters, is nested more than 100 deep or
        speaks of an input that there is not. One line, with the column counted from 1.

    Examples
    --------
    >>> float(parse("2*x^2 + 1")(3.0))
    19.0
    >>> parse("sin(pi*x) * y").inputs
    2
    """
    program = read(text, inputs, letters)
    highest = max((step.index for step in program if isinstance(step, Input)), default=0)
    return Expression(" ".join(text.split()), inputs or highest + 1, program)


def constant(text: str) -> float:
    """Return a finite number typed as mathematics without inputs, such as 2*pi or 1/3.

    Raises
    ------
    ExpressionError
        If the text cannot be read, has an input, or is no finite number.
    """
    program = read(text)
    for step in program:
        if isinstance(step, Input):
            raise ExpressionError(f"{step.written} in {text.strip()!r} is an input, not a number.")
    value = float(run(program, []))
    if not math.isfinite(value):
        raise ExpressionError(f"{text.strip()!r} is {value}, which is not a finite number.")
    return value
