"""Mathematics that a user types, made a function of arrays: safe, because it can only compute.

Text is cut into numbers, names and signs, read with the precedence of school and of Python, and
kept as a **program**: a list of steps for a stack, all of them taken from two tables. Python's own
parser and compiler are never asked, so nothing that is typed can reach anything but these tables.
A list, not a tree: however a formula is nested, evaluating it and writing it down do not recurse.

    names.py    the functions and constants that may be called
    steps.py    what a program is, and how it is run
    reading.py  text -> program, or one line that points at the column
    latex.py    program -> LaTeX
"""

from __future__ import annotations

from uat.expressions.expression import Expression, constant, inputs_in_words, parse
from uat.expressions.names import CONSTANTS, FUNCTIONS
from uat.expressions.tokens import between_commas, spelling

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "Expression",
    "between_commas",
    "constant",
    "inputs_in_words",
    "parse",
    "spelling",
]
