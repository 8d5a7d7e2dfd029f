"""What is known of a trainer beside its algorithm: one row, which stands in its class.

Figures, pages and commands read the row and know no trainer by name, so that to add a trainer is
to write one file. Colours are named (`uat.core.colours`), and mixed where figures are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from uat.core.colours import Colour

Setting = bool | int | float | str | None | tuple[int, ...] | tuple[str, ...]
"""What a setting of a trainer can be: what JSON text brings back as it was."""


class Role(StrEnum):
    """What the error of a trainer's networks stands for beside those of others."""

    TRAINED = "trained"
    """What training finds."""
    NEAR_BEST = "near_best"
    """How good a network of that width could be, as far as anyone here can tell."""
    BUILT = "built"
    """What a proof constructs, without training."""


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """All that is known of a trainer beside its algorithm; whatever is left out has a default.

    Parameters
    ----------
    label : how it is read where trainers are compared; its name in words if empty
    colour : of its lines and dots; None takes one that no other trainer has, while there are any
    marker : of its dots, one of matplotlib's; if empty one that no other trainer has, while there
        are any
    line : style of the line that joins its medians, one of matplotlib's
    role : what its errors stand for
    aliases : other names that are understood; records and models hold the trainer's own
    note : what who takes it by an alias should know; a sentence without its full stop
    releases_gil : whether nearly all of a long fit is compiled code that lets other threads of the
        process run
    """

    label: str = ""
    colour: Colour | None = None
    marker: str = ""
    line: str = "-"
    role: Role = Role.TRAINED
    aliases: tuple[str, ...] = ()
    note: str = ""
    releases_gil: bool = False
