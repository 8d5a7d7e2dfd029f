"""Which columns of a table matter: what the predictions lose when a column tells nothing.

Every row is given a column's value of other rows, all else staying its own: the column keeps its
distribution, but no longer belongs to the row. By how much the mean square error rises, in
variances of the output, is the R^2 that is lost. It is measured on rows that the network had not
seen: on those it has, a column may seem to matter that is fitted by heart.

What two columns both tell is lost by neither alone. And a row with the value of another may be like
no row there is: what the network says there nobody has seen.

References
----------
Breiman (2001), Machine Learning 45, 5-32, section 10; Fisher, Rudin & Dominici (2019), J. Machine
Learning Research 20 (177), 1-81, section 3, for the mean over pairs of rows that is estimated here;
Hoeffding (1948), Ann. Math. Stat. 19, 293-325, for its standard error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from uat.arrays import Array, frozen
from uat.core.datasets import Dataset
from uat.core.magnitudes import standard_deviation
from uat.core.threads import one_thread
from uat.fits.folds import FoldNetworks, RowNumbers
from uat.fits.given_columns import GivenColumn, evenly
from uat.fits.scores import plain_list
from uat.io.frames import data_frame
from uat.io.notebook import rows_table
from uat.io.wording import counted, one_line

RowKind = Literal["held out", "left out", "fitted"]
"""Rows held out; rows left out in turn when the width was chosen; rows fitted."""
KINDS = HELD_OUT, LEFT_OUT, FITTED = ("held out", "left out", "fitted")

# More rows take long and tell little more; with fewer held out, those left out in turn tell more.
_MOST_ROWS, _ENOUGH = 2000, 25
# So many pairs of rows are looked at for a column, of all columns together, and for one at least;
# and so many units of a network for a column.
_PAIRS, _ALL_PAIRS, _FEWEST_PAIRS, _UNITS = 20_000, 1_000_000, 2000, 5_000_000
_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class JudgingRows:
    """Rows, and what predicts them.

    Parameters
    ----------
    kind : which rows these are
    dataset : the rows
    predict : takes a place for each of these rows, shape (rows, inputs), and returns the
        predictions there, shape (rows, outputs), by a network that suits the row
    width : units that a prediction costs
    """

    kind: RowKind
    dataset: Dataset
    predict: Callable[[Array], Array]
    width: int = 1


def judging_rows(
    network: Callable[[Array], Array],
    fitted: Dataset,
    held_out: Dataset | None,
    folds: FoldNetworks | None,
    kind: RowKind | None = None,
    width: int = 1,
) -> JudgingRows | None:
    """Return the rows that tell what matters, 2,000 at most; None if there are none of that kind.

    Parameters
    ----------
    network : fitted to the rows `fitted`; takes shape (rows, inputs)
    held_out : rows that it has not seen; None if there are none
    folds : networks like it, with rows that they had not seen; None if there are none
    kind : None takes the rows held out, if they are 25 or no more are left out, and those fitted
        only if there are no others
    width : units of the network
    """
    lots: dict[RowKind, Dataset | None] = {
        "held out": held_out, "left out": None if folds is None else folds.dataset,
        "fitted": fitted,
    }  # fmt: skip
    chosen = kind or _usual_kind(lots)
    data = lots[chosen]
    if data is None:
        return None
    some = evenly(data.points, _MOST_ROWS)
    if chosen == LEFT_OUT and folds is not None:
        part = folds.some(some)
        return JudgingRows(chosen, part.dataset, part.predict, width)
    return JudgingRows(chosen, data.rows(some), network, width)


def _usual_kind(lots: dict[RowKind, Dataset | None]) -> RowKind:
    """Return the kind of rows that tell most without having been seen."""
    counts = {kind: 0 if lot is None else lot.points for kind, lot in lots.items()}
    if counts["held out"] >= min(_ENOUGH, counts["left out"] or 1):
        return "held out"
    return "left out" if counts["left out"] else "fitted"


@dataclass(frozen=True, slots=True, eq=False)
class Importance:
    """How much R^2 the predictions lose without each column.

    Parameters
    ----------
    columns, output_names : their names
    lost : shape (columns, outputs): about 0 if the column does not matter, and up to about 2 if it
        is all that does; less than 0 if the network does better with values of other rows; nan if
        the output is constant on these rows
    standard_error : of these, from the spread over the rows, same shape
    kind : which rows they were measured on: "held out", "left out" (in turn, each predicted by a
        network that had not seen it) or "fitted"
    rows : how many there are
    """

    columns: tuple[str, ...]
    output_names: tuple[str, ...]
    lost: Array
    standard_error: Array
    kind: RowKind
    rows: int

    def ranked(self, output: int = 0) -> list[int]:
        """Return the numbers of the columns, those first without which most is lost."""
        lost = np.where(np.isnan(self.lost[:, output]), -math.inf, self.lost[:, output])
        return [int(k) for k in np.argsort(-lost, kind="stable")]

    @property
    def measured_on(self) -> str:
        """The rows, in words."""
        return f"{counted(self.rows, 'row')} {self.kind}{' in turn' * (self.kind == LEFT_OUT)}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values; of each column one number an output."""
        return {
            "rows": self.rows,
            "kind": self.kind,
            "columns": {
                name: {"lost": plain_list(lost), "standard_error": plain_list(error)}
                for name, lost, error in zip(
                    self.columns, self.lost, self.standard_error, strict=True
                )
            },
        }

    def to_frame(self) -> Any:
        """Return a `pandas.DataFrame`, one row a column of the table and output.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        rows = self.ranking()
        names = ("output", "column", "lost", "standard_error")
        return data_frame(dict(zip(names, zip(*rows, strict=True), strict=True)))

    def ranking(self) -> list[tuple[str, str, float, float]]:
        """Return output, column, R^2 lost and its error; of each output what matters most first."""
        return [
            (
                name,
                self.columns[k],
                float(self.lost[k, output]),
                float(self.standard_error[k, output]),
            )
            for output, name in enumerate(self.output_names)
            for k in self.ranked(output)
        ]

    def to_html(self) -> str:
        """Return it as a notebook shows it."""
        title = f"R^2 lost without a column, on {self.measured_on}"
        return rows_table(title, ("output", "column", "lost", "standard error"), self.ranking())

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return one_line("Importance", columns=len(self.columns), measured_on=self.measured_on)


def importance_of(
    rows: JudgingRows, columns: Sequence[GivenColumn], output_names: Sequence[str]
) -> Importance:
    """Return how much R^2 the predictions of some rows lose without each column.

    Notes
    -----
    The mean is over pairs of two rows, the one that is predicted and the one whose value it is
    given: all of them, or 20,000, fewer of more than 50 columns or 250 units. A row counts as often
    as its weight in either place. The same rows always give the same numbers.
    """
    data = rows.dataset
    names = tuple(column.name for column in columns)
    with one_thread(), np.errstate(all="ignore"):
        varies = (data.t != data.t[0]).any(axis=0)
        deviation = np.where(varies, standard_deviation(data.t, 0, data.weights), np.nan)
        found = _Rise(rows, deviation, _partners(rows, len(columns)))
        pairs = [found.without(column) for column in columns]
    lost, error = (frozen(np.array(values)) for values in zip(*pairs, strict=True))
    return Importance(names, tuple(output_names), lost, error, rows.kind, data.points)


def _partners(judging: JudgingRows, columns: int) -> list[RowNumbers]:
    """Return for every row another one, as often as there are pairs to look at.

    All rows stand in a circle, in random order; the first partner is one place on, the next one two
    places or, of many rows, far away. No row is its own partner, and none is one twice.
    """
    rows = judging.dataset.points
    pairs = max(min(_PAIRS, _ALL_PAIRS // columns, _UNITS // judging.width), _FEWEST_PAIRS)
    count = min(max(pairs // rows, 1), rows - 1)
    order = np.random.default_rng(_SEED).permutation(rows)
    place = np.argsort(order)
    steps = np.linspace(1, rows - 1, count).astype(np.intp)
    return [order[(place + step) % rows] for step in steps]


class _Rise:
    """The rise of the square errors when rows get values of their partners.

    Parameters
    ----------
    deviation : of the outputs on these rows, shape (outputs,); nan of a constant one
    partners : for every row another one, a few times
    """

    def __init__(self, rows: JudgingRows, deviation: Array, partners: Sequence[RowNumbers]) -> None:
        self._rows, self._deviation, self._partners = rows, deviation, partners
        self._before = self._squares(rows.dataset.x)
        t = rows.dataset.t
        middle = np.average(t, axis=0, weights=rows.dataset.weights)
        self._distances = np.square((t - middle) / deviation)

    def _squares(self, x: Array) -> Array:
        """Return the square errors in variances of the outputs, shape (rows, outputs)."""
        return np.square((self._rows.predict(x) - self._rows.dataset.t) / self._deviation)

    def without(self, column: GivenColumn) -> tuple[Array, Array]:
        """Return the mean rise without a column, and its standard error, shape (outputs,) each."""
        data, counts = self._rows.dataset, self._rows.dataset.counts
        taken, lent = np.zeros(data.t.shape), np.zeros(data.t.shape)
        weight_taken, weight_lent = np.zeros((data.points, 1)), np.zeros((data.points, 1))
        for partner in self._partners:
            rise = self._squares(column.moved(data.x, data.x[partner, column.inputs]))
            rise -= self._before
            theirs, own = counts[partner, np.newaxis], counts[:, np.newaxis]
            taken += theirs * rise
            weight_taken += theirs
            # Every row is the partner of one other.
            lent[partner] += own * rise
            weight_lent[partner] += own
        total = counts.sum()
        mean = (counts @ taken) / (counts @ weight_taken)
        # What one row does to the mean, whether it is predicted or lends its value; and to the
        # variance of the output, which is the unit.
        influence = taken / weight_taken + lent / weight_lent - 2.0 * mean
        influence -= mean * (self._distances - 1.0)
        variance = counts @ np.square(influence) / (total * (total - 1.0))
        return mean, np.sqrt(np.where(total > 1.0, variance, np.nan))
