"""What a fit to a table of numbers is, and how it is told.

A `DataFit` is a network in the table's own units together with all there is to know about it: the
rows it was fitted to, the rows that were held out, how its width was chosen, how good it is on
both kinds of rows, and whether wider networks would fit the noise. It is told in a few lines to
read (`DataFit.summary`) and in plain JSON values (`DataFit.to_dict`).

What its numbers mean is told where they are, `uat.fits.scores`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, overload

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns
from uat.checks import check_choice
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.points import answer, encoded_points, points_of
from uat.exceptions import SettingError, ShapeError
from uat.fits.dependence import POINTS, PartialDependence, dependence_of
from uat.fits.fit import BaseFit, Drawing, fact_line, finite_or_none
from uat.fits.folds import FoldNetworks, RowNumbers
from uat.fits.given_columns import GivenColumn, column_named, given_columns
from uat.fits.importance import KINDS, Importance, RowKind, importance_of, judging_rows
from uat.fits.importance_lines import importance_lines
from uat.fits.intervals import Interval, IntervalScore, PredictionIntervals
from uat.fits.scores import (
    LearningScore,
    Quality,
    WidthScore,
    plain_fields,
    plain_list,
    plain_quality,
)
from uat.io.encodings import Encoding
from uat.io.frames import data_frame
from uat.io.notebook import MOST_ROWS, rows_table
from uat.io.wording import brief_list, counted
from uat.trainers import StopReason

# Names that a headline lists.
_MOST_LISTED = 12
# Values of a column along which `to_dict` tells where the predictions go.
_FEW_POINTS = 21


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class DataFit(BaseFit):
    """A network fitted to a table, and how good it is. Call it to predict.

    Parameters
    ----------
    network, trainer, seed, stop_reason, loss_history, chosen : see `uat.fits.fit.BaseFit`; the
        network is in the table's own units
    input_names, output_names : of the columns, one each
    dataset_training : the rows the network was fitted to
    dataset_test : the rows held out, which nothing was fitted to or chosen by; None if there are
        none
    training : how good the network is on the rows fitted
    test : how good it is on the rows held out; None if there are none
    seconds : what it took, the choice of the width and the learning curve included
    width_curve : the cross-validated error of every width tried; empty if the width was given
    learning_curve : the error at growing numbers of rows; empty if it was not asked for, or there
        are too few rows
    constant : whether the mean of the rows fitted is what is predicted: the width 0 was chosen. The
        network then has one unit, whose output weight is 0
    referee : rmse of three nearest neighbours on the rows left out in turn, output deviations; None
        if nobody asked them
    noise : a sentence, if the error on rows not fitted turns up with width, lies far above the one
        on rows fitted or is that of the mean at every width
    noise_floor : shape (outputs,), deviation of the outputs among rows of equal inputs, output
        units, which no function of these inputs gets below on new rows; None without such rows
    notes : sentences on what was unusual about the table
    encodings : what the columns of the inputs became, if some were no numbers or may be missing;
        see `uat.core.model.Model`
    fold_networks : those that chose the width, with the rows they had not seen; None if it was not
        chosen so
    intervals : between what new rows are expected; None if nothing tells
    interval_scores : how wide they are and how many of the rows held out they hold, of each output
    row_numbers : shape (rows,), which of the rows handed in those fitted and then those held out
        are, from 0 on; None if they are just these

    Notes
    -----
    `dataset_training` and `dataset_test` hold every output as a column, shape (rows, outputs),
    where predictions of one output have shape (rows,): their difference is `residual`.
    """

    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    dataset_training: Dataset
    dataset_test: Dataset | None
    training: Quality
    test: Quality | None
    width_curve: tuple[WidthScore, ...] = ()
    learning_curve: tuple[LearningScore, ...] = ()
    constant: bool = False
    referee: float | None = None
    noise: str | None = None
    noise_floor: Array | None = None
    notes: tuple[str, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    fold_networks: FoldNetworks | None = None
    intervals: PredictionIntervals | None = None
    interval_scores: tuple[IntervalScore, ...] = ()
    row_numbers: RowNumbers | None = None

    DRAWING: ClassVar = Drawing("uat.figures.table_fit", "plot_data_fit", "data_figures")

    @property
    def width(self) -> int:
        """Number of hidden units; 0 if the mean of the rows is what is predicted."""
        return 0 if self.constant else self.network.width

    @overload
    def predict(self, x: Any) -> Any: ...
    @overload
    def predict(self, x: Any, *, interval: float) -> Interval: ...
    @overload
    def predict(self, x: Any, *, return_std: Literal[True]) -> tuple[Any, Any]: ...

    def predict(
        self, x: Any, *, interval: float | None = None, return_std: bool = False
    ) -> Any | Interval | tuple[Any, Any]:
        """Return the predictions at x, and how far off new rows are expected.

        Parameters
        ----------
        x : as the fit is called
        interval : the share of new rows that is to lie within, above 0 and below 1, as 0.95
        return_std : whether to return the deviation of new rows, instead

        Returns
        -------
        The predictions; with an interval they, its lower and its upper ends, a named tuple; with
        return_std they and the deviations. All have the shape of the predictions and are in the
        outputs' units.

        Raises
        ------
        SettingError
            If both are asked for, the share is out of its range, or nothing tells how far off new
            rows are: no row was left out or held out.
        ShapeError, DataFileError
            See `uat.core.points`.

        Notes
        -----
        Which rows are new: others that came about as these did. See `uat.fits.intervals`.
        """
        mean = self(x)
        if interval is None and not return_std:
            return mean
        if interval is not None and return_std:
            raise SettingError("ask for an interval or for return_std, not for both.", "interval")
        intervals = self.intervals
        if intervals is None:
            raise SettingError(
                "nothing tells how far off new rows are: let the width be chosen, or hold rows "
                "out.",
                "interval",
            )
        if interval is None:
            return mean, answer(intervals.deviations, x, self.input_names, self.encodings)
        half = answer(
            lambda points: intervals.half_widths(points, interval),
            x, self.input_names, self.encodings,
        )  # fmt: skip
        return Interval(mean, mean - half, mean + half)

    def residual(self, x: npt.ArrayLike, t: npt.ArrayLike) -> Array:
        """Return prediction - value at some rows, in the outputs' units.

        Parameters
        ----------
        x : as the fit is called
        t : shape (rows, outputs), or (rows,) for one output

        Returns
        -------
        shape (rows,) if there is one output, else (rows, outputs)

        Raises
        ------
        ShapeError
            If x and t disagree on the rows, or t has not one column per output.
        """
        found = self.network(self._points(x))
        values = as_columns(t, "t")
        if values.shape != found.shape:
            raise ShapeError(
                f"t needs shape {found.shape}, as the predictions, not {values.shape}."
            )
        return found - values if self.network.outputs > 1 else (found - values)[:, 0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of the inputs in the table: a text or a date is one of them."""
        return tuple(column.name for column in self._columns())

    def _columns(self) -> tuple[GivenColumn, ...]:
        return given_columns(self.input_names, self.encodings)

    def importance(self, rows: RowKind | None = None) -> Importance:
        """Return how much R^2 the predictions lose when a column's values are those of other rows.

        Parameters
        ----------
        rows : where that is measured: "held out"; "left out" in turn when the width was chosen,
            each predicted by a network that had not seen it; "fitted". None takes the rows held
            out, if they are fewer than 25 the more of these and those left out, and the rows
            fitted only if there are no others

        Raises
        ------
        SettingError
            If there are no such rows, or no such word.

        Notes
        -----
        See `uat.fits.importance`. Cost: 20,000 predictions a column at most.
        """
        if rows is not None:
            check_choice(rows, "rows", KINDS)
        diverged = self.stop_reason == StopReason.DIVERGED
        judging = judging_rows(
            _nothing_of(self.network) if diverged else self.network,
            self.dataset_training, self.dataset_test, self.fold_networks, rows, self.network.width,
        )  # fmt: skip
        if judging is None:
            raise SettingError(f"this fit has no rows {rows}.", "rows")
        return importance_of(judging, self._columns(), self.output_names)

    def told_importance(self) -> Importance | None:
        """Return the importance; None of one column, or where nothing was found to depend on."""
        if len(self.columns) < 2 or self.constant or self.stop_reason == StopReason.DIVERGED:
            return None
        return self.importance()

    def partial_dependence(
        self, column: str, at: Any = None, *, points: int = POINTS
    ) -> PartialDependence:
        """Return the mean prediction along a column, over the rows fitted.

        Parameters
        ----------
        column : its name in the table
        at : values of it, or one, as the table has them, numbers, texts or dates; None takes every
            text, or numbers between the least and the largest of the rows fitted
        points : how many numbers that are at most, at least 2

        Raises
        ------
        UnknownNameError
            If there is no such column.
        ShapeError, SettingError, DataFileError
            If `at` holds no value, or one that is not of the kind that was fitted; if `points` is
            out of its range.

        Notes
        -----
        See `uat.fits.dependence`. Of more than 500 rows it takes so many, evenly spread, of more
        than 50 inputs or 200 units fewer.
        """
        given = column_named(self._columns(), column)
        return dependence_of(
            self.network, self.dataset_training, given, self.output_names, at, points,
            self.network.width,
        )  # fmt: skip

    def _encodings(self) -> tuple[Encoding, ...]:
        return self.encodings

    def _points(self, x: Any) -> Array:
        """Return what the network is asked, shape (points, inputs)."""
        return points_of(encoded_points(x, self.input_names, self.encodings), self.input_names)

    @property
    def training_rmse(self) -> Array:
        """Root mean square residual on the rows fitted: shape (outputs,), output units."""
        return self.training.rmse

    @property
    def test_rmse(self) -> Array | None:
        """Root mean square residual on the rows held out: shape (outputs,), or None."""
        return None if self.test is None else self.test.rmse

    @property
    def training_r2(self) -> Array:
        """Share of the variance on the rows fitted that the network explains; see `Quality`."""
        return self.training.r2

    @property
    def test_r2(self) -> Array | None:
        """Share of the variance on the rows held out that is explained; None without such rows."""
        return None if self.test is None else self.test.r2

    @property
    def constant_rmse(self) -> tuple[Array, Array | None]:
        """The rmse of the best constant, the mean of the rows fitted: shape (outputs,) each.

        On the rows fitted, and on those held out, which are None if there are none.
        """
        return self.training.constant_rmse, None if self.test is None else self.test.constant_rmse

    def _ranges(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the least and the largest value of each input among the rows fitted."""
        x = self.dataset_training.x
        return tuple(x.min(axis=0).tolist()), tuple(x.max(axis=0).tolist())

    def _subject(self) -> str:
        """Return the columns."""
        return f"{_listed(self.output_names)} from {_listed(self.input_names)}"

    def _by(self) -> str:
        if self.constant:
            return f"the mean of the rows fitted (width 0, seed {self.seed})"
        # `super` is the class before its slots were made
        return BaseFit._by(self)

    def _about(self) -> str:
        rows = self.dataset_training.points
        if self.constant:
            return f"the mean of {rows} rows, seed {self.seed}"
        return f"fitted to {rows} rows by {self.trainer.name}, seed {self.seed}"

    def _lines(self) -> Iterator[str]:
        """Yield how many rows there are, how the width was chosen, and the errors."""
        held_out = 0 if self.test is None else self.test.rows
        yield fact_line(("rows", f"{self.training.rows} fitted, {held_out} held out"))
        yield from _width_lines(self)
        yield from _quality_lines(self)
        if (found := self.told_importance()) is not None:
            yield from importance_lines(found, self.partial_dependence)

    def _remarks(self) -> Iterator[str]:
        """Yield what the noise does, and what was unusual about the table."""
        if self.stop_reason == StopReason.DIVERGED:
            yield "The training diverged: what is left approximates nothing; its errors are inf."
        yield from filter(None, [self.noise])
        yield from self.notes

    def to_dict(self) -> dict[str, Any]:
        """Return the fit as plain JSON values; a number that is not finite is None.

        The rows themselves are not in it; the model is.

        Raises
        ------
        ModelFileError
            If a parameter of the network is not finite.
        """
        return {
            "inputs": list(self.input_names),
            "outputs": list(self.output_names),
            **self._shared_values(),
            "training": plain_quality(self.training),
            "test": None if self.test is None else plain_quality(self.test),
            "width_curve": [plain_fields(score) for score in self.width_curve],
            "learning_curve": [plain_fields(score) for score in self.learning_curve],
            "constant": self.constant,
            "referee": None if self.referee is None else finite_or_none(self.referee),
            "intervals": [plain_fields(score) for score in self.interval_scores],
            "importance": self.importance().to_dict(),
            "partial_dependence": {
                name: self.partial_dependence(name, points=_FEW_POINTS).to_dict()
                for name in self.columns
            },
            "noise": self.noise,
            "noise_floor": None if self.noise_floor is None else plain_list(self.noise_floor),
            "notes": list(self.notes),
            "model": self.model.to_dict(),
        }

    def to_frame(self) -> Any:
        """Return `width_curve` as a `pandas.DataFrame`, one column a field of `WidthScore`.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        names = [field.name for field in fields(WidthScore)]
        return data_frame({name: [getattr(s, name) for s in self.width_curve] for name in names})

    def _repr_html_(self) -> str:
        """Return the summary, as a notebook shows it."""
        notes = [f"It ended because {self.reason}.", *self._remarks()]
        tables = [_quality_table(self, notes)]
        tables += [_width_table(self)] if _was_chosen(self) else []
        found = self.told_importance()
        # A table of many outputs would be cut before the second of them.
        fits = len(self.output_names) * len(self.columns) <= MOST_ROWS
        tables += [found.to_html()] if found and (fits or len(self.output_names) == 1) else []
        return "".join(tables)

    def __repr__(self) -> str:
        return (
            f"DataFit({brief_list(self.output_names)} from "
            f"{counted(len(self.input_names), 'input')}, "
            f"width={self.width}, rows={self.dataset_training.points})"
        )


def _nothing_of(network: Network) -> Callable[[Array], Array]:
    """Return what predicts no number anywhere: what a training leaves that diverged."""
    return lambda x: np.full((len(x), network.outputs), np.nan)


def _was_chosen(fit: DataFit) -> bool:
    """Return whether the width was chosen, and there were finite errors to choose it by."""
    return any(math.isfinite(score.mean) for score in fit.width_curve)


def _width_lines(fit: DataFit) -> Iterator[str]:
    """Yield how the width was chosen, with the curve as a table."""
    if not _was_chosen(fit):
        return
    yield (
        f"  width          {fit.width}, the narrowest that errs like the best one, row by "
        "row, on rows left out"
    )
    yield "                 width     left out   (+-)     fitted   [output deviations]"
    for score in fit.width_curve:
        mark = "  <-" if score.width == fit.width else ""
        yield (
            f"                 {score.width:>5} {score.mean:>12.4g} {score.standard_error:>8.2g} "
            f"{score.training:>9.4g}{mark}"
        )
    if fit.referee is not None:
        yield f"                 three nearest neighbours err {fit.referee:.4g} on these rows"


def _width_table(fit: DataFit) -> str:
    """Return the width curve as a notebook shows it."""
    title = "Error by width, in output deviations"
    columns = ("width", "left out", "standard error", "fitted")
    rows = [(s.width, s.mean, s.standard_error, s.training) for s in fit.width_curve]
    return rows_table(title, columns, rows)


def _quality_lines(fit: DataFit) -> Iterator[str]:
    """Yield rmse, that of the mean of the rows fitted, and R^2, on each kind of rows."""
    for k, name in enumerate(fit.output_names):
        if len(fit.output_names) > 1:
            yield f"  {name}"
        for kind, found in _qualities(fit):
            yield (
                f"  {kind:<14} rmse {found.rmse[k]:<10.4g} "
                f"of the mean {found.constant_rmse[k]:<10.4g} R^2 {_share(found.r2[k])}"
            )
        yield from _interval_line(fit.interval_scores[k : k + 1])


def _interval_line(scores: Sequence[IntervalScore]) -> Iterator[str]:
    """Yield between what new rows are expected, and how many rows held out are there."""
    for score in scores:
        line = f"  {'new rows':<14} {score.level:.0%} within +-{score.half_width:.4g} (median)"
        if score.rows:
            line += f"; of {counted(score.rows, 'row')} held out {score.within:.0%} are"
        yield line


def _quality_table(fit: DataFit, notes: Sequence[str]) -> str:
    """Return what `_quality_lines` tell as a notebook shows it."""
    columns = ("output", "on rows", "number", "rmse", "of the mean", "R^2")
    rows = [
        (name, kind, q.rows, float(q.rmse[k]), float(q.constant_rmse[k]), _share(q.r2[k]))
        for k, name in enumerate(fit.output_names)
        for kind, q in _qualities(fit)
    ]
    return rows_table(fit.headline, columns, rows, notes)


def _qualities(fit: DataFit) -> list[tuple[str, Quality]]:
    """Return how good the fit is on every kind of rows there is."""
    return [("fitted", fit.training)] + ([] if fit.test is None else [("held out", fit.test)])


def _share(r2: float) -> str:
    """Return R^2 in digits, or why there is none."""
    return "none, it is constant" if math.isnan(r2) else f"{round(r2, 12) + 0.0:.4g}"


def _listed(names: Sequence[str]) -> str:
    """Return the names, or how many there are if they are too many to read."""
    if len(names) <= _MOST_LISTED:
        return ", ".join(names)
    shown = _MOST_LISTED - 1
    return f"{', '.join(names[:shown])} and {len(names) - shown} more"
