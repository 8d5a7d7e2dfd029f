"""Domains: axis-parallel boxes, and the grids that sample them.

An interval is a box with one input. Grids are arrays of shape (points, inputs).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.exceptions import SettingError


@dataclass(frozen=True, slots=True)
class Box:
    """The points x with lower[k] <= x[k] <= upper[k] for every input k.

    Parameters
    ----------
    lower, upper : one float per input, in the units of that input

    Raises
    ------
    SettingError
        If there is no input, the bounds are not finite, or an upper one is not above its lower one.
    """

    lower: tuple[float, ...]
    upper: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", tuple(map(float, self.lower)))
        object.__setattr__(self, "upper", tuple(map(float, self.upper)))
        if not self.lower or len(self.lower) != len(self.upper):
            raise SettingError("a domain needs one lower and one upper bound for each input.")
        for low, high in zip(self.lower, self.upper, strict=True):
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                raise SettingError(
                    f"[{low:g}, {high:g}] is no interval: bounds must be finite and rise."
                )

    @classmethod
    def interval(cls, lower: float, upper: float) -> Box:
        """Return the one-input box [lower, upper]."""
        return cls((lower,), (upper,))

    def __str__(self) -> str:
        """Return the box as it is read: [-1, 1], or [0, 1] x [0, 2]."""
        sides = zip(self.lower, self.upper, strict=True)
        return " x ".join(f"[{low:g}, {high:g}]" for low, high in sides)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return len(self.lower)

    @property
    def lengths(self) -> tuple[float, ...]:
        """Side lengths, one per input."""
        return tuple(high - low for low, high in zip(self.lower, self.upper, strict=True))

    def axes(self, points: int) -> list[Array]:
        """Return for each input `points` equally spaced values, ends included."""
        return [
            np.linspace(low, high, points) for low, high in zip(self.lower, self.upper, strict=True)
        ]

    def uniform_grid(self, points: int) -> Array:
        """Return the tensor grid of `points` equally spaced values an input, ends included.

        Parameters
        ----------
        points : at least 2, values along each input

        Returns
        -------
        shape (points ** inputs, inputs), the last input varying fastest

        Raises
        ------
        SettingError
            If points is below 2.
        """
        if points < 2:
            raise SettingError(f"a grid needs at least 2 points along each input, not {points}.")
        meshes = np.meshgrid(*self.axes(points), indexing="ij")
        return np.stack([mesh.ravel() for mesh in meshes], axis=-1)

    def around(self, centre: Array, radii: Array) -> Box:
        """Return the part of this box within `radii` of `centre`, both of shape (inputs,)."""
        low = np.maximum(centre - radii, self.lower)
        high = np.minimum(centre + radii, self.upper)
        return Box(tuple(low), tuple(high))
