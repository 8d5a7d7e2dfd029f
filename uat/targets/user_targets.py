"""What the user hands in as a target, checked: a line of text, a `Target`, any function.

`as_target` is the door; nothing behind it checks again. What comes out is a `Target` whose values
are finite real numbers, or that says, in one line, at which point they are not
(`uat.targets.user_functions`). Jumps that nobody told of are looked for (`uat.targets.jumps`),
because they decide which errors are possible.

A line of text is read by `uat.targets.target_texts`. Mathematics in it can only compute. A Python
function is the user's own code, and `uat.targets.python_functions` runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from uat.arrays import Array, as_numbers
from uat.core.domains import Box, digits
from uat.exceptions import SettingError, ShapeError, about, shown
from uat.expressions import inputs_in_words, parse
from uat.targets.catalogue import TARGETS
from uat.targets.jumps import find_breaks, place_in_words
from uat.targets.narrow_peaks import narrow_peaks
from uat.targets.neighbouring_floats import to_the_float
from uat.targets.python_functions import load_function, name_of_function
from uat.targets.target import RUNGS_TO_BREAK, Target
from uat.targets.target_texts import (
    TargetKind,
    TargetText,
    check_short_name,
    is_short_name,
    read_text,
)
from uat.targets.user_functions import LARGEST_VALUE, CheckedFunction, short_text

Given = str | TargetText | Target | Callable[..., Any] | tuple[Any, Any]
"""What `as_target` takes."""

OWN_SOURCES = ("", "mathematics typed in", "the user's own function")
"""What stands for the source of a target of which none was told."""

# If all values are smaller, sums of them lose digits.
_LEAST_SIZE = 1e-301
# Fewer numbers in a side of the domain are no ground for a fit: the evaluation grid alone has half.
_FEWEST_FLOATS = 1 << 13
# At an end values may reach so many times as far as on all of the domain but a small share at the
# top and at the bottom of them.
_FAR, _FEW = 1e3, 0.01
# A jump found so close to a known kink is that kink, in lengths of the domain.
_SAME = 1e-11
# Of a function that takes arrays, narrow peaks are looked for on so many points more, and on so
# many places closely; of one called point by point, on fewer places.
_FINE_POINTS, _MOST_CLIMBS, _FEWEST_CLIMBS = 30_011, 96, 12


def as_target(
    given: Given,
    domain: Box | Sequence[Any] | None = None,
    kinks: Iterable[float] = (),
    name: str = "",
) -> Target:
    """Return what is asked for as a target that names the point wherever it is no finite number.

    Parameters
    ----------
    given : a line of text (see `uat.targets.target_texts`): a name of the catalogue, mathematics
        such as "exp(-x^2) * sin(5*y)" (see `uat.expressions.parse`), module:function, each with
        `on [low, high]` behind it if the domain is not given beside it, `with kinks 0.5, 1`, and
        `as ripple`; or a `Target`, or a function of one number per input. A function
        may take arrays, one per input, and return their shape; one that does not is called point
        by point. Or a pair of such a thing and its domain
    domain : (low, high), or one such pair per input, or a `Box`. Mathematics and functions need
        one, of at least 8192 different numbers a side; a target takes this one instead of its own,
        and keeps the kinks within
    kinks : inputs at which the function or its derivative jumps, one input only; they are added
        to those a target knows, and to the jumps that are found
    name : what it is called in tables, figures and names of files: a word; empty leaves its own

    Returns
    -------
    A target, evaluated once on its evaluation grid, and of one input closely where it rises
    steeply: its kinks then hold the jumps found there (`found_jumps`), and its peaks the places
    where it is narrower than a grid shows (`uat.targets.narrow_peaks`). A target of the catalogue
    on its own domain comes back as it is. The name of mathematics is the text itself, blanks made
    one. Its `text` names it to any process, if that is possible.

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
    target = _told(given, domain, kinks, name)
    with about("domain"):
        _check_room(target.domain)
    if target == TARGETS.get(target.name):
        return TARGETS[target.name]
    function = CheckedFunction(target.function, target.name, target.domain)
    checked = replace(target, function=function)
    grid = checked.evaluation_grid()
    values = checked(grid)
    _check_size(checked, values)
    if target.inputs > 1:
        return checked
    function.jumps = _new_jumps(checked, function, grid, values)
    peaks = {*checked.peaks, *_narrow_peaks(checked, function)}
    checked = replace(checked, peaks=tuple(sorted(peaks)))
    if checked.peaks:  # a pulse between two points of the grid has jumps that these did not show
        grid = np.unique(checked.evaluation_grid(), axis=0)
        function.jumps = _new_jumps(checked, function, grid, checked(grid))
    return replace(checked, kinks=tuple(sorted({*checked.kinks, *function.jumps})))


