"""The checks before an activation of the user's own enters the registry.

What is checked is what would otherwise go wrong without a word: that the function acts entry by
entry, that the derivative is the function's, that the limits are. A registered activation has no
compiled body; the readable loop trains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.checks import (
    check_callback,
    check_choice,
    check_flag,
    check_list,
    check_number,
    check_positive,
    check_text,
)
from uat.core.activations.activation import Activation, ActivationTexts, Function, OnnxSteps
from uat.core.activations.naming import ACTIVATIONS
from uat.core.activations.observed import (
    FAR,
    ROUNDINGS,
    is_monotone,
    settling_place,
    values_at,
)
from uat.exceptions import SettingError, shown

# Where function and derivative are compared: close together about 0, where kinks of users stand on
# round numbers and these points do not, and far out on both sides.
_TAIL = np.geomspace(8.0, 50.0, 100)
_PLACES = np.concatenate([-_TAIL[::-1], np.arange(-8.0, 8.0, 0.01) + 0.01 / np.pi, _TAIL])
# The step of the differences, and what a derivative may be off, as shares.
_STEP, _SLACK = 1e-5, 1e-5
# A disagreement counts if it is there on both sides of a place, too, so many steps away: a kink or
# a jump is not.
_ASIDE = 7.0


def register_activation(
    name: str,
    function: Function,
    derivative: Function,
    *,
    limits: tuple[float | None, float | None] = (None, None),
    reach: float = 1.0,
    texts: Mapping[str, Any] | None = None,
    replace: bool = False,
) -> Activation:
    """Add an activation of your own, and return its row.

    From then on its name is taken wherever an activation's is, in this process. Worker processes do
    not know it, so sweeps with it run here, and no store keeps them: a store cannot know whether
    the name means the same the next time.

    Parameters
    ----------
    name : a word of small letters, digits and underscores
    function : phi, entry by entry: float64 arrays of any shape to arrays of that shape
    derivative : phi', likewise; where phi has a kink, any slope between those on its sides
    limits : of phi at -infinity and +infinity; None where there is no finite one. With two
        different ones a unit is a step, which a staircase is made of
    reach : |z| up to which phi is steep, or bent: 2 for the logistic, 1 for tanh and relu. It
        scales how steep units are when training starts
    texts : how phi is written, in the variable z, by language: "plain", "latex", "python", "r",
        "c", "javascript", "onnx"; see `uat.core.activations.ActivationTexts`. Exports to a language
        that is left out are refused
    replace : whether to take the place of another activation registered under this name

    Raises
    ------
    SettingError
        If an argument is not what it should be: the name is taken, the function does not act
        entry by entry, the derivative is not the function's or a limit is not reached. The
        message names the point.

    Notes
    -----
    The derivative is compared with central differences at 1,800 points from -50 to 50; finitely
    many kinks and jumps pass.

    Examples
    --------
    >>> row = register_activation(
    ...     "softsign",
    ...     lambda z: z / (1 + abs(z)),
    ...     lambda z: 1 / (1 + abs(z)) ** 2,
    ...     limits=(-1, 1),
    ... )
    >>> row.sigmoidal
    True
    """
    name = check_text(name, "name")
    _check_entrywise(name, "function", check_callback(function, "function"))
    _check_entrywise(name, "derivative", check_callback(derivative, "derivative"))
    _check_derivative(name, function, derivative)
    low, high = _checked_limits(limits)
    settled = _settled(name, function, (low, high))
    reach = check_positive(reach, "reach")
    sigmoidal = settled is not None and low != high
    trainable = bool(np.any(values_at(derivative, _PLACES)))
    row = Activation(
        name,
        function,
        derivative,
        trainable=trainable,
        continuous=trainable,
        limits=(low, high),
        settled=settled,
        reach=reach,
        levels=(-reach / 2.0, reach / 2.0) if sigmoidal else (0.0, 1.0),
        bounded=settled is not None,
        units_a_step=1 if sigmoidal and is_monotone(function) else None,
        texts=_checked_texts({} if texts is None else texts),
    )
    ACTIVATIONS.register(row, replace=check_flag(replace, "replace"))
    return row


def _check_entrywise(name: str, what: str, function: Function) -> None:
    """Raise `SettingError` unless every value is a finite float64 and depends on its z alone."""
    for z in (_PLACES[:4], _PLACES[:6].reshape(2, 3), np.array(0.3), _PLACES):
        try:
            values = values_at(function, z)
        except Exception as problem:
            raise SettingError(
                f"the {what} of {name} cannot take an array of shape {z.shape}: {problem}"
            ) from problem
        kind = getattr(values, "dtype", type(values).__name__)
        if kind != np.float64 or np.shape(values) != z.shape:
            raise SettingError(
                f"the {what} of {name} must return float64 of the shape it is given, {z.shape}, "
                f"not {kind} of shape {np.shape(values)}."
            )
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        raise SettingError(
            f"the {what} of {name} is not finite: at z = {_PLACES[wrong[0]]:.6g} it is "
            f"{values[wrong[0]]}."
        )
    alone = values_at(function, _PLACES[::3])
    wrong = np.flatnonzero(~np.isclose(alone, values[::3], rtol=1e-12, atol=0.0))
    if wrong.size:
        raise SettingError(
            f"the {what} of {name} must depend on each z alone: at z = "
            f"{_PLACES[::3][wrong[0]]:.6g} it depends on what else is in the array."
        )


def _check_derivative(name: str, function: Function, derivative: Function) -> None:
    """Raise `SettingError` if the derivative is not the function's somewhere but at kinks."""
    aside = _ASIDE * _STEP * np.maximum(1.0, np.abs(_PLACES))
    wrong = np.logical_and.reduce(
        [_disagree(function, derivative, _PLACES + move) for move in (-aside, 0.0 * aside, aside)]
    )
    if not wrong.any():
        return
    place = _PLACES[wrong][np.argmin(np.abs(_PLACES[wrong]))]
    z = np.array([place])
    raise SettingError(
        f"the derivative of {name} is not that of its function: at z = {place:.6g} it is "
        f"{values_at(derivative, z)[0]:.6g}, but the function's differences give "
        f"{_difference(function, z, _STEP * max(1.0, abs(place)))[0]:.6g}."
    )


