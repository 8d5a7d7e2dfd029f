"""How the predictions go along one column of a table, all else staying as it is in the rows.

At each value of the column, the mean of the predictions over the rows, all of which are given that
value. Where another column changes what this one does, the rows' own curves differ in more than
their height, and the mean may hide that; so it comes with how far they are spread about it.

References
----------
Friedman (2001), Ann. Stat. 29, 1189-1232, section 8.2; Goldstein, Kapelner, Bleich & Pitkin (2015),
J. Comput. Graph. Stat. 24, 44-65, for the curves of single rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.arrays import Array, frozen
from uat.core.datasets import Dataset
from uat.core.magnitudes import root_mean_square
from uat.core.threads import one_thread
from uat.fits.given_columns import GivenColumn, evenly
from uat.fits.scores import plain_list
from uat.io.frames import data_frame
from uat.io.notebook import rows_table
from uat.io.wording import counted, one_line

POINTS = 101
"""Values of a column of numbers that are looked at."""

# The mean is over so many rows at most; over fewer of many inputs or units, but so many at least.
_MOST_ROWS, _INPUTS, _UNITS, _FEWEST_ROWS = 500, 25_000, 100_000, 50
# A turn by so small a share of the whole range is none.
_TURN = 0.01
# Nor is a move that is so small beside what single rows do.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class PartialDependence:
    """The mean prediction along one column.

    Parameters
    ----------
    column : its name
    input_name : with what is counted if it is a date; else the same
    output_names : their names
    values : shape (values,), numbers; of a date the time since the first, of a text 0, 1, 2, ...
    texts : what these stand for, if the column is a text; else empty
    mean : shape (values, outputs), over the rows, output units
    spread : shape (values, outputs), deviation of the rows' own curves about the mean, each moved
        up or down until its mean along these values is that of all, output units: 0 if no other
        column changes what this one does
    rows : over which the mean was taken
    """

    column: str
    input_name: str
    output_names: tuple[str, ...]
    values: Array
    texts: tuple[str, ...]
    mean: Array
    spread: Array
    rows: int

    def course(self, output: int = 0) -> str:
        """Return how the mean goes, in a few words with its numbers.

        Where the rows' own curves are spread by more than the mean moves, that is said, too.
        """
        mean, spread = self.mean[:, output], float(self.spread[:, output].max())
        low, high = int(np.argmin(mean)), int(np.argmax(mean))
        move = float(mean[high] - mean[low])
        if not math.isfinite(move):
            return "is not finite"
        hidden = f"; single rows +-{spread:.3g} about that" if spread > move else ""
        if f"{mean[low]:.4g}" == f"{mean[high]:.4g}" or move <= _ROUNDING * spread:
            level = mean[0] if abs(mean[0]) > _ROUNDING * spread else 0.0
            return f"{level:.4g} throughout{hidden}"
        if self.texts:
            ends = f"from {mean[low]:.4g} at {self.texts[low]} to {mean[high]:.4g} at "
            return f"{ends}{self.texts[high]}{hidden}"
        if _fall(mean) <= _TURN * move:
            return f"rises from {mean[0]:.4g} to {mean[-1]:.4g}{hidden}"
        if _fall(-mean) <= _TURN * move:
            return f"falls from {mean[0]:.4g} to {mean[-1]:.4g}{hidden}"
        return f"goes up and down between {mean[low]:.4g} and {mean[high]:.4g}{hidden}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values; of each value one number an output."""
        return {
            "values": list(self.texts or self.values.tolist()),
            "mean": [plain_list(row) for row in self.mean],
            "spread": [plain_list(row) for row in self.spread],
        }

    def _table(self) -> dict[str, Sequence[Any]]:
        """Return its columns: the values, the mean and the spread of each output."""
        columns: dict[str, Sequence[Any]] = {self.input_name: self.texts or self.values.tolist()}
        for kind, block in (("mean", self.mean), ("spread", self.spread)):
            columns |= {
                f"{kind} {name}": block[:, k].tolist() for k, name in enumerate(self.output_names)
            }
        return columns

    def to_frame(self) -> Any:
        """Return a `pandas.DataFrame`, one row a value.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return data_frame(self._table())

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it."""
        table = self._table()
        title = f"Mean prediction of {counted(self.rows, 'row')} along {self.column}"
        return rows_table(title, tuple(table), list(zip(*table.values(), strict=True)))

    def __repr__(self) -> str:
        return one_line("PartialDependence", self.column, values=len(self.values), rows=self.rows)


def _fall(path: Array) -> float:
    """Return how far it is at most below the highest point before."""
    return float(np.max(np.maximum.accumulate(path) - path))


def dependence_of(
    network: Callable[[Array], Array],
    rows: Dataset,
    column: GivenColumn,
    output_names: Sequence[str],
    at: Any = None,
    points: int = POINTS,
    width: int = 1,
) -> PartialDependence:
    """Return the mean prediction along a column.

    Parameters
    ----------
    network : takes shape (rows, inputs)
    rows : whose other columns stay as they are; of more than 500 so many, evenly spread, of more
        than 50 inputs or 200 units fewer
    at : values of the column, or one, as its owner writes them; None takes every text, or numbers
        between the least and the largest of the rows
    points : how many numbers that are
    width : units of the network

    Raises
    ------
    ShapeError, SettingError, DataFileError
        See `GivenColumn.asked`.
    """
    most = max(min(_MOST_ROWS, _INPUTS // rows.x.shape[1], _UNITS // width), _FEWEST_ROWS)
    some = rows.rows(evenly(rows.points, most))
    if at is None:
        places, texts = column.between(rows.x, points), column.texts
    else:
        places, texts = column.asked(at)
    with one_thread(), np.errstate(all="ignore"):
        curves = np.stack([network(column.moved(some.x, place)) for place in places], axis=1)
        mean = np.average(curves, axis=0, weights=some.weights)
        heights = np.mean(curves - mean, axis=1, keepdims=True)
        spread = root_mean_square(curves - mean - heights, axis=0, weights=some.weights)
    numbers = np.arange(len(places)) if texts else places[:, 0]
    return PartialDependence(
        column.name, column.name if texts else column.encoding.names[0], tuple(output_names),
        frozen(numbers), texts, frozen(mean), frozen(spread), some.points,
    )  # fmt: skip
