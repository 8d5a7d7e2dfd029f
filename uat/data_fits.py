"""What a fit to a table of numbers is, and how it is told.

A `DataFit` is a network in the table's own units together with all there is to know about it: the
rows it was fitted to, the rows that were held out, how its width was chosen, how good it is on
both kinds of rows, and whether wider networks would fit the noise. It is told in a few lines to
read (`DataFit.summary`) and in plain JSON values (`DataFit.to_dict`).

Errors in the curves are in units of the outputs' standard deviation: 1 is the error of the best
constant, whatever the units of the table. Of several outputs they are the root of the mean square.
"""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.datasets import Dataset
from uat.frames import data_frame
from uat.models import Model
from uat.network import Network
from uat.notebook import rows_table
from uat.trainers import StopReason, Trainer

# Rows evaluated at once: a million rows need no more memory than these.
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class WidthScore:
    """How well networks of one width predict rows they were not fitted to, by cross-validation.

    Parameters
    ----------
    width : number of hidden units
    mean : rmse on the rows left out, the mean over the folds, output deviations; inf if a training
        diverged
    standard_error : of that mean, from the spread of the folds, output deviations
    training : rmse on the rows fitted, the mean over the folds, output deviations
    """

    width: int
    mean: float
    standard_error: float
    training: float


@dataclass(frozen=True, slots=True)
class LearningScore:
    """How well a network fitted to so many rows does.

    Parameters
    ----------
    rows : number of rows fitted
    training : rmse on these rows, output deviations
    test : rmse on the rows held out, output deviations
    """

    rows: int
    training: float
    test: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DataFit:
    """A network fitted to a table, and how good it is. Call it to predict.

    Parameters
    ----------
    network : what was found, in the table's own units
    trainer : what found it
    seed : what all that is random came from
    input_names, output_names : of the columns, one each
    dataset_training : the rows the network was fitted to
    dataset_test : the rows held out, which nothing was fitted to or chosen by; None if there are
        none
    stop_reason : why the training ended
    loss_history : shape (steps + 1,), the loss of the training in scaled units, in which the best
        constant has mean square error 1
    chosen : settings the trainer chose itself
    seconds : what it took, the choice of the width and the learning curve included
    width_curve : the cross-validated error of every width tried; empty if the width was given
    learning_curve : the error at growing numbers of rows; empty if it was not asked for, or there
        are too few rows
    noise : a sentence, if the error on rows not fitted turns up with width or lies far above the
        one on rows fitted
    noise_floor : shape (outputs,), deviation of the outputs among rows of equal inputs, output
        units, which no function of these inputs gets below on new rows; None without such rows
    notes : sentences on what was unusual about the table
    """

    network: Network
    trainer: Trainer
    seed: int
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    dataset_training: Dataset
    dataset_test: Dataset | None
    stop_reason: StopReason
    loss_history: Array
    chosen: Mapping[str, float]
    seconds: float
    width_curve: tuple[WidthScore, ...] = ()
    learning_curve: tuple[LearningScore, ...] = ()
    noise: str | None = None
    noise_floor: Array | None = None
    notes: tuple[str, ...] = ()

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the predictions at x, in the outputs' units.

        Parameters
        ----------
        x : shape (points, inputs), or (points,) if there is one input

        Returns
        -------
        shape (points, outputs)

        Raises
        ------
        ShapeError
            If x does not have one column per input.
        """
        return self.network(x)

    @property
    def width(self) -> int:
        """Number of hidden units."""
        return self.network.width

    @property
    def activation(self) -> str:
        """Name of phi."""
        return self.network.activation

    @property
    def training_rmse(self) -> Array:
        """Root mean square residual on the rows fitted: shape (outputs,), output units."""
        return rmse_of(self.network, self.dataset_training)

    @property
    def test_rmse(self) -> Array | None:
        """Root mean square residual on the rows held out: shape (outputs,), or None."""
        return None if self.dataset_test is None else rmse_of(self.network, self.dataset_test)

    @property
    def training_r2(self) -> Array:
        """Share of the variance on the rows fitted that the network explains; see `test_r2`."""
        return _explained(self.training_rmse, self.dataset_training)

    @property
    def test_r2(self) -> Array | None:
        """Share of the variance on the rows held out that the network explains.

        1 - sum of squared residuals / sum of squared distances from the mean of these rows: shape
        (outputs,), at most 1, negative if that mean does better; nan if the output is constant
        there. None if no rows were held out.
        """
        rmse = self.test_rmse
        return None if rmse is None else _explained(rmse, cast(Dataset, self.dataset_test))

    @property
    def model(self) -> Model:
        """The network with the names of its columns and the range of its inputs, to be saved."""
        x = self.dataset_training.x
        return Model(
            self.network,
            self.input_names,
            self.output_names,
            tuple(x.min(axis=0).tolist()),
            tuple(x.max(axis=0).tolist()),
            f"fitted to {x.shape[0]} rows by {self.trainer.name}, seed {self.seed}",
        )

    def summary(self) -> str:
        """Return what there is to know about the fit, a few lines to read."""
        return "\n".join(_summary_lines(self))

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
            "width": self.width,
            "activation": self.activation,
            "trainer": self.trainer.name,
            "settings": _settings(self.trainer),
            "chosen": {name: _plain(value) for name, value in self.chosen.items()},
            "seed": self.seed,
            "training": _quality(self.network, self.dataset_training, self.constant_rmse[0]),
            "test": self.dataset_test
            and _quality(self.network, self.dataset_test, self.constant_rmse[1]),
            "width_curve": [_plain_fields(score) for score in self.width_curve],
            "learning_curve": [_plain_fields(score) for score in self.learning_curve],
            "noise": self.noise,
            "noise_floor": None if self.noise_floor is None else _plain_list(self.noise_floor),
            "notes": list(self.notes),
            "stop_reason": str(self.stop_reason),
            "seconds": self.seconds,
            "model": self.model.to_dict(),
        }

    @property
    def constant_rmse(self) -> tuple[Array, Array | None]:
        """The rmse of the best constant, the mean of the rows fitted: shape (outputs,) each.

        On the rows fitted, and on those held out, which are None if there are none.
        """
        mean = self.dataset_training.t.mean(axis=0)
        fitted = np.sqrt(np.mean(np.square(self.dataset_training.t - mean), axis=0))
        if self.dataset_test is None:
            return fitted, None
        return fitted, np.sqrt(np.mean(np.square(self.dataset_test.t - mean), axis=0))

    def to_json(self) -> str:
        """Return `to_dict` as JSON text; floats keep every bit."""
        return json.dumps(self.to_dict(), allow_nan=False)

    def to_frame(self) -> Any:
        """Return `width_curve` as a `pandas.DataFrame`, one column a field of `WidthScore`.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        names = [field.name for field in fields(WidthScore)]
        return data_frame({name: [getattr(s, name) for s in self.width_curve] for name in names})

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        """Return the summary, as a notebook shows it."""
        return _quality_table(self) + (_width_table(self) if self.width_curve else "")

    def __repr__(self) -> str:
        return (
            f"DataFit({', '.join(self.output_names)} from {len(self.input_names)} inputs, "
            f"width={self.width}, rows={self.dataset_training.points})"
        )


