"""A model as a Python program that needs numpy alone."""

from __future__ import annotations

from string import Template

from uat.core.model import Model
from uat.export.heads import HOW_TO_RUN, head
from uat.export.literals import nested, numbers
from uat.io.wording import counted

_PROGRAM = Template(
    '''"""$head
"""

${imports}import sys

import numpy as np

INPUTS = $inputs

$centre# One row for each input, one column for each hidden unit.
HIDDEN_WEIGHTS = np.array([
$hidden_weights
])
HIDDEN_BIASES = np.array([
$hidden_biases
])
# One row for each hidden unit, one column for each output.
OUTPUT_WEIGHTS = np.array([
$output_weights
])
OUTPUT_BIASES = np.array([
$output_biases
])


def phi(z):
    """The activation of the hidden units."""
    return $phi

$psi
def $name(x):
    """Return the outputs, shape (points, $outputs), at the points x, shape $shape."""
    x = np.asarray(x, dtype=float)
    if x.ndim == 1:
        x = x[:, np.newaxis]
    if x.ndim != 2 or x.shape[1] != INPUTS:
        raise ValueError(f"x must have shape (points, {INPUTS}), not {x.shape}.")
    return $total


def numbers_in(line):
    """Return the finite numbers of a line, or None if anything else stands there."""
    try:
        numbers = [float(field) for field in line.replace(",", " ").split()]
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def read_points(lines):
    """Return the points, one for each line that is not empty."""
    points = []
    for count, line in enumerate(lines, start=1):
        point = numbers_in(line)
        if point == [] or (point is None and count == 1):
            continue
        if point is None or len(point) != INPUTS:
            sys.exit(f"line {count}: expected $of_inputs.")
        points.append(point)
    return points


def main():
    """Print the outputs at the points of a file, or of standard input."""
    source = sys.argv[1] if len(sys.argv) > 1 else sys.stdin.fileno()
    with open(source, encoding="utf-8-sig", errors="replace") as lines:
        points = read_points(lines)
    for outputs in $name(np.reshape(points, (-1, INPUTS))):
        print(",".join(repr(float(value)) for value in outputs))


if __name__ == "__main__":
    main()
'''
)

_CENTRE = Template("""# What each input is measured from.
INPUT_CENTRE = np.array([
$numbers
])
""")

_PSI = Template('''
def psi(z):
    """The activation of the outputs."""
    return $psi

''')


def program(model: Model, name: str) -> str:
    """Return the program, its function called `name`."""
    network = model.network
    shape = f"(points, {network.inputs})" + (" or (points,)" if network.inputs == 1 else "")
    usage = (
        f"In Python:        from {name} import {name}, if this file is called {name}.py;",
        f"                  {name}(x) takes x of shape {shape}, a row a point,",
        f"                  and returns y of shape (points, {network.outputs}).",
        f"On the terminal:  python {name}.py points.csv",
        *(f"                  {line}" for line in HOW_TO_RUN),
    )
    centred = network.input_centre.any()
    measured = "(x - INPUT_CENTRE)" if centred else "x"
    total = f"phi({measured} @ HIDDEN_WEIGHTS + HIDDEN_BIASES) @ OUTPUT_WEIGHTS + OUTPUT_BIASES"
    linear = network.linear_output
    return _PROGRAM.substitute(
        head="\n".join(head(model, usage)),
        imports="import math\n" if "math." in network.phi.text("python") else "",
        inputs=network.inputs,
        outputs=network.outputs,
        of_inputs=counted(network.inputs, "finite number"),
        shape=shape,
        centre=_CENTRE.substitute(numbers=numbers(network.input_centre, 4)) if centred else "",
        hidden_weights=nested(network.hidden_weights, "[", "]", 4),
        hidden_biases=numbers(network.hidden_biases, 4),
        output_weights=nested(network.output_weights, "[", "]", 4),
        output_biases=numbers(network.output_biases, 4),
        phi=network.phi.text("python"),
        psi="" if linear else _PSI.substitute(psi=network.psi.text("python")),
        total=total if linear else f"psi({total})",
        name=name,
    )
