"""The head of every export: what the model is, what goes in and what comes out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from uat.core.domains import bounds_in_words
from uat.core.model import Model, measured_from, plain_formula
from uat.export.names import clean
from uat.io.wording import counted

_COLUMNS, _LONGEST_ABOUT = 92, 1000
HOW_TO_RUN = (
    "Points are read from the file, or from standard input without one:",
    "a line a point, numbers apart by commas or blanks; a header is passed over.",
)
"""What every program says of how it reads when it is run by itself."""


def head(model: Model, usage: tuple[str, ...]) -> list[str]:
    """Return the lines of the comment that opens a program.

    Parameters
    ----------
    model : what is exported
    usage : lines that say how it is called
    """
    lines = [*opening(model), "", *_formula(model), ""]
    if model.about:
        lines += [*textwrap.wrap(clean(model.about, _LONGEST_ABOUT), _COLUMNS), ""]
    return [*lines, *_inputs(model), *_outputs(model), "", *usage]


def opening(model: Model) -> list[str]:
    """Return what the model is, and who wrote this, in lines of readable length."""
    return textwrap.wrap(f"{title(model)}. Exported by uat.", _COLUMNS)


def title(model: Model) -> str:
    """Return what the model is, in one sentence without its full stop."""
    network = model.network
    units = counted(network.width, f"{network.phi.label} unit")
    outputs, inputs = _list(model.output_names), _list(model.input_names)
    return f"{outputs} from {inputs}: a network with one hidden layer of {units}"


def _list(names: tuple[str, ...]) -> str:
    """Return a list of names to read."""
    return ", ".join(map(clean, names)) if len(names) <= 4 else f"{len(names)} columns"


def _formula(model: Model) -> Iterator[str]:
    """Yield the formula, and its activations where they are functions of their own."""
    network = model.network
    yield f"    {plain_formula(network)}"
    yield f"    phi(z) = {network.phi.plain_formula}"
    if not network.linear_output:
        yield f"    psi(z) = {network.psi.plain_formula}"


def _inputs(model: Model) -> Iterator[str]:
    """Yield the inputs, with their ranges if they are known."""
    known = model.lower is not None and model.upper is not None
    ranges = ", and the ranges it was fitted on" if known else ""
    centre = "; m is what each is measured from" if model.network.input_centre.any() else ""
    yield f"Inputs, in this order{ranges}{centre}:"
    for k, name in enumerate(model.input_names):
        yield f"    {k + 1}  {clean(name)}{_range(model, k)}{measured_from(model.network, k)}"


def _range(model: Model, k: int) -> str:
    """Return where input k was fitted, or nothing."""
    if model.lower is None or model.upper is None:
        return ""
    return f", from {' to '.join(bounds_in_words(model.lower[k], model.upper[k]))}"


def _outputs(model: Model) -> Iterator[str]:
    """Yield the outputs."""
    yield "Outputs, in this order:"
    for k, name in enumerate(model.output_names):
        yield f"    {k + 1}  {clean(name)}"