def rmse_of(network: Network, dataset: Dataset) -> Array:
    """Return the root mean square residual of each output: shape (outputs,), output units.

    Rows are evaluated in blocks: memory does not grow with their number.
    """
    total = np.zeros(dataset.t.shape[1])
    for first in range(0, dataset.points, _BLOCK):
        rows = slice(first, first + _BLOCK)
        total += np.sum(np.square(network(dataset.x[rows]) - dataset.t[rows]), axis=0)
    return np.asarray(np.sqrt(total / dataset.points))


def _explained(rmse: Array, dataset: Dataset) -> Array:
    """Return R^2 of each output: shape (outputs,), nan where the output is constant."""
    variance = np.where((dataset.t == dataset.t[0]).all(axis=0), np.nan, dataset.t.var(axis=0))
    return 1.0 - np.square(rmse) / variance


def _quality(network: Network, dataset: Dataset, constant: Array | None) -> dict[str, Any]:
    """Return how good a network is on these rows, as plain values."""
    rmse = rmse_of(network, dataset)
    return {
        "rows": dataset.points,
        "rmse": _plain_list(rmse),
        "r2": _plain_list(_explained(rmse, dataset)),
        "constant_rmse": _plain_list(cast(Array, constant)),
    }


def _summary_lines(fit: DataFit) -> Iterator[str]:
    """Yield the lines of `DataFit.summary`."""
    yield _headline(fit)
    held_out = 0 if fit.dataset_test is None else fit.dataset_test.points
    yield f"  rows           {fit.dataset_training.points} fitted, {held_out} held out"
    yield from _width_lines(fit)
    yield from _quality_lines(fit)
    yield f"  took           {fit.seconds:.1f} s"
    yield from (f"  {note}" for note in _notes(fit))


