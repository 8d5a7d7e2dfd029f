"""The one set of checks of what a caller hands in: numbers, shares, names, lists, flags.

Each takes the value and the name of the argument, returns the value as plain Python, and raises an
error whose one sentence names the argument and shows the value. Numbers of numpy are numbers;
`True` is none, text is none, and neither inf nor nan is finite.
"""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, SupportsFloat, TypeVar, cast

from uat.exceptions import SettingError, UnknownNameError, shown

__all__ = [
    "LARGEST_COUNT",
    "LARGEST_SEED",
    "LARGEST_WIDTH",
    "check_callback",
    "check_choice",
    "check_flag",
    "check_kind",
    "check_list",
    "check_name",
    "check_number",
    "check_path",
    "check_positive",
    "check_real",
    "check_seed",
    "check_share",
    "check_text",
    "check_whole",
    "check_wholes",
    "check_width",
]

LARGEST_COUNT = 10**9
"""Of anything that is counted out one by one; more is a slip of the finger."""
LARGEST_WIDTH = 10**6
"""Of hidden units."""
LARGEST_SEED = 2**128 - 1
"""As many bits as the random numbers' own seeds have."""

Entry = TypeVar("Entry")


def check_whole(value: object, name: str, least: int = 1, most: int = LARGEST_COUNT) -> int:
    """Return a whole number from `least` to `most`.

    Raises
    ------
    SettingError
        If it is none: 2.5, 2.0, True, "2" and None are no whole numbers.
    """
    try:
        number = operator.index(cast(Any, value))
    except TypeError:
        number = None
    if number is None or _kind(value) == "b":
        raise SettingError(f"{name} must be a whole number, not {shown(value)}.")
    if number < least:
        raise SettingError(f"{name} must be a whole number from {least} on, not {shown(number)}.")
    if number > most:
        raise SettingError(f"{name} must be at most {most:,}, not {shown(number)}.")
    return number


def check_width(value: object, name: str = "width") -> int:
    """Return a number of hidden units; see `check_whole`."""
    return check_whole(value, name, 1, LARGEST_WIDTH)


def check_seed(value: object, name: str = "seed") -> int:
    """Return a seed of random numbers, from 0 on; see `check_whole`."""
    return check_whole(value, name, 0, LARGEST_SEED)


def check_real(value: object, name: str) -> float:
    """Return a single real number as a float; inf and nan, too.

    Raises
    ------
    SettingError
        If it is none: text, True, a complex number, an array of more than one.
    """
    number = _real(value)
    if number is None:
        raise SettingError(f"{name} must be a number, not {shown(value)}.")
    return number


def check_number(
    value: object, name: str, least: float = -math.inf, most: float = math.inf
) -> float:
    """Return a finite number from `least` to `most`.

    Raises
    ------
    SettingError
        If it is none; text, True, complex numbers and arrays of more than one are no numbers.
    """
    number = check_real(value, name)
    if math.isfinite(number) and least <= number <= most:
        return number
    bounds = {
        (False, False): "finite",
        (True, False): f"finite and at least {least:g}",
        (False, True): f"finite and at most {most:g}",
        (True, True): f"from {least:g} to {most:g}",
    }
    range_ = bounds[math.isfinite(least), math.isfinite(most)]
    raise SettingError(f"{name} must be {range_}, not {shown(value)}.")


def check_positive(value: object, name: str) -> float:
    """Return a positive and finite number.

    Raises
    ------
    SettingError
        If it is none.
    """
    number = check_real(value, name)
    if not 0.0 < number < math.inf:
        raise SettingError(f"{name} must be positive and finite, not {shown(value)}.")
    return number


def check_share(
    value: object, name: str, most: float = 1.0, *, zero: bool = True, one: bool = True
) -> float:
    """Return a number from 0 to `most`, with or without these two.

    Raises
    ------
    SettingError
        If it is none.
    """
    low = 0.0 if zero else math.nextafter(0.0, most)
    high = most if one else math.nextafter(most, 0.0)
    number = _real(value)
    if number is not None and low <= number <= high:
        return number
    ends = f"{'from' if zero else 'above'} 0 {'to' if one else 'to below'} {most:g}"
    raise SettingError(f"{name} must be a share {ends}, not {shown(value)}.")


