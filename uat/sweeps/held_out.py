"""What the runs on a table show of rows held out: the errors of every width, and the one to take.

Every row was left out once for each seed, so that each width has one squared error for each row,
the mean over the seeds. They are computed from the networks of the records, so that widths can be
told apart row by row (`uat.fits.folds`). A network of width 0 is the mean of the rows fitted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core.magnitudes import root_mean_square, standard_deviation
from uat.fits.cross_validation import replicate_noise
from uat.fits.folds import excess_over, narrowest_alike
from uat.fits.table_target import Table
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, label_of, trainers_of

MEAN_ONLY = 0
"""The width of a network that is the mean of the rows fitted, whatever the inputs."""


class NoiseSource(StrEnum):
    """By what the noise in a table is estimated."""

    REPLICATES = "rows of equal inputs"
    EVIDENCE = "the evidence"


class Noise(NamedTuple):
    """An estimate of the noise's deviation, which is not proved.

    Parameters
    ----------
    deviation : output units
    source : by what it is estimated
    """

    deviation: float
    source: NoiseSource


class WidthError(NamedTuple):
    """The errors of one width, output units.

    Parameters
    ----------
    width : hidden units
    folds : rmse on the rows left out, one a fold and seed, in the order of the runs; those of runs
        that diverged are missing
    held_out : rmse over all rows, each by the networks that did not see it; inf if one diverged
    standard_error : of the difference of `held_out` to the least of all widths, from differences
        row by row; 0 of the least itself
    fitted : rmse on the rows fitted, the root mean square over the runs; inf if one diverged
    """

    width: int
    folds: tuple[float, ...]
    held_out: float
    standard_error: float
    fitted: float

    @property
    def spread(self) -> float:
        """The deviation of the rmse from fold to fold; nan of fewer than two."""
        return float(np.std(self.folds, ddof=1)) if len(self.folds) > 1 else math.nan


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutCurve:
    """The errors of one trainer on a table against the width.

    Parameters
    ----------
    label : how the trainer is read, with its rule of descent
    trainer : by name
    errors : one a width, rising
    squares : shape (widths + 1, rows), squared error of each row where it was left out, in
        variances of the output; the first row is that of the mean of the rows fitted
    unit : deviation of the output, output units
    width : the narrowest that errs like the best; `MEAN_ONLY` if that is no network
    noise : an estimate, if there is one
    diverged, runs : how many runs did not end with a number, and how many there were
    """

    label: str
    trainer: str
    errors: tuple[WidthError, ...]
    squares: Array
    unit: float
    width: int
    noise: Noise | None
    diverged: int
    runs: int

    @property
    def mean_only(self) -> float:
        """The rmse on rows left out of the mean of the rows fitted, output units."""
        return self.unit * math.sqrt(float(self.squares[0].mean()))

    @property
    def widths(self) -> list[int]:
        """The widths, rising."""
        return [error.width for error in self.errors]

    @property
    def least(self) -> WidthError | None:
        """The errors of the width that errs least; None if every width diverged."""
        finite = [error for error in self.errors if math.isfinite(error.held_out)]
        return min(finite, key=lambda error: error.held_out, default=None)

    def at(self, width: int) -> WidthError | None:
        """Return the errors of a width, None of one that is not there."""
        return next((error for error in self.errors if error.width == width), None)

    def exceeds_least(self, width: int) -> bool:
        """Return whether a width errs more than the best one, beyond what chance may do."""
        least = self.least
        if least is None:
            return False
        rows = [1 + self.widths.index(one) for one in (width, least.width)]
        return narrowest_alike([width, least.width], self.squares[rows]) != width


def held_out_curves(table: Table, records: Sequence[Record]) -> list[HeldOutCurve]:
    """Return the curves of all trainers, in the order of their first runs; see `held_out_curve`."""
    return [held_out_curve(table, by_trainer(records, name)) for name in trainers_of(records)]


def held_out_curve(table: Table, records: Sequence[Record]) -> HeldOutCurve:
    """Return the errors of one trainer against the width.

    Parameters
    ----------
    table : what the runs were made on
    records : its runs by one trainer, every fold of every width and seed among them

    Notes
    -----
    Costs an evaluation of every network on the rows it did not see.
    """
    by_width: dict[int, list[Record]] = {}
    for record in sorted(records, key=lambda record: record.spec.width):
        by_width.setdefault(record.spec.width, []).append(record)
    unit = float(standard_deviation(table.t))
    rows = {MEAN_ONLY: _mean_squares(table, records, unit)}
    rows |= {width: _row_squares(table, own, unit) for width, own in by_width.items()}
    seen = np.all([~np.isnan(own) for own in rows.values()], axis=0)
    squares = np.stack([own[seen] for own in rows.values()])
    width = narrowest_alike(list(rows), squares)
    means = squares.mean(axis=1)
    first = records[0]
    return HeldOutCurve(
        label=label_of(first),
        trainer=first.spec.trainer,
        errors=tuple(_errors(by_width, squares, unit)),
        squares=squares,
        unit=unit,
        width=width,
        noise=noise_in(table, by_width[width or list(by_width)[int(np.argmin(means[1:]))]]),
        diverged=sum(record.rmse is None for record in records),
        runs=len(records),
    )


def _row_squares(table: Table, records: Sequence[Record], unit: float) -> Array:
    """Return the mean squared error of each row over the seeds that left it out; nan of none."""
    sums, counts = np.zeros(table.rows), np.zeros(table.rows)
    for record in records:
        _, left_out = table.split(record.spec.fold, record.spec.folds, record.spec.seed)
        with np.errstate(over="ignore", invalid="ignore"):
            found = record.network(table.x[left_out])[:, 0]
            squares = np.square((found - table.t[left_out, 0]) / unit)
        sums[left_out] += np.inf if record.rmse is None else np.nan_to_num(squares, nan=np.inf)
        counts[left_out] += 1
    return _means(sums, counts)


def _mean_squares(table: Table, records: Sequence[Record], unit: float) -> Array:
    """Return the same of the mean of the rows fitted."""
    sums, counts = np.zeros(table.rows), np.zeros(table.rows)
    for seed, fold, folds in sorted({(r.spec.seed, r.spec.fold, r.spec.folds) for r in records}):
        fitted, left_out = table.split(fold, folds, seed)
        sums[left_out] += np.square((table.t[left_out, 0] - table.t[fitted, 0].mean()) / unit)
        counts[left_out] += 1
    return _means(sums, counts)


def _means(sums: Array, counts: Array) -> Array:
    """Return sums by counts, nan where there is nothing to count."""
    means: Array = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0.0)
    return means


def _errors(
    by_width: Mapping[int, Sequence[Record]], squares: Array, unit: float
) -> Iterator[WidthError]:
    """Yield the errors of every width; `squares` has that of the mean first."""
    means = squares.mean(axis=1)
    least = squares[1 + int(np.argmin(means[1:]))]
    for (width, records), own, mean in zip(by_width.items(), squares[1:], means[1:], strict=True):
        spread = 0.0
        if 0.0 < mean < math.inf:
            # d sqrt(m) = d m / (2 sqrt(m))
            spread = excess_over(own, least).standard_error / (2.0 * math.sqrt(mean))
        yield WidthError(
            width,
            tuple(record.rmse for record in records if record.rmse is not None),
            unit * math.sqrt(mean),
            unit * spread,
            _over_runs(records),
        )


def _over_runs(records: Sequence[Record]) -> float:
    """Return the root mean square over runs of the error on rows fitted; inf if one diverged."""
    errors = [r.fitted_rmse for r in records if r.fitted_rmse is not None]
    return float(root_mean_square(np.array(errors))) if len(errors) == len(records) else math.inf


def noise_in(table: Table, records: Sequence[Record]) -> Noise | None:
    """Return an estimate of the noise: from rows of equal inputs, or from the evidence.

    Parameters
    ----------
    records : the runs of one width, by whose evidence it is estimated where their trainer has any
    """
    replicates = replicate_noise(table.dataset)
    if replicates is not None and replicates.deviation[0] > 0.0:
        return Noise(float(replicates.deviation[0]), NoiseSource.REPLICATES)
    found = []
    for record in records:
        if "noise" in record.chosen:
            fitted, _ = table.split(record.spec.fold, record.spec.folds, record.spec.seed)
            # The trainer worked in units of the deviation of the rows it saw.
            found.append(record.chosen["noise"] * float(standard_deviation(table.t[fitted])))
    if not found:
        return None
    return Noise(float(root_mean_square(np.array(found))), NoiseSource.EVIDENCE)