def _headline(fit: DataFit) -> str:
    """Return what was fitted by what."""
    unit = "unit" if fit.width == 1 else "units"
    return (
        f"{_listed(fit.output_names)} from {_listed(fit.input_names)}, by {fit.width} "
        f"{fit.activation} {unit} ({fit.trainer.name}, seed {fit.seed})"
    )


def _notes(fit: DataFit) -> Iterator[str]:
    """Yield sentences on what was unusual."""
    if fit.stop_reason == StopReason.DIVERGED:
        yield "The training diverged; this is the last network within bounds."
    yield from filter(None, [fit.noise])
    yield from fit.notes


def _width_lines(fit: DataFit) -> Iterator[str]:
    """Yield how the width was chosen, with the curve as a table."""
    if not fit.width_curve:
        return
    yield (
        f"  width          {fit.width}, the narrowest whose error on rows left out is within "
        "a standard error of the least"
    )
    yield "                 width     left out   (+-)     fitted   [output deviations]"
    for score in fit.width_curve:
        mark = "  <-" if score.width == fit.width else ""
        yield (
            f"                 {score.width:>5} {score.mean:>12.4g} {score.standard_error:>8.2g} "
            f"{score.training:>9.4g}{mark}"
        )


def _width_table(fit: DataFit) -> str:
    """Return the width curve as a notebook shows it."""
    title = "Error by width, in output deviations"
    columns = ("width", "left out", "standard error", "fitted")
    rows = [(s.width, s.mean, s.standard_error, s.training) for s in fit.width_curve]
    return rows_table(title, columns, rows)


def _quality_lines(fit: DataFit) -> Iterator[str]:
    """Yield rmse, that of the best constant, and R^2, on rows fitted and rows held out."""
    qualities = list(_qualities(fit))
    for k, name in enumerate(fit.output_names):
        if len(fit.output_names) > 1:
            yield f"  {name}"
        for kind, _, rmse, best, r2 in qualities:
            yield (
                f"  {kind:<14} rmse {rmse[k]:<10.4g} best constant {best[k]:<10.4g} "
                f"R^2 {_share(r2[k])}"
            )


def _quality_table(fit: DataFit) -> str:
    """Return what `_quality_lines` tell as a notebook shows it."""
    columns = ("output", "on rows", "number", "rmse", "best constant", "R^2")
    qualities = list(_qualities(fit))
    rows = [
        (name, kind, number, float(rmse[k]), float(best[k]), _share(r2[k]))
        for k, name in enumerate(fit.output_names)
        for kind, number, rmse, best, r2 in qualities
    ]
    return rows_table(_headline(fit), columns, rows, _notes(fit))


def _qualities(fit: DataFit) -> Iterator[tuple[str, int, Array, Array, Array]]:
    """Yield kind and number of rows, and of each output rmse, the best constant's, and R^2."""
    constant = fit.constant_rmse
    yield "fitted", fit.dataset_training.points, fit.training_rmse, constant[0], fit.training_r2
    test, rmse, r2 = fit.dataset_test, fit.test_rmse, fit.test_r2
    if test is not None and rmse is not None and r2 is not None and constant[1] is not None:
        yield "held out", test.points, rmse, constant[1], r2


def _share(r2: float) -> str:
    """Return R^2 in digits, or why there is none."""
    return f"{r2:.4g}" if math.isfinite(r2) else "none, it is constant"


def _listed(names: Sequence[str]) -> str:
    """Return the names, or how many there are if they are too many to read."""
    return (
        ", ".join(names)
        if len(names) <= 12
        else f"{', '.join(names[:11])} and {len(names) - 11} more"
    )


def _plain(value: float) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _plain_list(values: Array) -> list[float | None]:
    return [_plain(value) for value in values]


def _plain_fields(score: WidthScore | LearningScore) -> dict[str, float | None]:
    """Return a point of a curve as plain values; counts stay whole."""
    fields = asdict(score)
    return {k: v if isinstance(v, int) else _plain(v) for k, v in fields.items()}


def _settings(trainer: Trainer) -> dict[str, Any]:
    """Return the settings of a trainer as plain JSON values."""
    if not is_dataclass(trainer):
        return {}
    plain = operator.methodcaller("item")
    return cast(dict[str, Any], json.loads(json.dumps(asdict(cast(Any, trainer)), default=plain)))
