"""Which slides the session has, in any language: known before anything is computed for them.

A slide is named by its key, a part by its number. What was asked for is held against this, so that
a slip costs no minute of training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from uat.exceptions import SettingError, UnknownNameError

Outline = Mapping[int, tuple[str, ...]]
"""Number of a part -> the keys of its slides, in order."""

OUTLINE: Outline = {
    1: ("session-overview",),
    2: ("models-function", "models-ladder", "models-learning"),
    3: (
        "linreg-model",
        "linreg-derivatives",
        "linreg-update",
        "linreg-surface",
        "linreg-line",
        "linreg-step-size",
    ),
    4: ("linreg-code", "linreg-output", "linreg-reconstructed"),
    5: (
        "neuron-points",
        "neuron-model",
        "neuron-gradient",
        "neuron-code",
        "neuron-output",
        "neuron-predictions",
    ),
    6: (
        "xor-why",
        "xor-network",
        "xor-output-layer",
        "xor-hidden-layer",
        "xor-code",
        "xor-output",
        "xor-predictions",
        "xor-boundary",
    ),
    7: (
        "uat-statement",
        "uat-promises",
        "uat-proof",
        "uat-guarantee",
        "uat-code",
        "uat-fits",
        "uat-errors",
        "uat-numbers",
        "uat-certificate",
        "uat-findability",
    ),
    8: ("takehome", "sources"),
}
"""Of the session."""


def keys_of(only: Sequence[str | int], outline: Outline) -> frozenset[str]:
    """Return the keys of the slides that are asked for.

    Parameters
    ----------
    only : numbers of parts, also as text, and keys of slides; at least one
    outline : what there is

    Raises
    ------
    SettingError, UnknownNameError
        If there is no such part or slide, or none is named.
    """
    if not only:
        raise SettingError("a deck of no slides was asked for; name a part or a slide.")
    return frozenset(key for name in only for key in _keys(str(name), outline))


def _keys(name: str, outline: Outline) -> tuple[str, ...]:
    """Return the keys of the slides of one part, or of the one slide."""
    if name.lstrip("-").isdecimal():
        if int(name) not in outline:
            raise SettingError(
                f"there is no part {name}; the parts are {', '.join(map(str, outline))}."
            )
        return outline[int(name)]
    every = {key for keys in outline.values() for key in keys}
    if name not in every:
        raise UnknownNameError("slide", name, every)
    return (name,)