def _disagree(function: Function, derivative: Function, z: Array) -> Any:
    """Return where the derivative is further from the central difference than can be excused.

    Excused are rounding, and the difference's own error: what another step changes it by.
    """
    steps = _STEP * np.maximum(1.0, np.abs(z))
    narrow, wide = (_difference(function, z, width * steps) for width in (1.0, 2.0))
    slopes, sizes = values_at(derivative, z), np.abs(values_at(function, z))
    rounding = ROUNDINGS * (sizes + min(1.0, float(np.max(sizes)))) / steps
    excused = _SLACK * np.abs(slopes) + np.abs(narrow - wide) + rounding
    return ~(np.abs(slopes - narrow) <= excused)


def _difference(function: Function, z: Array, steps: Any) -> Array:
    """Return the central differences at z, same shape."""
    right, left = z + steps, z - steps
    return np.asarray((values_at(function, right) - values_at(function, left)) / (right - left))


def _checked_limits(limits: object) -> tuple[float | None, float | None]:
    """Return the two limits as floats, None where there is none."""
    pair = check_list(limits, "limits")
    if len(pair) != 2:
        raise SettingError(f"limits must be two, at -infinity and at +infinity, not {len(pair)}.")
    low, high = (None if limit is None else check_number(limit, "a limit") for limit in pair)
    return low, high


def _settled(
    name: str, function: Function, limits: tuple[float | None, float | None]
) -> float | None:
    """Return |z| from which phi is as good as at both limits, None unless there are two.

    Raises
    ------
    SettingError
        If a limit is not reached.
    """
    low, high = limits
    rise = abs(high - low) if low is not None and high is not None else 0.0
    settled = 0.0
    for limit, side in ((low, -1.0), (high, 1.0)):
        if limit is None:
            continue
        place = settling_place(function, limit, side, rise)
        if place is None:
            last = side * FAR[-1:]
            raise SettingError(
                f"{name} does not reach the limit {limit:g}: at z = {last[0]:g} it is "
                f"{values_at(function, last)[0]:g}. Leave the limit out if there is none."
            )
        settled = max(settled, place)
    return None if low is None or high is None else settled


def _checked_texts(texts: Mapping[str, Any]) -> ActivationTexts:
    """Return the texts, each of a language that there is."""
    if not isinstance(texts, Mapping):
        raise SettingError(f"texts must be a mapping from languages to text, not {shown(texts)}.")
    languages = [field.name for field in fields(ActivationTexts)]
    for language, text in texts.items():
        check_choice(language, "a language of texts", languages)
        if language == "onnx":
            continue
        if not check_text(text, f"the text in {language}").strip():
            raise SettingError(f"the text in {language} is empty: leave it out.")
    known = dict(texts)
    if known.get("onnx") is not None:
        known["onnx"] = _checked_steps(check_list(known["onnx"], "the steps in onnx"))
    return ActivationTexts(**known)


def _checked_steps(steps: Sequence[Any]) -> OnnxSteps:
    """Return the steps as tuples, each of operands that are known by then."""
    known = {"z", "zero", "one"}
    checked = []
    for step in steps:
        words = tuple(check_text(word, "a word of onnx") for word in check_list(step, "a step"))
        if len(words) < 3 or not set(words[2:]) <= known or words[0] in known:
            raise SettingError(
                "a step in onnx is a new name, an operator and operands that are known by then "
                f"(z, zero, one or earlier names), not {words}."
            )
        known.add(words[0])
        checked.append(words)
    if not checked:
        raise SettingError("the steps in onnx are none: leave them out.")
    return tuple(checked)