def check_name(kind: str, value: object, registry: Mapping[str, Entry]) -> Entry:
    """Return what has that name.

    Parameters
    ----------
    kind : what the name should have named, for example "target"
    value : what the caller gave
    registry : everything that has a name

    Raises
    ------
    UnknownNameError
        If nothing has it, or it is no text; the message offers the nearest names.
    """
    if not isinstance(value, str) or value not in registry:
        raise UnknownNameError(kind, value, registry)
    return registry[value]


def check_choice(value: object, name: str, choices: Collection[str]) -> str:
    """Return one of a few words.

    Raises
    ------
    SettingError
        If it is none of them.
    """
    if not isinstance(value, str) or value not in choices:
        raise SettingError(f"{name} must be one of {', '.join(choices)}, not {shown(value)}.")
    return value


def check_text(value: object, name: str) -> str:
    """Return text.

    Raises
    ------
    SettingError
        If it is none.
    """
    if not isinstance(value, str):
        raise SettingError(f"{name} must be text, not {shown(value)}.")
    return str(value)


def check_flag(value: object, name: str) -> bool:
    """Return True or False.

    Raises
    ------
    SettingError
        If it is neither.
    """
    if not isinstance(value, bool) and (_kind(value) != "b" or _is_many(value)):
        raise SettingError(f"{name} must be True or False, not {shown(value)}.")
    return bool(value)


def check_kind(value: object, kind: type[Entry], name: str) -> Entry:
    """Return an object of that class.

    Raises
    ------
    SettingError
        If it is none.
    """
    if not isinstance(value, kind):
        raise SettingError(f"{name} must be a {kind.__name__}, not {shown(value)}.")
    return value


def check_callback(value: object, name: str) -> Callable[..., Any]:
    """Return a function.

    Raises
    ------
    SettingError
        If it cannot be called.
    """
    if not callable(value):
        raise SettingError(f"{name} must be a function, not {shown(value)}.")
    return value


def check_path(value: object, name: str = "path") -> Path:
    """Return the path of a file or a folder.

    Raises
    ------
    SettingError
        If it is neither text nor a path.
    """
    if not isinstance(value, str | os.PathLike):
        raise SettingError(f"{name} must be the path of a file, not {shown(value)}.")
    return Path(value)


def check_list(value: object, name: str) -> tuple[Any, ...]:
    """Return the entries of a list, a tuple, a range, an array or whatever else yields some.

    Raises
    ------
    SettingError
        If it yields none; text and bytes are one entry, not many.
    """
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise SettingError(f"{name} must be a list, not {shown(value)}.")
    try:
        return tuple(value)
    except TypeError:  # an array that is one number
        raise SettingError(f"{name} must be a list, not {shown(value)}.") from None


def check_wholes(
    value: object, name: str, least: int = 1, most: int = LARGEST_COUNT
) -> tuple[int, ...]:
    """Return a list of whole numbers from `least` to `most`; see `check_whole`."""
    entries = check_list(value, name)
    return tuple(check_whole(entry, f"each of {name}", least, most) for entry in entries)


def _kind(value: object) -> str | None:
    """Return "b" for True, False and what numpy has for them, numpy's own letter for its others."""
    if isinstance(value, bool):
        return "b"
    return getattr(getattr(value, "dtype", None), "kind", None)


def _is_many(value: object) -> bool:
    """Return whether it is an array with axes, if only of one entry."""
    return bool(cast(Any, value).ndim) if hasattr(value, "ndim") else False


def _real(value: object) -> float | None:
    """Return a single real number as a float, too large a one as inf; None if it is none."""
    kind = _kind(value)
    if kind is not None and (kind not in "iuf" or _is_many(value)):
        return None
    if isinstance(value, str | bytes | bytearray) or hasattr(value, "mask"):
        return None  # float would read text, and make nan of what is masked
    try:
        return float(cast(SupportsFloat, value))
    except (TypeError, ValueError):
        return None
    except OverflowError:
        return math.inf
