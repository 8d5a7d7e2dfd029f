"""What the user hands in as a target, checked: a name, mathematics, a `Target`, any function.

`as_target` is the door; nothing behind it checks again. A user's function may take arrays or
numbers, return what it likes and raise: what comes out is a `Target` whose values are finite real
numbers, or that says, in one line, at which point they are not. Jumps that nobody told of are
looked for (`uat.targets.jumps`), because they decide which errors are possible.

Mathematics is read by `uat.expressions` and can only compute. A Python function is the user's own
code, and `load_function` runs it.
"""

from __future__ import annotations

import contextlib
import importlib
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from uat.arrays import Array, as_numbers
from uat.core.domains import Box, digits
from uat.exceptions import (
    ExpressionError,
    SettingError,
    ShapeError,
    UnknownNameError,
    about,
    nearest_names,
    shown,
)
from uat.expressions import Expression, inputs_in_words, parse
from uat.targets.catalogue import TARGETS
from uat.targets.jumps import find_breaks, place_in_words
from uat.targets.narrow_peaks import narrow_peaks
from uat.targets.target import RUNGS_TO_BREAK, Target

# Sums of larger values may overflow, and if all are smaller, they lose digits.
_LARGEST_VALUE, _LEAST_SIZE = 1e301, 1e-301
# What may have been meant as a name: words so much like one.
_WORDS = re.compile(r"[a-zA-Z]+([ -][a-zA-Z]+)*")
_ALIKE = 0.7
_LONGEST_NAME = 60
# Fewer numbers in a side of the domain are no ground for a fit: the evaluation grid alone has half.
_FEWEST_FLOATS = 1 << 13
# A jump found so close to a known kink is that kink, in lengths of the domain.
_SAME = 1e-11
# Of a function that takes arrays, narrow peaks are looked for on so many points more, and on so
# many places closely; of one called point by point, on fewer places.
_FINE_POINTS, _MOST_CLIMBS, _FEWEST_CLIMBS = 30_011, 96, 12


def as_target(
    given: str | Target | Callable[..., Any],
    domain: Box | Sequence[Any] | None = None,
    kinks: Iterable[float] = (),
) -> Target:
    """Return what is asked for as a target that names the point wherever it is no finite number.

    Parameters
    ----------
    given : a name of the catalogue, mathematics such as "exp(-x^2) * sin(5*y)" (see
        `uat.expressions.parse`), a `Target`, or a function of one number per input. A function
        may take arrays, one per input, and return their shape; one that does not is called point
        by point
    domain : (low, high), or one such pair per input, or a `Box`. Mathematics and functions need
        one, of at least 8192 different numbers a side; a target takes this one instead of its own,
        and keeps the kinks within
    kinks : inputs at which the function or its derivative jumps, one input only; they are added
        to those a target knows, and to the jumps that are found

    Returns
    -------
    A target, evaluated once on its evaluation grid, and of one input closely where it rises
    steeply: its kinks then hold the jumps found there (`found_jumps`), and its peaks the places
    where it is narrower than a grid shows (`uat.targets.narrow_peaks`). A target of the catalogue
    on its own domain comes back as it is. The name of mathematics is the text itself, blanks made
    one.

    Raises
    ------
    ExpressionError
        If mathematics cannot be read; the message names the column.
    SettingError
        If the domain is missing, the domain or the kinks are none, or the function is not a finite
        real number of at most 1e301 in size somewhere on the evaluation grid, is nowhere as large
        as 1e-301 but not 0, or of one input
        seems to be unbounded; the message names the point. Wherever else it is not finite, the
        target raises the same when it is called there.
    ShapeError
        If the function returns more or less than one number for a point, or the domain has not
        the target's number of inputs.
    UnknownNameError
        If what reads like a name is none.

    Notes
    -----
    A function that takes numbers only costs one call for every point: thousands in one dimension,
    tens of thousands in more. Of jumps, those of at least one hundredth of the range are found,
    the 64 highest if there are more; see `uat.targets.jumps.find_breaks`.
    """
    target = _named_or_made(given, domain)
    with about("domain"):
        _check_room(target.domain)
    with about("kinks"):
        own = _numbers(kinks)
        if (own or target.kinks) and target.inputs > 1:
            raise SettingError("kinks are for targets of one input.")
        known = _kinks_inside(target.domain, target.kinks, own)
    target = replace(target, kinks=known)
    if target == TARGETS.get(target.name):
        return TARGETS[target.name]
    function = _Function(target.function, target.name, target.domain)
    checked = replace(target, function=function)
    grid = checked.evaluation_grid()
    values = checked(grid)
    _check_size(checked, values)
    if target.inputs > 1:
        return checked
    function.jumps = _new_jumps(checked, grid, values)
    peaks = {*checked.peaks, *_narrow_peaks(checked, function)}
    checked = replace(checked, peaks=tuple(sorted(peaks)))
    if checked.peaks:  # a pulse between two points of the grid has jumps that these did not show
        grid = np.unique(checked.evaluation_grid(), axis=0)
        function.jumps = _new_jumps(checked, grid, checked(grid))
    return replace(checked, kinks=tuple(sorted({*checked.kinks, *function.jumps})))


