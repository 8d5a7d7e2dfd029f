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


def short_text(text: str) -> str:
    """Return a text as a message shows it."""
    return shortened(text, _LONGEST_NAME)


class CheckedFunction:
    """A user's function made to take arrays, of which every value is a finite real number.

    If it takes arrays itself and says the same as point by point, it is called with arrays. It is
    its own hash, whatever it wraps, so that a target made of it may be a key. `jumps` are
    those that were found, not told.
    """

    def __init__(self, function: Callable[..., Any], name: str, domain: Box) -> None:
        self._function, self._name = function, name
        self.jumps: tuple[float, ...] = ()
        self.takes_arrays = True
        shares = np.array([0.0, 0.29, 0.5, 0.83, 1.0])
        lower, lengths = np.array(domain.lower), np.array(domain.lengths)
        probe = [lower[k] + np.roll(shares, k) * lengths[k] for k in range(domain.inputs)]
        self.takes_arrays = self._agrees(probe)

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
            raise SettingError(
                f"{call} = {values[first]}: a target must be finite on all of its domain, "
                f"and at most {LARGEST_VALUE:g} in size."
            )
        return values

    def _agrees(self, probe: Sequence[Array]) -> bool:
        """Return whether the function takes arrays and treats each of their points by itself."""
        with np.errstate(all="ignore"):
            values = self._at_once(probe)
            if values is None:
                return False
            try:
                each = self._one_by_one(probe)
            except (SettingError, ShapeError):
                return True
        size = np.max(np.abs(each), initial=0.0, where=np.isfinite(each))
        return bool(np.allclose(values, each, rtol=1e-6, atol=1e-9 * size, equal_nan=True))

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
