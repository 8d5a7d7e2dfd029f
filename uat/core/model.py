"""A network with what it needs to be used by somebody who did not fit it.

A `Model` is a network together with the names of its inputs and outputs and the ranges it was
fitted on: what it may be asked, and where its answers are extrapolation. It lives in a JSON file
that keeps every bit; a file with a bare network is read too, under the names x and y.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.checks import check_kind, check_list, check_text
from uat.core.domains import Box, digits, side_in_words
from uat.core.network import Network
from uat.core.points import answer, encoded_points, points_of
from uat.exceptions import ModelFileError, SettingError, ShapeError, UatError, shown
from uat.io.encodings import Encoding, encoding_from, plain
from uat.io.frames import numbered
from uat.io.json_files import JsonFile
from uat.io.wording import brief_list, one_line

__all__ = ["Model", "numbered", "plain_formula"]

_FORMAT = "uat-model"
# A model of columns that are no numbers is none that earlier releases could use.
_FORMAT_VERSION, _WITH_COLUMNS = 1, 2
# A table of units stays readable up to so many rows, and columns of each kind.
_MOST_ROWS, _MOST_COLUMNS = 32, 5
# Its numbers have six digits; centres of units far from 0 have more, up to all.
_DIGITS, _MOST_DIGITS = 6, 17
# Room for a number's sign, point and exponent, and a gap before it.
_ROOM = 8


@dataclass(frozen=True, slots=True)
class Model(JsonFile):
    """A network, the names of what goes in and comes out, and where it was fitted. Immutable.

    Parameters
    ----------
    network : one network, in the units of the names
    input_names : one for each input, all different
    output_names : one for each output, all different
    lower, upper : one float per input, the range it was fitted on, in that input's units; a
        constant input has a lower equal to its upper. None, both, if nobody knows
    about : what the model is, for a reader
    encodings : what the columns of a table become as inputs, in order, if some are dates, texts or
        may be missing: their names are the inputs'. None of them: the inputs are the columns

    Raises
    ------
    ShapeError
        If the network is a stack, or there is not one name and one range for each input and
        one name for each output.
    SettingError
        If a name is empty, is no text or names two things, or a range is not finite or falls.
    """

    network: Network
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    lower: tuple[float, ...] | None = None
    upper: tuple[float, ...] | None = None
    about: str = ""
    encodings: tuple[Encoding, ...] = ()

    def __post_init__(self) -> None:
        check_kind(self.network, Network, "network")
        if self.network.members is not None:
            raise ShapeError("a model is one network, not a stack: choose a member.")
        for kind, count in (("input", self.network.inputs), ("output", self.network.outputs)):
            field = f"{kind}_names"
            object.__setattr__(self, field, _checked_names(kind, getattr(self, field), count))
        if both := set(self.input_names) & set(self.output_names):
            raise SettingError(f"an input and an output have the name {min(both)!r}.")
        if (self.lower is None) != (self.upper is None):
            raise SettingError("a model knows its lower and upper bounds, or neither.")
        if self.lower is not None and self.upper is not None:
            lower, upper = _checked_ranges(self.lower, self.upper, self.network.inputs)
            object.__setattr__(self, "lower", lower)
            object.__setattr__(self, "upper", upper)
        check_text(self.about, "about")
        kept = check_list(self.encodings, "encodings")
        if not all(isinstance(encoding, Encoding) for encoding in kept):
            raise SettingError("encodings must be a list of encodings.", "encodings")
        object.__setattr__(self, "encodings", tuple(kept))
        names = tuple(name for encoding in self.encodings for name in encoding.names)
        if self.encodings and names != self.input_names:
            raise SettingError("the inputs of a model are what its columns become, in order.")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of a table that predictions are made from."""
        if not self.encodings:
            return self.input_names
        return tuple(encoding.column for encoding in self.encodings)

    def points(self, x: Any) -> Array:
        """Return what the network is asked, shape (points, inputs).

        Parameters
        ----------
        x : as the model is called

        Raises
        ------
        ShapeError, DataFileError
            See `uat.core.points`.
        """
        return points_of(encoded_points(x, self.input_names, self.encodings), self.input_names)

    def __call__(self, x: npt.ArrayLike) -> Any:
        """Return the predictions at x, in the units of the outputs.

        Parameters
        ----------
        x : shape (points, inputs); a number or shape (points,) if there is one input; or a data
            frame, whose columns are taken by name, whatever their order; or, of a model with
            encodings, a mapping: column name -> values

        Returns
        -------
        shape (points,) if there is one output, else (points, outputs); at a number, or one row of
        a data frame, a float or shape (outputs,). See `uat.core.points`.

        Raises
        ------
        ShapeError
            If x does not have one column per input, or is a data frame without one of them.
        DataFileError
            If a column holds what the model does not know.
        """
        return answer(self.network, x, self.input_names, self.encodings)

    def __repr__(self) -> str:
        network = self.network
        return one_line(
            "Model", brief_list(self.output_names), inputs=brief_list(self.input_names),
            width=network.width, activation=network.activation,
        )  # fmt: skip

    def outside(self, x: npt.ArrayLike) -> int:
        """Return how many points of x lie beyond where the model was fitted: extrapolation.

        Parameters
        ----------
        x : as the model is called

        Returns
        -------
        The number of points with an input out of its range; 0 if no ranges are known.

        Raises
        ------
        ShapeError
            If x does not have one column per input, or is a data frame without one of them.
        """
        columns = self.points(x)
        if self.lower is None or self.upper is None:
            return 0
        inside = (columns >= np.array(self.lower)) & (columns <= np.array(self.upper))
        return int(np.count_nonzero(~inside.all(axis=1)))

    def describe(self) -> str:
        """Return what the model is: its facts, its formula and a table of its units.

        The table is cut after 32 units and, of inputs or outputs, after five columns; a line says
        so. Names are shown without control characters.
        """
        return "\n".join([*_facts(self), "", *_unit_table(self)])

    def to_dict(self) -> dict[str, Any]:
        """Return the model as plain JSON values; floats keep every bit.

        Raises
        ------
        ModelFileError
            If a parameter is not finite: JSON has no number for it.
        """
        return {
            "format": _FORMAT,
            "version": _WITH_COLUMNS if self.encodings else _FORMAT_VERSION,
            "about": self.about,
            "input_names": list(self.input_names),
            "output_names": list(self.output_names),
            "lower": None if self.lower is None else list(self.lower),
            "upper": None if self.upper is None else list(self.upper),
            **({"columns": [plain(e) for e in self.encodings]} if self.encodings else {}),
            "network": self.network.to_dict(),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Model:
        """Return the model that `to_dict` wrote, or that of a network that `Network.to_dict` wrote.

        Raises
        ------
        ModelFileError
            If the values are those of neither, or of a later version of the format.
        """
        kind = values.get("format") if isinstance(values, Mapping) else None
        if kind == "uat-network":
            return cls._of_network(Network.from_dict(values))
        if kind != _FORMAT:
            raise ModelFileError(f"this is not a model: it does not say format {_FORMAT!r}.")
        if values.get("version") not in (_FORMAT_VERSION, _WITH_COLUMNS):
            raise ModelFileError(
                f"this model has format version {values.get('version')!r}; "
                f"this release reads versions up to {_WITH_COLUMNS}."
            )
        try:
            network = Network.from_dict(values["network"])
            fields = ("input_names", "output_names", "lower", "upper", "about")
            encodings = tuple(map(encoding_from, values.get("columns", ())))
            return cls(network, **{f: values[f] for f in fields}, encodings=encodings)
        except KeyError as problem:
            raise ModelFileError(f"this model is damaged: it has no {problem}.") from None
        except UatError as problem:
            raise ModelFileError(f"this model is damaged: {problem}") from problem

    @classmethod
    def _of_network(cls, network: Network) -> Model:
        """Return the model of a bare network, which knows neither names nor ranges."""
        if network.members is not None:
            raise ModelFileError(f"this is a stack of {network.members} networks, not one model.")
        return cls(network, numbered("x", network.inputs), numbered("y", network.outputs))


def plain_formula(network: Network) -> str:
    """Return the formula of a network as it is typed, in phi and, unless it is linear, psi.

    Where its inputs are measured from a centre, that is called m.
    """
    x = "(x - m)" if network.input_centre.any() else "x"
    total = f"sum_j c_j phi(w_j . {x} + b_j) + d"
    return f"y = {total}" if network.linear_output else f"y = psi( {total} )"


def _checked_names(kind: str, given: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the names as a tuple, checked."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise SettingError(f"{kind}_names must be a list of names, not {shown(given)}.")
    names = tuple(given)
    if len(names) != count:
        raise ShapeError(f"the network has {count} {kind}s, but there are {len(names)} names.")
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise SettingError(f"{shown(name)} is no name for an {kind}.")
        if names.count(name) > 1:
            raise SettingError(f"two {kind}s have the name {name!r}.")
    return names


def _checked_ranges(
    lower: Sequence[float], upper: Sequence[float], inputs: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the bounds as tuples of floats, checked."""
    try:
        bounds = np.array([lower, upper], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise SettingError("the bounds of a model must be lists of numbers.") from None
    if bounds.shape != (2, inputs):
        raise ShapeError(f"the network has {inputs} inputs: give each a lower and an upper bound.")
    for low, high in bounds.T:
        if not (math.isfinite(low) and math.isfinite(high) and low <= high):
            raise SettingError(
                f"an input from {low:g} to {high:g}: bounds must be finite and must not fall."
            )
    return tuple(bounds[0].tolist()), tuple(bounds[1].tolist())


def _facts(model: Model) -> Iterator[str]:
    """Yield the lines above the table of units."""
    network = model.network
    outputs = ", ".join(map(_shown, model.output_names))
    yield f"{outputs} from {', '.join(map(_shown, model.input_names))}"
    if model.about:
        yield f"  about        {_shown(model.about)}"
    for k, name in enumerate(model.input_names):
        head = ("inputs" if network.inputs > 1 else "input") if k == 0 else ""
        yield f"  {head:<13}{_shown(name)}{_range(model, k)}{measured_from(network, k)}"
    yield f"  {'outputs' if network.outputs > 1 else 'output':<13}{outputs}"
    yield f"  width        {network.width}"
    yield f"  activation   {network.activation}: phi(z) = {network.phi.plain_formula}"
    linear = network.linear_output
    if not linear:
        formula = network.psi.plain_formula
        yield f"  on the sum   {network.output_activation}: psi(z) = {formula}"
    yield f"  parameters   {network.to_vector().size}"
    yield (
        f"  |c|          {network.coefficient_norm:.4g}; rounding alone may cause an error of "
        f"{_rounding(model):.2g}"
    )
    yield f"  formula      {plain_formula(network)}"
    yield f"  d            {', '.join(f'{d:.6g}' for d in network.output_biases)}"


def _rounding(model: Model) -> float:
    """Return the error that rounding may cause where the model was fitted, if that is known."""
    network = model.network
    if model.lower is None or model.upper is None:
        return network.attainable_floor
    lower, sides = np.array(model.lower), np.subtract(model.upper, model.lower)
    cube = Box((0.0,) * network.inputs, (1.0,) * network.inputs)
    return float(np.max(network.rounding_error(lower + sides * cube.lattice())))


def _range(model: Model, k: int) -> str:
    """Return where input k was fitted, or nothing."""
    if model.lower is None or model.upper is None:
        return ""
    return f" in {side_in_words(model.lower[k], model.upper[k])}"


def measured_from(network: Network, k: int) -> str:
    """Return what is subtracted from input k, as it follows the input's range, if anything is."""
    at = float(network.input_centre[k])
    return f", m = {digits(at)}" if network.input_centre.any() else ""


def _unit_table(model: Model) -> Iterator[str]:
    """Yield a head, one line for each hidden unit, and what is left out."""
    network = model.network
    columns = [
        *_titled("w", network.hidden_weights),
        ("b", network.hidden_biases),
        *_titled("c", network.output_weights.T),
    ]
    if network.inputs == 1:
        columns.append(("centre", network.unit_centres()))
    significant = [_DIGITS] * (len(columns) - 1) + [_digits_of_centres(model)]
    shown = [(*column, n) for column, n in zip(columns, significant, strict=True)]
    yield "unit" + "".join(f"{title:>{n + _ROOM}}" for title, _, n in shown)
    for j in range(min(network.width, _MOST_ROWS)):
        cells = (f"{_cell(float(values[j]), n):>{n + _ROOM}}" for _, values, n in shown)
        yield f"{j + 1:>4}" + "".join(cells)
    if network.width > _MOST_ROWS:
        yield f" ...  and {network.width - _MOST_ROWS} more units"
    for kind, count in (("input", network.inputs), ("output", network.outputs)):
        if count > _MOST_COLUMNS:
            yield f"      columns are shown for {_MOST_COLUMNS} of {count} {kind}s"


def _titled(letter: str, rows: Array) -> list[tuple[str, Array]]:
    """Return the first rows, each with its title."""
    return list(zip(numbered(letter, len(rows)), rows, strict=True))[:_MOST_COLUMNS]


def _digits_of_centres(model: Model) -> int:
    """Return how many digits tell centres of units apart as six do on a domain about 0."""
    if model.network.inputs > 1:
        return _DIGITS
    if model.lower is None or model.upper is None or model.upper[0] == model.lower[0]:
        return _DIGITS
    times = abs(float(model.network.input_centre[0])) / (model.upper[0] - model.lower[0])
    return _DIGITS + min(_MOST_DIGITS - _DIGITS, max(0, math.ceil(math.log10(max(times, 1.0)))))


def _cell(value: float, significant: int) -> str:
    """Return a number of the table; a unit of weight 0 has no centre."""
    return f"{value:.{significant}g}" if math.isfinite(value) else "none"


def _shown(name: str) -> str:
    """Return a name that does nothing to a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in name)
