"""A user's function made to take arrays, of which every value is a finite real number.

It may take arrays or numbers, return what it likes and raise. Called with arrays it must say of
each point what it says of that point alone: if it does not, as a running sum, it is called point by
point. Called twice it must say the same.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box
from uat.exceptions import SettingError, ShapeError
from uat.expressions import Expression
from uat.io.wording import shortened
from uat.targets.python_functions import in_one_line

LARGEST_VALUE = 1e301
"""Sums of larger values may overflow."""

_LONGEST_NAME = 60
# With arrays and point by point a function may differ by so large a share, and by less if it is
# called again in the same way.
_SAME, _STEADY = 1e-6, 1e-12


def short_text(text: str) -> str:
    """Return a text as a message shows it."""
    return shortened(text, _LONGEST_NAME)


class CheckedFunction:
    """A user's function made to take arrays, of which every value is a finite real number.

    If it takes arrays itself and says the same as point by point, it is called with arrays. It is
    its own hash, whatever it wraps, so that a target made of it may be a key. `jumps` are
    those that were found, not told; `depends_on_company` says that it takes arrays, but that what
    it makes of a point depends on the others.

    Raises
    ------
    SettingError
        If it does not say the same when it is called again, or cannot be called with one point,
        and depends on the others.
    """

    def __init__(self, function: Callable[..., Any], name: str, domain: Box) -> None:
        self._function, self._name = function, name
        self.jumps: tuple[float, ...] = ()
        self.takes_arrays, self.depends_on_company = True, False
        self._in_arrays = False  # whether a point by itself is an array of one
        # In no order, so that who sorts is seen.
        shares = np.array([0.5, 1.0, 0.0, 0.83])
        lower, lengths = np.array(domain.lower), np.array(domain.lengths)
        probe = [lower[k] + np.roll(shares, k) * lengths[k] for k in range(domain.inputs)]
        self._look(probe)

    def parts(self, x: Array) -> Array:
        """Return the values of all that is known of a function of one input, its own last.

        Parameters
        ----------
        x : shape (n,)

        Returns
        -------
        shape (parts, n): of mathematics what it is made of, of any other function its values
        alone; inf or nan, and no failure, where there is none
        """
        if isinstance(self._function, Expression):
            return self._function.parts(x)
        values = self._at_once([x]) if self.takes_arrays else None
        if values is None:
            values = np.array([self._number_or_nan(number) for number in x.tolist()])
        return values[np.newaxis]

    def _number_or_nan(self, number: float) -> float:
        with contextlib.suppress(SettingError, ShapeError):
            return self._number([number])
        return math.nan

    def __call__(self, *columns: Array) -> Array:
        """Return the values at the points, the inputs' arrays of one shape; that shape.

        Raises
        ------
        SettingError, ShapeError
            If a value is not one finite real number; the message names the point.
        """
        with np.errstate(all="ignore"):
            values = self._at_once(columns) if self.takes_arrays else None
            if values is None:
                values = self._one_by_one(columns)
        # Not a comparison with >, which a nan would pass.
        bad = ~(np.abs(values) <= LARGEST_VALUE)
        if bad.any():
            first = np.unravel_index(int(np.argmax(bad)), bad.shape)
            call = self._call([float(np.asarray(column)[first]) for column in columns])
            advice = "" if np.isfinite(values[first]) else "; choose one without that point"
            raise SettingError(
                f"{call} = {values[first]}: a target must be finite on all of its domain, "
                f"and at most {LARGEST_VALUE:g} in size{advice}."
            )
        return values

    def _look(self, probe: Sequence[Array]) -> None:
        """Find out how the function is to be called."""
        with np.errstate(all="ignore"):
            together = self._at_once(probe)
            alone = self._each(probe)
            if together is not None and alone is None:
                self._in_arrays = True
                alone = self._each(probe)
            if together is not None and alone is None:
                self._in_arrays = False
                self._check_company(probe, together)
            agree = together is not None and (alone is None or _alike(together, alone, _SAME))
            self.takes_arrays = agree
            self.depends_on_company = together is not None and not agree
            self._check_again(probe, together if agree else alone)

    def _each(self, probe: Sequence[Array]) -> Array | None:
        """Return the values point by point, or None if it cannot be called so."""
        try:
            return self._one_by_one(probe)
        except (SettingError, ShapeError):
            return None

    def _check_company(self, probe: Sequence[Array], together: Array) -> None:
        """Raise `SettingError` if other points beside a point change what is said of it."""
        some = slice(None, None, -2)
        other = self._at_once([column[some] for column in probe])
        if other is None or not _alike(together[some], other, _SAME):
            raise SettingError(
                f"what {self._name} says of a point depends on the other points of the call, and "
                "it cannot be called with one alone."
            )

    def _check_again(self, probe: Sequence[Array], before: Array | None) -> None:
        """Raise `SettingError` if the function does not say what it said before."""
        if before is None or isinstance(self._function, Expression):
            return
        again = self._at_once(probe) if self.takes_arrays else self._each(probe)
        if again is None or _alike(before, again, _STEADY):
            return
        place = int(np.argmax(~np.isclose(before, again, rtol=_STEADY, atol=0.0, equal_nan=True)))
        call = self._call([float(column[place]) for column in probe])
        raise SettingError(
            f"{call} = {float(before[place])!r}, and {float(again[place])!r} when it is called "
            "again: of a random function draw rows once, and fit them as a table (uat.fit_data, "
            "uat fit rows.csv)."
        )

    def _at_once(self, columns: Sequence[Array]) -> Array | None:
        """Return the values by one call with arrays, or None if that does not work."""
        try:
            # Copies, because the function may write into what it is given.
            values = np.asarray(self._function(*(np.array(column) for column in columns)))
        except Exception:
            return None
        if values.shape != np.shape(columns[0]) or values.dtype.kind not in "biuf":
            return None
        return values.astype(np.float64)

    def _one_by_one(self, columns: Sequence[Array]) -> Array:
        """Return the values by one call a point."""
        points = zip(*(np.ravel(column).tolist() for column in columns), strict=True)
        return np.array([self._number(point) for point in points]).reshape(columns[0].shape)

    def _number(self, point: Sequence[float]) -> float:
        """Return the value at one point, which may be infinite or nan."""
        call = self._call(point)
        try:
            if self._in_arrays:
                value = np.reshape(self._function(*(np.array([x]) for x in point)), ())[()]
            else:
                value = self._function(*point)
        except Exception as problem:
            raise SettingError(f"{call} raised {in_one_line(problem)}.") from problem
        try:
            array = np.asarray(value)
        except ValueError:
            raise ShapeError(f"{call} is {value!r}, which is not one number.") from None
        if array.shape != ():
            raise ShapeError(f"{call} has shape {array.shape}; it must be one number.")
        if array.dtype.kind == "c":
            raise SettingError(f"{call} = {value} is complex; a target is real.")
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            # Text is no number, even if it reads like one; a fraction is.
            if array.dtype.kind in "biufO":
                return float(value)
        raise SettingError(f"{call} = {value!r}, which is not a number.")

    def _call(self, point: Sequence[float]) -> str:
        """Return what a message calls the value at a point: f(0.5), or at x = 0.5, x^2."""
        if self._name.isidentifier():
            return f"{self._name}({', '.join(map(str, point))})"
        names = "xyz" if len(point) <= 3 else [f"x{k}" for k in range(1, len(point) + 1)]
        where = ", ".join(f"{name} = {number}" for name, number in zip(names, point, strict=False))
        return f"at {where}, {short_text(self._name)}"


def _alike(values: Array, others: Array, share: float) -> bool:
    """Return whether two columns differ by no more than a share, or by rounding of the largest."""
    size = np.max(np.abs(others), initial=0.0, where=np.isfinite(others))
    atol = 1e-3 * share * float(size)
    return bool(np.allclose(values, others, rtol=share, atol=atol, equal_nan=True))
