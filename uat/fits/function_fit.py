"""What a fit is, and how it is told.

A `Fit` is a network in the target's own units together with all there is to know about it: what
was asked, what found it, how good it is and why it ended. It is told in a few lines to read
(`Fit.summary`) and in plain JSON values (`Fit.to_dict`); where coefficients cancel, or a jump puts
the target out of reach, it says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from uat.core.model import numbered
from uat.fits.fit import BaseFit, Drawing, fact_line, finite_or_none
from uat.fits.sampling import attainable_floor
from uat.io.frames import data_frame
from uat.io.notebook import facts_table
from uat.io.wording import one_line
from uat.targets.jumps import place_in_words
from uat.targets.metrics import trivial_error
from uat.targets.target import Target
from uat.targets.user_targets import found_jumps, remarks
from uat.theory.floors import (
    Floor,
    FloorKind,
    error_of_polynomials,
    floor,
    least_error,
    narrowest_width,
)
from uat.trainers.base import UNIFORM, Ending, StopReason, plain_settings

# Coefficients so many times the target's range are said to cancel; or so many times, if rounding
# may then account for a hundredth of the error.
_CANCELLING, _CANCELLING_VISIBLY = 1e4, 10.0
_VISIBLE, _EPS = 100.0, float(np.finfo(np.float64).eps)
# An error is worse than a constant's if it is larger by this share, because a grid may miss the
# range by as much, and by this share of the values, and so many times what a jump allows.
_SEEN, _ROUNDING, _BESIDE_JUMP = 1e-3, 1e-12, 1.5
# Up to so many units it is told how many a tolerance takes at least.
_WIDEST_ASKED = 1024
# A bound of the norm costs something if without it the error is below this share.
_WORTH_TELLING = 0.95
# So many narrow peaks are named.
_MOST_PLACES = 3


class SearchEnd(Ending):
    """Why the search for a tolerance ended, beside `StopReason.DIVERGED`."""

    TOLERANCE_REACHED = "tolerance_reached", "tolerance {tolerance:g} is reached"
    """The measured max_error is within the tolerance."""
    WIDTH_LIMIT = (
        "width_limit",
        "tolerance {tolerance:g} is not reached up to width {widest}; this is the best network "
        "found",
    )
    """No width up to the largest allowed reached it."""
    FLOOR_REACHED = (
        "floor_reached",
        "tolerance {tolerance:g} is not reached: more units no longer help, rounding is in the way",
    )
    """Rounding leaves no progress: the error is about the network's attainable floor."""
    UNREACHABLE = "unreachable", "tolerance {tolerance:g} is out of reach, see the {barrier} below"
    """It is below half the target's largest jump, which no continuous network gets below, or below
    the floor of every width up to the largest allowed."""


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Fit(BaseFit):
    """A network fitted to a target, and how good it is. Call it to evaluate the network.

    Parameters
    ----------
    network, trainer, seed, loss_history, chosen : see `uat.fits.fit.BaseFit`
    target : what was approximated
    max_error, rmse : of the network on the target's evaluation grid, target units; inf if the
        training diverged, because what is left then approximates nothing
    stop_reason : why it ended: the training, or the search if there was a tolerance
    seconds : what the training took; of a search, all of it
    tolerance : the max_error that was asked for, target units, or None
    unbounded_error : max_error of the network of this width that was found without the bound of
        the norm, where the trainer had one; else None
    history : (width, max_error) of every network tried, in the order of trying; the narrower
        ones, too, that a network grew from
    """

    target: Target
    max_error: float
    rmse: float
    tolerance: float | None = None
    unbounded_error: float | None = None
    history: tuple[tuple[int, float], ...] = ()

    DRAWING: ClassVar = Drawing("uat.figures.function_fit", "plot_fit", "fit_figures")

    @property
    def reason(self) -> str:
        """Why it ended, a sentence without its end."""
        widest = max((width for width, _ in self.history), default=self.width)
        jumps = (self.tolerance or 0.0) < least_error(self.target, self.activation)
        return self.stop_reason.sentence.format(
            tolerance=self.tolerance, widest=widest, barrier="jump" if jumps else "floor"
        )

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the inputs: x, y, z as in a formula, or x1, x2, ..."""
        inputs = self.target.inputs
        return tuple("xyz"[:inputs]) if inputs <= 3 else numbered("x", inputs)

    @property
    def output_names(self) -> tuple[str, ...]:
        """Name of the output: f."""
        return ("f",)

    @property
    def coefficient_norm(self) -> float:
        """1-norm of the output weights, target units; see `Network.coefficient_norm`."""
        return self.network.coefficient_norm

    @property
    def max_norm(self) -> float | None:
        """The bound of the coefficient norm that the trainer had, target units, or None."""
        bound: float | None = plain_settings(self.trainer).get("max_norm")
        return bound

    @property
    def attainable_floor(self) -> float:
        """Error that rounding alone may cause on the domain, target units.

        The largest `Network.rounding_error` where the fit's error is measured.
        """
        return attainable_floor(self.network, self.target)

    @property
    def floor(self) -> Floor | None:
        """What no network of this width can do; None if nothing is known."""
        return floor(self.target, self.activation, self.width)

    @property
    def cancels(self) -> bool:
        """Whether the units' contributions are far larger than the target and nearly cancel."""
        height = 2.0 * _trivial_error(self.target)
        by_units = self.attainable_floor - _EPS * abs(float(self.network.output_biases[0]))
        visible = _VISIBLE * by_units >= self.max_error
        return self.coefficient_norm > height * (_CANCELLING_VISIBLY if visible else _CANCELLING)

    def _ranges(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the domain's lower and upper bounds."""
        return self.target.domain.lower, self.target.domain.upper

    def _subject(self) -> str:
        """Return what was approximated, and where."""
        return f"{self.target.name} on {self.target.domain}"

    def _about(self) -> str:
        """Return what the model is, and what its norm was bounded by."""
        if self.max_norm is None:
            return self.headline
        return f"{self.headline}; its output weights sum to {self.max_norm:g} at most in size"

    def _lines(self) -> Iterator[str]:
        """Yield the errors."""
        return map(fact_line, _errors(self))

    def _remarks(self) -> Iterator[str]:
        """Yield how far the errors can be trusted, and what keeps them from being less."""
        return _notes(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the fit as plain JSON values; an error that is not finite is None.

        Raises
        ------
        ModelFileError
            If a parameter of the network is not finite.
        """
        known, free = self.floor, self.unbounded_error
        return {
            "target": self.target.name,
            "lower": list(self.target.domain.lower),
            "upper": list(self.target.domain.upper),
            **self._shared_values(),
            "tolerance": self.tolerance,
            "max_norm": self.max_norm,
            "unbounded_error": None if free is None else finite_or_none(free),
            "max_error": finite_or_none(self.max_error),
            "rmse": finite_or_none(self.rmse),
            "coefficient_norm": self.coefficient_norm,
            "attainable_floor": finite_or_none(self.attainable_floor),
            "floor": None if known is None else known.error,
            "floor_kind": None if known is None else str(known.kind),
            "history": [[width, finite_or_none(error)] for width, error in self.history],
            "parameters": self.network.to_dict(),
        }

    def to_frame(self) -> Any:
        """Return the networks tried as a `pandas.DataFrame` with the columns width and max_error.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        widths, errors = zip(*self.history, strict=True) if self.history else ((), ())
        return data_frame({"width": widths, "max_error": errors})

    def _repr_html_(self) -> str:
        """Return the summary, as a notebook shows it."""
        return facts_table(self.headline, [*_errors(self), *self._ending()], self._remarks())

    def __repr__(self) -> str:
        return one_line(
            "Fit", self.target.name, width=self.width, max_error=self.max_error,
            stop_reason=self.stop_reason,
        )  # fmt: skip


def _trivial_error(target: Target) -> float:
    """Return the max_error of the best constant on the points where the fit's is measured, too."""
    return trivial_error(target(target.evaluation_grid()))


def _errors(fit: Fit) -> Iterator[tuple[str, str]]:
    """Yield how good the fit is: labels and what they say."""
    if math.isfinite(fit.max_error):
        yield "max error", f"{fit.max_error:.3g}"
        yield "rmse", f"{fit.rmse:.3g}"
    yield "best constant", f"{_trivial_error(fit.target):.3g}"


def _notes(fit: Fit) -> Iterator[str]:
    """Yield sentences on how far the errors can be trusted, and what keeps them from being less."""
    if not fit.target.domain.gridded and math.isfinite(fit.max_error):
        points = len(fit.target.evaluation_grid())
        yield f"The max error was looked for from {points} points on; the true one may be larger."
    if (least := least_error(fit.target, fit.activation)) > 0.0:
        yield (
            f"The target jumps by {_jump_in_words(fit.target)}: "
            f"no continuous network errs by less than half of that, {least:.3g}."
        )
    if (known := fit.floor) is not None and known.kind is not FloorKind.HALF_JUMP:
        yield f"{known.sentence[0].upper()}{known.sentence[1:]}."
    if fit.tolerance is not None:
        yield from _narrower_in_words(fit, fit.tolerance)
    if fit.target.peaks:
        yield _narrow_in_words(fit)
    yield from remarks(fit.target)
    if fit.max_norm is not None:
        yield _norm_in_words(fit, fit.max_norm)
    if math.isinf(fit.max_error) and fit.stop_reason != StopReason.DIVERGED:
        yield "The network overflows: give the values of the target in a larger unit."
    if _worse_than_constant(fit):
        yield (
            f"This is worse than a constant: the best one errs by {_trivial_error(fit.target):.3g} "
            "at most."
        )
    if fit.cancels:
        yield (
            f"Coefficients of size {fit.coefficient_norm:.2g} in sum nearly cancel; "
            f"rounding alone may cause an error of {fit.attainable_floor:.2g}."
        )
    elif _values_are_rounded(fit):
        yield (
            f"The values are about {float(fit.network.output_biases[0]):.2g} and differ by "
            f"{2.0 * _trivial_error(fit.target):.2g}: rounding them may cause an error of "
            f"{fit.attainable_floor:.2g}."
        )


def _values_are_rounded(fit: Fit) -> bool:
    """Return whether the values are so much larger than their range that rounding them is seen."""
    size, height = abs(float(fit.network.output_biases[0])), 2.0 * _trivial_error(fit.target)
    return size > _CANCELLING_VISIBLY * height and _VISIBLE * _EPS * size >= fit.max_error


def _norm_in_words(fit: Fit, bound: float) -> str:
    """Return what the bound of the norm costs."""
    words = f"Its coefficients sum to {fit.coefficient_norm:.3g} in size, at most {bound:g}"
    free = fit.unbounded_error
    if free is None or not math.isfinite(fit.max_error):
        return f"{words}."
    if free >= _WORTH_TELLING * fit.max_error:
        return f"{words}, which costs nothing: without a bound it errs by {free:.2g}."
    return f"{words}. Without a bound a network of this width errs by {free:.2g}."


def _narrower_in_words(fit: Fit, tolerance: float) -> Iterator[str]:
    """Yield which widths cannot do what was asked, unless the jump says that none can."""
    narrowest = narrowest_width(fit.target, fit.activation, tolerance, _WIDEST_ASKED)
    if narrowest > _WIDEST_ASKED:
        said = least_error, error_of_polynomials
        if all(tolerance >= least(fit.target, fit.activation) for least in said):
            yield f"No {fit.activation} network of up to {_WIDEST_ASKED} units can do this."
    elif narrowest > 1:
        yield f"No {fit.activation} network narrower than {narrowest} can do this."


def _narrow_in_words(fit: Fit) -> str:
    """Return where the target is narrower than a grid shows, and what the training saw of it."""
    peaks, length = fit.target.peaks, fit.target.domain.lengths[0]
    places = ", ".join(place_in_words(peak, length) for peak in peaks[:_MOST_PLACES])
    more = ", ..." if len(peaks) > _MOST_PLACES else ""
    seen = f"The target peaks or dips more narrowly than a grid shows, at x = {places}{more}"
    if fit.trainer.grid == UNIFORM:
        return f"{seen}: evenly spaced training points may all miss that, the max error does not."
    return f"{seen}: the max error was looked for there, too."


def _jump_in_words(target: Target) -> str:
    """Return how high the largest jump is and where, and that it was found if nobody told."""
    kink = target.largest_jump_at()
    place = place_in_words(kink, target.domain.lengths[0])
    words = f"{target.largest_jump:.3g} at x = {place}"
    found = found_jumps(target)
    if len(found) > 1:
        return f"{words}, the highest of {len(found)} jumps found"
    return f"{words} (found by looking closely)" if found == (kink,) else words


def _worse_than_constant(fit: Fit) -> bool:
    """Return whether the best constant errs by less than the network.

    Beside a jump the best network errs by half of it, too, and a good one by somewhat more.
    """
    values = fit.target(fit.target.evaluation_grid())
    constant = (1.0 + _SEEN) * trivial_error(values)
    bar = max(
        constant + _ROUNDING * float(np.max(np.abs(values))),
        _BESIDE_JUMP * least_error(fit.target, fit.activation),
    )
    return bar < fit.max_error < math.inf