def found_jumps(target: Target) -> tuple[float, ...]:
    """Return those kinks of a target that `as_target` found itself: jumps, rising."""
    return target.function.jumps if isinstance(target.function, CheckedFunction) else ()


def remarks(target: Target) -> Iterator[str]:
    """Yield sentences on what is unusual about a target, as far as a fit to it is concerned."""
    function = target.function
    if isinstance(function, CheckedFunction) and function.depends_on_company:
        yield (
            "What the function says of a point depends on the other points of the call: it was "
            "called point by point."
        )
    if target.inputs == 1 and (reach := _reach_in_words(target)):
        yield reach


def _reach_in_words(target: Target) -> str:
    """Return how far the values of a target of one input reach at an end, if that is very far."""
    grid = target.uniform_evaluation_grid()
    values = target(grid)
    least, most = np.quantile(values, [_FEW, 1.0 - _FEW])
    end = int(np.argmax(np.abs(values)))
    if end not in (0, len(values) - 1) or not 0.0 < _FAR * (most - least) < np.ptp(values):
        return ""
    return (
        f"The values reach {values[end]:.3g} at the end x = {grid[end, 0]:.6g}; on "
        f"{1.0 - 2.0 * _FEW:.0%} of the domain they lie between {least:.3g} and {most:.3g}."
    )


def _narrow_peaks(target: Target, function: CheckedFunction) -> tuple[float, ...]:
    """Return where a target of one input peaks more narrowly than its evaluation grid shows."""
    x = np.unique(target.evaluation_grid()[:, 0])
    fine = target.domain.uniform_grid(_FINE_POINTS)[:, 0] if function.takes_arrays else x[:0]
    most = _MOST_CLIMBS if function.takes_arrays else _FEWEST_CLIMBS
    with np.errstate(all="ignore"):
        peaks = narrow_peaks(function.parts, x, fine, most)
        # Where the function has no value close by, it is not looked at closely.
        return tuple(peak for peak in peaks if _finite_beside(peak, target, function))


def _finite_beside(peak: float, target: Target, function: CheckedFunction) -> bool:
    """Return whether a function has a value at all points that are looked at beside a peak."""
    alone = replace(target, kinks=(), peaks=(peak,))
    beside = alone.points_beside_breaks(RUNGS_TO_BREAK)[:, 0]
    return bool((np.abs(function.parts(beside)[-1]) <= LARGEST_VALUE).all())


def _new_jumps(
    target: Target, function: CheckedFunction, grid: Array, values: Array
) -> tuple[float, ...]:
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
            f"{short_text(target.name)} seems to be unbounded near x = {where}: choose a domain "
            "without that point."
        )
    same = max(_SAME * length, 4.0 * target.domain.step(0.0))
    jumps = to_the_float(lambda x: function.parts(x)[-1], breaks.jumps, target.domain.step(1e-12))
    new = (j for j in jumps if all(abs(j - kink) > same for kink in target.kinks))
    return _kinks_inside(target.domain, tuple(new), ())


def _told(
    given: Given, domain: Box | Sequence[Any] | None, kinks: Iterable[float], name: str
) -> Target:
    """Return the target as it is told of, not yet evaluated, with its text if it has one."""
    if isinstance(given, tuple) and len(given) == 2:
        if domain is not None:
            raise SettingError("the domain is given twice.", "domain")
        given, domain = given
    if isinstance(given, TargetText):
        given = str(given)
    with about("domain"):
        box = None if domain is None else _box(domain)
    text = _text_of(given)
    if isinstance(given, str) and text is not None and text.domain is not None:
        if box is not None:
            raise SettingError(f"{shown(given)} has its domain in it: give no other.", "domain")
        box = text.domain
    target = _made(given, text, box)
    with about("kinks"):
        own = {*_numbers(kinks), *(text.kinks if text and isinstance(given, str) else ())}
        if (own or target.kinks) and target.inputs > 1:
            raise SettingError("kinks are for targets of one input.")
        target = replace(target, kinks=_kinks_inside(target.domain, target.kinks, tuple(own)))
    if name:
        with about("name"):
            target = replace(target, name=check_short_name(name))
    return replace(target, text="" if text is None else _text(text, target, own))