def found_jumps(target: Target) -> tuple[float, ...]:
    """Return those kinks of a target that `as_target` found itself: jumps, rising."""
    return target.function.jumps if isinstance(target.function, _Function) else ()


def _narrow_peaks(target: Target, function: _Function) -> tuple[float, ...]:
    """Return where a target of one input peaks more narrowly than its evaluation grid shows."""
    x = np.unique(target.evaluation_grid()[:, 0])
    fine = target.domain.uniform_grid(_FINE_POINTS)[:, 0] if function.takes_arrays else x[:0]
    most = _MOST_CLIMBS if function.takes_arrays else _FEWEST_CLIMBS
    with np.errstate(all="ignore"):
        peaks = narrow_peaks(function.parts, x, fine, most)
        # Where the function has no value close by, it is not looked at closely.
        return tuple(peak for peak in peaks if _finite_beside(peak, target, function))


def _finite_beside(peak: float, target: Target, function: _Function) -> bool:
    """Return whether a function has a value at all points that are looked at beside a peak."""
    alone = replace(target, kinks=(), peaks=(peak,))
    beside = alone.points_beside_breaks(RUNGS_TO_BREAK)[:, 0]
    return bool((np.abs(function.parts(beside)[-1]) <= _LARGEST_VALUE).all())


def _new_jumps(target: Target, grid: Array, values: Array) -> tuple[float, ...]:
    """Return where a target of one input jumps, but for the kinks it knows.

    Raises
    ------
    SettingError
        If it seems to be unbounded.
    """
    length = target.domain.lengths[0]
    breaks = find_breaks(target, grid[:, 0], values)
    if breaks.pole is not None:
        where = place_in_words(breaks.pole, length)
        raise SettingError(
            f"{_short(target.name)} seems to be unbounded near x = {where}: choose a domain "
            "without that point."
        )
    same = max(_SAME * length, 4.0 * target.domain.step(0.0))
    new = (j for j in breaks.jumps if all(abs(j - kink) > same for kink in target.kinks))
    return _kinks_inside(target.domain, tuple(new), ())


def load_function(name: str) -> Callable[..., Any]:
    """Return a Python function of the user's own, given as module:function.

    Importing a module runs it: this is for code the user trusts, never for names from elsewhere.

    Parameters
    ----------
    name : for example "mymodule:myfunction"; dots on both sides lead further in. The module is
        looked for in the current folder first, then where Python looks anyway; once imported it is
        not imported again

    Raises
    ------
    SettingError
        If there is no such module or function, importing it raises, or it is no function; one line
        that says which.
    """
    where, _, path = name.partition(":")
    if not all(part.isidentifier() for part in [*where.split("."), *path.split(".")]):
        raise SettingError(
            "a Python function is given as module:function, for example shapes:bump for bump in "
            f"shapes.py, not {name!r}."
        )
    module = _imported(where)
    found: Any = module
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            file = getattr(module, "__file__", None) or "built in"
            near = _nearest(part, (known for known in dir(found) if known[0] != "_"))
            raise SettingError(f"{where} ({file}) has no {path}{near}") from None
    if not callable(found):
        raise SettingError(f"{name} is {type(found).__name__}, not a function.")
    function: Callable[..., Any] = found
    return function


def _imported(name: str) -> ModuleType:
    """Return the module, looked for in the current folder first."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    # A file that was written a moment ago is seen too.
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as problem:
        missing = problem.name if isinstance(problem, ModuleNotFoundError) else None
        if missing is not None and f"{name}.".startswith(f"{missing}."):
            near = _nearest(name, (file.stem for file in Path(here).glob("*.py")))
            raise SettingError(f"there is no module {name} in {here} or installed{near}") from None
        raise SettingError(f"importing {name} raised {_said(problem)}.") from problem
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return how a message about an unknown name ends: with the nearest one, if there is one."""
    near = nearest_names(name, known, most=1, alike=0.6)
    return f"; did you mean {near[0]}?" if near else "."


def _said(problem: BaseException) -> str:
    """Return an exception in one line."""
    return " ".join(f"{type(problem).__name__}: {problem}".split()).rstrip(".: ")


def _short(text: str) -> str:
    """Return a text as a message shows it."""
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 3]}..."


