"""What an export holds, read back from its finished text: the check before it is written.

Nothing of the text is run. The numbers are found where a reader of the language finds them, become
floats again, and must be the network's to the last bit. An ONNX graph is data: the package that
writes it evaluates it, too, operators and all, at points of the model's range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.model import Model
from uat.core.network import ARRAYS, Network
from uat.exceptions import SettingError
from uat.export.rounding import points

_NUMBER = re.compile(r"-?\d[\d.]*(?:e[-+]?\d+)?")
_LATEX_NUMBER = re.compile(r"(-?[\d.]+)(?: \\cdot 10\^\{(-?\d+)\})?")
_LATEX_ARRAY = re.compile(r"\\begin\{array\}\{r\|r+\}\n(.*?)\\end\{array\}", re.DOTALL)
# An ONNX graph is tried at so many points, and may err by so many times what the network's own
# rounding may do; where a unit steps even that tells nothing, and there few of the points stand.
_POINTS, _ROUNDINGS, _NEARLY_ALL = 512, 1e4, 0.99


def check_written(exported: str | bytes, language: str, model: Model) -> None:
    """Raise `SettingError` unless an export says what its model says.

    Parameters
    ----------
    exported : what a language's writer returned
    language : one of `uat.export.LANGUAGES`
    model : what it was given

    Notes
    -----
    Of programs and formulas the parameters are checked, which are the run's; how a language writes
    an activation is the same in every file, and tried by the tests of this package.
    """
    if isinstance(exported, bytes):
        _check_graph(exported, model)
        return
    found = _tables(exported, model.network) if language == "latex" else _constants(exported)
    if not _same(model.network, found):
        raise SettingError(
            f"the {language} text would not hold the network's own parameters, so it is not "
            "written: this is an error of uat, please report it."
        )


def _same(network: Network, found: Mapping[str, Array]) -> bool:
    """Return whether the numbers found are the network's; a centre that is not told is 0."""
    untold = {"input_centre": np.zeros(network.inputs)}
    return all(
        np.array_equal(
            np.ravel(found.get(name, untold.get(name, []))), getattr(network, name).ravel()
        )
        for name in ARRAYS
    )


def _constants(program: str) -> dict[str, Array]:
    """Return the numbers of each constant of a program, in their order.

    A constant begins with a line of its name and an opening bracket, and ends before a line that
    begins with a closing one. The last such line is it: names of the user's, which may look like
    anything, stand in the head alone.
    """
    found = {}
    for name in ARRAYS:
        begins = rf"^[\w ]*\b{name.upper()}[\w\[\]]* (?:=|<-) [\w.(]*[({{\[]\n"
        *_, last = [0, *(match.end() for match in re.finditer(begins, program, re.MULTILINE))]
        if last:
            body = re.split(r"\n *[\])}]", program[last:], maxsplit=1)[0]
            found[name] = np.array([float(number) for number in _NUMBER.findall(body)])
    return found


def _tables(formula: str, network: Network) -> dict[str, Array]:
    """Return the numbers of each array in the tables of a formula, in their order."""
    columns: dict[str, list[float]] = {}
    for array in _LATEX_ARRAY.findall(formula):
        head, *rows = [line.rstrip("\\ ").split(" & ") for line in array.split("\n") if "&" in line]
        for symbol, *cells in list(zip(head, *rows, strict=True))[1:]:
            columns.setdefault(symbol, []).extend(map(_latex_number, cells))
    symbols = {
        "hidden_weights": _of(columns, "w_"),
        "hidden_biases": _of(columns, "b_"),
        "output_weights": _of(columns, "c_").T,
        "output_biases": _of(columns, "d"),
    }
    return symbols | ({"input_centre": _of(columns, "m")} if network.input_centre.any() else {})


def _of(columns: Mapping[str, list[float]], letter: str) -> Array:
    """Return the columns whose symbols begin with a letter, as rows."""
    return np.array([column for symbol, column in columns.items() if symbol.startswith(letter)])


def _latex_number(cell: str) -> float:
    match = _LATEX_NUMBER.fullmatch(cell.strip())
    return float(f"{match[1]}e{match[2] or 0}") if match else np.nan


def _check_graph(file: bytes, model: Model) -> None:
    """Raise `SettingError` unless an ONNX graph holds the network, and is what it computes."""
    import onnx
    from onnx.reference import ReferenceEvaluator

    graph, network = onnx.load_from_string(file), model.network
    constants = {c.name: onnx.numpy_helper.to_array(c) for c in graph.graph.initializer}
    x = points(model)[:_POINTS]
    with np.errstate(all="ignore"):
        outputs: Any = ReferenceEvaluator(graph).run(None, {"x": x})
    if not _same(network, constants) or np.mean(_near(outputs[0], network, x)) < _NEARLY_ALL:
        raise SettingError(
            f"the ONNX graph would not compute what the network does, so it is not written: see "
            f"how {network.activation} is written in onnx, texts={{'onnx': ...}} where it was "
            "registered."
        )


def _near(y: Array, network: Network, x: Array) -> Array:
    """Return where y is what the network says, up to rounding: shape (points, outputs)."""
    expected = network(x)
    with np.errstate(all="ignore"):
        allowed = _ROUNDINGS * network.rounding_error(x)
        near = (np.abs(y - expected) <= allowed) | ~np.isfinite(allowed)
    return np.asarray(near | (y == expected) | (np.isnan(y) & np.isnan(expected)))