def _text_of(given: object) -> TargetText | None:
    """Return by which text a thing is named, as far as it goes; None if by none."""
    if isinstance(given, Target):
        return read_text(given.text) if given.text else None
    if isinstance(given, str):
        return read_text(given)
    name = name_of_function(given) if callable(given) else ""
    return TargetText(TargetKind.FUNCTION, name) if name else None


def _text(text: TargetText, target: Target, own: Iterable[float]) -> str:
    """Return the text that names a target to any process; empty if it has a name that is none.

    Parameters
    ----------
    text : that it came from
    own : kinks that were told; those that a target of the catalogue has go without saying
    """
    name = "" if text.is_own_name(target.name) else target.name
    if name and not is_short_name(name):
        return ""
    known: Sequence[float] = ()
    domain: Box | None = target.domain
    if text.kind is TargetKind.NAME:
        known = TARGETS[text.what].kinks
        domain = None if domain == TARGETS[text.what].domain else domain
    told = {*text.kinks, *own}.intersection(target.kinks).difference(known)
    return str(TargetText(text.kind, text.what, domain, tuple(sorted(told)), name))


def _made(given: object, text: TargetText | None, box: Box | None) -> Target:
    """Return the target on the domain, with the kinks that are its own."""
    if isinstance(given, Target):
        return _moved(given, box)
    if text is None or not isinstance(given, str):
        if not callable(given):
            raise SettingError(
                f"a target is a name, mathematics, a Target or a function, not {shown(given)}."
            )
        return _target_of(given, _needed(box, "a function"))
    if text.kind is TargetKind.TABLE:
        raise SettingError(
            f"{shown(text.what)} is a table, not a function: uat.fit_data and uat fit take tables."
        )
    if text.kind is TargetKind.NAME:
        target = _moved(TARGETS[text.what], box)
    elif text.kind is TargetKind.FUNCTION:
        box = _needed(box, text.what, text.what)
        target = _target_of(load_function(text.what), box, text.own_name)
    else:
        target = _typed(text.what, box)
    return replace(target, name=text.name) if text.name else target


def _moved(target: Target, box: Box | None) -> Target:
    """Return a target on another domain, or itself if that is None or its own."""
    if box is not None and box.inputs != target.inputs:
        raise ShapeError(
            f"{target.name} takes {target.inputs} inputs, but {box} has {box.inputs}.",
            "domain",
        )
    if box in (None, target.domain):
        return target
    # Whatever else is known of a target is known on its own domain.
    return Target(
        target.name, target.function, box, target.formula, target.source, kinks=target.kinks
    )


def _typed(text: str, box: Box | None) -> Target:
    """Return mathematics as a target of that domain."""
    box = _needed(box, f"a formula such as {short_text(text)}", text)
    with about("domain"):
        expression = parse(text, box.inputs)
    return Target(expression.text, expression, box, expression.latex, OWN_SOURCES[1])


def _needed(box: Box | None, what: str, text: str = "") -> Box:
    if box is None:
        said = f"; or write {short_text(text)} on [low, high]" if text else ""
        raise SettingError(
            f"{what} needs to know where: give domain=(low, high), or a list of one such pair "
            f"for each input{said}.",
            "domain",
        )
    return box


def _target_of(function: Callable[..., Any], box: Box, name: str = "") -> Target:
    """Return the user's function as a target of that domain."""
    name = name or str(getattr(function, "__name__", ""))
    name = name if name.isidentifier() else "function"
    word = name.replace("_", r"\_")
    formula = rf"\mathrm{{{word}}}({inputs_in_words(box.inputs)})"
    return Target(name, function, box, formula, OWN_SOURCES[2])


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
            f"{short_text(target.name)} is at most {largest:.3g} in size: numbers below "
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
