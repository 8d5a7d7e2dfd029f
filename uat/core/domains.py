"""Domains: axis-parallel boxes, and the grids that sample them.

An interval is a box with one input. Grids are arrays of shape (points, inputs). Of many inputs no
grid of equally spaced values can be afforded; Sobol points then fill the box evenly.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array, as_numbers
from uat.checks import check_seed, check_whole
from uat.exceptions import SettingError
from uat.io.wording import one_line

_MOST_SOBOL_POINTS = 2**30
# A bound may be told so many lengths of a side beside the place where it is.
_VISIBLE = 1e-3
# Bounds of so many inputs are written out in the short form of a box.
_MOST_WRITTEN = 6
MOST_GRIDDED_INPUTS = 2
"""Up to so many inputs the project uses tensor grids, with more Sobol points."""

LARGEST_BOUND, LEAST_LENGTH = 1e301, 1e-301
"""Bounds are at most so large, and sides at least so long: what is computed with them stays finite,
and keeps all its digits."""

# A prime, and the multiplier whose lattices integrate best in up to 20 inputs by Korobov's P_2.
_LATTICE_POINTS, _LATTICE_MULTIPLIER = 8191, 3819


@dataclass(frozen=True, slots=True)
class Box:
    """The points x with lower[k] <= x[k] <= upper[k] for every input k.

    Parameters
    ----------
    lower, upper : one float per input, in the units of that input

    Raises
    ------
    SettingError
        If there is no input; if an upper bound is not above its lower one; if a bound is beyond
        1e301 in size, or a side shorter than 1e-301.
    """

    lower: tuple[float, ...]
    upper: tuple[float, ...]

    def __post_init__(self) -> None:
        lower, upper = as_numbers(self.lower), as_numbers(self.upper)
        if not lower.size or lower.ndim != 1 or lower.shape != upper.shape:
            raise SettingError("a domain needs one lower and one upper bound for each input.")
        object.__setattr__(self, "lower", tuple(lower.tolist()))
        object.__setattr__(self, "upper", tuple(upper.tolist()))
        for low, high in zip(self.lower, self.upper, strict=True):
            _check_side(low, high)

    @classmethod
    def interval(cls, lower: float, upper: float) -> Box:
        """Return the one-input box [lower, upper]."""
        return cls((lower,), (upper,))

    def __repr__(self) -> str:
        if self.inputs <= _MOST_WRITTEN:
            return f"Box(lower={self.lower}, upper={self.upper})"
        return one_line("Box", inputs=self.inputs, sides=str(self))

    def __str__(self) -> str:
        """Return the box as it is read: [-1, 1], or [0, 1] x [0, 2], or [0, 1]^10."""
        sides = [side_in_words(*bounds) for bounds in zip(self.lower, self.upper, strict=True)]
        if self.gridded:
            return " x ".join(sides)
        counted = [(side, len(list(equal))) for side, equal in itertools.groupby(sides)]
        return " x ".join(side if count == 1 else f"{side}^{count}" for side, count in counted)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return len(self.lower)

    @property
    def gridded(self) -> bool:
        """Whether it has few enough inputs for tensor grids; see `MOST_GRIDDED_INPUTS`."""
        return self.inputs <= MOST_GRIDDED_INPUTS

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
        check_whole(points, "points", 2)
        return _tensor_grid(self.axes(points))

    def sobol_grid(self, points: int, seed: int = 0) -> Array:
        """Return the first `points` of a scrambled Sobol sequence, strictly inside the box.

        Parameters
        ----------
        points : at least 1; a power of two fills the box most evenly
        seed : at least 0, of the scrambling; other seeds give other points

        Returns
        -------
        shape (points, inputs), in the sequence's order; the same for the same seed

        Raises
        ------
        SettingError
            If points is below 1 or seed below 0.

        References
        ----------
        Sobol (1967), USSR Comput. Math. Math. Phys. 7, 86-112; Matousek (1998), J. Complexity 14,
        527-556, for the scrambling; Joe & Kuo (2008), SIAM J. Sci. Comput. 30, 2635-2654, for the
        direction numbers.
        """
        from scipy.stats import qmc  # a second to load, for who needs it

        check_whole(points, "points", 1, _MOST_SOBOL_POINTS)
        check_seed(seed)
        power = (points - 1).bit_length()
        sequence = qmc.Sobol(self.inputs, rng=np.random.default_rng(seed))
        # The sequence's numbers are whole multiples of a cell; the cells' middles are never 0.
        shares = sequence.random_base2(power)[:points] + 2.0 ** -(sequence.bits + 1)
        inside = np.nextafter(self.lower, self.upper), np.nextafter(self.upper, self.lower)
        return np.clip(self.lower + shares * self.lengths, *inside)

    def lattice(self) -> Array:
        """Return 8191 points of a Korobov lattice, inside the box: shape (8191, inputs).

        Point k has the shares k a^j / 8191 + 1/2 modulo 1 of the sides j = 0, 1, ... Along each
        input the points are equally spaced, and a mean over them is about as good as over Sobol
        points, at once: what generates those takes most of a second to load.

        References
        ----------
        Korobov (1959), Dokl. Akad. Nauk SSSR 124, 1207-1210; Sloan & Joe (1994), Lattice Methods
        for Multiple Integration, section 4.3.
        """
        generator = [pow(_LATTICE_MULTIPLIER, j, _LATTICE_POINTS) for j in range(self.inputs)]
        steps = np.outer(np.arange(_LATTICE_POINTS), generator) % _LATTICE_POINTS
        return np.add(self.lower, (steps / _LATTICE_POINTS + 0.5) % 1.0 * self.lengths)

    def corners(self) -> Array:
        """Return the corners of the box: shape (2 ** inputs, inputs)."""
        return self.uniform_grid(2)

    def centre(self) -> Array:
        """Return the middle of the box: shape (inputs,)."""
        return np.add(self.lower, self.upper) / 2.0

    def grid_around(self, centre: Array, radii: Array, points: int) -> Array:
        """Return the tensor grid of the part of this box within `radii` of `centre`.

        Where that is narrower than the distance between floats, points coincide.

        Parameters
        ----------
        centre, radii : shape (inputs,)
        points : at least 2, values along each input

        Returns
        -------
        shape (points ** inputs, inputs), the last input varying fastest
        """
        low = np.maximum(centre - radii, self.lower)
        high = np.minimum(centre + radii, self.upper)
        return _tensor_grid([np.linspace(a, b, points) for a, b in zip(low, high, strict=True)])

    def step(self, share: float) -> float:
        """Return that share of the length of an interval, or what `least_step` allows if more."""
        return max(share * self.lengths[0], least_step(self.lower[0], self.upper[0]))

    def fewest_floats(self) -> int:
        """Return how many different numbers fit into the side that holds fewest, at most 2^53."""
        sides = zip(self.lower, self.upper, self.lengths, strict=True)
        spacings = (length / math.ulp(max(-low, high)) for low, high, length in sides)
        return int(min(2.0**53, *spacings)) + 1


def least_step(low: float, high: float) -> float:
    """Return a step by which every number of [low, high] becomes another: two floats' distance.

    Far from 0 floats are far apart: near 1e9 by 1.2e-7.
    """
    return 2.0 * math.ulp(max(abs(low), abs(high)))


def _check_side(low: float, high: float) -> None:
    """Raise `SettingError` unless these are bounds of a side."""
    said = f"[{digits(low)}, {digits(high)}]"
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise SettingError(f"{said} is no interval: bounds must be finite and rise.")
    if max(-low, high) > LARGEST_BOUND:
        raise SettingError(
            f"{said} is too large: bounds are at most {LARGEST_BOUND:g} in size; give the input in "
            "a larger unit."
        )
    if high - low < LEAST_LENGTH:
        raise SettingError(
            f"{said} is too short: a side is at least {LEAST_LENGTH:g} long; give the input in a "
            "smaller unit."
        )


def _tensor_grid(axes: list[Array]) -> Array:
    """Return all points with a value of each axis, the last varying fastest."""
    meshes = np.meshgrid(*axes, indexing="ij")
    return np.stack([mesh.ravel() for mesh in meshes], axis=-1)


def side_in_words(low: float, high: float) -> str:
    """Return a side as it is read, such as [0, 1]; two bounds that differ look different."""
    return f"[{', '.join(bounds_in_words(low, high))}]"


def bounds_in_words(low: float, high: float) -> tuple[str, str]:
    """Return two bounds with six digits, or with all if these would move them visibly."""
    words = f"{low:g}", f"{high:g}"
    moved = max(abs(float(word) - bound) for word, bound in zip(words, (low, high), strict=True))
    alike = words[0] == words[1] or moved > _VISIBLE * (high - low)
    return (digits(low), digits(high)) if alike else words


def digits(number: float) -> str:
    """Return a number by the fewest digits that mean it."""
    return repr(number).removesuffix(".0")