def _named_or_made(
    given: str | Target | Callable[..., Any], domain: Box | Sequence[Any] | None
) -> Target:
    """Return the target on the domain."""
    with about("domain"):
        box = None if domain is None else _box(domain)
    if isinstance(given, str) and given not in TARGETS:
        return _typed(given, box)
    if isinstance(given, str | Target):
        target = TARGETS[given] if isinstance(given, str) else given
        if box is not None and box.inputs != target.inputs:
            raise ShapeError(
                f"{target.name} takes {target.inputs} inputs, but {box} has {box.inputs}.",
                "domain",
            )
        if box in (None, target.domain):
            return target
        # Whatever else is known of a target is known on its own domain.
        what = (target.name, target.function, box, target.formula, target.source)
        return Target(*what, kinks=target.kinks)
    if not callable(given):
        raise SettingError(
            f"a target is a name, mathematics, a Target or a function, not {shown(given)}."
        )
    return _target_of(given, _needed(box, "a function"))


def _typed(text: str, box: Box | None) -> Target:
    """Return mathematics as a target of that domain."""
    try:
        parse(text)
    except ExpressionError:
        if _is_name(text.strip()):
            raise UnknownNameError("target", text.strip(), TARGETS) from None
        raise
    box = _needed(box, f"a formula such as {_short(text)}")
    with about("domain"):
        expression = parse(text, box.inputs)
    return Target(expression.text, expression, box, expression.latex, "mathematics typed in")


def _is_name(text: str) -> bool:
    """Return whether what is no mathematics was meant as the name of a target."""
    if text.isidentifier():
        return not set(text) <= set("xyz")
    words = _WORDS.fullmatch(text) is not None
    return words and bool(nearest_names(text, TARGETS, most=1, alike=_ALIKE))


def _needed(box: Box | None, what: str) -> Box:
    if box is None:
        raise SettingError(
            f"{what} needs to know where: give domain=(low, high), or a list of one such pair "
            "for each input.",
            "domain",
        )
    return box


def _target_of(function: Callable[..., Any], box: Box) -> Target:
    """Return the user's function as a target of that domain."""
    name = str(getattr(function, "__name__", ""))
    name = name if name.isidentifier() else "function"
    word = name.replace("_", r"\_")
    formula = rf"\mathrm{{{word}}}({inputs_in_words(box.inputs)})"
    return Target(name, function, box, formula, "the user's own function")


def _box(domain: Box | Sequence[Any]) -> Box:
    """Return the domain as a box, checked."""
    if isinstance(domain, Box):
        return domain
    try:
        bounds = as_numbers(domain)
    except ShapeError:
        bounds = np.empty(0)
    if bounds.shape == (2,):
        bounds = bounds[np.newaxis]
    if bounds.ndim != 2 or bounds.shape[1] != 2 or not len(bounds):
        raise SettingError(
            f"a domain is (low, high), or a list of one such pair for each input, not "
            f"{shown(domain)}."
        )
    return Box(tuple(bounds[:, 0].tolist()), tuple(bounds[:, 1].tolist()))


def _check_room(domain: Box) -> None:
    """Raise `SettingError` if a side of the domain is hardly longer than floats are apart."""
    if (count := domain.fewest_floats()) < _FEWEST_FLOATS:
        raise SettingError(
            f"the domain {domain} holds {count} different numbers only along one input: measure "
            "that input from a point close by, such as its lower bound."
        )


def _check_size(target: Target, values: Array) -> None:
    """Raise `SettingError` if the values of a target are so small that they lose digits."""
    if 0.0 < (largest := float(np.max(np.abs(values)))) < _LEAST_SIZE:
        raise SettingError(
            f"{_short(target.name)} is at most {largest:.3g} in size: numbers below "
            f"{_LEAST_SIZE:g} lose digits; give the values in a smaller unit."
        )


def _numbers(kinks: Iterable[float]) -> tuple[float, ...]:
    """Return the kinks as finite floats, checked."""
    try:
        numbers = as_numbers(kinks if isinstance(kinks, np.ndarray) else tuple(kinks))
    except (TypeError, ShapeError):
        numbers = np.array(np.nan)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise SettingError(
            f"kinks must be a list of numbers, for example [0.0], not {shown(kinks)}."
        )
    return tuple(numbers.tolist())


def _kinks_inside(domain: Box, known: Sequence[float], own: Sequence[float]) -> tuple[float, ...]:
    """Return all kinks that have two sides in the domain, rising; the user's own lie within it."""
    low, high = domain.lower[0], domain.upper[0]
    for kink in own:
        if not low <= kink <= high:
            raise SettingError(f"kink {digits(kink)} lies outside the domain {domain}.")
    beside = 4.0 * domain.step(1e-12)
    return tuple(sorted(k for k in {*known, *own} if low + beside < k < high - beside))


class _Function:
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
        bad = ~(np.abs(values) <= _LARGEST_VALUE)
        if bad.any():
            first = np.unravel_index(int(np.argmax(bad)), bad.shape)
            call = self._call([float(np.asarray(column)[first]) for column in columns])
            raise SettingError(
                f"{call} = {values[first]}: a target must be finite on all of its domain, "
                f"and at most {_LARGEST_VALUE:g} in size."
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
            raise SettingError(f"{call} raised {_said(problem)}.") from problem
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
        return f"at {where}, {_short(self._name)}"
